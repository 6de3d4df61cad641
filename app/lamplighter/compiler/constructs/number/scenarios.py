"""The generated tests of `number`: one after the other, at the right moment, by year or day, never used again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.constructs.number.emit import DATE_PARTS, TOKEN, field_of
from lamplighter.compiler.constructs.proof import entered, equal_to, saved
from lamplighter.compiler.witness import Witness
from lamplighter.compiler.witness.cast import acting, cells, named, placed
from lamplighter.compiler.witness.plausible import ONE
from lamplighter.compiler.witness.scene import Scene
from lamplighter.domain.blueprint.app import App, Clock, Delete, Judged, Placed, RulePlan, Step
from lamplighter.domain.blueprint.evaluate import Row
from lamplighter.domain.blueprint.tree import Base
from lamplighter.domain.blueprint.values import Value

DAY = 1440
IN_A_ROW = 20


def scenarios(rule: RulePlan, app: App, witness: Witness) -> tuple[Scenario, ...]:
    """All of them, from rows for which a number is due."""
    scene = _due(rule, witness)
    if scene is None:
        return tuple(_not_due(rule, app, witness))
    return (
        *_in_a_row(rule, app, witness, scene),
        *_groups(rule, app, witness, scene),
        *_taken(rule, app, witness, scene),
        *_not_due(rule, app, witness),
        *_remembered(rule, app, witness, scene),
        *_kept(rule, app, witness, scene),
    )


def written(rule: RulePlan, number: int, today: str) -> Value:
    """The number as the rule writes it."""
    if field_of(rule).type.base is not Base.TEXT:
        return number * ONE
    form = rule.with_.word("form")
    for token in TOKEN.finditer(form):
        form = form.replace(token[0], _token(token[1], number, today), 1)
    return form


def _token(token: str, number: int, today: str) -> str:
    if token in DATE_PARTS:
        begin, end = DATE_PARTS[token]
        return today[begin:end]
    if token.startswith("code"):
        digits = int(token[4:])
        return f"{number * 2654435761 % 16**digits:0{digits}x}"
    return str(number).zfill(len(token))


def _name(rule: RulePlan) -> str:
    return field_of(rule).hops[0].field


def _due(rule: RulePlan, witness: Witness) -> Scene | None:
    """A row without a number that gets one when it is saved."""
    scene, when = witness.changed(witness.scene(rule.on), {_name(rule): None}), rule.with_.expression("when")
    found = witness.holding(scene, when) if when is not None else scene
    return found if found is not None and found.now(found.row).values.get(_name(rule)) is None else None


def _several(rule: RulePlan, witness: Witness, scene: Scene, count: int) -> list[tuple[Scene, Row]]:
    """More rows like the first, with texts of their own."""
    rows = [(scene, scene.now(scene.row))]
    for _ in range(count - 1):
        world = scene.world
        other, row = witness.beside(scene.in_world(world), rule.on, _without_texts(scene, _name(rule)))
        scene = other
        rows.append((other, row))
    return rows


def _without_texts(scene: Scene, number: str) -> dict[str, Value]:
    """The values of the row but for texts, which are to differ."""
    plan = scene.world.app.entities[scene.row.entity]
    row = scene.now(scene.row)
    kept = {
        one.id: row.values.get(one.id)
        for one in plan.stored
        if not (one.type.base is Base.TEXT and one.required) and not one.unique
    }
    return {**kept, number: None}


def _enter(scene: Scene, rows: list[tuple[Scene, Row]]) -> tuple[Step, ...]:
    """Everything else stands there; the rows come in one after the other."""
    world, own = rows[-1][0].world, [row for _, row in rows]
    judged = [Judged(row.entity, None, cells(world, row, _stored(scene))) for row in own]
    return (*placed(world, *own), *acting(world), *judged)


def _stored(scene: Scene) -> list[str]:
    return [one.id for one in scene.world.app.entities[scene.row.entity].stored]


def _gets(rule: RulePlan, app: App, row: Row, number: int, today: str, steps: tuple[Step, ...], about: str) -> Scenario:
    return Scenario(rule.id, about, steps, equal_to(app, row, _name(rule), written(rule, number, today)))


def _in_a_row(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    today = scene.world.today
    yield _gets(rule, app, scene.row, 1, today, entered(scene), "the first one is 1")
    rows = _several(rule, witness, scene, IN_A_ROW)
    for at in (2, IN_A_ROW):
        some = rows[:at]
        if not _may_differ(rule, witness, some):
            return
        yield _gets(rule, app, some[-1][1], at, today, _enter(scene, some), f"{at} in a row end at {at}")


def _may_differ(rule: RulePlan, witness: Witness, rows: list[tuple[Scene, Row]]) -> bool:
    """Whether the number is due for all of them."""
    when = rule.with_.expression("when")
    return when is None or all(witness.holds(rows[-1][0].on(row), when) is True for _, row in rows)


def _groups(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    """The next day and the next year begin anew, or not."""
    rows = _several(rule, witness, scene, 2)
    if rule.with_.expression("when") is not None and not _may_differ(rule, witness, rows):
        return
    *before, first, second = _enter(scene, rows)
    second = _as_of_then(scene, second)
    for about, days, anew in (("day", 1, ("day",)), ("year", 366, ("day", "year"))):
        then = (dt.date.fromisoformat(scene.world.today) + dt.timedelta(days=days)).isoformat()
        number = 1 if rule.with_.word("per") in anew else 2
        steps = (*before, first, Clock(minutes=days * DAY), second)
        yield _gets(rule, app, rows[1][1], number, then, steps, f"another {about} later it is {number}")


def _as_of_then(scene: Scene, step: Step) -> Step:
    """The step without the days it fills in by itself: they are another day then."""
    assert isinstance(step, Judged), "rows come in by being judged"
    fields = scene.world.app.entities[scene.row.entity].fields
    moments = {one.id for one in fields.values() if one.default and one.default.kind in ("today", "now")}
    return replace(step, values={name: value for name, value in step.values.items() if name not in moments})


def _taken(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    """Numbers that stand there are not given again, nor those of rows that are gone."""
    today = scene.world.today
    rows = _several(rule, witness, scene, 2)
    other = rows[1][1]
    holder = replace(other, values={**other.values, _name(rule): written(rule, 1, today)})
    world = rows[1][0].world.without(other).with_row(replace(holder, id=scene.row.id))
    moved = Scene(world.with_row(replace(scene.now(scene.row), id=other.id)), replace(scene.row, id=other.id))
    yield _gets(rule, app, moved.row, 2, today, entered(moved), "a number that stands there is left out")
    gone = (*placed(world.without(moved.row)), *acting(world), Delete(named(replace(holder, id=scene.row.id))))
    step = Judged(rule.on, None, cells(moved.world, moved.now(moved.row), _stored(scene)))
    if not _is_needed(moved, scene.row):
        yield _gets(rule, app, moved.row, 2, today, (*gone, step), "a number is not given again after its row is gone")


def _remembered(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    """A number that was drawn is not drawn again, even when nothing shows it any more."""
    rows = _several(rule, witness, scene, 2)
    if not _may_differ(rule, witness, rows):
        return
    *before, first, second = _enter(scene, rows)
    world, row = rows[-1][0].world, scene.now(scene.row)
    wiped = Placed(rule.on, row.id, cells(world, row))
    steps = (*before, first, Clock(minutes=5), wiped, second)
    yield _gets(rule, app, rows[1][1], 2, scene.world.today, steps, "a number that was drawn is not drawn again")


def _is_needed(scene: Scene, row: Row) -> bool:
    """Whether another row refers to this one, so that it cannot be deleted."""
    for entity, rows in scene.world.rows.items():
        for one in scene.world.app.entities[entity].stored:
            if one.type.target == row.entity and any(other.values.get(one.id) in (row.id, (row.id,)) for other in rows):
                return True
    return False


def _not_due(rule: RulePlan, app: App, witness: Witness) -> Iterator[Scenario]:
    """Before its moment a row has no number; then it gets one."""
    when = rule.with_.expression("when")
    if when is None:
        return
    scene = witness.changed(witness.scene(rule.on), {_name(rule): None})
    for case in witness.cases(scene, when):
        row = case.scene.now(case.scene.row)
        if row.values.get(_name(rule)) is not None:
            continue
        value = written(rule, 1, case.scene.world.today) if case.holds else None
        expect = equal_to(app, row, _name(rule), value)
        verb = "gets a number" if case.holds else "has no number"
        steps = saved(case.scene)
        if case.holds:
            yield Scenario(rule.id, f"{verb} where {case.about}", steps, expect)
        else:
            yield Scenario(rule.id, f"{verb} where {case.about}", steps, replace(expect, still=True))


def _kept(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    """A number that is there already never changes."""
    own: Value = "OWN 7" if field_of(rule).type.base is Base.TEXT else 7 * ONE
    kept = witness.changed(scene, {_name(rule): own})
    still = replace(equal_to(app, kept.row, _name(rule), own), still=True)
    yield Scenario(rule.id, "a number that is there stays", saved(kept), still)
    expect = equal_to(app, kept.row, _name(rule), own)
    yield Scenario(rule.id, "a new row that has a number keeps it", entered(kept), expect)
    if rule.with_.expression("when") is None and not app.entities[rule.on].fields[_name(rule)].required:
        still = replace(equal_to(app, scene.row, _name(rule), None), still=True)
        yield Scenario(rule.id, "an old row without a number stays without", saved(scene), still)
