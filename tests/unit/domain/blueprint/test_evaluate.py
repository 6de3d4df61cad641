"""Expressions on the host: the vectors every runtime must pass, and what the host must not pretend to know."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis.strategies import dates, integers

from lamplighter.domain.blueprint.app import App, RowNamed
from lamplighter.domain.blueprint.evaluate import Roots, Row, Unknowable, World, field_value, holds, value
from lamplighter.domain.blueprint.expressions import expression
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.numbers import decimal
from lamplighter.domain.blueprint.reading import read
from lamplighter.domain.blueprint.resolve import resolved
from lamplighter.domain.blueprint.scopes import candidate_scope, row_scope
from lamplighter.domain.blueprint.signature import Vocabulary
from lamplighter.domain.blueprint.values import Value, workdays
from lamplighter.domain.blueprint.worlds import demo_world, empty_world, found, made_row

from .conftest import ROOT, Make

VECTORS = json.loads((ROOT / "tests/data/blueprint_expr_vectors.json").read_text("utf-8"))


def shown(result: Value) -> object:
    """A value as the vectors write it: numbers as decimal text."""
    return decimal(result) if isinstance(result, int) and not isinstance(result, bool) else result


def on_invoice(text: str, app: App, words: Vocabulary) -> Value:
    catalog = read(app.blueprint, words).catalog
    world = demo_world(app)
    return value(expression(text, catalog, row_scope("inv")), world, world.of("inv")[0])


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["expr"] for vector in VECTORS])
def test_every_vector_gives_the_same_value(vector: dict[str, object], invoices: App, words: Vocabulary) -> None:
    assert shown(on_invoice(str(vector["expr"]), invoices, words)) == vector["want"]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("add_months(due, 120000)", None),
        ("due + 99999999", None),
        ("start - 999999999999", None),
        ("workdays(due + 7, due)", "0"),
        ("rate + 1 = blank", True),
        ("len(note)", "0"),
        ("has(note, 'a')", False),
        ("lower(note) = blank", True),
        ("bucket(note) = blank", True),
        ("round(-0.5)", "-1"),
        ("round(qty / 7, 3)", "0.429"),
        ("if(rate > 1, 1, 2) + if(flag, 10, 20)", "12"),
        ("lesser(due, today)", "2026-02-27"),
        ("greater('a', 'ä')", "ä"),
        ("first(line) = last(line)", False),
        ("count(line where blank(amount)) = 1 and count(line where not blank(day)) = 2", True),
        ("list(line.kind) = blank", False),
        ("owner.tags = blank", False),
        ("-(-qty)", "3"),
        ("price / 3", "4.166667"),
        ("x", "37.5"),
        ("net", "30.03"),
        ("price / price", "1"),
        ("flag = no", False),
        ("now - start", "382950"),
        ("count(all line where inv.state = 'in work')", "3"),
        ("sum(all inv.net)", "35.03"),
        ("count(all inv where count(line) > 1)", "1"),
        ("count(all inv where count(line where amount > 10 and it.flag) > 0)", "1"),
    ],
)
def test_the_language_keeps_its_promises_beyond_the_vectors(
    text: str, want: object, invoices: App, words: Vocabulary
) -> None:
    assert shown(on_invoice(text, invoices, words)) == want


@given(first=dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), length=integers(-5, 400))
def test_workdays_are_the_mondays_to_fridays_one_can_count(first: dt.date, length: int) -> None:
    days = [first + dt.timedelta(n) for n in range(length + 1)]
    last = first + dt.timedelta(length)
    counted = sum(day.isoweekday() < 6 for day in days)
    assert workdays(first.isoformat(), last.isoformat()) == counted * 1_000_000


def test_a_blank_yes_no_counts_as_no(invoices: App, words: Vocabulary) -> None:
    catalog = read(invoices.blueprint, words).catalog
    world = demo_world(invoices)
    blank = Row("inv", 9, {"flag": None})
    assert holds(expression("flag = no", catalog, row_scope("inv")), world, blank)
    assert holds(expression("not flag", catalog, row_scope("inv")), world, blank)
    assert holds(expression("flag = blank", catalog, row_scope("inv")), world, blank)


def test_a_candidate_and_the_row_it_is_asked_for_are_two(make: Make, words: Vocabulary) -> None:
    blueprint = make(
        entities={"room": ["name text!"], "seat": ["name text!", "room ref(room)!"]},
        demo={"room": ("name", ["Red", "Blue"]), "seat": ("name,room", ["S1|Red", "S2|Blue"])},
    )
    catalog, world = read(blueprint, words).catalog, demo_world(resolved(blueprint, words))
    same_room = expression("room = this.room and it.room = room", catalog, candidate_scope("seat", "seat"))
    one, two = world.of("seat")
    assert holds(same_room, world, roots=Roots(row=one, this=one, it=one))
    assert not holds(same_room, world, roots=Roots(row=two, this=one, it=two))


def test_a_field_given_by_a_rule_is_unknowable(examples: dict[str, Blueprint], words: Vocabulary) -> None:
    app = resolved(examples["o01_tool_library"], words)
    world = demo_world(app)
    with pytest.raises(Unknowable, match="available"):
        field_value(world, world.of("tool")[0], "available")


def test_a_cell_that_a_rule_would_have_filled_is_unknowable(make: Make, words: Vocabulary) -> None:
    blueprint = make(
        entities={
            "rate": ["zone text!", "price money"],
            "quote": ["zone text!", "price money", "twice money := price * 2"],
        },
        rules=[("ask", "lookup", "quote", "from=rate; match=zone=zone; set=price=price")],
        demo={"rate": ("zone,price", ["A|5"]), "quote": ("zone,price", ["A|", "A|7"])},
    )
    world = demo_world(resolved(blueprint, words))
    empty, full = world.of("quote")
    with pytest.raises(Unknowable):
        field_value(world, empty, "twice")
    assert field_value(world, full, "twice") == 14_000_000


def test_chance_is_unknowable(make: Make, words: Vocabulary) -> None:
    blueprint = make(
        entities={"die": ["name text!", "face int"]},
        rules=[("roll", "act", "die", "label=Roll; set=face=random(1, 6)")],
    )
    app = resolved(blueprint, words)
    (rolled,) = app.rule("roll").with_.assignments("set")
    world = empty_world(app)
    with pytest.raises(Unknowable):
        value(rolled.value, world, made_row(world, "die", 1, {}))


def test_the_demo_world_makes_days_real_and_finds_rows(examples: dict[str, Blueprint], words: Vocabulary) -> None:
    world = demo_world(resolved(examples["o01_tool_library"], words))
    loan = world.of("loan")[0]
    assert loan.values["out_on"] == "2026-10-31"
    assert loan.values["back_on"] is None
    assert world.get("tool", loan.values["tool"]) == found(world, RowNamed("tool", "Drill"))
    assert world.of("member")[0].values["joined"] == "2026-11-20"


def test_settings_stand_with_their_defaults_even_without_example_rows(make: Make, words: Vocabulary) -> None:
    blueprint = make(
        entities={"settings": ["fee num =10", "hall text =Main hall"], "job": ["name text!", "rate num =settings.fee"]},
        demo={"job": ("name", ["A"])},
    )
    world = demo_world(resolved(blueprint, words))
    assert world.of("settings")[0].values["hall"] == "Main hall"
    assert world.of("job")[0].values["rate"] == 10_000_000


def test_money_is_rounded_where_a_field_keeps_it(make: Make, words: Vocabulary) -> None:
    app = resolved(
        make(
            entities={"line": ["amount money", "third money := amount / 3"]},
            demo={"line": ("amount", ["10.005", "-10.005"])},
        ),
        words,
    )
    kept = [row.values["amount"] for row in demo_world(app).of("line")]
    assert kept == [10_010_000, -10_010_000]
    yen = demo_world(app, minor_digits=0)
    assert field_value(yen, yen.of("line")[0], "third") == 3_000_000


def test_a_row_added_by_hand_is_counted(invoices: App, words: Vocabulary) -> None:
    catalog = read(invoices.blueprint, words).catalog
    world: World = demo_world(invoices)
    count = expression("count(line)", catalog, row_scope("inv"))
    bill = world.of("inv")[0]
    more = world.with_row(made_row(world, "line", world.next_id("line"), {"inv": bill.id}))
    assert value(count, more, bill) == 4_000_000
    assert value(count, more.without(more.of("line")[0]), bill) == 3_000_000
