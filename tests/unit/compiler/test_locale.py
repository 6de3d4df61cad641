"""The language and the money of a compiled app."""

from __future__ import annotations

import re

import pytest

from lamplighter.compiler.locale import locale_of, own_currency, texts_of
from lamplighter.compiler.toolkit import Toolkit

from .conftest import Make

THING = {"thing": ["name text!"]}


@pytest.mark.parametrize(
    ("lang", "currency", "digits", "missing"),
    [
        ("en", "USD", 2, "Name is missing."),
        ("de", "EUR", 2, "Name fehlt."),
        ("fr", "EUR", 2, "Name : il manque une valeur."),
        ("es", "EUR", 2, "Falta Name."),
        ("ja", "JPY", 0, "Nameを入力してください。"),
        ("nl", "USD", 2, "Name is missing."),
        ("de-AT", "EUR", 2, "Name fehlt."),
    ],
)
def test_each_language_brings_its_texts_and_its_money(
    lang: str, currency: str, digits: int, missing: str, make: Make, tools: Toolkit
) -> None:
    locale = locale_of(make(entities=THING, lang=lang), tools.templates.messages)
    assert (locale.currency, locale.minor_digits) == (currency, digits)
    assert locale.text("missing", label="Name") == missing


def test_the_settings_name_another_currency(make: Make, tools: Toolkit) -> None:
    app = make(entities={**THING, "settings": ["currency text =chf"]})
    assert own_currency(app) == "CHF"
    locale = locale_of(app, tools.templates.messages)
    assert (locale.currency, locale.sign, locale.minor_digits) == ("CHF", "CHF ", 2)


def test_a_setting_that_is_no_code_counts_for_nothing(make: Make) -> None:
    assert own_currency(make(entities={**THING, "settings": ["currency text =dollars"]})) == ""


def test_every_language_says_the_same_things_with_the_same_words(tools: Toolkit) -> None:
    texts = {lang: dict(texts_of(sections)) for lang, sections in tools.templates.messages.items()}
    assert set(texts) == {"en", "de", "fr", "es", "ja"}
    for lang, said in texts.items():
        assert set(said) == set(texts["en"]), lang
        for key, text in said.items():
            assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", texts["en"][key])), (lang, key)


def test_places_in_a_text_that_nothing_fills_stay(make: Make, tools: Toolkit) -> None:
    locale = locale_of(make(entities=THING), tools.templates.messages)
    assert locale.text("too_little", label="Size") == "Size: at least {border}."
