"""Things and properties in the person's own words."""

from __future__ import annotations

import pytest

from lamplighter.domain.drafting.plurals import plural, singular

from .conftest import Reads


@pytest.mark.parametrize(
    ("text", "code", "one", "many", "kind"),
    [
        ("my tools", "en", "Tool", "Tools", "item"),
        ("the children", "en", "Child", "Children", "person"),
        ("job applicants", "en", "Job applicant", "Job applicants", "person"),
        ("meeting rooms", "en", "Meeting room", "Meeting rooms", "room"),
        ("die Räume", "de", "Raum", "Räume", "room"),
        ("alle Messgeräte", "de", "Messgerät", "Messgeräte", "device"),
        ("unsere Leihräder", "de", "Leihrad", "Leihräder", "item"),
        ("les chevaux", "fr", "Cheval", "Chevaux", "animal"),
        ("mis reparaciones", "es", "Reparación", "Reparaciones", "work"),
        ("会費の管理", "ja", "会費", "会費", "payment"),
    ],
)
def test_a_noun_keeps_its_own_label(text: str, code: str, one: str, many: str, kind: str, reads: Reads) -> None:
    noun = reads(text, code).mentions[-1 if code == "en" else 0].noun
    assert (noun.one, noun.many) == (one, many)
    assert noun.is_a(kind)


@pytest.mark.parametrize(
    ("text", "code", "one"),
    [
        ("track my kombucha", "en", "Kombucha"),
        ("kombucha tracker", "en", "Kombucha"),
        ("ich sammle meine Zinnsoldaten", "de", "Zinnsoldaten"),
        ("liste de mes godets", "fr", "Godet"),
        ("control de mis botijos", "es", "Botijo"),
    ],
)
def test_an_unknown_word_where_a_thing_stands_is_a_thing(text: str, code: str, one: str, reads: Reads) -> None:
    assert one in [m.noun.one for m in reads(text, code).mentions]


@pytest.mark.parametrize("text", ["keep track of everything", "I want to see it all", "my own things and stuff"])
def test_words_that_name_nothing_make_no_thing(text: str, reads: Reads) -> None:
    assert [m.noun.one for m in reads(text, "en").mentions if m.noun.classes == ("thing",)] == []


def test_a_book_club_is_about_books(reads: Reads) -> None:
    assert next(m.noun.one for m in reads("book club", "en").mentions) == "Book"


def test_to_book_appointments_is_no_book(reads: Reads) -> None:
    assert "Book appointment" not in [m.noun.one for m in reads("clients book appointments", "en").mentions]


def test_a_possessive_makes_a_noun_stronger(reads: Reads) -> None:
    strength = {m.noun.one: m.strength for m in reads("dogs and my horses", "en").mentions}
    assert strength["Horse"] > strength["Dog"]


def test_properties_are_found_with_their_field(reads: Reads) -> None:
    fields = [p.attribute.field for p in reads("books with author, year and a photo", "en").properties]
    assert fields == ["maker", "year", "photo"]


def test_an_english_noun_in_a_german_text_is_known(reads: Reads) -> None:
    assert any(m.noun.is_a("workout") for m in reads("wir machen jeden Tag workouts", "de").mentions)


@pytest.mark.parametrize(
    ("code", "one", "many"),
    [
        ("en", "berry", "berries"),
        ("en", "box", "boxes"),
        ("en", "day", "days"),
        ("fr", "cheval", "chevaux"),
        ("fr", "gâteau", "gâteaux"),
        ("fr", "prix", "prix"),
        ("es", "pez", "peces"),
        ("es", "avión", "aviones"),
        ("de", "Zeitung", "Zeitungen"),
        ("de", "Lehrerin", "Lehrerinnen"),
        ("ja", "本", "本"),
    ],
)
def test_regular_plurals(code: str, one: str, many: str) -> None:
    assert plural(code, one) == many


@pytest.mark.parametrize(
    ("code", "many", "one"),
    [("en", "brews", "brew"), ("en", "glass", "glass"), ("es", "botijos", "botijo"), ("fr", "godets", "godet")],
)
def test_likely_singulars(code: str, many: str, one: str) -> None:
    assert singular(code, many) == one
