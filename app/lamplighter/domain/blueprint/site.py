"""Where a parameter stands: what its value may name, and the scope its expressions are read in."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from lamplighter.domain.blueprint.catalog import Catalog, said, said_any
from lamplighter.domain.blueprint.lines import words
from lamplighter.domain.blueprint.lowering import is_one_of
from lamplighter.domain.blueprint.problems import Fault, known
from lamplighter.domain.blueprint.scopes import Scope, row_scope
from lamplighter.domain.blueprint.signature import ConstructSignature, Parameter
from lamplighter.domain.blueprint.tree import Base, Hop, Path, Root

_FOR = ("who", "to", "role")  # parameters that say which roles a rule or screen is for


class Site(msgspec.Struct, frozen=True):
    """One parameter of one rule (`construct` given) or of one screen (`screen` is its type).

    `texts` holds all parameters of that rule or screen as text. `parts_entity` is the entity of the first part of a
    print screen: names that are not on the row are looked for there. `parameters` are those that list roles.
    """

    catalog: Catalog
    entity: str
    parameter: Parameter
    texts: Mapping[str, str]
    construct: ConstructSignature | None = None
    screen: str = ""
    parts_entity: str = ""
    parameters: tuple[Parameter, ...] = ()

    @property
    def bases(self) -> frozenset[Base]:
        """The types the value may have; empty = any."""
        return frozenset(Base(name) for name in self.parameter.types.split("|") if name)

    @property
    def person(self) -> str:
        """The entity of `me` here: of the roles the rule or screen is for, else of all roles."""
        named = [words(self.texts[p.name]) for p in self.parameters if p.name in _FOR and p.name in self.texts]
        return self.catalog.person(role for roles in named for role in roles)

    def scope(self, *, random: bool = False) -> Scope:
        """Expressions on the row."""
        use = self.construct.name if self.construct else ""
        return row_scope(self.entity, self.person, old=use == "require", random=random and use in ("act", "make"))

    def path(self, text: str, entity: str = "") -> Path:
        """A field, or a path through references, of the right type; raises Fault."""
        entity = entity or self.entity
        names = [name.strip() for name in text.split(".")]
        hops = self.catalog.hops(entity, names)
        last = hops[-1].type
        if not is_one_of(last, self.bases):
            raise Fault(f"{text} is {said(last)}", f"it must be {said_any(sorted(self.bases))}", text)
        return Path(Root.ROW, entity, hops, last)

    def stored(self, text: str, entity: str = "") -> Hop:
        """One stored field; raises Fault for a path, a derived or an implicit field."""
        entity = entity or self.entity
        hop = self.catalog.hop(entity, text)
        line = self.catalog.line(hop)
        if line is None or not line.stored:
            raise Fault(
                f"{text} is derived",
                "only stored fields can be written: " + (", ".join(self.catalog.stored(entity)) or "none"),
                text,
            )
        return hop

    def other(self, name: str) -> str:
        """The text of another parameter of the same rule, or empty."""
        return self.texts.get(name, "").strip()

    def target(self, name: str) -> str:
        """The entity another parameter names: its id, or where its path ends; empty when that parameter is faulty."""
        text = self.other(name)
        parameter = self.construct.parameter(name) if self.construct else None
        if parameter is not None and parameter.kind == "entity":
            return text if text in self.catalog.entities else ""
        if not text:
            return ""
        try:
            type_ = self.catalog.hops(self.entity, text.split("."))[-1].type
        except Fault:
            return ""
        return type_.target if type_.base in (Base.REF, Base.REFS) else ""

    def roles(self, text: str) -> tuple[str, ...]:
        """A list of role ids; raises Fault for an unknown one."""
        for word in words(text):
            if word not in self.catalog.roles:
                raise Fault(f"unknown role {word!r}", known(word, self.catalog.roles), word)
        return tuple(dict.fromkeys(words(text)))
