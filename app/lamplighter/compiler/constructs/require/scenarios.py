"""The generated tests of `require`: each comparison of its check at its border, both ways, at every moment named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product

from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.constructs.proof import (
    as_role,
    entered,
    expected,
    is_referred_to,
    passed,
    saved,
    searched,
    stopped,
)
from lamplighter.compiler.constructs.prose import reads_old
from lamplighter.compiler.constructs.require.emit import check_of
from lamplighter.compiler.witness import Case, Witness
from lamplighter.compiler.witness.cast import acting, named, placed
from lamplighter.compiler.witness.choices import some_values
from lamplighter.compiler.witness.scene import Scene
from lamplighter.compiler.witness.trees import nodes
from lamplighter.domain.blueprint.app import App, Cell, Delete, Do, RulePlan, Step
from lamplighter.domain.blueprint.evaluate import Row
from lamplighter.domain.blueprint.tree import Path, Root
from lamplighter.domain.blueprint.values import Value

MOST_PAIRS = 400
"""How many pairs of an old and a new row are looked at for a check that compares them."""


def scenarios(rule: RulePlan, app: App, witness: Witness) -> tuple[Scenario, ...]:
    """Tests at every moment the rule names, of the roles it spares, and a search where no witness was found."""
    found = list(_found(rule, app, witness))
    if not any(one.expect == stopped(rule) for one in found):
        found += searched(rule, "stops some rows and lets others pass", _candidates(rule, witness))
    return tuple(found)


def _found(rule: RulePlan, app: App, witness: Witness) -> Iterator[Scenario]:
    moments = rule.with_.words("at")
    if reads_old(check_of(rule)):
        yield from _changes(rule, witness)
    else:
        cases = witness.cases(witness.scene(rule.on), check_of(rule))
        for case in cases:
            yield from _at_moments(rule, case)
        yield from _spared(rule, app, witness, cases)
    for moment in moments:
        if "." in moment:
            yield from _guarded(rule, app, witness, moment)


def _at_moments(rule: RulePlan, case: Case) -> Iterator[Scenario]:
    moments, expect = set(rule.with_.words("at")), expected(rule, stops=not case.holds)
    verb = "passes" if case.holds else "is stopped"
    if {"save", "edit"} & moments:
        yield Scenario(rule.id, f"a row {verb} where {case.about}", saved(case.scene), expect)
    if {"save", "add"} & moments and not is_referred_to(case.scene):
        yield Scenario(rule.id, f"a new row {verb} where {case.about}", entered(case.scene), expect)
    if "delete" in moments and _has_rights(case.scene):
        yield Scenario(rule.id, f"deleting {verb} where {case.about}", _deleted(case.scene), expect)
    if not case.holds:
        yield from _other_moments(rule, case.scene)


def _other_moments(rule: RulePlan, scene: Scene) -> Iterator[Scenario]:
    """A moment the rule does not name is none of its business."""
    moments = set(rule.with_.words("at"))
    if not {"save", "edit"} & moments:
        yield Scenario(rule.id, "an edit is not judged", saved(scene), passed(rule))
    if not {"save", "add"} & moments and not is_referred_to(scene):
        yield Scenario(rule.id, "a new row is not judged", entered(scene), passed(rule))


def _deleted(scene: Scene) -> tuple[Step, ...]:
    return (*placed(scene.world), *acting(scene.world), Delete(named(scene.row)))


def _has_rights(scene: Scene) -> bool:
    """Whether the one who acts may do everything, so that rights do not come before the rule."""
    roles = scene.world.app.roles
    return scene.world.role is None or any(role.id == scene.world.role and role.everything for role in roles)


def _spared(rule: RulePlan, app: App, witness: Witness, cases: tuple[Case, ...]) -> Iterator[Scenario]:
    """The roles in `not_for` are not judged, the others are."""
    spared = rule.with_.words("not_for")
    scene = next((case.scene for case in cases if not case.holds), None)
    if not spared or scene is None or not {"save", "add", "edit"} & set(rule.with_.words("at")):
        return
    for role in app.roles:
        acted = as_role(witness, scene, role.id)
        if witness.holds(acted, check_of(rule)) is not False:
            continue
        steps = saved(acted) if {"save", "edit"} & set(rule.with_.words("at")) else entered(acted)
        verb = "is not judged" if role.id in spared else "is judged"
        yield Scenario(rule.id, f"{role.id} {verb}", steps, expected(rule, stops=role.id not in spared))


# -- checks that compare the row with what it was


def _changes(rule: RulePlan, witness: Witness) -> Iterator[Scenario]:
    scene, seen = witness.scene(rule.on), set()
    for old, values in islice(_pairs(rule, scene), MOST_PAIRS):
        row = old.now(old.row)
        after = witness.changed(old, values)
        holds = witness.holds(replace(after, old=row), check_of(rule))
        if holds is not None and holds not in seen:
            seen.add(holds)
            verb = "passes" if holds else "is stopped"
            yield Scenario(rule.id, f"a change {verb}", saved(old, values), expected(rule, stops=not holds))


def _pairs(rule: RulePlan, scene: Scene) -> Iterator[tuple[Scene, dict[str, Value]]]:
    """Old rows and the values they could change to, over the fields the check reads."""
    paths = [one for one in nodes(check_of(rule).tree) if isinstance(one, Path) and len(one.hops) == 1]
    fields = {path.hops[0].field: path for path in paths if path.root in (Root.ROW, Root.OLD) and path.hops[0].field}
    stored = {one.id for one in scene.world.app.entities[rule.on].stored}
    names = [name for name in fields if name in stored]
    choices = [tuple(dict.fromkeys(_choices(scene, fields[name]))) for name in names]
    for before in product(*choices):
        old = scene.in_world(scene.world.with_row(_with(scene, dict(zip(names, before, strict=True)))))
        for after in product(*choices):
            if after != before:
                yield old, dict(zip(names, after, strict=True))


def _choices(scene: Scene, path: Path) -> Iterator[Value]:
    own = scene.row.values.get(path.hops[0].field)
    yield own
    yield from (value for value in some_values(scene, path, own) if not isinstance(value, tuple))


def _with(scene: Scene, values: dict[str, Value]) -> Row:
    return replace(scene.row, values={**scene.row.values, **values})


# -- actions


def _guarded(rule: RulePlan, app: App, witness: Witness, moment: str) -> Iterator[Scenario]:
    """The action is refused on a row that breaks the check, and not by this rule on one that holds it."""
    other, _, action = moment.partition(".")
    acting_rule = next(one for one in app.rules if one.id == other)
    for holds in (True, False):
        scene = witness.holding(witness.scene(rule.on), check_of(rule), holds)
        scene = _pressable(witness, acting_rule, scene, rule.on) if scene else None
        if scene is None or witness.holds(scene, check_of(rule)) is not holds or not _has_rights(scene):
            continue
        row = named(_acted_on(scene, acting_rule)) if action not in ("lend", "import", "export") else None
        do = Do(other, action, row, _arguments(acting_rule, app, scene))
        verb = "passes" if holds else "is stopped"
        steps = (*placed(scene.world), *acting(scene.world), do)
        expect = expected(rule, stops=not holds)
        yield Scenario(rule.id, f"{other} {action} {verb}", steps, expect, alone=False)


def _pressable(witness: Witness, acting_rule: RulePlan, scene: Scene, entity: str) -> Scene | None:
    """The scene with the button of the action pressable, on a row of its entity."""
    if acting_rule.on != entity:
        other, row = witness.beside(scene, acting_rule.on, {})
        scene = replace(other, this=row)
        on_other = Scene(other.world, row)
        ready = _shown(witness, acting_rule, on_other)
        return scene.in_world(ready.world) if ready else None
    return _shown(witness, acting_rule, scene)


def _shown(witness: Witness, acting_rule: RulePlan, scene: Scene) -> Scene | None:
    when = acting_rule.with_.expression("when")
    return witness.holding(scene, when) if when is not None and acting_rule.use == "act" else scene


def _acted_on(scene: Scene, acting_rule: RulePlan) -> Row:
    return scene.row if scene.row.entity == acting_rule.on else (scene.this or scene.row)


def _arguments(acting_rule: RulePlan, app: App, scene: Scene) -> dict[str, Cell]:
    if acting_rule.use != "flow":
        return {}
    path = acting_rule.with_.path("field")
    states = app.entities[acting_rule.on].fields[path.hops[0].field].options if path else ()
    now = _acted_on(scene, acting_rule).values.get(path.hops[0].field) if path else None
    return {"to": next((state.id for state in states if state.id != now), "")}


def _candidates(rule: RulePlan, witness: Witness) -> Iterator[Scene]:
    """Rows with one field after the other set to several values."""
    scene = witness.scene(rule.on)
    yield scene
    for path in nodes(check_of(rule).tree):
        if isinstance(path, Path) and path.hops and path.root in (Root.ROW, Root.THIS):
            for value in some_values(scene, path):
                found = witness.giving(scene, path, value)
                if found is not None:
                    yield found
