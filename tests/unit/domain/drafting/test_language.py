"""The language of a text."""

from __future__ import annotations

import json

import pytest

from lamplighter.domain.drafting.language import spoken
from lamplighter.domain.drafting.lexicon import Lexicon

from .conftest import LISTS

IDEAS = json.loads((LISTS / "ideas.json").read_text("utf-8"))


@pytest.mark.parametrize("idea", IDEAS, ids=lambda idea: str(idea["id"]))
def test_every_idea_is_read_in_its_own_language(idea: dict[str, str], lexicon: Lexicon) -> None:
    assert spoken(idea["idea"], lexicon, "en") == (idea["lang"], True) or idea["lang"] == "en"
    assert spoken(idea["idea"], lexicon, "en")[0] == idea["lang"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("wer hat welches Werkzeug und bis wann", "de"),
        ("qui a pris quel outil et jusqu'à quand", "fr"),
        ("quién tiene qué herramienta y hasta cuándo", "es"),
        ("誰がどの道具を持っているか", "ja"),
        ("who has which tool and until when", "en"),
    ],
)
def test_stop_words_tell_the_language(text: str, code: str, lexicon: Lexicon) -> None:
    assert spoken(text, lexicon, "en") == (code, True)


def test_one_word_of_one_language_is_taken_and_said_to_be_a_guess(lexicon: Lexicon) -> None:
    assert spoken("Blutdrucktagebuch mit Diagramm", lexicon, "en") == ("de", False)


def test_a_text_that_tells_nothing_takes_the_language_of_the_app(lexicon: Lexicon) -> None:
    assert spoken("xyzzy", lexicon, "fr") == ("fr", False)
    assert spoken("xyzzy", lexicon, "tlh") == ("en", False)
