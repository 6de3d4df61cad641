"""Labels and ids that cannot break a line of a blueprint."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.domain.drafting.names import LONGEST, identifier, label, option


@given(st.text())
def test_a_label_holds_nothing_that_parts_a_line(text: str) -> None:
    made = label(text)
    assert not set("|;:,=<>{}[]()'\"\\\n") & set(made)
    assert len(made) <= LONGEST


@given(st.text(), st.sets(st.text(max_size=5)))
def test_an_id_is_plain_and_new(text: str, taken: set[str]) -> None:
    name = identifier(text, taken)
    assert name.isascii()
    assert name.isidentifier()
    assert name not in taken


@pytest.mark.parametrize(
    ("words", "id_"), [("in Arbeit", "in_arbeit"), ("Größe", "grosse"), ("new", "new"), ("中", "option_2")]
)
def test_options_keep_their_plain_word(words: str, id_: str) -> None:
    assert option(words, 2) == id_
