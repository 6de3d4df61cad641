"""The generated tests of `act`: what a press sets, when it cannot be pressed, by whom, on many rows at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.constructs.act.emit import asks_of
from lamplighter.compiler.constructs.proof import as_role, copied, expected, holding_value, may_press, stopped
from lamplighter.compiler.witness import Case, Witness
from lamplighter.compiler.witness.cast import acting, changes, named, placed
from lamplighter.compiler.witness.choices import some_values
from lamplighter.compiler.witness.plausible import changed, fits, plain
from lamplighter.compiler.witness.scene import Scene
from lamplighter.compiler.witness.solve import giving
from lamplighter.domain.blueprint.app import App, Assignment, Do, Holds, Outcome, RulePlan, Step
from lamplighter.domain.blueprint.evaluate import Row
from lamplighter.domain.blueprint.tree import Base, Call, Compare, Expression, Hop, Not, Path, Root, Type
from lamplighter.domain.blueprint.values import Value


def scenarios(rule: RulePlan, app: App, witness: Witness) -> tuple[Scenario, ...]:
    """All of them."""
    scene = _ready(rule, witness)
    if scene is None:
        return tuple(_unready(rule, witness))
    return (
        *_effects(rule, app, witness, scene),
        *_moments(rule, witness),
        *_roles(rule, app, witness, scene),
        *_many(rule, app, witness),
    )


def _ready(rule: RulePlan, witness: Witness) -> Scene | None:
    """A row on which the button can be pressed, with all the rows it changes."""
    scene, when = witness.scene(rule.on), rule.with_.expression("when")
    for item in rule.with_.assignments("set"):
        if len(item.target) == 2:
            scene = _referring(witness, scene, item) or scene
    return witness.holding(scene, when) if when is not None else scene


def _unready(rule: RulePlan, witness: Witness) -> Iterator[Scenario]:
    """Where no row was found on which it can be pressed, at least one on which it cannot."""
    scene = witness.scene(rule.on)
    yield Scenario(rule.id, "it can be pressed only when it is time", _pressed(rule, scene, {}), stopped(rule))


def _referring(witness: Witness, scene: Scene, item: Assignment) -> Scene | None:
    hop = item.target[0]
    if scene.now(scene.row).values.get(hop.field) is not None:
        return scene
    other, row = witness.beside(scene, hop.type.target, {})
    return witness.changed(other, {hop.field: row.id})


def _pressed(rule: RulePlan, scene: Scene, args: Mapping[str, Value], row: Row | None = None) -> tuple[Step, ...]:
    chosen = row or scene.now(scene.row)
    press = Do(rule.id, "run", named(chosen), changes(scene.world, chosen, args))
    return (*placed(scene.world), *acting(scene.world), press)


def _args(rule: RulePlan, witness: Witness, scene: Scene) -> tuple[Scene, dict[str, Value]]:
    """New values for the fields the button asks for, with the rows they need."""
    args: dict[str, Value] = {}
    for name in asks_of(rule):
        one = witness.app.entities[rule.on].fields[name]
        if one.type.base in (Base.REF, Base.REFS):
            scene, row = witness.beside(scene, one.type.target, {})
            args[name] = (row.id,) if one.type.base is Base.REFS else row.id
            continue
        path = Path(Root.ROW, rule.on, (Hop(rule.on, name, one.type),), one.type)
        now = scene.now(scene.row).values.get(name)
        values = [plain(scene.world, one, 7)] if one.type.base is Base.TEXT else list(some_values(scene, path, now))
        fitting = (value for value in values if value not in (now, None) and fits(scene.world, rule.on, name, value))
        args[name] = next(fitting, now)
    return scene, args


def _effects(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    scene, args = _args(rule, witness, scene)
    if not may_press(scene, rule):
        return
    scene = _unset(rule, witness, scene, args)
    steps = _pressed(rule, scene, args)
    for name, value in args.items():
        if name not in {item.target[0].field for item in rule.with_.assignments("set")}:
            held = holding_value(app, scene, scene.now(scene.row), name, value)
            if held is not None:
                yield Scenario(rule.id, f"it takes {name} as asked", steps, held)
    asked = witness.changed(scene, args)
    for item in rule.with_.assignments("set"):
        yield from _effect(rule, app, witness, scene, asked, item, steps)
    yield Scenario(rule.id, "it can be pressed", steps, Outcome("", not_by=rule.id))


def _unset(rule: RulePlan, witness: Witness, scene: Scene, args: Mapping[str, Value]) -> Scene:
    """The scene with other values where the button is going to set something, as far as it can be pressed then."""
    when = rule.with_.expression("when")
    for item in rule.with_.assignments("set"):
        row = _target_row(scene, item)
        wanted = witness.value(witness.changed(scene, args), item.value)
        hop = item.target[-1]
        if row is None or row.values.get(hop.field) != wanted:
            continue
        path = Path(Root.ROW, row.entity, (hop,), hop.type)
        for value in some_values(scene.on(row), path, wanted):
            found = next((one for one in giving(scene.on(row), path, value) if value != wanted), None)
            changed = scene.in_world(found.world) if found is not None else None
            if changed is not None and (when is None or witness.holds(changed, when)):
                scene = changed
                break
    return scene


def _target_row(scene: Scene, item: Assignment) -> Row | None:
    row = scene.now(scene.row)
    if len(item.target) == 1:
        return row
    return scene.world.get(item.target[0].type.target, row.values.get(item.target[0].field))


def _effect(
    rule: RulePlan, app: App, witness: Witness, scene: Scene, asked: Scene, item: Assignment, steps: tuple[Step, ...]
) -> Iterator[Scenario]:
    row, hop = _target_row(asked, item), item.target[-1]
    wanted = witness.value(asked, item.value)
    if row is None:
        return
    if _is_chance(witness, asked, item):
        yield _chance(rule, scene, row, item)
        return
    before = _target_row(scene, item)
    if before is None or before.id != row.id or before.values.get(hop.field) == wanted:
        return
    held = holding_value(app, scene, row, hop.field, wanted)
    if held is not None:
        name = " ".join(one.field for one in item.target)
        yield Scenario(rule.id, f"it sets {name}", steps, held)


def _is_chance(witness: Witness, scene: Scene, item: Assignment) -> bool:
    """Whether only the running app can tell what is set."""
    return witness.holds(scene, Compare("=", item.value.tree, item.value.tree, item.value.type)) is None


def _chance(rule: RulePlan, scene: Scene, row: Row, item: Assignment) -> Scenario:
    """What chance decides is at least there afterwards."""
    hop = item.target[-1]
    path = Path(Root.BOUND, row.entity, (hop,), hop.type)
    filled = Not(Call("blank", (path,), Type(Base.BOOL)))
    without = scene.in_world(changed(scene.world, scene.now(row), {hop.field: None})[0])
    held = Holds(Expression("", filled, frozenset()), (named(row),))
    return Scenario(rule.id, f"it sets {hop.field} by chance", _pressed(rule, without, {}), held)


# -- when and who


def _moments(rule: RulePlan, witness: Witness) -> Iterator[Scenario]:
    when = rule.with_.expression("when")
    for case in witness.cases(witness.scene(rule.on), when) if when is not None else ():
        yield from _moment(rule, witness, case)


def _moment(rule: RulePlan, witness: Witness, case: Case) -> Iterator[Scenario]:
    if not may_press(case.scene, rule):
        return
    verb = "can" if case.holds else "cannot"
    scene, args = _args(rule, witness, case.scene)
    steps = _pressed(rule, scene, args if case.holds else {})
    expect = expected(rule, stops=not case.holds)
    yield Scenario(rule.id, f"it {verb} be pressed where {case.about}", steps, expect)


def _roles(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    """Roles that are not named may not press it; those that are may, when they may do everything."""
    allowed = rule.with_.words("who")
    for role in app.roles if allowed else ():
        acted = as_role(witness, scene, role.id)
        when = rule.with_.expression("when")
        if when is not None and witness.holds(acted, when) is not True:
            continue
        if role.id not in allowed:
            yield Scenario(rule.id, f"{role.id} may not press it", _pressed(rule, acted, {}), Outcome("refused", "may"))
        elif role.everything:
            ready, args = _args(rule, witness, acted)
            expect = Outcome("", not_by="may")
            yield Scenario(rule.id, f"{role.id} may press it", _pressed(rule, ready, args), expect)


# -- many rows at once


def _many(rule: RulePlan, app: App, witness: Witness) -> Iterator[Scenario]:
    many, when = rule.with_.expression("many"), rule.with_.expression("when")
    own = [item for item in rule.with_.assignments("set") if len(item.target) == 1]
    if many is None or not own:
        return
    scene = witness.holding_all(witness.scene(rule.on), [one for one in (many, when) if one is not None])
    if scene is None:
        return
    scene, args = _args(rule, witness, scene)
    scene = copied(scene, 1)
    last = scene.world.of(rule.on)[-1]
    item = own[0]
    wanted = witness.value(witness.changed(scene, args), item.value)
    if last.values.get(item.target[0].field) == wanted or not may_press(scene, rule):
        return
    press = Do(rule.id, "run", None, changes(scene.world, last, args))
    steps = (*placed(scene.world), *acting(scene.world), press)
    held = holding_value(app, scene, last, item.target[0].field, wanted)
    if held is not None:
        yield Scenario(rule.id, "it runs on all rows it is offered for", steps, held)
