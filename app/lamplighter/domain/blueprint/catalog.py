"""Everything a name in a blueprint can mean: entities and their fields, roles, rules, screens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from lamplighter.domain.blueprint.app import Option
from lamplighter.domain.blueprint.model import Role, Rule, Screen
from lamplighter.domain.blueprint.problems import Fault, known
from lamplighter.domain.blueprint.signature import ConstructSignature
from lamplighter.domain.blueprint.tree import Base, Hop, Type

SETTINGS = "settings"
IMPLICIT = ("id", "created", "created_by")
_IMPLICIT_TYPES = {"created": Type(Base.DATETIME), "created_by": Type(Base.ANY)}

_TYPE_NAMES = {
    Base.BOOL: "yes/no",
    Base.NUM: "a number",
    Base.MONEY: "money",
    Base.TEXT: "a text",
    Base.DATE: "a date",
    Base.DATETIME: "a date with time",
    Base.TIME: "a time of day",
    Base.CHOICE: "a choice",
    Base.BLANK: "blank",
    Base.ANY: "anything",
}


def said(type_: Type) -> str:
    """A type in words."""
    match type_.base:
        case Base.REF:
            return f"a reference to {type_.target}" if type_.target else "a reference"
        case Base.REFS:
            return f"references to {type_.target}" if type_.target else "a list"
        case base:
            return _TYPE_NAMES[base]


def said_any(bases: Iterable[Base]) -> str:
    """ "a date or a date with time"."""
    return " or ".join(said(Type(base)) for base in bases)


class FieldLine(msgspec.Struct, frozen=True):
    """One field as its line says it; expressions, borders and the default still are text (None = not there)."""

    id: str
    label: str
    raw: str
    type: Type
    options: tuple[Option, ...] = ()
    required: bool = False
    unique: bool = False
    auto: bool = False
    owned: bool = False
    private: bool = False
    minimum: str | None = None
    maximum: str | None = None
    unit: str = ""
    default: str | None = None
    derived: str | None = None
    where: str | None = None
    given_by: str = ""

    @property
    def stored(self) -> bool:
        """Whether rows keep a value of it."""
        return self.derived is None and not self.given_by

    def option(self, option_id: str) -> Option | None:
        """The option of this id."""
        return next((o for o in self.options if o.id == option_id), None)


@dataclass(slots=True)
class Catalog:
    """The names of one blueprint. Filled while it is read, in order: entities, what rules give, then only looked at."""

    entities: dict[str, dict[str, FieldLine]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    uses: Mapping[str, ConstructSignature] = field(default_factory=dict)  # rule id → its construct
    screens: Mapping[str, Screen] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)  # rule id → parameters as text

    def fields(self, entity: str) -> dict[str, FieldLine]:
        """The fields of an entity; raises Fault when there is none of this name."""
        found = self.entities.get(entity)
        if found is None:
            raise Fault(f"unknown entity {entity!r}", known(entity, self.entities))
        return found

    def stored(self, entity: str) -> list[str]:
        """The ids of the fields that rows keep."""
        return [f.id for f in self.entities.get(entity, {}).values() if f.stored]

    def hop(self, entity: str, name: str) -> Hop:
        """One step from a row of `entity`; raises Fault for an unknown field."""
        found = self.fields(entity).get(name)
        if found is not None:
            return Hop(entity, name, found.type, not found.stored, found.given_by)
        if name == "id":
            return Hop(entity, name, Type(Base.REF, entity))
        if name in _IMPLICIT_TYPES:
            return Hop(entity, name, _IMPLICIT_TYPES[name])
        raise Fault(f"{entity} has no field {name!r}", known(name, self.fields(entity)), name)

    def hops(self, entity: str, names: Iterable[str]) -> tuple[Hop, ...]:
        """The steps of a path; every one but the last must be a reference to one row."""
        out: list[Hop] = []
        for name in names:
            if out:
                entity = self._followed(out[-1], name)
            out.append(self.hop(entity, name))
        return tuple(out)

    def _followed(self, hop: Hop, name: str) -> str:
        if hop.type.base is not Base.REF:
            raise Fault(
                f"{hop.entity}.{hop.field} is {said(hop.type)}; .{name} cannot follow it",
                "only a reference to one row can be followed by a dot",
            )
        return hop.type.target

    def line(self, hop: Hop) -> FieldLine | None:
        """The field a step leads to; None for id, created and created_by."""
        return self.entities[hop.entity].get(hop.field)

    def kids(self, child: str, parent: str) -> list[str]:
        """The fields of `child` that refer to `parent`."""
        return [
            f.id
            for f in self.entities.get(child, {}).values()
            if f.type.base in (Base.REF, Base.REFS) and f.type.target == parent
        ]

    def people(self) -> list[str]:
        """The entities whose rows sign in, in order of the roles."""
        return list(dict.fromkeys(r.is_ for r in self.roles.values() if r.is_))

    def person(self, roles: Iterable[str] = ()) -> str:
        """The one entity `me` is a row of (of these roles, or of all); empty when there is none or more than one."""
        chosen = [self.roles[r] for r in roles if r in self.roles] or list(self.roles.values())
        found = {r.is_ for r in chosen if r.is_}
        return found.pop() if len(found) == 1 else ""

    def actions(self) -> list[str]:
        """Every `rule.action` there is."""
        return [f"{rule}.{a.name}" for rule, use in self.uses.items() for a in use.actions]

    def give(self, entity: str, line: FieldLine) -> None:
        """A rule gives this field."""
        self.entities[entity][line.id] = line

    def mark_auto(self, entity: str, name: str) -> None:
        """Only rules write this field."""
        line = self.entities.get(entity, {}).get(name)
        if line is not None and line.stored:
            self.entities[entity][name] = msgspec.structs.replace(line, auto=True)
