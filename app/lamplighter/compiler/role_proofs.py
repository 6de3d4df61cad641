"""Generated tests of the roles: what each may touch and press, in general, and on rows that are one's own or hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.witness import Witness
from lamplighter.compiler.witness.cast import acting, cells, named, placed
from lamplighter.compiler.witness.scene import Scene
from lamplighter.domain.blueprint.app import (
    App,
    As,
    DoGrant,
    Grant,
    Judged,
    Own,
    Presses,
    RolePlan,
    Step,
    Touches,
)
from lamplighter.domain.blueprint.evaluate import Unknowable
from lamplighter.domain.blueprint.tree import Base, Call, Compare, Expression, Node, Not, Path, Root, Type

VERBS = ("see", "add", "edit", "delete")
Fields = tuple[str, ...] | None


def role_scenarios(app: App, pressed: Iterable[str], witness: Witness) -> list[Scenario]:
    """The tests of every role; `pressed` are the rules that have buttons. `rule` of a scenario is the role's id."""
    buttons = tuple(sorted(set(pressed)))
    return [one for role in app.roles for one in _of_role(role, app, buttons, witness)]


def _of_role(role: RolePlan, app: App, buttons: tuple[str, ...], witness: Witness) -> Iterator[Scenario]:
    person = (As(role.id),)
    for verb in VERBS:
        touched = {entity: fields for entity in app.entities if (fields := anywhere(role, verb, entity)) != ()}
        yield Scenario(role.id, f"may {verb}", person, Touches(verb, touched), demo=True, alone=False)
    free = tuple(
        rule for rule in buttons if role.everything or any(_covers(g, rule) and g.own is None for g in role.does)
    )
    yield Scenario(role.id, "may press without a row", person, Presses(free), demo=True, alone=False)
    for grant in role.grants:
        if grant.own is not None or grant.where is not None:
            yield from _conditional(role, grant, app, witness)
    for does in role.does:
        if does.own is not None:
            yield from _own_buttons(role, does, app, buttons, witness)


# -- what is granted


def anywhere(role: RolePlan, verb: str, entity: str) -> Fields:
    """The fields a role may touch of some row of an entity: None = all, () = nothing."""
    return (
        _union(grant.fields for grant in role.grants if _speaks_of(grant, verb, entity))
        if not role.everything
        else None
    )


def _speaks_of(grant: Grant, verb: str, entity: str) -> bool:
    verbs = (*grant.verbs, "see") if "edit" in grant.verbs else grant.verbs
    return verb in verbs and grant.entity in ("*", entity)


def _union(several: Iterable[Fields]) -> Fields:
    found: set[str] = set()
    for fields in several:
        if fields is None:
            return None
        found.update(fields)
    return tuple(sorted(found))


def _on_row(role: RolePlan, verb: str, scene: Scene, *, created: bool) -> Fields:
    """The fields a role may touch of the row of a scene; `created`: who acts made it. Raises Unknowable."""
    if role.everything:
        return None
    granted = [grant for grant in role.grants if _speaks_of(grant, verb, scene.row.entity)]
    return _union(grant.fields for grant in granted if _holds(grant, scene, created=created))


def _holds(grant: Grant, scene: Scene, *, created: bool) -> bool:
    if grant.own is not None and not _is_own(grant.own, scene, created=created):
        return False
    return grant.where is None or scene.read(grant.where) is True


def _is_own(own: Own, scene: Scene, *, created: bool) -> bool:
    me = scene.world.me
    if own.by == "creator":
        return created
    if me is None:
        return False
    if own.by == "self" or own.path is None:
        return (me.entity, me.id) == (scene.row.entity, scene.row.id)
    value = scene.read(own.path)
    return me.id in value if isinstance(value, tuple) else value == me.id


def _covers(grant: DoGrant, rule: str) -> bool:
    return grant.rule in ("*", rule)


# -- scenes in which a condition holds or does not


@dataclass(frozen=True, slots=True)
class Wish:
    """How the conditions on a row are to come out; None where there is no such condition."""

    mine: bool | None
    met: bool | None

    @property
    def about(self) -> str:
        """In words."""
        owner = {True: "that is mine", False: "of another", None: ""}[self.mine]
        return " ".join(filter(None, (owner, {True: "where it holds", False: "where not", None: ""}[self.met])))


def _wishes(own: Own | None, where: Expression | None) -> Iterator[Wish]:
    for mine in (True, False) if own is not None else (None,):
        for met in (True, False) if where is not None else (None,):
            yield Wish(mine, met)


def _conditional(role: RolePlan, grant: Grant, app: App, witness: Witness) -> Iterator[Scenario]:
    """One row for each way the conditions of a grant come out."""
    for entity in app.entities if grant.entity == "*" else (grant.entity,):
        for wish in _wishes(grant.own, grant.where):
            scene = _scene(role, grant.own, grant.where, entity, witness, wish)
            created = bool(wish.mine) and grant.own is not None and grant.own.by == "creator"
            for verb in grant.verbs if scene is not None else ():
                yield from _touching(role, verb, wish.about, scene, created=created)


def _touching(role: RolePlan, verb: str, about: str, scene: Scene | None, *, created: bool) -> Iterator[Scenario]:
    if scene is None:
        return
    try:
        fields = _on_row(role, verb, scene, created=created)
    except Unknowable:
        return
    row = scene.row
    touched: Mapping[str, Fields] = {} if fields == () else {row.entity: fields}
    expect = Touches(verb, touched, named(row))
    yield Scenario(role.id, f"may {verb} {row.entity} {about}", _steps(scene, created=created), expect)


def _own_buttons(
    role: RolePlan, does: DoGrant, app: App, buttons: tuple[str, ...], witness: Witness
) -> Iterator[Scenario]:
    """The buttons on a row that is one's own, and on one that is not."""
    for rule in (one for one in app.rules if _covers(does, one.id) and one.id in buttons):
        for wish in _wishes(does.own, None):
            scene = _scene(role, does.own, None, rule.on, witness, wish)
            if scene is None:
                continue
            created = bool(wish.mine) and does.own is not None and does.own.by == "creator"
            free = _free(role, buttons, scene, created=created)
            expect, about = Presses(free, named(scene.row)), f"may press {rule.id} {wish.about}"
            yield Scenario(role.id, about, _steps(scene, created=created), expect)


def _free(role: RolePlan, buttons: tuple[str, ...], scene: Scene, *, created: bool) -> tuple[str, ...]:
    """The rules whose buttons the role may press on the row of a scene, whatever it is a row of."""

    def allowed(grant: DoGrant) -> bool:
        return grant.own is None or _is_own(grant.own, scene, created=created)

    return tuple(rule for rule in buttons if any(_covers(grant, rule) and allowed(grant) for grant in role.does))


def _steps(scene: Scene, *, created: bool) -> tuple[Step, ...]:
    """The steps that build the scene; a row made by who acts comes in by their hand."""
    if not created:
        return (*placed(scene.world), *acting(scene.world))
    row = scene.now(scene.row)
    stored = [one.id for one in scene.world.app.entities[row.entity].stored]
    made = Judged(row.entity, None, cells(scene.world, row, stored))
    return (*placed(scene.world, row), *acting(scene.world), made)


def _scene(
    role: RolePlan, own: Own | None, where: Expression | None, entity: str, witness: Witness, wish: Wish
) -> Scene | None:
    """A scene that comes out as wished, with somebody of the role acting; None when none was found."""
    conditions: list[Node] = []
    if own is not None and own.path is not None:
        owned = _ownership(own.path, role)
        conditions.append(owned if wish.mine else Not(owned))
    if where is not None:
        conditions.append(where.tree if wish.met else Not(where.tree))
    return witness.holding_all(_with_person(role, own, entity, witness, mine=bool(wish.mine)), conditions)


def _with_person(role: RolePlan, own: Own | None, entity: str, witness: Witness, *, mine: bool) -> Scene:
    """A row, and somebody of the role, who is the row itself where that is what one's own means."""
    scene = witness.scene(entity)
    if not role.is_:
        return scene.in_world(replace(scene.world, role=role.id, me=None))
    if own is not None and own.by == "self" and mine:
        return scene.in_world(replace(scene.world, role=role.id, me=scene.row))
    other, me = witness.beside(scene, role.is_, {})
    return other.in_world(replace(other.world, role=role.id, me=me))


def _ownership(path: Path, role: RolePlan) -> Node:
    """The condition that a path leads to who acts."""
    me = Path(Root.ME, role.is_, (), Type(Base.REF, role.is_))
    if path.type.base is Base.REFS:
        return Call("has", (path, me), Type(Base.BOOL))
    return Compare("=", path, me, path.type)
