"""Paths of the blueprint as source text: from a row along its references to a value, blank when a step is."""

from __future__ import annotations

from dataclasses import dataclass

from lamplighter.compiler.pieces import Pen, Piece, Scope
from lamplighter.domain.blueprint.tree import Hop, Path, Root


@dataclass(frozen=True, slots=True)
class Paths:
    """Writes paths in one language."""

    pen: Pen

    def path(self, path: Path, scope: Scope) -> Piece:
        if path.root is Root.ME and (not path.hops or path.hops[0].field == "id"):
            return Piece(f"db.{self.pen.language.spelled('me_id')}")
        row = self.start(path, scope)
        if not path.hops:
            return Piece(self.pen.language.attribute(row, "id"))
        if path.root is Root.ME:
            return Piece(self.beyond(path.hops[0], f"db.{self.pen.language.spelled('me_id')}", path.hops[1:]))
        return Piece(self.along(path.hops, row))

    def start(self, path: Path, scope: Scope) -> str:
        match path.root:
            case Root.ROW:
                return scope.row
            case Root.THIS:
                return scope.this
            case Root.SETTINGS:
                return "db.settings"
            case Root.ME:
                return "db.me"
            case Root.BOUND:
                return f"{scope.roots[Root.BOUND]}[{path.index}]"
        return scope.roots.get(path.root, path.root.value)

    def along(self, hops: tuple[Hop, ...], row: str) -> str:
        """The value at the end of the hops, from a row that is there."""
        first, *rest = hops
        return self.beyond_all(self.field(first, row), tuple(rest))

    def beyond_all(self, code: str, rest: tuple[Hop, ...]) -> str:
        return code if not rest else self.beyond(rest[0], code, rest[1:])

    def beyond(self, hop: Hop, row_id: str, rest: tuple[Hop, ...]) -> str:
        """The hop taken from the row of an id, which may be blank."""
        if hop.field == "id":
            return self.beyond_all(row_id, rest)
        entity = self.pen.language.text(hop.entity)
        derived = self.pen.names.derived(hop.entity, hop.field, f"db.get({entity}, {row_id})")
        code = derived or self.pen.language.attribute(f"db.row({entity}, {row_id})", hop.field)
        return self.beyond_all(code, rest)

    def field(self, hop: Hop, row: str) -> str:
        """One field of a row."""
        derived = self.pen.names.derived(hop.entity, hop.field, row)
        return derived or self.pen.language.attribute(row, hop.field)
