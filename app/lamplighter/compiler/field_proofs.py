"""Generated tests of the fields: what is required, unique, within borders, choosable, and what is worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.constructs.proof import holding_value
from lamplighter.compiler.witness import Witness
from lamplighter.compiler.witness.cast import acting, cells, placed
from lamplighter.compiler.witness.plausible import border
from lamplighter.compiler.witness.scene import Scene
from lamplighter.compiler.witness.trees import nodes
from lamplighter.domain.blueprint.app import App, EntityPlan, Field, Judged, Outcome
from lamplighter.domain.blueprint.evaluate import Row, Unknowable
from lamplighter.domain.blueprint.tree import Aggregate, Base, Call, Compare, Hop, Node, Path, Root
from lamplighter.domain.blueprint.values import Value, shifted

SETTINGS = "settings"
MOST = 8
"""So many scenes of one worked-out field are tried."""
_ALIKE = {
    "text": ("Same", " sAME", "Other"),
    "long": ("Same", " sAME", "Other"),
    "email": ("same@example.org", "Same@Example.org", "other@example.org"),
}
"""A value of a kind, one that counts as the same, and another."""
_ONE = 1_000_000


def field_scenarios(app: App, witness: Witness) -> list[Scenario]:
    """The tests of every field; `rule` of a scenario is entity_field."""
    found: list[Scenario] = []
    for entity in app.entities.values():
        for field in entity.fields.values():
            if field.stored and entity.id != SETTINGS:
                found += _stored(entity, field, witness)
            if field.derived is not None:
                found += _derived(entity, field, witness)
    return found


def _stored(entity: EntityPlan, field: Field, witness: Witness) -> Iterator[Scenario]:
    if field.required and field.default is None:
        yield _new(entity, field, "must be given", witness.scene(entity.id), None, refused=True)
    if field.unique and field.raw in _ALIKE:
        yield from _unique(entity, field, witness)
    for limit, step, words in ((field.minimum, -1, "less"), (field.maximum, 1, "more")):
        yield from _border(entity, field, witness, limit, step, words)
    if field.where is not None and field.type.base is Base.REF:
        yield from _choice(entity, field, witness)


def _name(entity: EntityPlan, field: Field) -> str:
    return f"{entity.id}_{field.id}"


def _new(entity: EntityPlan, field: Field, about: str, scene: Scene, value: Value, *, refused: bool) -> Scenario:
    """The row of a scene comes in as a new one with this value."""
    row = scene.now(scene.row)
    values = cells(scene.world, row, [one.id for one in entity.stored])
    values[field.id] = cells(scene.world, _with(row, field, value), [field.id]).get(field.id)
    steps = (*placed(scene.world, row), *acting(scene.world), Judged(entity.id, None, values))
    return Scenario(_name(entity, field), about, steps, _end(field, refused=refused))


def _with(row: Row, field: Field, value: Value) -> Row:
    return replace(row, values={**row.values, field.id: value})


def _end(field: Field, *, refused: bool) -> Outcome:
    return Outcome("refused", field.id) if refused else Outcome("", not_by=field.id)


def _unique(entity: EntityPlan, field: Field, witness: Witness) -> Iterator[Scenario]:
    """The same text in other letters and spaces is the same; another is another."""
    one, alike, other = _ALIKE[field.raw]
    scene = witness.scene(entity.id, {field.id: one})
    yield _new(entity, field, "is there once", _second(scene, entity, witness), alike, refused=True)
    yield _new(entity, field, "may differ", _second(scene, entity, witness), other, refused=False)


def _second(scene: Scene, entity: EntityPlan, witness: Witness) -> Scene:
    """The scene read on one more row."""
    found, row = witness.beside(scene, entity.id, {})
    return found.on(row)


def _border(
    entity: EntityPlan, field: Field, witness: Witness, limit: int | str | None, step: int, words: str
) -> Iterator[Scenario]:
    """At the border is allowed, one step beyond is not."""
    scene = witness.scene(entity.id)
    at = border(limit, scene.world)
    if at is None or isinstance(at, bool | tuple):
        return
    unit = 10 ** (6 - scene.world.minor_digits) if field.type.base is Base.MONEY else _ONE
    beyond = at + step * unit if isinstance(at, int) else shifted(at, step * _ONE)
    yield _new(entity, field, f"may not be {words}", scene, beyond, refused=True)
    yield _new(entity, field, f"may be just that, not {words}", scene, at, refused=False)


def _choice(entity: EntityPlan, field: Field, witness: Witness) -> Iterator[Scenario]:
    """One row that may be chosen, and one that may not."""
    assert field.where is not None
    for met in (True, False):
        whole = witness.scene(entity.id)
        candidate = whole.world.get(field.type.target, whole.row.values.get(field.id))
        if candidate is None:
            return
        asked = Scene(whole.world, candidate, this=whole.row, it=candidate)
        found = witness.holding(asked, field.where, met)
        if found is None:
            continue
        row = found.now(whole.row)
        if row.values.get(field.id) == candidate.id:
            scene, about = found.on(row), "may be chosen" if met else "may not be chosen"
            yield _new(entity, field, about, scene, candidate.id, refused=not met)


# -- what is worked out


def _derived(entity: EntityPlan, field: Field, witness: Witness) -> Iterator[Scenario]:
    """The value in scenes that take each branch: blank fields, conditions both ways, some rows below."""
    assert field.derived is not None
    seen: set[str] = set()
    for about, scene in _scenes(entity, field.derived.tree, witness):
        row = scene.now(scene.row)
        try:
            value = scene.read(
                Path(Root.ROW, entity.id, (Hop(entity.id, field.id, field.type, derived=True),), field.type)
            )
        except Unknowable:
            continue
        expect = holding_value(witness.app, scene, row, field.id, value)
        if expect is not None and repr((value, row.values)) not in seen and len(seen) < MOST:
            seen.add(repr((value, row.values)))
            yield Scenario(_name(entity, field), about, placed(scene.world), expect)


def _scenes(entity: EntityPlan, tree: Node, witness: Witness) -> Iterator[tuple[str, Scene]]:
    scene = witness.scene(entity.id)
    yield "of a usual row", scene
    conditions = [node for node in nodes(tree) if isinstance(node, Compare) or _asks(node)]
    for number, condition in enumerate(conditions, 1):
        for met in (True, False):
            found = witness.holding(scene, condition, met) if _stands_on_row(condition) else None
            if found is not None:
                yield f"where test {number} is {'met' if met else 'not met'}", found
    for name in _own_fields(entity, tree):
        yield f"without {name}", witness.changed(scene, {name: None})
    for node in nodes(tree):
        if isinstance(node, Aggregate) and node.via and not node.many:
            found, _ = witness.beside(scene, node.entity, {node.via: scene.row.id})
            yield f"with one {node.entity}", found
            yield f"with two {node.entity}", witness.beside(found, node.entity, {node.via: scene.row.id})[0]


def _asks(node: Node) -> bool:
    """Whether it is a yes/no by itself."""
    return isinstance(node, Call) and node.type.base is Base.BOOL and node.function in ("blank", "has")


def _stands_on_row(node: Node) -> bool:
    """Whether it looks at the row at hand and not at rows of an aggregate around it."""
    roots = {one.root for one in nodes(node) if isinstance(one, Path)}
    return not roots & {Root.THIS, Root.IT}


def _own_fields(entity: EntityPlan, tree: Node) -> list[str]:
    """The fields of the row that the value stands on and that may be blank."""
    names = dict.fromkeys(
        one.hops[0].field for one in nodes(tree) if isinstance(one, Path) and one.root is Root.ROW and one.hops
    )
    fields = entity.fields
    return [name for name in names if name in fields and fields[name].stored and not fields[name].required]
