"""Worlds made of example rows: days are real, references found, defaults filled, nothing invented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lamplighter.domain.blueprint.app import Cell, FromNow, FromToday, Me, RowNamed, RowsNamed
from lamplighter.domain.blueprint.evaluate import Row, Unknowable, field_value
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.resolve import resolved
from lamplighter.domain.blueprint.signature import Vocabulary
from lamplighter.domain.blueprint.values import Value, aggregated, arithmetic, bucket, compared, folded, less, shifted
from lamplighter.domain.blueprint.worlds import cell_value, demo_world, empty_world, found, made_row

from .conftest import made

FIELDS = [
    "name text!", "n num", "m money", "day date", "at datetime", "on yesno", "kind choice(a,in work)", "one ref(thing)",
    "more refs(thing)", "boss ref(person)",
]  # fmt: skip
THINGS = made(
    entities={"person": ["name text!"], "thing": FIELDS},
    roles=[("boss", "person", "all *")],
    demo={"person": ("name", ["Ana", "Ben"]), "thing": ("name,one,more", ["First|Second|First+Second", "Second||"])},
)


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("name", "Drill", "Drill"),
        ("n", 1_500_000, 1_500_000),
        ("m", 1_005_000, 1_010_000),
        ("m", -1_005_000, -1_010_000),
        ("on", True, True),
        ("kind", "in_work", "in_work"),
        ("day", FromToday(0), "2026-11-20"),
        ("day", FromToday(-20), "2026-10-31"),
        ("day", "2024-02-29", "2024-02-29"),
        ("at", FromToday(1, 870), "2026-11-21T14:30"),
        ("at", FromNow(-481), "2026-11-19T23:59"),
        ("one", RowNamed("thing", "Second"), 2),
        ("one", RowNamed("thing", "Sec"), 2),
        ("one", RowNamed("thing", "#1"), 1),
        ("one", RowNamed("thing", "Nobody"), None),
        ("more", RowsNamed((RowNamed("thing", "#2"), RowNamed("thing", "First"))), (2, 1)),
        ("boss", Me(), None),
        ("name", None, None),
    ],
)
def test_a_cell_becomes_what_the_row_keeps(field: str, cell: Cell, value: Value, words: Vocabulary) -> None:
    app = resolved(THINGS, words)
    world = demo_world(app)
    assert cell_value(cell, app.entities["thing"].fields[field], world) == value


def test_me_is_whoever_is_signed_in(words: Vocabulary) -> None:
    app = resolved(THINGS, words)
    world = demo_world(app)
    ben = world.of("person")[1]
    assert cell_value(Me(), app.entities["thing"].fields["boss"], replace(world, me=ben)) == 2


def test_references_to_rows_further_down_are_found(words: Vocabulary) -> None:
    first, second = demo_world(resolved(THINGS, words)).of("thing")
    assert (first.values["one"], first.values["more"]) == (2, (1, 2))
    assert (second.values["one"], second.values["more"]) == (None, ())


@pytest.mark.parametrize(
    ("key", "row_id"), [("First", 1), ("Fir", 1), ("#2", 2), ("2", 2), ("#3", None), ("", None), ("Third", None)]
)
def test_a_row_is_found_by_its_sure_name(key: str, row_id: int | None, words: Vocabulary) -> None:
    row = found(demo_world(resolved(THINGS, words)), RowNamed("thing", key))
    assert (row.id if row else None) == row_id


def test_a_name_that_is_a_number_is_a_name_first(words: Vocabulary) -> None:
    app = resolved(made(demo={"tool": ("name", ["2", "1"])}), words)
    row = found(demo_world(app), RowNamed("tool", "2"))
    assert row is not None
    assert row.id == 1


def test_a_beginning_two_rows_share_is_no_name(words: Vocabulary) -> None:
    app = resolved(made(demo={"tool": ("name", ["Drill A", "Drill B"])}), words)
    assert found(demo_world(app), RowNamed("tool", "Drill")) is None


def test_a_row_made_by_hand_has_its_defaults(words: Vocabulary) -> None:
    lines = ["name text! =New", "day date =today+2", "at datetime =now+30", "on yesno =yes", "tags refs(x)",
             "kind choice(a,b) =b", "fee num =settings.fee", "to ref(x) =Base"]  # fmt: skip
    app = resolved(made(entities={"settings": ["fee num =4"], "x": lines}, demo={"x": ("name", ["Base"])}), words)
    world = demo_world(app)
    row = made_row(world, "x", 2, {"kind": "a"})
    assert {name: row.values[name] for name in ("name", "day", "at", "on", "tags", "kind", "fee", "to")} == {
        "name": "New", "day": "2026-11-22", "at": "2026-11-20T08:30", "on": True, "tags": (), "kind": "a",
        "fee": 4_000_000, "to": 1,
    }  # fmt: skip
    assert row.values["created"] == "2026-11-20T08:00"


def test_an_empty_world_has_nothing_but_the_settings(words: Vocabulary) -> None:
    app = resolved(made(entities={"settings": ["fee num =4"], "tool": ["name text!"]}), words)
    world = empty_world(app, "2030-01-01T00:00")
    assert {entity: len(rows) for entity, rows in world.rows.items()} == {"settings": 1}
    assert world.today == "2030-01-01"
    assert world.next_id("tool") == 1


def test_rows_are_put_in_and_taken_out_without_changing_the_world_before(words: Vocabulary) -> None:
    world = demo_world(resolved(THINGS, words))
    other = Row("thing", 9, {"name": "Ninth"})
    wider = world.with_row(other)
    assert [row.id for row in wider.of("thing")] == [1, 2, 9]
    assert wider.next_id("thing") == 10
    assert [row.id for row in wider.without(other).of("thing")] == [1, 2]
    assert len(world.of("thing")) == 2
    renamed = wider.with_row(Row("thing", 1, {"name": "Other"}))
    assert [row.values["name"] for row in renamed.of("thing")] == ["Other", "Second", "Ninth"]
    assert world.get("thing", 9) is None
    assert world.get("thing", None) is None


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (("r", "number", "job", "field=nr; form={000}"), "nr"),
        (("r", "loan", "job", "what=tool; who=nr; out=start; due=due; back=back"), "due"),
        (("r", "lookup", "job", "from=tool; match=name=nr; set=price=price"), "price"),
        (("r", "assign", "job", "field=tool; mode=least"), "tool"),
    ],
)
def test_what_a_rule_would_fill_in_is_unknown_not_blank(
    rule: tuple[str, str, str, str], field: str, words: Vocabulary
) -> None:
    entities = {"tool": ["name text!", "price money"], "job": ["nr text", "tool ref(tool)", "price money",
                "start date", "due date", "back date"]}  # fmt: skip
    app = resolved(made(entities=entities, rules=[rule], demo={"tool": ("name", ["A"])}), words)
    world = demo_world(app)
    row = made_row(world, "job", 1, {"nr": "7"} if field != "nr" else {})
    with pytest.raises(Unknowable, match=field):
        field_value(world, row, field)
    assert field_value(world, row, "back") is None


def test_every_example_file_has_a_world(examples: dict[str, Blueprint], words: Vocabulary) -> None:
    for blueprint in examples.values():
        app = resolved(blueprint, words)
        world = demo_world(app)
        for row in app.demo:
            kept = world.get(row.entity, row.number)
            assert kept is not None
            for name, cell in row.values.items():
                assert (kept.values[name] in (None, ())) == (cell is None), (blueprint.id, row.entity, name)


# -- single values


@pytest.mark.parametrize(
    ("moment", "count", "result"),
    [
        ("2026-12-31", 1, "2027-01-01"),
        ("2024-02-28", 1, "2024-02-29"),
        ("2026-11-20", -20, "2026-10-31"),
        ("2026-11-20T23:59", 1, "2026-11-21T00:00"),
        ("2026-11-20T00:00", -1, "2026-11-19T23:59"),
        ("0001-01-01", -1, None),
        ("9999-12-31", 1, None),
        ("9999-12-31T23:59", 1, None),
    ],
)
def test_days_and_moments_are_shifted(moment: str, count: int, result: str | None) -> None:
    assert shifted(moment, count * 1_000_000) == result


@pytest.mark.parametrize("text", ["u42", "", "ä", "日本", "🙂" * 20])
def test_buckets_are_the_same_everywhere(text: str) -> None:
    """FNV-1a of the UTF-8 bytes, 32 bits, modulo 100, from the published constants."""
    state = 0x811C9DC5
    for byte in text.encode():
        state = (state ^ byte) * 0x01000193 % 2**32
    assert bucket(text) == state % 100 * 1_000_000


def test_text_is_folded_for_searching() -> None:
    assert folded("Café MÜNCHEN") == "cafe munchen"
    assert folded("Straße") == "straße"


def test_blanks_are_in_no_order_and_equal_to_themselves() -> None:
    assert compared("=", None, None)
    assert compared("!=", None, 0)
    for operator in ("<", "<=", ">", ">="):
        assert not compared(operator, None, None)
        assert not compared(operator, None, 1)
        assert not compared(operator, "a", None)
    assert not compared("=", True, 1)
    assert not less(True, 2)


def test_text_is_ordered_by_code_point() -> None:
    assert less("z", "ä")
    assert less("\uffff", "\U0001f642")
    assert compared("<=", "a", "a")


@pytest.mark.parametrize(
    ("function", "values", "result"),
    [
        ("sum", [1, None, 2], 3),
        ("sum", [], 0),
        ("avg", [1_000_000, None, 2_000_000], 1_500_000),
        ("avg", [1, 2], 2),
        ("avg", [0, 1], 0),
        ("avg", [None], None),
        ("min", ["b", None, "a"], "a"),
        ("max", ["2026-01-02", "2026-01-10"], "2026-01-10"),
        ("max", [], None),
        ("first", [None, 1], None),
        ("last", [1, None], None),
        ("first", [], None),
        ("list", [1, None, 1], (1, 1)),
    ],
)
def test_aggregates_skip_blanks(function: str, values: list[Value], result: Value) -> None:
    assert aggregated(function, values) == result


def test_arithmetic_with_a_blank_is_blank_and_nothing_is_divided_by_zero() -> None:
    for operator in "+-*/":
        assert arithmetic(operator, None, 1) is None
        assert arithmetic(operator, 1, None) is None
    assert arithmetic("/", 1, 0) is None
    assert arithmetic("&", None, 1_500_000) == "1.5"
    assert arithmetic("&", "a", None) == "a"
