"""The generated tests of `flow`: every pair of states, guards, roles, stamps, locks, and where a new row starts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.constructs.flow.states import allowed, field_of, options, start_of
from lamplighter.compiler.constructs.proof import (
    as_role,
    entered,
    equal_to,
    expected,
    may_press,
    saved,
    stopped,
)
from lamplighter.compiler.witness import Witness
from lamplighter.compiler.witness.cast import acting, cell, named, placed
from lamplighter.compiler.witness.choices import some_values
from lamplighter.compiler.witness.plausible import plain
from lamplighter.compiler.witness.scene import Scene
from lamplighter.compiler.witness.solve import giving
from lamplighter.domain.blueprint.app import Add, App, Cell, Delete, Do, Edit, ForStates, Judged, RulePlan, Step
from lamplighter.domain.blueprint.evaluate import Row
from lamplighter.domain.blueprint.tree import Base, Expression, Hop, Path, Root
from lamplighter.domain.blueprint.values import Value


def scenarios(rule: RulePlan, app: App, witness: Witness) -> tuple[Scenario, ...]:
    """All of them."""
    return (
        *_starts(rule, app, witness),
        *_pairs(rule, app, witness),
        *_guards(rule, witness),
        *_roles(rule, app, witness),
        *_stamps(rule, app, witness),
        *_locks(rule, app, witness),
    )


def _in(rule: RulePlan, witness: Witness, state: str, scene: Scene | None = None) -> Scene:
    return witness.changed(scene or witness.scene(rule.on), {field_of(rule): state})


def _starts(rule: RulePlan, app: App, witness: Witness) -> Iterator[Scenario]:
    start = start_of(rule, app).id
    for state in options(rule, app):
        scene = _in(rule, witness, state.id)
        verb = "starts" if state.id == start else "does not start"
        expect = expected(rule, stops=state.id != start)
        yield Scenario(rule.id, f"a new row {verb} as {state.id}", entered(scene), expect)
    if app.entities[rule.on].fields[field_of(rule)].default is None:
        scene = witness.changed(witness.scene(rule.on), {field_of(rule): None})
        row = scene.now(scene.row)
        yield Scenario(
            rule.id, f"a new row is {start} by itself", entered(scene), equal_to(app, row, field_of(rule), start)
        )


# -- moves


def _pairs(rule: RulePlan, app: App, witness: Witness) -> Iterator[Scenario]:
    moves = allowed(rule, app)
    for before in moves:
        for after in moves:
            if after == before:
                continue
            scene = _ready(rule, witness, before, after)
            free = after in moves[before]
            if scene is None:
                continue
            verb = "moves" if free else "does not move"
            steps = saved(scene, {field_of(rule): after})
            yield Scenario(rule.id, f"{before} {verb} to {after}", steps, expected(rule, stops=not free))
    yield from _buttons(rule, app, witness)


def _ready(rule: RulePlan, witness: Witness, before: str, after: str) -> Scene | None:
    """A row in one state that holds every guard of another, with somebody acting who may take the step."""
    scene: Scene | None = _in(rule, witness, before)
    for entry in _entries(rule, "when", after):
        if entry.condition is not None and scene is not None:
            scene = _guarded(rule, witness, scene, after, entry.condition, True)
    roles = _roles_for(rule, after)
    if scene is None or roles is None:
        return scene
    allowed_roles = [role.id for role in scene.world.app.roles if role.id in roles]
    for role in allowed_roles:
        acted = scene if scene.world.role == role else as_role(witness, scene, role)
        conditions = [entry.condition for entry in _entries(rule, "when", after) if entry.condition is not None]
        if all(_judged(rule, witness, acted, after, one) is True for one in conditions):
            return acted
        for one in conditions:
            again = _guarded(rule, witness, acted, after, one, True)
            if again is not None:
                return again
    return None


def _guarded(
    rule: RulePlan, witness: Witness, scene: Scene, after: str, condition: Expression, wanted: bool
) -> Scene | None:
    """The scene in which the row, once moved, holds a guard or not; the row itself stays in its state."""
    before = scene.now(scene.row).values.get(field_of(rule))
    moved = witness.changed(scene, {field_of(rule): after})
    found = witness.holding(moved, condition, wanted)
    if found is None or found.now(found.row).values.get(field_of(rule)) != after:
        return None
    return witness.changed(found, {field_of(rule): before})


def _judged(rule: RulePlan, witness: Witness, scene: Scene, after: str, condition: Expression) -> bool | None:
    return witness.holds(witness.changed(scene, {field_of(rule): after}), condition)


def _entries(rule: RulePlan, name: str, state: str) -> list[ForStates]:
    return [entry for entry in rule.with_.states(name) if state in entry.states or "*" in entry.states]


def _roles_for(rule: RulePlan, state: str) -> set[str] | None:
    """The roles that may enter a state; None for everybody."""
    entries = _entries(rule, "who", state)
    return set.intersection(*(set(entry.roles) for entry in entries)) if entries else None


def _buttons(rule: RulePlan, app: App, witness: Witness) -> Iterator[Scenario]:
    """The button moves as an edit does, from every state that has a way out, and from no other."""
    for before, ways in allowed(rule, app).items():
        ready = next((one for way in ways if (one := _ready(rule, witness, before, way)) is not None), None)
        scene = ready or _in(rule, witness, before)
        if not may_press(scene, rule):
            continue
        after = next((way for way in ways if _ready(rule, witness, before, way) is not None), before)
        steps = (*placed(scene.world), *acting(scene.world), Do(rule.id, "move", named(scene.row), {"to": after}))
        if after != before:
            holds = equal_to(app, scene.now(scene.row), field_of(rule), after)
            yield Scenario(rule.id, f"its button moves {before} to {after}", steps, holds)
        else:
            yield Scenario(rule.id, f"its button does not move {before} to itself", steps, stopped(rule))


# -- guards and roles


def _guards(rule: RulePlan, witness: Witness) -> Iterator[Scenario]:
    for entry in rule.with_.states("when"):
        for state in _entered(rule, witness, entry):
            before = _before(rule, witness, state)
            scene = _ready(rule, witness, before, state) if before else None
            if scene is None or entry.condition is None:
                continue
            moved = witness.changed(scene, {field_of(rule): state})
            for case in witness.cases(moved, entry.condition):
                if case.scene.now(case.scene.row).values.get(field_of(rule)) != state:
                    continue
                put_back = witness.changed(case.scene, {field_of(rule): before})
                guards = [one.condition for one in _entries(rule, "when", state)]
                free = all(witness.holds(case.scene, one) is True for one in guards if one is not None)
                free = free and _role_may(rule, case.scene, state)
                verb = "moves" if free else "does not move"
                steps = saved(put_back, {field_of(rule): state})
                yield Scenario(rule.id, f"{verb} to {state} where {case.about}", steps, expected(rule, stops=not free))


def _role_may(rule: RulePlan, scene: Scene, state: str) -> bool:
    roles = _roles_for(rule, state)
    return roles is None or scene.world.role in roles


def _entered(rule: RulePlan, witness: Witness, entry: ForStates) -> list[str]:
    return [state.id for state in options(rule, witness.app)] if "*" in entry.states else list(entry.states)


def _before(rule: RulePlan, witness: Witness, state: str) -> str:
    """A state from which a row may move to this one."""
    return next((before for before, to in allowed(rule, witness.app).items() if state in to), "")


def _roles(rule: RulePlan, app: App, witness: Witness) -> Iterator[Scenario]:
    """Each role at each state that asks for roles."""
    for state in options(rule, app):
        roles, before = _roles_for(rule, state.id), _before(rule, witness, state.id)
        scene = _ready(rule, witness, before, state.id) if before and roles is not None else None
        if scene is None or roles is None:
            continue
        for role in app.roles:
            acted = as_role(witness, scene, role.id)
            guards = [entry.condition for entry in _entries(rule, "when", state.id)]
            free = all(_judged(rule, witness, acted, state.id, one) is True for one in guards if one is not None)
            stops = role.id not in roles or not free
            verb = "may not" if stops else "may"
            steps = saved(acted, {field_of(rule): state.id})
            yield Scenario(rule.id, f"{role.id} {verb} move to {state.id}", steps, expected(rule, stops=stops))


# -- stamps


def _stamps(rule: RulePlan, app: App, witness: Witness) -> Iterator[Scenario]:
    for entry in rule.with_.states("stamp"):
        for state in _entered(rule, witness, entry):
            before = _before(rule, witness, state)
            scene = _ready(rule, witness, before, state) if before else None
            if scene is None:
                continue
            scene = witness.changed(scene, {entry.field: None})
            plan = app.entities[rule.on].fields[entry.field]
            now = scene.world.today if plan.type.base is Base.DATE else scene.world.now
            row = scene.now(scene.row)
            steps = saved(scene, {field_of(rule): state})
            yield Scenario(
                rule.id, f"moving to {state} stamps {entry.field}", steps, equal_to(app, row, entry.field, now)
            )
            later = (*steps[:-1], Judged(rule.on, named(row), {}))
            still = replace(equal_to(app, row, entry.field, None), still=True)
            yield Scenario(rule.id, f"without a move nothing stamps {entry.field}", later, still)


# -- locks


def _locks(rule: RulePlan, app: App, witness: Witness) -> Iterator[Scenario]:
    entries = rule.with_.states("lock")
    children = dict.fromkeys(child for entry in entries for child in entry.children)
    for state in options(rule, app) if entries else ():
        scene = _in(rule, witness, state.id)
        yield from _own_lock(rule, app, scene)
        for child in children:
            locked = any(child in entry.children and _applies(entry, state.id) for entry in entries)
            yield from _child_lock(rule, witness, scene, child, locked)


def _applies(entry: ForStates, state: str) -> bool:
    return state in entry.states or "*" in entry.states


def _own_lock(rule: RulePlan, app: App, scene: Scene) -> Iterator[Scenario]:
    state, entries = str(scene.now(scene.row).values[field_of(rule)]), rule.with_.states("lock")
    everything = any("*" in entry.fields for entry in entries)
    named_fields = dict.fromkeys(name for entry in entries for name in entry.fields if name != "*")
    for name in [*named_fields, *(_lockable(app, rule) if everything else [])][: len(named_fields) + 3]:
        value = _another(scene, name)
        if value is None:
            continue
        edit = Edit(named(scene.row), {name: cell(scene.world, rule.on, name, value)})
        steps = (*placed(scene.world), *acting(scene.world), edit)
        stops = _is_locked(rule, state, name)
        verb = "stops" if stops else "leaves"
        yield Scenario(rule.id, f"{state} {verb} a change of {name}", steps, expected(rule, stops=stops))
    if everything:
        steps = (*placed(scene.world), *acting(scene.world), Delete(named(scene.row)))
        locked = any("*" in entry.fields and _applies(entry, state) for entry in entries)
        verb = "stops" if locked else "leaves"
        yield Scenario(rule.id, f"{state} {verb} deleting", steps, expected(rule, stops=locked))


def _is_locked(rule: RulePlan, state: str, name: str) -> bool:
    return any(
        _applies(entry, state) and ("*" in entry.fields or name in entry.fields) for entry in rule.with_.states("lock")
    )


def _lockable(app: App, rule: RulePlan) -> list[str]:
    return [one.id for one in app.entities[rule.on].stored if not one.auto and one.id != field_of(rule)]


def _another(scene: Scene, name: str) -> Value:
    """Another value a person could put into a field."""
    plan = scene.world.app.entities[scene.row.entity].fields[name]
    path = Path(Root.ROW, scene.row.entity, (Hop(scene.row.entity, name, plan.type),), plan.type)
    now = scene.now(scene.row).values.get(name)
    if plan.type.base is Base.REFS:
        return None
    if plan.type.base is Base.TEXT:
        return plain(scene.world, plan, 7)
    for value in some_values(scene, path, now):
        if value != now and any(
            found.world.of(plan.type.target) == scene.world.of(plan.type.target) for found in giving(scene, path, value)
        ):
            return value
    return None


def _child_lock(rule: RulePlan, witness: Witness, scene: Scene, child: str, locked: bool) -> Iterator[Scenario]:
    """Adding, editing and deleting a child row by hand."""
    tie = next(one for one in witness.app.entities[child].stored if one.type.target == rule.on)
    value: Value = (scene.row.id,) if tie.type.base is Base.REFS else scene.row.id
    other, row = witness.beside(scene, child, {tie.id: value})
    state, verb = scene.now(scene.row).values[field_of(rule)], "stops" if locked else "leaves"
    expect = expected(rule, stops=locked)
    for word, steps in _by_hand(other.on(row), tie.id):
        yield Scenario(rule.id, f"{state} {verb} {word} {child}", steps, expect)


def _by_hand(scene: Scene, tie: str) -> Iterator[tuple[str, tuple[Step, ...]]]:
    row = scene.now(scene.row)
    around = (*placed(scene.world), *acting(scene.world))
    values = {tie: cell(scene.world, row.entity, tie, row.values.get(tie))}
    yield "adding", (*placed(scene.world, row), *acting(scene.world), Add(row.entity, _written(scene, row)))
    yield "editing", (*around, Edit(named(row), values))
    yield "deleting", (*around, Delete(named(row)))


def _written(scene: Scene, row: Row) -> dict[str, Cell]:
    fields = scene.world.app.entities[row.entity].stored
    pairs = ((one.id, row.values.get(one.id)) for one in fields if not one.auto)
    return {name: cell(scene.world, row.entity, name, value) for name, value in pairs if value not in (None, ())}
