"""Words for screens where a blueprint gives none."""

from __future__ import annotations

import pytest

from lamplighter.domain.blueprint.phrases import given_phrase, phrase, plural
from lamplighter.domain.blueprint.problems import Fault, Notes, Place, known
from lamplighter.domain.blueprint.words import RESERVED, folded, slug
from lamplighter.domain.findings import Severity


@pytest.mark.parametrize(
    ("id_", "label"),
    [("out_on", "Out on"), ("name", "Name"), ("größe", "Größe"), ("名前", "名前"), ("_", "_"), ("a_b_c", "A b c")],
)
def test_a_label_comes_from_the_id(id_: str, label: str) -> None:
    assert phrase(id_) == label


@pytest.mark.parametrize(
    ("word", "lang", "many"),
    [
        ("Tool", "en", "Tools"), ("Box", "en", "Boxes"), ("Dish", "en", "Dishes"), ("City", "en", "Cities"),
        ("Day", "en", "Days"), ("Class", "en", "Classes"), ("Chaise", "fr", "Chaises"), ("Prix", "fr", "Prix"),
        ("Bureau", "fr", "Bureaux"), ("Mesa", "es", "Mesas"), ("Flor", "es", "Flores"), ("Stuhl", "de", "Stuhl"),
        ("本", "ja", "本"),
        ("Café", "en", "Café"), ("", "en", ""), ("No. 1", "en", "No. 1"), ("Tool", "en-GB", "Tools"),
    ],
)  # fmt: skip
def test_plurals_follow_the_ordinary_rule_or_are_left_alone(word: str, lang: str, many: str) -> None:
    assert plural(word, lang) == many


def test_given_fields_are_called_in_the_language_of_the_app() -> None:
    assert given_phrase("available", "de") == "Verfügbar"
    assert given_phrase("holder", "fr") == "Chez"
    assert given_phrase("due_state", "ja") == "期限"
    assert given_phrase("available", "en") == "Available"
    assert given_phrase("running", "es") == "Running"


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("in work", "in_work"), ("In Arbeit", "in_arbeit"), ("Café", "cafe"), ("Cafe\u0301", "cafe"), ("1-2", "1_2"),
        ("a/b", "a_b"), ("!?", ""), ("申込", "申込"), ("Größe", "große"), ("  x  ", "x"), ("déjà vu", "deja_vu"),
    ],
)  # fmt: skip
def test_an_option_gets_its_id_from_its_text(text: str, id_: str) -> None:
    assert slug(text) == id_
    assert slug(slug(text)) == slug(text)


def test_only_latin_letters_lose_their_marks() -> None:
    assert folded("éñü") == "enu"
    assert folded("ガイド é") == "ガイド é"


def test_the_words_of_the_language_are_reserved() -> None:
    assert {"today", "me", "this", "where", "created_by", "settings", "if"} <= RESERVED
    assert "name" not in RESERVED


# -- how problems speak


def test_the_nearest_name_comes_first() -> None:
    assert known("bos", ["clerk", "boss"]) == "did you mean boss? known: clerk, boss"
    assert known("a.memeber", ["member"]) == "did you mean member? known: member"
    assert known("x", []) == "known: none"
    assert known("", [f"n{i}" for i in range(20)]).endswith("n13 …")
    assert known("x" * 100_000, ["y"]) == "known: y"


def test_a_place_names_part_id_kind_and_key() -> None:
    assert str(Place("rule", "lend", "max", note="loan")) == "rule lend (loan), max"
    assert str(Place("kind")) == "kind"
    assert str(Place("rule", "lend", note="loan").at("say", "x")) == "rule lend (loan), say"


def test_a_fault_becomes_a_problem_at_its_place_and_the_reading_goes_on() -> None:
    notes = Notes()
    with notes.at(Place("demo", "tool", "line 3")):
        raise Fault("is wrong", "mend it", "piece")
    notes.warn(Place("role", "boss"), "is odd")
    first, second = notes.problems
    assert str(first) == "demo tool, line 3: is wrong. mend it"
    assert (first.where.item, first.severity) == ("piece", Severity.ERROR)
    assert str(second) == "role boss: is odd"
    assert notes.faulty
    assert not Notes(problems=[second]).faulty


def test_what_is_no_fault_of_the_blueprint_is_not_swallowed() -> None:
    notes = Notes()
    with pytest.raises(ZeroDivisionError), notes.at(Place("x")):
        1 / 0  # noqa: B018
    assert notes.problems == []
