"""The generated tests of `limit`: at the limit, over it, other groups, edits into a group, rows that do not count."""

from __future__ import annotations

from collections.abc import Iterator

from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.constructs.proof import (
    copied,
    differing,
    entered,
    expected,
    is_referred_to,
    own_changes,
    saved,
    searched,
    stopped,
)
from lamplighter.compiler.witness import Witness
from lamplighter.compiler.witness.plausible import ONE, changed
from lamplighter.compiler.witness.scene import Scene
from lamplighter.domain.blueprint.app import App, RulePlan
from lamplighter.domain.blueprint.tree import Base, Number

MOST_ROWS = 300
"""Limits above this are proved with the first rows only."""


def scenarios(rule: RulePlan, _app: App, witness: Witness) -> tuple[Scenario, ...]:
    """Scenes around the limit; what is expected of each is worked out on the host by counting anew."""
    full = _full(rule, witness)
    found = [] if full is None else list(_around(rule, witness, full))
    if not any(one.expect == stopped(rule) for one in found):
        found += searched(rule, "stops some rows and lets others pass", _candidates(rule, witness))
    return tuple(found)


def _around(rule: RulePlan, witness: Witness, full: Scene) -> Iterator[Scenario]:
    over = _one_more(rule, witness, full)
    yield from _proved(rule, witness, "at the limit", full)
    yield from _proved(rule, witness, "over the limit", over)
    if not is_referred_to(over):
        yield Scenario(
            rule.id, "a new row over the limit", entered(over), expected(rule, stops=_is_over(rule, witness, over))
        )
    for key in rule.with_.keys("per"):
        apart = differing(witness, over, key.expression.tree)
        if apart is not None:
            yield from _proved(rule, witness, f"another {key.expression.source}", apart)
            yield from _into_group(rule, witness, over, apart)
    where = rule.with_.expression("where")
    for case in witness.cases(over, where) if where else ():
        yield from _proved(rule, witness, f"the row itself where {case.about}", case.scene)
        yield from _beside_uncounted(rule, witness, case.scene, case.about)


def _full(rule: RulePlan, witness: Witness) -> Scene | None:
    """A scene whose group is just full; its row is one of the group."""
    most, where = rule.with_.expression("max"), rule.with_.expression("where")
    scene: Scene | None = witness.scene(rule.on)
    if most is not None and not isinstance(most.tree, Number) and scene is not None:
        scene = witness.giving(scene, most.tree, 2 * ONE) or scene
    if where is not None and scene is not None:
        scene = witness.holding(scene, where)
    limit = witness.value(scene, most) if scene is not None and most is not None else None
    if scene is None or not isinstance(limit, int) or limit > MOST_ROWS * ONE or limit < 0:
        return _filled_by_sum(rule, witness, scene, limit) if scene is not None and isinstance(limit, int) else None
    if rule.with_.path("sum"):
        return _filled_by_sum(rule, witness, scene, limit)
    return copied(scene, limit // ONE - 1) if limit >= ONE else scene.in_world(scene.world.without(scene.row))


def _filled_by_sum(rule: RulePlan, witness: Witness, scene: Scene, limit: int) -> Scene | None:
    """As many rows as it takes for their amounts to come to the limit; the last one has the smallest amount."""
    amount = rule.with_.path("sum")
    if amount is None:
        return None
    for count in (2, 3, 4, 6, 10, 20):
        part = -(-limit // count // ONE) * ONE
        first = witness.giving(scene, amount, part)
        last = limit - part * (count - 1)
        found = witness.giving(copied(first, count - 1), amount, last) if first is not None and last > 0 else None
        if found is not None:
            return found
    return None


def _one_more(rule: RulePlan, witness: Witness, full: Scene) -> Scene:
    """The group with one row more, or with a little more in the sum."""
    amount = rule.with_.path("sum")
    if amount is None:
        if full.world.get(full.row.entity, full.row.id) is None:
            return full.in_world(full.world.with_row(full.row))
        return copied(full, 1)
    now = witness.value(full, amount)
    for step in (ONE // 100, ONE) if amount.type.base is Base.MONEY else (ONE, ONE // 100):
        found = witness.giving(full, amount, now + step) if isinstance(now, int) else None
        if found is not None:
            return found
    return full


def _proved(rule: RulePlan, witness: Witness, about: str, scene: Scene) -> Iterator[Scenario]:
    if scene.world.get(scene.row.entity, scene.row.id) is None:
        return
    over = _is_over(rule, witness, scene)
    verb = "is stopped" if over else "passes"
    yield Scenario(rule.id, f"{verb}: {about}", saved(scene), expected(rule, stops=over))


def _into_group(rule: RulePlan, witness: Witness, over: Scene, apart: Scene) -> Iterator[Scenario]:
    """A row of another group is moved into the full one."""
    before, after = apart.now(apart.row), over.now(over.row)
    values = own_changes(before, after)
    moved = apart.in_world(changed(apart.world, before, values)[0])
    if values and _is_over(rule, witness, moved) and not _is_over(rule, witness, apart):
        yield Scenario(rule.id, "an edit into a full group is stopped", saved(apart, values), stopped(rule))


def _beside_uncounted(rule: RulePlan, witness: Witness, scene: Scene, about: str) -> Iterator[Scenario]:
    """Another row of the group is judged beside the one that may not count."""
    other = next((row for row in scene.world.of(rule.on) if row.id != scene.row.id), None)
    if other is not None:
        yield from _proved(rule, witness, f"beside a row where {about}", scene.on(other))


def _is_over(rule: RulePlan, witness: Witness, scene: Scene) -> bool:
    """The rule in other words, on the host."""
    most = rule.with_.expression("max")
    limit = witness.value(scene, most) if most is not None else None
    if not isinstance(limit, int) or not _counts(rule, witness, scene):
        return False
    mine = _keys(rule, witness, scene)
    group = [scene.on(row) for row in scene.world.of(rule.on)]
    group = [one for one in group if _counts(rule, witness, one) and _keys(rule, witness, one) == mine]
    amount = rule.with_.path("sum")
    if amount is None:
        return len(group) * ONE > limit
    amounts = (witness.value(one, amount) for one in group)
    return sum(value for value in amounts if isinstance(value, int)) > limit


def _counts(rule: RulePlan, witness: Witness, scene: Scene) -> bool:
    where = rule.with_.expression("where")
    return where is None or witness.holds(scene, where) is True


def _keys(rule: RulePlan, witness: Witness, scene: Scene) -> list[object]:
    return [witness.value(scene, key.expression) for key in rule.with_.keys("per")]


def _candidates(rule: RulePlan, witness: Witness) -> Iterator[Scene]:
    """The same row once, twice, and many times."""
    scene = witness.scene(rule.on)
    yield from (copied(scene, count) for count in (0, 1, 2, 4, 8, 16, 32, 64))
