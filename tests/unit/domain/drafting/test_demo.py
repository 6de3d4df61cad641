"""Example rows fill what a recipe left open, by the type of the field."""

from __future__ import annotations

import pytest

from lamplighter.domain.drafting.demo import blocks, sorted_things
from lamplighter.domain.drafting.draft import ABLE
from lamplighter.domain.drafting.lexicon import Lexicon
from lamplighter.domain.drafting.reading import read
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing


def sketch_of(lexicon: Lexicon, *things: Thing) -> Sketch:
    return Sketch(read("x", lexicon, "en"), lexicon, ABLE, "static", things=list(things))


def thing(id_: str, rows: int = 2, **fields: str) -> Thing:
    made = Thing(id_, id_.capitalize(), id_, "x", ("thing",), {"name": "text! unique | Name", **fields})
    made.rows = [{"name": f"{id_} {n}"} for n in range(1, rows + 1)]
    return made


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("int! min 5 | N", ["5", "5"]),
        ("int! max 1 | N", ["1", "1"]),
        ("choice(a:A b,c:C)! | C", ["a", "c"]),
        ("date! | D", ["today-9", "today-3"]),
        ("datetime! | D", ["today+1 10:00", "today+2 10:00"]),
        ("money! min 0.01 | M", ["45", "9"]),
        ("stars! | S", ["5", "4"]),
        ("phone | P", ["0151 234561", "0151 234562"]),
    ],
)
def test_a_field_gets_a_cell_of_its_type(line: str, cells: list[str], lexicon: Lexicon) -> None:
    owner = thing("tool", extra=line)
    ((_, columns, rows),) = blocks(sketch_of(lexicon, owner))
    assert columns == ["name", "extra"]
    assert [row.split("|")[1] for row in rows] == cells


@pytest.mark.parametrize(
    "line", ["text | T", "date | D", "photo | P", "int =3 | N", "int := 1 + 1 | N", "text auto | T", "datetime | D"]
)
def test_what_needs_no_cell_gets_none(line: str, lexicon: Lexicon) -> None:
    ((_, columns, _),) = blocks(sketch_of(lexicon, thing("tool", extra=line)))
    assert columns == ["name"]


def test_a_required_reference_goes_round(lexicon: Lexicon) -> None:
    place, note = thing("place"), thing("note", rows=3, place="ref(place)! | Place")
    found = {made.id: rows for made, _, rows in blocks(sketch_of(lexicon, note, place))}
    assert [row.split("|")[1] for row in found["note"]] == ["place 1", "place 2", "place 1"]


def test_a_cell_left_empty_on_purpose_stays_empty(lexicon: Lexicon) -> None:
    owner = thing("tool", phone="phone | Phone")
    owner.rows[0]["phone"] = ""
    ((_, _, rows),) = blocks(sketch_of(lexicon, owner))
    assert rows[0].endswith("|")


def test_what_is_referred_to_comes_first() -> None:
    place, note = thing("place"), thing("note", place="ref(place)! | Place")
    assert [t.id for t in sorted_things([note, place])] == ["place", "note"]


def test_a_circle_of_references_ends() -> None:
    one, two = thing("one", two="ref(two) | Two"), thing("two", one="ref(one) | One")
    assert {t.id for t in sorted_things([one, two])} == {"one", "two"}
