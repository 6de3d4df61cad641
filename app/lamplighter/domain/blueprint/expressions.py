"""Expressions: a text becomes a typed tree with every name bound, or one Fault says why it means nothing.

Lowered on the way: a reference beside a text becomes the shown name, an option beside a choice its id, and `this` or
`it` become the row at hand where they are that row. In the condition of an aggregate that itself stands in the
condition of an aggregate, `it` is the row of the outer one.
"""

from __future__ import annotations

import msgspec

from lamplighter.domain.blueprint.app import Assignment, Option, RowNamed
from lamplighter.domain.blueprint.catalog import Catalog, said, said_any
from lamplighter.domain.blueprint.lowering import is_one_of, written
from lamplighter.domain.blueprint.problems import Fault
from lamplighter.domain.blueprint.scopes import Scope
from lamplighter.domain.blueprint.syntax import parsed
from lamplighter.domain.blueprint.tree import Base, Expression, Hop, Node, Type
from lamplighter.domain.blueprint.typer import Typer

_EXCERPT = 60


class Bound(msgspec.Struct, frozen=True):
    """An expression of a check and the rows it names."""

    expression: Expression
    rows: tuple[RowNamed, ...]


def expression(text: str, catalog: Catalog, scope: Scope, bases: frozenset[Base] = frozenset()) -> Expression:
    """The typed expression; raises Fault when it means nothing or is of none of these types."""
    found = bound(text, catalog, scope).expression
    if not is_one_of(found.type, bases):
        raise Fault(f"{excerpt(text)} is {said(found.type)}", f"it must be {said_any(sorted(bases))}", text)
    return found


def bound(text: str, catalog: Catalog, scope: Scope) -> Bound:
    """The typed expression and the rows named in it."""
    typer = Typer(catalog, scope, set(), [])
    tree = _told(text, typer)
    return Bound(Expression(text.strip(), tree, frozenset(typer.reads)), tuple(typer.bound))


def _told(text: str, typer: Typer) -> Node:
    try:
        return typer.node(parsed(text))
    except Fault as fault:
        raise Fault(f"in {excerpt(text)}: {fault.fault}", fault.repair, text.strip()) from fault


def value_for(
    text: str, target: Type, options: tuple[Option, ...], what: str, catalog: Catalog, scope: Scope
) -> Expression:
    """The expression written to the field `what` of this type; raises Fault when it does not fit."""
    typer = Typer(catalog, scope, set(), [])
    tree = written(_told(text, typer), target, options, what, catalog)
    return Expression(text.strip(), tree, frozenset(typer.reads))


def assignment(target: tuple[Hop, ...], text: str, catalog: Catalog, scope: Scope) -> Assignment:
    """`target=value` with the value checked against the target field."""
    line = catalog.line(target[-1])
    if line is None or not line.stored:
        entity, name = target[-1].entity, target[-1].field
        raise Fault(f"{name} is not written by hand", "only stored fields can be set: " + listed(catalog, entity), name)
    what = ".".join(hop.field for hop in target)
    return Assignment(target, value_for(text, line.type, line.options, what, catalog, scope))


def listed(catalog: Catalog, entity: str) -> str:
    """The stored fields of an entity, for messages."""
    return ", ".join(catalog.stored(entity)) or "none"


def excerpt(text: str) -> str:
    """A piece of the blueprint as a message quotes it."""
    text = text.strip()
    return repr(text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…")
