"""The search for witnesses: what it finds is as wanted by the evaluator, and it finds it in every example."""

from __future__ import annotations

from pathlib import Path

import pytest

from lamplighter.compiler.toolkit import Toolkit
from lamplighter.compiler.witness import Witness, witness_of
from lamplighter.compiler.witness.cast import placed
from lamplighter.compiler.witness.plausible import ONE, fits, with_new
from lamplighter.compiler.witness.trees import deciding
from lamplighter.compiler.witness.words import said
from lamplighter.domain.blueprint.app import App, Placed, RowNamed
from lamplighter.domain.blueprint.reduce import compilable
from lamplighter.domain.blueprint.resolve import resolved
from lamplighter.domain.blueprint.schema import loads
from lamplighter.domain.blueprint.tree import Expression
from lamplighter.domain.blueprint.worlds import empty_world

from .conftest import BLUEPRINTS, Make

ENTITIES = {
    "settings": ["most num =3", "name text =Home"],
    "team": ["name text! unique", "head ref(person)", "size int := count(person)"],
    "person": [
        "name text! unique", "team ref(team)", "age int min 0 max 120", "pay money min 0", "since date",
        "seen datetime", "active yesno =no", "kind choice(a,b,c) =a", "friends refs(person)",
        "starts time", "stops time",
        "hours int := sum(shift.minutes) / 60", "years num := floor((today - since) / 365)",
    ],
    "shift": ["person ref(person)!", "day date!", "minutes minutes! min 15 max 600", "note text"],
}  # fmt: skip
CONDITIONS = [
    "age >= 18",
    "age + 1 < 30",
    "pay * 2 > 99.99",
    "pay / 4 = 5",
    "not blank(team)",
    "blank(team) or team.name = 'Core'",
    "team.head = blank",
    "team.head.age > 40",
    "team.size >= 3",
    "since < today - 30",
    "since + 14 = today",
    "today - since > 7",
    "seen > now",
    "seen - now <= 90",
    "day(seen) = today",
    "month(since) = '2026-05'",
    "week(since) = '2026-W47'",
    "weekday(since) = 6",
    "hour_of(seen) < 9",
    "year(since) != 2026",
    "active and kind = 'b'",
    "not active or kind != 'a'",
    "kind = 'c' and (age > 5 or pay < 1)",
    "starts < stops",
    "len(name) > 12",
    "name != lower(name)",
    "has(name, 'son')",
    "has(friends, team.head)",
    "count(shift) >= 2",
    "count(shift where minutes > 60) > 0",
    "sum(shift.minutes) = 100",
    "max(shift.day) < today",
    "first(shift.note) = 'x'",
    "hours > 5",
    "years >= 2",
    "or_else(age, 0) > 3",
    "if(active, age > 10, pay > 10)",
    "greater(age, 3) < 5",
    "round(pay) = 7",
    "abs(age - 20) <= 2",
    "settings.most < 2",
    "settings.name = 'Away'",
    "-age < -4",
    "count(all person where team = this.team and id != this.id) > 0",
    "count(all shift where person.team = this.team) = 1",
]


def condition(make: Make, text: str) -> tuple[Witness, Expression]:
    app = make(entities=ENTITIES, rules=[("r", "require", "person", f"check={text}")])
    check = app.rules[0].with_.expression("check")
    assert check is not None
    return witness_of(app), check


@pytest.mark.parametrize("text", CONDITIONS)
@pytest.mark.parametrize("wanted", [True, False])
def test_a_row_is_found_that_holds_and_one_that_breaks_each_condition(text: str, wanted: bool, make: Make) -> None:
    searching, check = condition(make, text)
    found = searching.holding(searching.scene("person"), check, wanted)
    assert found is not None
    assert searching.holds(found, check) is wanted


@pytest.mark.parametrize("text", CONDITIONS)
def test_every_row_of_a_scene_could_be_real(text: str, make: Make) -> None:
    searching, check = condition(make, text)
    for case in searching.cases(searching.scene("person"), check):
        for entity, rows in case.scene.world.rows.items():
            fields = case.scene.world.app.entities[entity].stored
            assert all(fits(case.scene.world, entity, one.id, row.values.get(one.id)) for row in rows for one in fields)


@pytest.mark.parametrize(
    ("text", "borders"),
    [
        ("age >= 18", {17, 18}),
        ("age > 18", {18, 19}),
        ("age <= 18", {18, 19}),
        ("age < 18", {17, 18}),
        ("age = 18", {18, 19}),
    ],
)
def test_a_comparison_is_looked_at_right_at_its_border(text: str, borders: set[int], make: Make) -> None:
    searching, check = condition(make, text)
    cases = searching.cases(searching.scene("person"), check)
    ages = {searching.value(case.scene, searching.path("person", "age")) for case in cases}
    assert ages == {age * ONE for age in borders}


def test_money_of_a_currency_without_cents_is_whole(make: Make) -> None:
    app = make(entities={"item": ["price money"]}, rules=[("r", "require", "item", "check=price > 100")])
    searching = witness_of(app, 0)
    check = app.rules[0].with_.expression("check")
    assert check is not None
    cases = searching.cases(searching.scene("item"), check)
    prices = {searching.value(case.scene, searching.path("item", "price")) for case in cases}
    assert prices == {100 * ONE, 101 * ONE}


def test_each_test_of_a_condition_decides_alone(make: Make) -> None:
    searching, check = condition(make, "kind = 'c' and (age > 5 or pay < 1)")
    tests = [said(one.test) for one in deciding(check.tree)]
    found = {(case.about, case.holds) for case in searching.cases(searching.scene("person"), check)}
    assert tests == ["kind is c", "age is above 5", "pay is below 1"]
    assert found == {(test, True) for test in tests} | {(f"not {test}", False) for test in tests}


def test_rows_are_placed_after_those_they_refer_to(make: Make) -> None:
    app = make(entities={"child": ["up ref(top)!", "name text!"], "top": ["name text!"]})
    world, _ = with_new(empty_world(app), "child", {})
    steps = [step for step in placed(world) if isinstance(step, Placed)]
    assert [step.entity for step in steps] == ["top", "child"]
    assert steps[1].values["up"] == RowNamed("top", "#1")


def test_rows_that_refer_to_each_other_are_placed_twice(make: Make) -> None:
    app = make(entities={"one": ["name text!", "other ref(one)"]})
    world, first = with_new(empty_world(app), "one", {})
    world, second = with_new(world, "one", {"other": first.id})
    world = world.with_row(type(first)("one", first.id, {**first.values, "other": second.id}))
    steps = [step for step in placed(world) if isinstance(step, Placed)]
    assert [(step.number, "other" in step.values) for step in steps] == [(1, False), (2, False), (1, True), (2, True)]


def test_many_rows_alike_are_one_step(make: Make) -> None:
    app = make(entities={"one": ["count int =1"]})
    world = empty_world(app)
    for _ in range(100):
        world, _row = with_new(world, "one", {})
    assert [(step.number, step.copies) for step in placed(world) if isinstance(step, Placed)] == [(1, 100)]


def test_the_settings_are_placed_only_when_they_differ(make: Make) -> None:
    app = make(entities={"settings": ["most num =3"], "one": ["name text!"]})
    world, _ = with_new(empty_world(app), "one", {})
    assert [step.entity for step in placed(world) if isinstance(step, Placed)] == ["one"]


def examples() -> list[Path]:
    return sorted(BLUEPRINTS.rglob("*.json"))


@pytest.mark.parametrize("path", examples(), ids=lambda path: path.stem)
def test_no_rule_of_an_example_goes_without_a_test(path: Path, tools: Toolkit) -> None:
    app: App = resolved(compilable(loads(path.read_text("utf-8")), tools.vocabulary)[0], tools.vocabulary)
    searching = witness_of(app)
    found = {rule.id: tools.constructs[rule.use].scenarios(rule, app, searching) for rule in app.rules}
    assert [rule for rule, several in found.items() if not several] == []
