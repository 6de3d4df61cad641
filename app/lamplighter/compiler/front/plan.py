"""What every emitter of the front end knows: the app, its words, its face, and how its things are shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from lamplighter.compiler.construct import Action, Alert, Due, History, Picker, Scribe
from lamplighter.compiler.faces import Faces
from lamplighter.compiler.front.words import Words
from lamplighter.compiler.identity import Identity
from lamplighter.compiler.names import camel, distinct, is_reserved, snake
from lamplighter.domain.blueprint.app import App, EntityPlan, Field
from lamplighter.domain.blueprint.tree import Base, Expression, Path, Root

FIELD_MODULES: Mapping[str, str] = {
    kind: module
    for module, kinds in {
        "text": ("text", "long", "email", "phone", "link"),
        "number": ("int", "num", "money", "minutes"),
        "date": ("date", "datetime", "time"),
        "choice": ("yesno", "choice", "stars"),
        "color": ("color",),
        "place": ("place",),
        "reference": ("ref", "refs"),
        "file": ("photo", "file"),
    }.items()
    for kind in kinds
}
"""Kind of field → the library module of its control."""


_ON_WINDOWS = frozenset(["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))])


class Emitted(Protocol):
    """What the rules of an app put into it, over all rules in order (see construct.Emission)."""

    @property
    def actions(self) -> Sequence[Action]: ...
    @property
    def alerts(self) -> Sequence[Alert]: ...
    @property
    def dues(self) -> Sequence[Due]: ...
    @property
    def pickers(self) -> Sequence[Picker]: ...
    @property
    def histories(self) -> Sequence[History]: ...


class ViewScribe(Scribe, Protocol):
    """A scribe of one module that writes in view mode and knows its imports."""

    def fresh(self) -> ViewScribe:
        """A scribe for another module."""

    def imports(self, folder: str = ..., *others: tuple[str, str]) -> str:
        """The import lines of what was used."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a screen goes: its module under `screens/`, the name it exports, and whether it is a thing's own list."""

    file: str
    name: str
    home: bool = False


@dataclass(frozen=True, slots=True)
class Front:
    """The plan of one front end. `names` and `icons` (or empty) are those of the things, `slots` the screens' by id."""

    app: App
    emitted: Emitted
    scribe: ViewScribe
    words: Words
    faces: Faces
    face: Identity
    names: Mapping[str, str]
    icons: Mapping[str, str]
    slots: Mapping[str, Slot]

    def entity(self, entity_id: str) -> EntityPlan:
        """The entity of this id."""
        return self.app.entities[entity_id]

    def shown_field(self, entity: EntityPlan) -> Field | None:
        """The field that names a row, or None."""
        return entity.fields.get(entity.shown) if entity.shown else None

    def named_by(self, entity: EntityPlan) -> Field | None:
        """For a thing without a name of its own: the reference whose name it goes by, else its day."""
        if entity.shown:
            return None
        refs = [f for f in entity.stored if f.type.base is Base.REF and not self.is_person(f.type.target)]
        dates = [f for f in entity.stored if f.type.base in (Base.DATE, Base.DATETIME) and f.required]
        wanted = [f for f in refs if f.required] or refs or dates
        return wanted[0] if wanted else None

    def thing_path(self, entity_id: str) -> str:
        """The module of a thing, by a name every computer takes."""
        return f"things/{file_stem(entity_id, f'thing_{list(self.names).index(entity_id) + 1}')}.js"

    def is_person(self, entity_id: str) -> bool:
        """Whether rows of this entity sign in."""
        return any(role.is_ == entity_id for role in self.app.roles)

    def noun(self, entity: EntityPlan) -> EntityPlan:
        """The thing a row is spoken of as: a loan of tools goes by "tool"."""
        field = self.named_by(entity)
        return self.entity(field.type.target) if field and field.type.target else entity

    def icon(self, entity: EntityPlan) -> str:
        """The icon of a thing, or empty."""
        return self.icons[entity.id]

    def children(self, entity_id: str) -> list[tuple[EntityPlan, Field]]:
        """The things that belong to this one, with the reference they belong by."""
        return [
            (other, field)
            for other in self.app.entities.values()
            for field in other.stored
            if field.type.base is Base.REF and field.type.target == entity_id and (field.required or field.owned)
        ]

    def told_elsewhere(self, entity_id: str) -> set[str]:
        """Fields whose value stands in another form: states beside their day, counts of changes beside the changes."""
        states = {due.state_field for due in self.emitted.dues if due.entity == entity_id}
        kept = {each.rule for each in self.emitted.histories}
        return states | {f.id for f in self.entity(entity_id).fields.values() if f.given_by in kept}

    def due_of(self, entity_id: str, field_id: str) -> str:
        """The state field a rule gives to this date, or empty."""
        for due in self.emitted.dues:
            if due.entity == entity_id and field_of(self.app.rule(due.rule).with_.values.get("date")) == field_id:
                return due.state_field
        return ""


def field_of(value: object) -> str:
    """The field a parameter names when it is a field of the row itself, else empty."""
    path = value.tree if isinstance(value, Expression) else value
    return path.hops[0].field if isinstance(path, Path) and len(path.hops) == 1 else ""


def file_stem(name: str, other: str) -> str:
    """The name as the stem of a file where every computer takes it so, else the other one."""
    stem = snake(name)
    return stem if stem.isascii() and stem not in _ON_WINDOWS else other


def paths_in(node: object) -> Iterator[Path]:
    """Every path of an expression's tree, from left to right."""
    if isinstance(node, Path):
        yield node
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        for each in dataclasses.fields(node):
            yield from paths_in(getattr(node, each.name))
    elif isinstance(node, tuple):
        for part in node:
            yield from paths_in(part)


def starts_at(expression: Expression) -> str:
    """The entity whose row an expression reads, or empty."""
    return next((path.hops[0].entity for path in paths_in(expression.tree) if path.root is Root.ROW and path.hops), "")


def thing_names(app: App, taken: Collection[str]) -> dict[str, str]:
    """A JavaScript name for every thing, all different and none of `taken`, the names that modules import."""
    names: dict[str, str] = {}
    for entity in app.entities.values():
        name = snake(entity.id)
        if is_reserved(name) or camel(name) in taken:
            name = f"{name}_thing"
        names[entity.id] = camel(distinct(name, [*taken, *names.values()]))
    return names
