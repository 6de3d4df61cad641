"""Operators of the blueprint as source text: sums, comparisons, conditions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from lamplighter.compiler.pieces import Pen, Piece, Scope, Strength
from lamplighter.domain.blueprint.tree import (
    Aggregate,
    Arithmetic,
    Base,
    Call,
    Compare,
    Logic,
    Node,
    Not,
    Number,
    Path,
    Word,
)

NOTHING = (Base.ANY, Base.BLANK)
_ORDER = {"<": "less", "<=": "at_most", ">": "more", ">=": "at_least"}
_SUMS = {"+": "add", "-": "subtract", "*": "times", "/": "divide"}


class Operands(Protocol):
    """Writes what an operator stands between."""

    def node(self, node: Node, scope: Scope) -> Piece: ...

    def value(self, node: Node, scope: Scope) -> Piece: ...

    def condition(self, node: Node, scope: Scope) -> Piece: ...


@dataclass(frozen=True, slots=True)
class Operators:
    """Writes operators in one language."""

    pen: Pen
    operands: Operands

    def arithmetic(self, node: Arithmetic, scope: Scope) -> Piece:
        if node.operator == "&":
            return self.pen.call("joined", *(self.operands.node(part, scope).code for part in joined_parts(node)))
        left, right = self.operands.node(node.left, scope), self.operands.node(node.right, scope)
        if node.left.type.base in NOTHING or node.right.type.base in NOTHING:
            return Piece(self.pen.language.none)
        if node.left.type.base in (Base.DATE, Base.DATETIME):
            return self.of_days(node, left, right)
        if node.operator in "+-" and never_blank(node.left) and never_blank(node.right):
            code = f"{left.within(Strength.COMPARE)} {node.operator} {right.within(Strength.SUM)}"
            return Piece(code, Strength.SUM)
        return self.pen.call(_SUMS[node.operator], left.code, right.code)

    def of_days(self, node: Arithmetic, left: Piece, right: Piece) -> Piece:
        days = node.left.type.base is Base.DATE
        if node.right.type.base in (Base.DATE, Base.DATETIME):
            return self.pen.call("days_between" if days else "minutes_between", left.code, right.code)
        count = right.code if node.operator == "+" else self.minus(node.right, right)
        return self.pen.call("plus_days" if days else "plus_minutes", left.code, count)

    def minus(self, node: Node, piece: Piece) -> str:
        if isinstance(node, Number):
            return self.pen.language.number(-node.micros)
        return self.pen.call("negative", piece.code).code

    def compare(self, node: Compare, scope: Scope) -> Piece:
        if node.operator in _ORDER:
            return self.order(node, scope)
        same = node.operator == "="
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if other.type.base is Base.BLANK:
                return self.as_blank(one, same, scope)
            if isinstance(other, Word) and other.word in ("yes", "no"):
                return self.as_truth(one, (other.word == "yes") == same, scope)
        left, right = self.operands.value(node.left, scope), self.operands.value(node.right, scope)
        if Base.REFS in (node.left.type.base, node.right.type.base) and self.pen.language.name == "javascript":
            alike = self.pen.call("alike", left.code, right.code).code
            return Piece(alike if same else f"!{alike}", Strength.NOT, boolean=True)
        if node.common.base is Base.BOOL:
            left, right = self.pen.certain(left), self.pen.certain(right)
        sign = self.pen.language.equal if same else self.pen.language.unequal
        code = f"{left.within(Strength.COMPARE)} {sign} {right.within(Strength.COMPARE)}"
        return Piece(code, Strength.COMPARE, boolean=True)

    def as_blank(self, node: Node, same: bool, scope: Scope) -> Piece:
        piece = self.operands.node(node, scope)
        if is_plain(node) or node.type.base is not Base.REFS:
            test = self.pen.language.is_none if same else self.pen.language.is_some
            return Piece(test(piece.within(Strength.COMPARE)), Strength.COMPARE, boolean=True)
        blank = self.pen.call("is_blank", piece.code)
        return Piece(blank.code if same else self.pen.language.negated(blank.code), Strength.NOT, boolean=True)

    def as_truth(self, node: Node, wanted: bool, scope: Scope) -> Piece:
        piece = self.operands.node(node, scope)
        if wanted:
            return self.pen.certain(piece)
        return self.pen.negated(piece)

    def order(self, node: Compare, scope: Scope) -> Piece:
        bases = {node.left.type.base, node.right.type.base}
        if Base.BLANK in bases or (Base.ANY in bases and not bases <= {Base.ANY, Base.TEXT}):
            return Piece(self.pen.language.no, boolean=True)
        left, right = self.operands.node(node.left, scope), self.operands.node(node.right, scope)
        if never_blank(node.left) and never_blank(node.right):
            code = f"{left.within(Strength.COMPARE)} {node.operator} {right.within(Strength.COMPARE)}"
            return Piece(code, Strength.COMPARE, boolean=True)
        return replace(self.pen.call(_ORDER[node.operator], left.code, right.code), boolean=True)

    def logic(self, node: Logic, scope: Scope) -> Piece:
        both = node.operator == "and"
        sign = self.pen.language.conjunction if both else self.pen.language.disjunction
        strength = Strength.AND if both else Strength.OR
        left, right = self.operands.condition(node.left, scope), self.operands.condition(node.right, scope)
        opening = left.code if left.strength == strength else left.within(strength)
        code = f"{opening} {sign} {right.within(strength)}"
        return Piece(code, strength, boolean=left.boolean and right.boolean)

    def negation(self, node: Not, scope: Scope) -> Piece:
        match node.inner:
            case Compare(operator="=" | "!=" as operator):
                return self.compare(replace(node.inner, operator="!=" if operator == "=" else "="), scope)
            case Call(function="blank", arguments=(argument,)) if is_plain(argument):
                piece = self.operands.node(argument, scope)
                return Piece(self.pen.language.is_some(piece.within(Strength.COMPARE)), Strength.COMPARE, boolean=True)
        held = self.operands.condition(node.inner, scope)
        return self.pen.negated(held)


def joined_parts(node: Node) -> tuple[Node, ...]:
    """The parts of a chain of `&`."""
    if isinstance(node, Arithmetic) and node.operator == "&":
        return (*joined_parts(node.left), *joined_parts(node.right))
    return (node,)


def is_plain(node: Node) -> bool:
    """Whether a blank of it is nothing, and not an empty text or list."""
    if isinstance(node, Path):
        stored = not node.hops or not node.hops[-1].derived
        return node.type.base is not Base.REFS and (stored or node.type.base not in (Base.TEXT, Base.ANY))
    return node.type.base in (Base.NUM, Base.MONEY, Base.DATE, Base.DATETIME, Base.BOOL, Base.REF, Base.TIME)


def never_blank(node: Node) -> bool:
    """Whether it always is a number."""
    match node:
        case Number():
            return True
        case Aggregate(function="count" | "sum"):
            return True
        case Arithmetic(operator="+" | "-"):
            return never_blank(node.left) and never_blank(node.right) and node.type.base in (Base.NUM, Base.MONEY)
    return False
