"""Scopes: what the roots of a path (`this`, `it`, `me` …) mean where an expression stands."""

from __future__ import annotations

import msgspec


class Scope(msgspec.Struct, frozen=True):
    """What the roots of a path mean here: entities, empty where a root is not known.

    `this_is_row` and `it_is_row`: the row at hand is that row, so both names mean the same.
    `random` allows random(); `rows` is a check: rows are named, aggregates look at all rows.
    """

    row: str = ""
    this: str = ""
    old: str = ""
    it: str = ""
    each: str = ""
    me: str = ""
    this_is_row: bool = False
    it_is_row: bool = False
    random: bool = False
    rows: bool = False
    depth: int = 0

    def inside(self, entity: str) -> Scope:
        """The scope of `where` in an aggregate over `entity`; `it` is the row around it, unless that is `this`."""
        around = self.it if self.this_is_row else self.row or self.it
        return msgspec.structs.replace(
            self, row=entity, it=around, this_is_row=False, it_is_row=False, depth=self.depth + 1, random=False
        )


def row_scope(entity: str, me: str = "", *, old: bool = False, random: bool = False) -> Scope:
    """Expressions on a row of `entity`."""
    return Scope(row=entity, this=entity, this_is_row=True, me=me, old=entity if old else "", random=random)


def candidate_scope(entity: str, this: str, me: str = "") -> Scope:
    """Expressions on a candidate row (bare or `it`), asked for by the row `this`."""
    return Scope(row=entity, this=this, it=entity, it_is_row=True, me=me)


def check_scope(me: str = "") -> Scope:
    """Expressions of a feature check."""
    return Scope(rows=True, me=me)
