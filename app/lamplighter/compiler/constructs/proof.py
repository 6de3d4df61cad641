"""What the generated tests of several constructs have in common: how a scene is put up and what is expected of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.witness import Witness
from lamplighter.compiler.witness.cast import acting, cells, changes, named, placed
from lamplighter.compiler.witness.choices import some_values
from lamplighter.compiler.witness.scene import Scene
from lamplighter.compiler.witness.solve import giving
from lamplighter.domain.blueprint.app import App, Holds, Judged, Outcome, Own, RulePlan, Step
from lamplighter.domain.blueprint.evaluate import Row, Unknowable
from lamplighter.domain.blueprint.tree import Base, Compare, Expression, Hop, Node, Number, Path, Root, Text, Type, Word
from lamplighter.domain.blueprint.values import Value


def stopped(rule: RulePlan) -> Outcome:
    """The rule refuses, or warns where it only warns."""
    return Outcome("warned" if rule.with_.word("mode") == "warn" else "refused", rule.id)


def passed(rule: RulePlan) -> Outcome:
    """Whatever else happens, this rule has nothing to say."""
    return Outcome("", not_by=rule.id)


def expected(rule: RulePlan, *, stops: bool) -> Outcome:
    """Stopped or passed."""
    return stopped(rule) if stops else passed(rule)


def saved(scene: Scene, values: Mapping[str, Value] | None = None) -> tuple[Step, ...]:
    """The scene's row is saved, with some values changed where they are given."""
    row = scene.now(scene.row)
    step = Judged(row.entity, named(row), changes(scene.world, row, values or {}))
    return (*placed(scene.world), *acting(scene.world), step)


def entered(scene: Scene) -> tuple[Step, ...]:
    """The scene's row comes in as a new one; the others stand there already."""
    row = scene.now(scene.row)
    step = Judged(row.entity, None, cells(scene.world, row, _stored(scene, row)))
    return (*placed(scene.world, row), *acting(scene.world), step)


def _stored(scene: Scene, row: Row) -> list[str]:
    return [one.id for one in scene.world.app.entities[row.entity].stored]


def is_referred_to(scene: Scene) -> bool:
    """Whether another row of the scene refers to its row: then it cannot come in as a new one."""
    for entity, rows in scene.world.rows.items():
        for one in scene.world.app.entities[entity].stored:
            if one.type.target != scene.row.entity:
                continue
            for row in rows:
                value = row.values.get(one.id)
                if value == scene.row.id or (isinstance(value, tuple) and scene.row.id in value):
                    return True
    return False


def copied(scene: Scene, count: int) -> Scene:
    """The scene with so many more rows that have the same values as its row."""
    world, row = scene.world, scene.now(scene.row)
    for _ in range(count):
        world = world.with_row(Row(row.entity, world.next_id(row.entity), row.values))
    return scene.in_world(world)


def differing(witness: Witness, scene: Scene, node: Node) -> Scene | None:
    """The scene changed so that an expression has another value than before."""
    before = witness.value(scene, node)
    for value in some_values(scene, node, before):
        for found in giving(scene, node, value):
            if witness.value(found, node) != before:
                return found
    return None


def own_changes(before: Row, after: Row) -> dict[str, Value]:
    """The values in which two rows differ, as the second one has them; not when and by whom they were made."""
    made = ("created", "created_by")
    return {
        name: value for name, value in after.values.items() if before.values.get(name) != value and name not in made
    }


def as_role(witness: Witness, scene: Scene, role: str) -> Scene:
    """The scene with somebody of a role acting."""
    plan = next(one for one in scene.world.app.roles if one.id == role)
    if not plan.is_:
        return scene.in_world(replace(scene.world, role=role, me=None))
    other, me = witness.beside(scene, plan.is_, {})
    return other.in_world(replace(other.world, role=role, me=me))


def equal_to(app: App, row: Row, field: str, value: Value) -> Holds:
    """The expectation that a field of a row has a value."""
    plan = app.entities[row.entity].fields[field]
    hop = Hop(row.entity, field, plan.type, plan.derived is not None, plan.given_by)
    path = Path(Root.BOUND, row.entity, (hop,), plan.type)
    return Holds(_is(path, literal(value, plan.type)), (named(row),))


def literal(value: Value, kind: Type) -> Node:
    """A value as a node; references cannot be written so."""
    if value is None:
        return Word("blank", Type(Base.BLANK))
    if isinstance(value, bool):
        return Word("yes" if value else "no", Type(Base.BOOL))
    return Number(value, kind) if isinstance(value, int) else Text(str(value), kind)


def holding_value(app: App, scene: Scene, row: Row, field: str, value: Value) -> Holds | None:
    """The expectation that a field has a value, references too; None for lists of references."""
    kind = app.entities[row.entity].fields[field].type
    if kind.base is Base.REFS:
        return None
    if kind.base is Base.REF and value is not None:
        other = scene.world.get(kind.target, value)
        return None if other is None else _same_row(row, field, kind, other)
    return equal_to(app, row, field, value)


def _same_row(row: Row, field: str, kind: Type, other: Row) -> Holds:
    left = Path(Root.BOUND, row.entity, (Hop(row.entity, field, kind),), kind)
    right = Path(Root.BOUND, other.entity, (), kind, index=1)
    return Holds(Expression("", Compare("=", left, right, kind), frozenset()), (named(row), named(other)))


def _is(path: Node, value: Node) -> Expression:
    return Expression("", Compare("=", path, value, path.type), frozenset())


def searched(rule: RulePlan, sentence: str, scenes: Iterable[Scene]) -> Iterator[Scenario]:
    """Where the host finds no witness: the test itself looks among these scenes for one that is stopped and one that
    passes."""
    candidates = tuple(saved(scene) for scene in scenes)
    if len(candidates) > 1:
        yield Scenario(rule.id, sentence, (), stopped(rule), candidates=candidates)


def may_press(scene: Scene, rule: RulePlan) -> bool:
    """Whether the one who acts gets as far as the button of a rule, so that the rule itself is what is tested."""
    world = scene.world
    plan = next((one for one in world.app.roles if one.id == world.role), None)
    named_roles = rule.with_.words("who") if rule.use == "act" else ()
    if plan is None or (named_roles and plan.id not in named_roles):
        return world.role is None
    return plan.everything or any(one.rule in ("*", rule.id) and _is_own(scene, one.own) for one in plan.does)


def _is_own(scene: Scene, own: Own | None) -> bool:
    if own is None:
        return True
    me = scene.world.me
    if me is None:
        return False
    if own.by == "self":
        return (me.entity, me.id) == (scene.row.entity, scene.row.id)
    try:
        value = scene.read(own.path) if own.path is not None else None
    except Unknowable:
        return False
    return me.id in value if isinstance(value, tuple) else value == me.id
