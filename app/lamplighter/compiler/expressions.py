"""Expressions of the blueprint as source text, the same shape in both languages.

Every node becomes a piece of code with its strength of binding, so that brackets stand only where they are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from lamplighter.compiler.languages import Language
from lamplighter.domain.blueprint.tree import (
    Aggregate,
    Arithmetic,
    Base,
    Call,
    Compare,
    Hop,
    Logic,
    Negative,
    Node,
    Not,
    Number,
    Path,
    Root,
    Text,
    Word,
)


class Strength(IntEnum):
    """How tightly a piece of code holds together."""

    CHOICE = 0
    OR = 1
    AND = 2
    NOT = 3
    COMPARE = 4
    SUM = 5
    ATOM = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """Source text of one node. `boolean`: it is yes or no, never blank."""

    code: str
    strength: Strength = Strength.ATOM
    boolean: bool = False

    def within(self, strength: Strength) -> str:
        """The code, in brackets when what stands around it binds as tightly or tighter."""
        return self.code if self.strength > strength else f"({self.code})"


@dataclass(frozen=True, slots=True)
class Scope:
    """The variables that hold the rows an expression may start at; `taken` are names no new variable may have."""

    row: str
    roots: Mapping[Root, str]
    taken: frozenset[str] = frozenset()

    @property
    def this(self) -> str:
        return self.roots.get(Root.THIS, self.row)

    def inside(self, variable: str) -> Scope:
        """The scope of a condition on the rows of an aggregate; `it` there is the row around, unless that is `this`."""
        roots = dict(self.roots) | {Root.THIS: self.this}
        if self.row and self.row != self.this:
            roots[Root.IT] = self.row
        return replace(self, row=variable, roots=roots, taken=self.taken | {self.row, variable})


_ORDER = {"<": "less", "<=": "at_most", ">": "more", ">=": "at_least"}
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
_NOTHING = (Base.ANY, Base.BLANK)
_SUMS = {"+": "add", "-": "subtract", "*": "times", "/": "divide"}


@dataclass(frozen=True, slots=True)
class Names:
    """What an expression asks about names: a derived field of a row (empty: a property), a new variable, a use."""

    derived: Callable[[str, str, str], str]
    variable: Callable[[str, frozenset[str]], str]
    use: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes expressions in one language."""

    language: Language
    names: Names

    def call(self, name: str, *arguments: str) -> Piece:
        """A call of a library function."""
        return Piece(f"{self.names.use(name)}({', '.join(arguments)})")

    # -- what a node is worth

    def node(self, node: Node, scope: Scope) -> Piece:
        match node:
            case Number(micros=micros):
                return Piece(self.language.number(micros))
            case Text(value=value):
                return Piece(self.language.text(value))
            case Word(word=word):
                return self.word(word)
            case Path():
                return self.path(node, scope)
            case Call():
                return self.function(node, scope)
            case Aggregate():
                return self.aggregate(node, scope)
            case Arithmetic():
                return self.arithmetic(node, scope)
            case Compare():
                return self.compare(node, scope)
            case Logic():
                return self.logic(node, scope)
            case Not():
                return self.negation(node, scope)
            case Negative(inner=inner):
                return self.certain_number(inner, self.call("negative", self.node(inner, scope).code))

    def certain_number(self, node: Node, piece: Piece) -> Piece:
        """What is no number for sure has no minus and no sum: it gives nothing."""
        return Piece(self.language.none) if node.type.base in _NOTHING else piece

    def word(self, word: str) -> Piece:
        match word:
            case "today" | "now" | "role":
                return Piece(f"db.{word}")
            case "yes":
                return Piece(self.language.yes, boolean=True)
            case "no":
                return Piece(self.language.no, boolean=True)
        return Piece(self.language.none)

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
        return Piece(f"{self.language.boolean}({piece.code})", boolean=True)

    # -- paths

    def path(self, path: Path, scope: Scope) -> Piece:
        if path.root is Root.ME and (not path.hops or path.hops[0].field == "id"):
            return Piece(f"db.{self.language.spelled('me_id')}")
        row = self.start(path, scope)
        if not path.hops:
            return Piece(self.language.attribute(row, "id"))
        if path.root is Root.ME:
            return Piece(self.beyond(path.hops[0], f"db.{self.language.spelled('me_id')}", path.hops[1:]))
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
        return self.beyond_all(self.field(first, row), first, tuple(rest))

    def beyond_all(self, code: str, hop: Hop, rest: tuple[Hop, ...]) -> str:
        return code if not rest else self.beyond(rest[0], code, rest[1:])

    def beyond(self, hop: Hop, row_id: str, rest: tuple[Hop, ...]) -> str:
        """The hop taken from the row of an id, which may be blank."""
        if hop.field == "id":
            return self.beyond_all(row_id, hop, rest)
        entity = self.language.text(hop.entity)
        derived = self.names.derived(hop.entity, hop.field, f"db.get({entity}, {row_id})")
        code = derived or self.language.attribute(f"db.row({entity}, {row_id})", hop.field)
        return self.beyond_all(code, hop, rest)

    def field(self, hop: Hop, row: str) -> str:
        """One field of a row."""
        derived = self.names.derived(hop.entity, hop.field, row)
        return derived or self.language.attribute(row, hop.field)

    # -- functions

    def function(self, call: Call, scope: Scope) -> Piece:
        match call.function:
            case "if":
                return self.branch(call, scope)
            case "blank":
                return self.blank(call.arguments[0], scope)
            case "has" if call.arguments[0].type.base is Base.REFS:
                inside, wanted = (self.node(a, scope).code for a in call.arguments)
                return replace(self.call("holds", inside, wanted), boolean=True)
            case "random":
                return Piece(f"db.random({', '.join(self.node(a, scope).code for a in call.arguments)})")
        if call.function not in _OF_ANYTHING and any(a.type.base is Base.ANY for a in call.arguments):
            return Piece(self.language.none)
        name = _CALLS.get(call.function, call.function)
        piece = self.call(name, *(self.value(a, scope).code for a in call.arguments))
        return replace(piece, boolean=call.function == "has")

    def branch(self, call: Call, scope: Scope) -> Piece:
        condition, then, other = call.arguments
        code = self.language.choice(
            self.condition(condition, scope).within(Strength.CHOICE),
            self.value(then, scope).within(Strength.CHOICE),
            self.value(other, scope).within(Strength.CHOICE),
        )
        return Piece(code, Strength.CHOICE)

    def blank(self, node: Node, scope: Scope) -> Piece:
        piece = self.node(node, scope)
        if is_plain(node):
            return Piece(self.language.is_none(piece.within(Strength.COMPARE)), Strength.COMPARE, boolean=True)
        return replace(self.call("is_blank", piece.code), boolean=True)

    def aggregate(self, node: Aggregate, scope: Scope) -> Piece:
        variable = self.names.variable(node.entity, scope.taken | {scope.row} | set(scope.roots.values()))
        inner = scope.inside(variable)
        condition = self.condition(node.where, inner).within(Strength.CHOICE) if node.where is not None else ""
        rows = self.rows(node, scope)
        if node.function == "count":
            return self.call("count", self.language.row_list(rows, variable, condition))
        value = self.along(node.hops, variable) if node.hops else self.language.attribute(variable, "id")
        return self.call(_AGGREGATES[node.function], self.language.values(rows, variable, condition, value))

    def rows(self, node: Aggregate, scope: Scope) -> str:
        entity = self.language.text(node.entity)
        if node.of is None:
            return f"db.all({entity})"
        return f"db.having({entity}, {self.language.text(node.via)}, {self.path(node.of, scope).code})"

    # -- operators

    def arithmetic(self, node: Arithmetic, scope: Scope) -> Piece:
        if node.operator == "&":
            return self.call("joined", *(self.node(part, scope).code for part in joined_parts(node)))
        left, right = self.node(node.left, scope), self.node(node.right, scope)
        if node.left.type.base in _NOTHING or node.right.type.base in _NOTHING:
            return Piece(self.language.none)
        if node.left.type.base in (Base.DATE, Base.DATETIME):
            return self.of_days(node, left, right)
        if node.operator in "+-" and never_blank(node.left) and never_blank(node.right):
            code = f"{left.within(Strength.COMPARE)} {node.operator} {right.within(Strength.SUM)}"
            return Piece(code, Strength.SUM)
        return self.call(_SUMS[node.operator], left.code, right.code)

    def of_days(self, node: Arithmetic, left: Piece, right: Piece) -> Piece:
        days = node.left.type.base is Base.DATE
        if node.right.type.base in (Base.DATE, Base.DATETIME):
            return self.call("days_between" if days else "minutes_between", left.code, right.code)
        count = right.code if node.operator == "+" else self.minus(node.right, right)
        return self.call("plus_days" if days else "plus_minutes", left.code, count)

    def minus(self, node: Node, piece: Piece) -> str:
        if isinstance(node, Number):
            return self.language.number(-node.micros)
        return self.call("negative", piece.code).code

    def compare(self, node: Compare, scope: Scope) -> Piece:
        if node.operator in _ORDER:
            return self.order(node, scope)
        same = node.operator == "="
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if other.type.base is Base.BLANK:
                return self.as_blank(one, same, scope)
            if isinstance(other, Word) and other.word in ("yes", "no"):
                return self.as_truth(one, (other.word == "yes") == same, scope)
        left, right = self.value(node.left, scope), self.value(node.right, scope)
        if Base.REFS in (node.left.type.base, node.right.type.base) and self.language.name == "javascript":
            alike = self.call("alike", left.code, right.code).code
            return Piece(alike if same else f"!{alike}", Strength.NOT, boolean=True)
        if node.common.base is Base.BOOL:
            left, right = self.certain(left), self.certain(right)
        sign = self.language.equal if same else self.language.unequal
        code = f"{left.within(Strength.COMPARE)} {sign} {right.within(Strength.COMPARE)}"
        return Piece(code, Strength.COMPARE, boolean=True)

    def certain(self, piece: Piece) -> Piece:
        """A yes/no of which a blank counts as no."""
        return piece if piece.boolean else Piece(f"{self.language.boolean}({piece.code})", boolean=True)

    def as_blank(self, node: Node, same: bool, scope: Scope) -> Piece:
        piece = self.node(node, scope)
        if is_plain(node) or node.type.base is not Base.REFS:
            test = self.language.is_none if same else self.language.is_some
            return Piece(test(piece.within(Strength.COMPARE)), Strength.COMPARE, boolean=True)
        blank = self.call("is_blank", piece.code)
        return Piece(blank.code if same else self.language.negated(blank.code), Strength.NOT, boolean=True)

    def as_truth(self, node: Node, wanted: bool, scope: Scope) -> Piece:
        piece = self.node(node, scope)
        if wanted:
            return self.certain(piece)
        return Piece(self.language.negated(piece.within(self.under_not)), Strength.NOT, boolean=True)

    def order(self, node: Compare, scope: Scope) -> Piece:
        bases = {node.left.type.base, node.right.type.base}
        if Base.BLANK in bases or (Base.ANY in bases and not bases <= {Base.ANY, Base.TEXT}):
            return Piece(self.language.no, boolean=True)
        left, right = self.node(node.left, scope), self.node(node.right, scope)
        if never_blank(node.left) and never_blank(node.right):
            code = f"{left.within(Strength.COMPARE)} {node.operator} {right.within(Strength.COMPARE)}"
            return Piece(code, Strength.COMPARE, boolean=True)
        return replace(self.call(_ORDER[node.operator], left.code, right.code), boolean=True)

    def logic(self, node: Logic, scope: Scope) -> Piece:
        both = node.operator == "and"
        sign = self.language.conjunction if both else self.language.disjunction
        strength = Strength.AND if both else Strength.OR
        left, right = self.condition(node.left, scope), self.condition(node.right, scope)
        opening = left.code if left.strength == strength else left.within(strength)
        code = f"{opening} {sign} {right.within(strength)}"
        return Piece(code, strength, boolean=left.boolean and right.boolean)

    def negation(self, node: Not, scope: Scope) -> Piece:
        match node.inner:
            case Compare(operator="=" | "!=" as operator):
                return self.compare(replace(node.inner, operator="!=" if operator == "=" else "="), scope)
            case Call(function="blank", arguments=(argument,)) if is_plain(argument):
                piece = self.node(argument, scope)
                return Piece(self.language.is_some(piece.within(Strength.COMPARE)), Strength.COMPARE, boolean=True)
        held = self.condition(node.inner, scope)
        return Piece(self.language.negated(held.within(self.under_not)), Strength.NOT, boolean=True)

    @property
    def under_not(self) -> Strength:
        """`not` of Python holds a comparison, `!` of JavaScript only an atom."""
        return Strength.NOT if self.language.name == "python" else Strength.SUM


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
