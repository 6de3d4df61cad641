"""Expressions of the blueprint as source text, the same shape in both languages.

Every node becomes a piece of code with its strength of binding, so that brackets stand only where they are needed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lamplighter.compiler.operators import NOTHING, Operators, is_plain
from lamplighter.compiler.paths import Paths
from lamplighter.compiler.pieces import Pen, Piece, Scope, Strength
from lamplighter.domain.blueprint.tree import (
    Aggregate,
    Arithmetic,
    Base,
    Call,
    Compare,
    Logic,
    Negative,
    Node,
    Not,
    Number,
    Path,
    Text,
    Word,
)

_CALLS = {
    "round": "rounded",
    "floor": "floored",
    "ceil": "ceiled",
    "abs": "absolute",
    "day": "day_of",
    "len": "length",
}
_AGGREGATES = {
    "sum": "total",
    "avg": "average",
    "min": "smallest",
    "max": "largest",
    "first": "first",
    "last": "last",
    "list": "listed",
}
_OF_ANYTHING = ("or_else", "len", "lower", "has", "bucket", "common")


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes expressions in one language."""

    pen: Pen

    @property
    def paths(self) -> Paths:
        return Paths(self.pen)

    @property
    def operators(self) -> Operators:
        return Operators(self.pen, self)

    # -- what a node is worth

    def node(self, node: Node, scope: Scope) -> Piece:
        match node:
            case Number(micros=micros):
                return Piece(self.pen.language.number(micros))
            case Text(value=value):
                return Piece(self.pen.language.text(value))
            case Word(word=word):
                return self.word(word)
            case Path():
                return self.paths.path(node, scope)
            case Call():
                return self.function(node, scope)
            case Aggregate():
                return self.aggregate(node, scope)
            case Arithmetic():
                return self.operators.arithmetic(node, scope)
            case Compare():
                return self.operators.compare(node, scope)
            case Logic():
                return self.operators.logic(node, scope)
            case Not():
                return self.operators.negation(node, scope)
            case Negative(inner=inner):
                return self.certain_number(inner, self.pen.call("negative", self.node(inner, scope).code))

    def certain_number(self, node: Node, piece: Piece) -> Piece:
        """What is no number for sure has no minus and no sum: it gives nothing."""
        return Piece(self.pen.language.none) if node.type.base in NOTHING else piece

    def word(self, word: str) -> Piece:
        match word:
            case "today" | "now" | "role":
                return Piece(f"db.{word}")
            case "yes":
                return Piece(self.pen.language.yes, boolean=True)
            case "no":
                return Piece(self.pen.language.no, boolean=True)
        return Piece(self.pen.language.none)

    def condition(self, node: Node, scope: Scope) -> Piece:
        """To stand where only yes counts: a blank is taken as no by both languages."""
        match node:
            case Compare(operator="=", left=left, right=Word(word="yes")):
                return self.condition(left, scope)
        return self.node(node, scope)

    def value(self, node: Node, scope: Scope) -> Piece:
        """A value that is kept or compared: an `and` of blanks is no."""
        piece = self.node(node, scope)
        if piece.boolean or not isinstance(node, Logic):
            return piece
        return Piece(f"{self.pen.language.boolean}({piece.code})", boolean=True)

    # -- functions

    def function(self, call: Call, scope: Scope) -> Piece:
        match call.function:
            case "if":
                return self.branch(call, scope)
            case "blank":
                return self.blank(call.arguments[0], scope)
            case "has" if call.arguments[0].type.base is Base.REFS:
                inside, wanted = (self.node(a, scope).code for a in call.arguments)
                return replace(self.pen.call("holds", inside, wanted), boolean=True)
            case "random":
                return Piece(f"db.random({', '.join(self.node(a, scope).code for a in call.arguments)})")
        if call.function not in _OF_ANYTHING and any(a.type.base is Base.ANY for a in call.arguments):
            return Piece(self.pen.language.none)
        name = _CALLS.get(call.function, call.function)
        piece = self.pen.call(name, *(self.value(a, scope).code for a in call.arguments))
        return replace(piece, boolean=call.function == "has")

    def branch(self, call: Call, scope: Scope) -> Piece:
        condition, then, other = call.arguments
        code = self.pen.language.choice(
            self.condition(condition, scope).within(Strength.CHOICE),
            self.value(then, scope).within(Strength.CHOICE),
            self.value(other, scope).within(Strength.CHOICE),
        )
        return Piece(code, Strength.CHOICE)

    def blank(self, node: Node, scope: Scope) -> Piece:
        piece = self.node(node, scope)
        if is_plain(node):
            return Piece(self.pen.language.is_none(piece.within(Strength.COMPARE)), Strength.COMPARE, boolean=True)
        return replace(self.pen.call("is_blank", piece.code), boolean=True)

    def aggregate(self, node: Aggregate, scope: Scope) -> Piece:
        variable = self.pen.names.variable(node.entity, scope.taken | {scope.row} | set(scope.roots.values()))
        inner = scope.inside(variable)
        condition = self.condition(node.where, inner).within(Strength.CHOICE) if node.where is not None else ""
        rows = self.rows(node, scope)
        if node.function == "count":
            return self.pen.call("count", self.pen.language.row_list(rows, variable, condition))
        value = self.paths.along(node.hops, variable) if node.hops else self.pen.language.attribute(variable, "id")
        return self.pen.call(_AGGREGATES[node.function], self.pen.language.values(rows, variable, condition, value))

    def rows(self, node: Aggregate, scope: Scope) -> str:
        entity = self.pen.language.text(node.entity)
        if node.of is None:
            return f"db.all({entity})"
        return f"db.having({entity}, {self.pen.language.text(node.via)}, {self.paths.path(node.of, scope).code})"
