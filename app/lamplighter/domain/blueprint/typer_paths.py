"""Binds paths: from the names as typed to the row they start at and every step on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lamplighter.domain.blueprint.app import RowNamed
from lamplighter.domain.blueprint.catalog import SETTINGS, Catalog
from lamplighter.domain.blueprint.problems import Fault
from lamplighter.domain.blueprint.scopes import Scope
from lamplighter.domain.blueprint.syntax import RawRow
from lamplighter.domain.blueprint.tree import Base, Hop, Node, Path, Root, Type, Word
from lamplighter.domain.blueprint.typing_rules import KNOWN_WHERE

_WORDS = {
    "today": Type(Base.DATE),
    "now": Type(Base.DATETIME),
    "yes": Type(Base.BOOL),
    "no": Type(Base.BOOL),
    "blank": Type(Base.BLANK),
    "role": Type(Base.TEXT),
}


@dataclass(slots=True)
class PathTyper:
    """Binds the paths of one expression; collects the fields it reads and the rows it names."""

    catalog: Catalog
    scope: Scope
    reads: set[tuple[str, str]]
    bound: list[RowNamed]

    def path(self, names: tuple[str, ...]) -> Node:
        head = names[0]
        if head in _WORDS:
            if len(names) > 1:
                raise Fault(f"{head} has no fields", f"write {head} alone")
            return Word(head, _WORDS[head])
        match head:
            case "this" | "old" | "it" | "each":
                return self.rooted(head, names[1:])
            case "settings":
                return self.setting(names[1:])
            case "me":
                return self.me(names[1:])
        if not self.scope.row:
            raise Fault(
                f"{'.'.join(names)} stands on no row", "write entity[name].field, or count(entity where …)", head
            )
        return self.ending(Root.ROW, self.scope.row, names)

    def rooted(self, head: str, names: tuple[str, ...]) -> Node:
        scope = self.scope
        entity = {"this": scope.this, "old": scope.old, "it": scope.it, "each": scope.each}[head]
        if not entity:
            raise Fault(f"{head} is not known here", KNOWN_WHERE[head])
        at_hand = (head == "this" and scope.this_is_row) or (head == "it" and scope.it_is_row)
        return self.ending(Root.ROW if at_hand else Root(head), entity, names)

    def setting(self, names: tuple[str, ...]) -> Node:
        if SETTINGS not in self.catalog.entities:
            wanted = names[0] if names else "…"
            raise Fault("there is no entity settings", f"add one with the field {wanted}")
        if not names:
            raise Fault("settings alone is no value", "write settings.field")
        return self.ending(Root.SETTINGS, SETTINGS, names)

    def me(self, names: tuple[str, ...]) -> Node:
        entity = self.scope.me
        if not names:
            return Path(Root.ME, entity, (), Type(Base.REF, entity) if entity else Type(Base.ANY))
        if not entity:
            people = self.catalog.people()
            if not people:
                raise Fault("nobody signs in here, so me has no fields", "give a role `is`, the entity that signs in")
            raise Fault(
                f"me may be a row of {' or '.join(people)} here, so {names[0]!r} is not sure",
                "limit the rule to roles of one kind of person",
            )
        return self.ending(Root.ME, entity, names)

    def ending(self, root: Root, entity: str, names: Iterable[str], index: int = 0) -> Path:
        hops = self.catalog.hops(entity, names)
        self.note(hops)
        return Path(root, entity, hops, hops[-1].type if hops else Type(Base.REF, entity), index)

    def note(self, hops: Iterable[Hop]) -> None:
        self.reads.update((hop.entity, hop.field) for hop in hops)

    def row(self, raw: RawRow) -> Node:
        if not self.scope.rows:
            raise Fault(f"{raw.entity}[{raw.key}] names a row", "rows are named in checks only")
        self.catalog.fields(raw.entity)
        self.bound.append(RowNamed(raw.entity, raw.key.strip()))
        return self.ending(Root.BOUND, raw.entity, raw.names, len(self.bound) - 1)
