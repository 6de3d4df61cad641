"""The screens speak five languages, and say the same in each."""

from __future__ import annotations

import re

import pytest

from lamplighter.compiler.front.closure import texts_named
from lamplighter.compiler.front.words import Words
from lamplighter.compiler.toolkit import Toolkit
from lamplighter.domain.blueprint.app import EntityPlan

LANGUAGES = ("de", "en", "es", "fr", "ja")
PLURALS = {
    "de": {"one", "other"},
    "en": {"one", "other"},
    "es": {"one", "other"},
    "fr": {"one", "other"},
    "ja": {"other"},
}


def places(text: object) -> set[str]:
    forms = text.values() if isinstance(text, dict) else [text] if isinstance(text, str) else []
    return {place for form in forms for place in re.findall(r"\{(\w+)\}", str(form))} - {"n"}


def test_these_languages_are_there(tools: Toolkit) -> None:
    assert tuple(sorted(tools.front.languages)) == LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_the_library_says_is_there_and_no_other(tools: Toolkit, lang: str) -> None:
    said = texts_named(tools.front.named.values())
    assert set(tools.front.languages[lang].screen) == said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_words_are_put_in(tools: Toolkit, lang: str) -> None:
    english = tools.front.languages["en"].screen
    for key, text in tools.front.languages[lang].screen.items():
        assert places(text) == places(english[key]), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_counted_texts_have_the_forms_of_the_language(tools: Toolkit, lang: str) -> None:
    for key, text in tools.front.languages[lang].screen.items():
        if isinstance(text, dict):
            assert set(text) == PLURALS[lang], key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_forms_the_compiler_fills_in_are_the_same_in_each_language(tools: Toolkit, lang: str) -> None:
    assert set(tools.front.languages[lang].compiled) == set(tools.front.languages["en"].compiled)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_shouts_begs_or_praises_itself(tools: Toolkit, lang: str) -> None:
    for key, text in tools.front.languages[lang].screen.items():
        for form in text.values() if isinstance(text, dict) else [text]:
            assert not re.search(r"[!！]|\b(please|bitte|successfully|erfolgreich)\b", str(form), re.IGNORECASE), key


def test_an_unknown_language_falls_back_to_english(tools: Toolkit) -> None:
    assert tools.front.texts("xx")[0] == "en"
    assert tools.front.texts("de-AT")[0] == "de"


def entity(one: str, many: str) -> EntityPlan:
    return EntityPlan(id="x", one=one, many=many, icon="", fields={}, shown="")


@pytest.mark.parametrize(
    ("lang", "one", "many", "said"),
    [
        ("en", "Tool", "Tools", "Add a tool"),
        ("en", "Order", "Orders", "Add an order"),
        ("en", "Unit", "Units", "Add a unit"),
        ("en", "CV", "CVs", "Add a CV"),
        ("de", "Werkzeug", "Werkzeuge", "Werkzeug hinzufügen"),
        ("fr", "Outil", "Outils", "Ajouter : outil"),
        ("es", "Socio", "Socios", "Añadir socio"),
        ("ja", "道具", "道具", "道具を追加"),
    ],
)
def test_a_thing_is_spoken_of_as_its_language_does(tools: Toolkit, lang: str, one: str, many: str, said: str) -> None:
    words = Words(lang, tools.front.languages[lang].compiled)
    assert words.about("add", entity(one, many)) == said


def test_a_label_with_braces_is_no_place_for_words(tools: Toolkit) -> None:
    words = Words("en", tools.front.languages["en"].compiled)
    assert words.about("add", entity("{things}", "y")) == "Add a {things}"
