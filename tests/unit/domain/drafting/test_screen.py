"""Purposes that harm are refused in every language; look-alikes are built."""

from __future__ import annotations

import json

import pytest

from lamplighter.domain.drafting.lexicon import Lexicon
from lamplighter.domain.drafting.screen import screened

from .conftest import LISTS, OWN, SIXTY, Drafting

PURPOSES: dict[str, list[str]] = json.loads((LISTS / "purposes.json").read_text("utf-8"))


@pytest.mark.parametrize("text", PURPOSES["harmful"])
def test_a_harmful_purpose_is_refused_with_its_topic(text: str, draft: Drafting) -> None:
    result = draft(text)
    assert result.blueprint is None
    assert result.harm
    assert result.refused.endswith(".")
    assert result.harm in result.refused


@pytest.mark.parametrize("text", PURPOSES["harmless"])
def test_a_look_alike_is_built(text: str, draft: Drafting) -> None:
    assert draft(text).blueprint is not None


@pytest.mark.parametrize("text", [*SIXTY, *OWN])
def test_no_honest_idea_is_refused(text: str, lexicon: Lexicon) -> None:
    assert screened(text, lexicon).harm == ""


@pytest.mark.parametrize(
    ("text", "topic"),
    [("medicine for my mum", "health"), ("Termine für Patienten", "health"), ("flashcards for my kids", "children")],
)
def test_topics_that_need_care_are_named_and_built(text: str, topic: str, lexicon: Lexicon, draft: Drafting) -> None:
    assert topic in screened(text, lexicon).care
    result = draft(text)
    assert result.blueprint is not None
    assert result.questions
