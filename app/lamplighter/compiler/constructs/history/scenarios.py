"""The generated tests of `history`: what is written down when a row is made, changed and left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.constructs.history.emit import fields_of
from lamplighter.compiler.constructs.proof import equal_to, saved
from lamplighter.compiler.witness import Witness
from lamplighter.compiler.witness.cast import acting, changes, named, placed
from lamplighter.compiler.witness.choices import some_values
from lamplighter.compiler.witness.plausible import ONE, fits, plain
from lamplighter.compiler.witness.scene import Scene
from lamplighter.domain.blueprint.app import App, Clock, Field, Judged, RulePlan
from lamplighter.domain.blueprint.tree import Base, Hop, Path, Root
from lamplighter.domain.blueprint.values import Value


def scenarios(rule: RulePlan, app: App, witness: Witness) -> tuple[Scenario, ...]:
    """A kept field, one that is not kept, two changes, and the time of the last one."""
    scene, kept = witness.scene(rule.on), fields_of(rule, app)
    found: list[Scenario] = []
    stored = app.entities[rule.on].stored
    chosen = [one for one in stored if kept is None or one.id in kept]
    for one in chosen[:6]:
        found += _kept(rule, app, scene, one)
    other = next((one for one in stored if kept is not None and one.id not in kept), None)
    if other is not None:
        found += _left_out(rule, app, scene, other)
    return (*found, *_twice(rule, app, scene, chosen))


def _another(scene: Scene, one: Field) -> Value:
    """Another value the field could have."""
    now = scene.now(scene.row).values.get(one.id)
    if one.type.base in (Base.REF, Base.REFS):
        return None
    path = Path(Root.ROW, one.id, (Hop(scene.row.entity, one.id, one.type),), one.type)
    values = [plain(scene.world, one, 7)] if one.type.base is Base.TEXT else list(some_values(scene, path, now))
    return next((v for v in values if v not in (now, None) and fits(scene.world, scene.row.entity, one.id, v)), None)


def _changes(rule: RulePlan) -> str:
    return rule.prefix + "changes"


def _kept(rule: RulePlan, app: App, scene: Scene, one: Field) -> Iterator[Scenario]:
    value = _another(scene, one)
    if value is None:
        return
    steps = saved(scene, {one.id: value})
    yield Scenario(rule.id, f"a change of {one.id} is kept", steps, equal_to(app, scene.row, _changes(rule), ONE))


def _left_out(rule: RulePlan, app: App, scene: Scene, one: Field) -> Iterator[Scenario]:
    value = _another(scene, one)
    if value is None:
        return
    still = replace(equal_to(app, scene.row, _changes(rule), 0), still=False)
    yield Scenario(rule.id, f"a change of {one.id} is not kept", saved(scene, {one.id: value}), still)


def _twice(rule: RulePlan, app: App, scene: Scene, fields: list[Field]) -> Iterator[Scenario]:
    row = scene.now(scene.row)
    for one in fields:
        value = _another(scene, one)
        if value is None:
            continue
        there = Judged(rule.on, named(row), changes(scene.world, row, {one.id: value}))
        back = Judged(rule.on, named(row), changes(scene.world, row, {one.id: row.values.get(one.id)}))
        steps = (*placed(scene.world), *acting(scene.world), there, Clock(minutes=5), back)
        yield Scenario(rule.id, "two changes are two lines", steps, equal_to(app, row, _changes(rule), 2 * ONE))
        at = equal_to(app, row, rule.prefix + "changed_at", "2026-11-20T08:05")
        yield Scenario(rule.id, "the time of the last change is known", steps, at)
        return
