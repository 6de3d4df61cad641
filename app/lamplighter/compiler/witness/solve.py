"""Changes a world until an expression has a wanted value: the search behind every generated test.

It works backwards from the wanted value through the tree, as a person would: to make `out_on + 14 < today` true, set
`out_on`. Each try is checked by evaluating, so a clumsy try costs time and never a wrong test.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lamplighter.compiler.witness.choices import some_values, targets
from lamplighter.compiler.witness.plausible import ONE, changed, fits, with_new
from lamplighter.compiler.witness.scene import Scene, known, reads
from lamplighter.compiler.witness.steps import inverse_call, steps_of
from lamplighter.compiler.witness.trees import nodes
from lamplighter.domain.blueprint.evaluate import Row
from lamplighter.domain.blueprint.tree import (
    Aggregate,
    Arithmetic,
    Base,
    Call,
    Compare,
    Hop,
    Logic,
    Negative,
    Node,
    Not,
    Path,
    Root,
    Word,
)
from lamplighter.domain.blueprint.values import Value

MOST_ROWS = 12
"""How many child rows a search makes at most."""
DEEPEST = 14


def holding(scene: Scene, node: Node, wanted: bool) -> Iterator[Scene]:
    """Scenes in which a condition holds (or does not), the ones at a border first."""
    for found in _satisfied(_with_person(scene, node), node, wanted, 0):
        if reads(found, node, wanted):
            yield found


def giving(scene: Scene, node: Node, wanted: Value) -> Iterator[Scene]:
    """Scenes in which an expression has this value."""
    for found in _assigned(scene, node, wanted, 0):
        if known(found, node) == (wanted,):
            yield found


# -- conditions


def _satisfied(scene: Scene, node: Node, wanted: bool, depth: int) -> Iterator[Scene]:
    if depth > DEEPEST:
        return
    match node:
        case Not(inner=inner):
            yield from _satisfied(scene, inner, not wanted, depth + 1)
        case Logic(operator=operator, left=left, right=right) if (operator == "and") == wanted:
            yield from _both(scene, left, right, wanted, depth)
        case Logic(left=left, right=right):
            yield from _satisfied(scene, left, wanted, depth + 1)
            yield from _satisfied(scene, right, wanted, depth + 1)
        case Compare():
            yield from _compared(scene, node, wanted, depth)
        case Call(function="blank", arguments=(inner,)):
            yield from _blanked(scene, inner, wanted, depth)
        case Call(function="if", arguments=(condition, then, other)):
            for branch, holds in ((then, True), (other, False)):
                for one in _satisfied(scene, condition, holds, depth + 1):
                    yield from _satisfied(one, branch, wanted, depth + 1)
        case Call(function="has", arguments=(several, one)):
            yield from _having(scene, several, one, wanted, depth)
        case _:
            yield from _assigned(scene, node, wanted, depth)


def _both(scene: Scene, left: Node, right: Node, wanted: bool, depth: int) -> Iterator[Scene]:
    for one in _first_holding(scene, left, wanted, depth):
        for two in _first_holding(one, right, wanted, depth):
            if reads(two, left, wanted):
                yield two


def _first_holding(scene: Scene, node: Node, wanted: bool, depth: int) -> Iterator[Scene]:
    """The scene itself when it will do, else those that are changed for it."""
    if reads(scene, node, wanted):
        yield scene
    for found in _satisfied(scene, node, wanted, depth + 1):
        if reads(found, node, wanted):
            yield found


def _blanked(scene: Scene, inner: Node, wanted: bool, depth: int) -> Iterator[Scene]:
    if wanted:
        yield from _assigned(scene, inner, () if inner.type.base is Base.REFS else None, depth)
        return
    yield scene
    for found in some_values(scene, inner):
        yield from _assigned(scene, inner, found, depth)


def _having(scene: Scene, several: Node, one: Node, wanted: bool, depth: int) -> Iterator[Scene]:
    member = known(scene, one)
    yield scene
    if several.type.base is Base.REFS:
        made, row = with_new(scene.world, several.type.target, {})
        chosen = member[0] if member and member[0] is not None else row.id
        ids: Value = (chosen,) if wanted and isinstance(chosen, int) else (row.id,)
        for found in _assigned(scene.in_world(made), several, ids, depth):
            yield from _assigned(found, one, chosen, depth)
            yield found
    elif member and isinstance(member[0], str):
        yield from _assigned(scene, several, f"{member[0]}" if wanted else "zzz", depth)


def _compared(scene: Scene, node: Compare, wanted: bool, depth: int) -> Iterator[Scene]:
    for side, other, flipped in ((node.left, node.right, False), (node.right, node.left, True)):
        if isinstance(side, Word) and side.word != "role":
            continue
        for one in _with_something(scene, other, depth) if wanted and node.operator not in ("=", "!=") else (scene,):
            against = known(one, other)
            for target in targets(one, node, side, against[0] if against else None, wanted, flipped):
                yield from _assigned(one, side, target, depth)


def _with_something(scene: Scene, node: Node, depth: int) -> Iterator[Scene]:
    """The scene with a value on one side of a comparison: nothing is neither more nor less than anything."""
    now = known(scene, node)
    if not now or now[0] is not None:
        yield scene
        return
    for value in some_values(scene, node):
        for filled in _assigned(scene, node, value, depth + 1):
            if known(filled, node) == (value,):
                yield filled


# -- values


def _assigned(scene: Scene, node: Node, wanted: Value, depth: int) -> Iterator[Scene]:
    if depth > DEEPEST:
        return
    match node:
        case Path():
            yield from _path(scene, node, wanted, depth)
        case Word(word="role") if wanted is None or isinstance(wanted, str):
            yield from _as_role(scene, wanted)
        case Negative(inner=inner) if isinstance(wanted, int):
            yield from _assigned(scene, inner, -wanted, depth + 1)
        case Arithmetic():
            yield from _calculated(scene, node, wanted, depth)
        case Call():
            yield from _called(scene, node, wanted, depth)
        case Aggregate():
            yield from _aggregated(scene, node, wanted, depth)
        case Compare() | Logic() | Not():
            yield from _satisfied(scene, node, wanted is True, depth + 1)
        case _:
            yield scene


def _called(scene: Scene, node: Call, wanted: Value, depth: int) -> Iterator[Scene]:
    """A function gives the value: one branch of an `if` is taken and set, otherwise an argument is set."""
    if node.function != "if":
        for side, target in inverse_call(node, wanted):
            yield from _assigned(scene, side, target, depth + 1)
        return
    condition, then, other = node.arguments
    for branch, holds in ((then, True), (other, False)):
        for one in _first_holding(scene, condition, holds, depth):
            yield from _assigned(one, branch, wanted, depth + 1)


def _calculated(scene: Scene, node: Arithmetic, wanted: Value, depth: int) -> Iterator[Scene]:
    """One side is set; where the other one is nothing (or zero in a product) that one is made 1 first."""
    yield from _one_side(scene, node, wanted, depth)
    useless = (None, 0) if node.operator in "*/" else (None,)
    for side in (node.left, node.right) if wanted is not None else ():
        now = known(scene, side)
        if now and now[0] in useless and side.type.base in (Base.NUM, Base.MONEY):
            for filled in _assigned(scene, side, ONE, depth + 1):
                if known(filled, side) not in ((), now):
                    yield from _one_side(filled, node, wanted, depth + 1)


def _one_side(scene: Scene, node: Arithmetic, wanted: Value, depth: int) -> Iterator[Scene]:
    for side, target in steps_of(node, wanted, lambda inner: known(scene, inner)):
        yield from _assigned(scene, side, target, depth + 1)


def _as_role(scene: Scene, role: str | None) -> Iterator[Scene]:
    plan = next((one for one in scene.world.app.roles if one.id == role), None)
    if plan is None:
        return
    world = scene.world
    me = world.me
    if plan.is_ and (me is None or me.entity != plan.is_):
        world, me = with_new(world, plan.is_, {})
    yield scene.in_world(replace(world, role=role, me=me if plan.is_ else None))


def _path(scene: Scene, path: Path, wanted: Value, depth: int) -> Iterator[Scene]:
    start = _start(scene, path)
    if start is None:
        return
    scene, row = start
    if not path.hops:
        yield scene
        return
    for hop in path.hops[:-1]:
        step = _followed(scene, row, hop, depth)
        if step is None:
            return
        scene, row = step
    yield from _field(scene, row, path.hops[-1], wanted, depth)


def _start(scene: Scene, path: Path) -> tuple[Scene, Row] | None:
    """The row a path begins at; somebody is made to act where it begins at the person."""
    match path.root:
        case Root.ROW:
            return scene, scene.now(scene.row)
        case Root.THIS:
            return scene, scene.now(scene.this or scene.row)
        case Root.IT:
            return (scene, scene.now(scene.it)) if scene.it else None
        case Root.SETTINGS:
            settings = next(iter(scene.world.of("settings")), None)
            return (scene, settings) if settings else None
        case Root.ME:
            return _person(scene)
    return None


def _with_person(scene: Scene, node: Node) -> Scene:
    """Somebody acts where the expression looks at who acts."""
    if scene.world.me is None and any(isinstance(one, Path) and one.root is Root.ME for one in nodes(node)):
        person = _person(scene)
        return person[0] if person else scene
    return scene


def _person(scene: Scene) -> tuple[Scene, Row] | None:
    if scene.world.me is not None:
        return scene, scene.now(scene.world.me)
    role = next((one for one in scene.world.app.roles if one.is_), None)
    if role is None:
        return None
    world, me = with_new(scene.world, role.is_, {})
    return scene.in_world(replace(world, role=scene.world.role or role.id, me=me)), me


def _followed(scene: Scene, row: Row, hop: Hop, depth: int) -> tuple[Scene, Row] | None:
    """The row a reference leads to; made where the reference is blank. None for what rules give."""
    value = known(scene.on(row), Path(Root.ROW, row.entity, (hop,), hop.type))
    found = scene.world.get(hop.type.target, value[0]) if value else None
    if found is not None:
        return scene, found
    if hop.given_by or hop.type.target not in scene.world.app.entities:
        return None
    world, made = with_new(scene.world, hop.type.target, {})
    for one in _field(scene.in_world(world), row, hop, made.id, depth + 1):
        return one, one.now(made)
    return None


def _field(scene: Scene, row: Row, hop: Hop, wanted: Value, depth: int) -> Iterator[Scene]:
    plan = scene.world.app.entities[row.entity].fields.get(hop.field)
    if plan is not None and plan.derived is not None:
        for found in _assigned(scene.on(row), plan.derived.tree, wanted, depth + 1):
            yield scene.in_world(found.world)
        return
    if hop.given_by or hop.field in ("id", "created_by"):
        return
    world = scene.world
    if hop.type.base is Base.REF and isinstance(wanted, int) and world.get(hop.type.target, wanted) is None:
        world, made = with_new(world, hop.type.target, {})
        if made.id != wanted:
            return
    if fits(world, row.entity, hop.field, wanted):
        now = world.get(row.entity, row.id)
        if now is not None:
            yield scene.in_world(changed(world, now, {hop.field: wanted})[0])


# -- aggregates: rows are added until the value is there


def _aggregated(scene: Scene, node: Aggregate, wanted: Value, depth: int) -> Iterator[Scene]:
    if node.function == "count" and isinstance(wanted, int):
        yield from _counted(scene, node, wanted // ONE, depth)
        return
    if wanted is None:
        yield scene
        return
    if node.function == "list" or not node.hops:
        yield from (one for one, _ in _with_child(scene, node, depth))
        return
    for one, child in _with_child(scene, node, depth):
        rest = known(one, node)
        target = _child_share(one, node, child, wanted, rest[0] if rest else None)
        value_path = Path(Root.ROW, node.entity, node.hops, node.hops[-1].type)
        for found in _assigned(one.on(child), value_path, target, depth + 1):
            yield scene.in_world(found.world)


def _child_share(scene: Scene, node: Aggregate, child: Row, wanted: Value, total: Value) -> Value:
    """What the new child row must hold so that the whole comes to the wanted value."""
    if node.function != "sum" or not isinstance(wanted, int) or not isinstance(total, int):
        return wanted
    path = Path(Root.ROW, node.entity, node.hops, node.hops[-1].type)
    mine = known(scene.on(child), path)
    own = mine[0] if mine and isinstance(mine[0], int) else 0
    return wanted - (total - own)


def _counted(scene: Scene, node: Aggregate, wanted: int, depth: int) -> Iterator[Scene]:
    if not 0 <= wanted <= MOST_ROWS:
        return
    for _ in range(MOST_ROWS):
        now = known(scene, node)
        count = now[0] // ONE if now and isinstance(now[0], int) else wanted
        if count == wanted:
            yield scene
            return
        if count > wanted:
            return
        more = next(_with_child(scene, node, depth), None)
        if more is None:
            return
        scene = more[0]


def _with_child(scene: Scene, node: Aggregate, depth: int) -> Iterator[tuple[Scene, Row]]:
    """Scenes with one more row that the aggregate counts."""
    values: dict[str, Value] = {}
    if node.of is not None and node.via:
        owner = known(scene, node.of)
        if not owner or owner[0] is None:
            return
        values[node.via] = (owner[0],) if node.many and isinstance(owner[0], int) else owner[0]
    world, child = with_new(scene.world, node.entity, values)
    inside = Scene(world, child, scene.this or scene.row, it=scene.row)
    if node.where is None:
        yield scene.in_world(world), child
        return
    for found in _first_holding(inside, node.where, True, depth):
        yield scene.in_world(found.world), found.now(child)
