"""Honesty, as far as the host can tell: checks that prove something, example rows that obey the rules.

What only the running app could tell is left to the generated tests.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lamplighter.domain.blueprint.app import Add, App, As, Check, Do, Field, Holds, Outcome, RulePlan, Step
from lamplighter.domain.blueprint.catalog import SETTINGS
from lamplighter.domain.blueprint.evaluate import Roots, Row, Unknowable, World, field_value, holds, value
from lamplighter.domain.blueprint.numbers import MICROS, decimal
from lamplighter.domain.blueprint.problems import Notes, Place
from lamplighter.domain.blueprint.reading import Reading
from lamplighter.domain.blueprint.special import needed
from lamplighter.domain.blueprint.values import Value, number
from lamplighter.domain.blueprint.worlds import demo_world, found


def check_honesty(reading: Reading, notes: Notes) -> None:
    """Note checks that prove nothing or cannot pass, and example rows that break a standing rule."""
    world = _as_default(demo_world(reading.app))
    for feature in reading.app.features:
        for count, check in enumerate(feature.checks, 1):
            place = Place("feature", feature.id, f"check {count}")
            _check_expectation(check, world, place, notes)
            _check_steps(check, reading, place, notes)
    _check_rows(reading.app, world, notes)


def _as_default(world: World) -> World:
    """Who acts without `as`: the first role that may do everything, else the first role, as its first row."""
    roles = [role for role in world.app.roles if role.id != "public"]
    if not roles:
        return world
    role = next((r for r in roles if r.everything), roles[0])
    me = next(iter(world.of(role.is_)), None) if role.is_ else None
    return replace(world, role=role.id, me=me)


# -- checks


def _check_expectation(check: Check, world: World, place: Place, notes: Notes) -> None:
    if not isinstance(check.expect, Holds) or any(isinstance(step, As) for step in check.steps):
        return
    before, source = _before(check.expect, world), check.expect.expression.source
    if before and not check.expect.still:
        repair = "write `still …` for what must not change, or expect what the steps do"
        notes.add(place, f"“{source}” is true before the steps", repair)
    if before is False and check.expect.still:
        notes.add(place, f"“still {source}” does not hold before the steps", "leave `still` out")


def _before(expect: Holds, world: World) -> bool | None:
    """Whether the expectation holds on the example rows; None where the host cannot tell."""
    rows = tuple(found(world, named) for named in expect.bound)
    if any(row is None for row in rows):
        return None
    try:
        return holds(expect.expression, world, roots=Roots(bound=rows))
    except Unknowable:
        return None


def _check_steps(check: Check, reading: Reading, place: Place, notes: Notes) -> None:
    """An added row without a required field is refused, so a check that goes on after it cannot pass."""
    last = len(check.steps) - 1
    for index, step in enumerate(check.steps):
        refusal_wanted = isinstance(check.expect, Outcome) and check.expect.what == "refused"
        if index == last and refusal_wanted:
            return
        entity, given = _added(step, reading)
        people = set(reading.catalog.people())
        for name in needed(reading.catalog, entity) if entity else ():
            line = reading.catalog.entities[entity][name]
            if name not in given and line.type.target not in people and not line.auto:
                notes.add(place, f"a step adds {entity} without its required {name}", f"add {name}=… to the step")


def _added(step: Step, reading: Reading) -> tuple[str, Iterable[str]]:
    match step:
        case Add(entity=entity, values=values):
            return entity, values
        case Do(rule=rule, action=name, values=values):
            action = next((a for a in reading.catalog.uses[rule].actions if a.name == name), None)
            if action is not None and action.takes == "*" and reading.catalog.uses[rule].name == "loan":
                return reading.catalog.rules[rule].on, values
    return "", ()


# -- example rows


def _check_rows(app: App, world: World, notes: Notes) -> None:
    for entity, rows in world.rows.items():
        if entity == SETTINGS and not any(row.entity == SETTINGS for row in app.demo):
            continue
        for row in rows:
            place = Place("demo", entity, f"row {row.id}")
            for field in app.entities[entity].stored:
                for fault in _field_faults(field, row, world):
                    notes.add(place.at(f"row {row.id}, {field.id}"), fault, "change the cell")
            for rule in app.rules:
                if rule.on == entity and _breaks(rule, row, world):
                    fault = f"breaks the rule {rule.id} ({rule.use})"
                    notes.add(place, fault, "change the row: example rows obey the rules")


def _field_faults(field: Field, row: Row, world: World) -> Iterator[str]:
    cell = row.values.get(field.id)
    if field.id in row.unknown or cell is None:
        return
    micros = number(cell)
    if micros is not None and isinstance(field.minimum, int) and micros < field.minimum:
        yield f"{decimal(micros)} is below min {decimal(field.minimum)}"
    if micros is not None and isinstance(field.maximum, int) and micros > field.maximum:
        yield f"{decimal(micros)} is above max {decimal(field.maximum)}"
    if field.unique and any(r.id < row.id and _alike(r.values.get(field.id), cell) for r in world.of(row.entity)):
        yield "is used already and must be unique"
    if field.where is not None and not _may_choose(field, row, world):
        yield "names a row that may not be chosen here"


def _alike(one: Value, other: Value) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return _compared(one) == _compared(other)
    return one == other


def _compared(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _may_choose(field: Field, row: Row, world: World) -> bool:
    cell = row.values.get(field.id)
    for row_id in cell if isinstance(cell, tuple) else (cell,):
        candidate = world.get(field.type.target, row_id)
        if candidate is None or field.where is None:
            continue
        try:
            if not holds(field.where, world, roots=Roots(row=candidate, this=row, it=candidate)):
                return False
        except Unknowable:
            continue
    return True


def _breaks(rule: RulePlan, row: Row, world: World) -> bool:
    if rule.with_.word("mode") == "warn":
        return False
    try:
        match rule.use:
            case "require":
                return _breaks_require(rule, row, world)
            case "limit":
                return _breaks_limit(rule, row, world)
    except Unknowable:
        return False
    return False


def _breaks_require(rule: RulePlan, row: Row, world: World) -> bool:
    check = rule.with_.expression("check")
    if check is None or rule.with_.words("at") != ("save",):
        return False
    return not holds(check, world, roots=Roots(row=row, this=row, old=row))


def _breaks_limit(rule: RulePlan, row: Row, world: World) -> bool:
    where, most = rule.with_.expression("where"), rule.with_.expression("max")
    if most is None or (where is not None and not holds(where, world, row)):
        return False
    keys = [key.expression for key in rule.with_.keys("per")]
    own = [value(key, world, row) for key in keys]
    group = [
        other
        for other in world.of(row.entity)
        if (where is None or holds(where, world, other)) and [value(key, world, other) for key in keys] == own
    ]
    limit = number(value(most, world, row))
    return limit is not None and _amount(rule, group, world) > limit


def _amount(rule: RulePlan, group: list[Row], world: World) -> int:
    path = rule.with_.path("sum")
    if path is None:
        return len(group) * MICROS
    return sum(number(field_value(world, row, path.hops[-1].field)) or 0 for row in group)
