"""The grammar of expressions: text to an untyped tree. Total: every text gives a tree or one Fault."""

from __future__ import annotations

import re

import msgspec

from lamplighter.domain.blueprint.functions import AGGREGATES, FUNCTIONS
from lamplighter.domain.blueprint.problems import Fault, known

LONGEST = 600  # tokens; the longest line of the format has 600 characters
DEEPEST = 60  # levels of the tree; also what compiled code may nest
INNERMOST = 40  # brackets, `not` and minus signs inside each other


class RawNumber(msgspec.Struct, frozen=True):
    """A number as typed."""

    text: str


class RawText(msgspec.Struct, frozen=True):
    """A text between quotes."""

    text: str


class RawPath(msgspec.Struct, frozen=True):
    """`a.b.c`."""

    names: tuple[str, ...]


class RawRow(msgspec.Struct, frozen=True):
    """`entity[key].b.c`, only in checks."""

    entity: str
    key: str
    names: tuple[str, ...]


class RawCall(msgspec.Struct, frozen=True):
    """`function(a, b)`."""

    function: str
    arguments: tuple[Raw, ...]


class RawAggregate(msgspec.Struct, frozen=True):
    """`function([all] entity.path [via reference] [where condition])`."""

    function: str
    every: bool
    names: tuple[str, ...]
    via: str
    where: Raw | None


class RawPair(msgspec.Struct, frozen=True):
    """Two sides with `or and = != < <= > >= + - & * /` between."""

    operator: str
    left: Raw
    right: Raw


class RawOne(msgspec.Struct, frozen=True):
    """`not x` or `-x`."""

    operator: str
    inner: Raw


Raw = RawNumber | RawText | RawPath | RawRow | RawCall | RawAggregate | RawPair | RawOne

_TOKEN = re.compile(
    r"\s*(?:(?P<n>[0-9]+(?:\.[0-9]+)?)|'(?P<s>(?:[^']|'')*)'"
    r"|(?P<r>[^\W\d]\w*\[[^\]]*\](?:\.[^\W\d]\w*)*)"
    r"|(?P<i>[^\W\d]\w*(?:\.[^\W\d]\w*)*)|(?P<o><=|>=|!=|[-+*/&=<>(),]))"
)
_ROW = re.compile(r"([^\W\d]\w*)\[([^\]]*)\](.*)", re.DOTALL)
_LEVELS = (
    ("i", frozenset({"or"})),
    ("i", frozenset({"and"})),
    ("o", frozenset({"=", "!=", "<", "<=", ">", ">="})),
    ("o", frozenset("+-&")),
    ("o", frozenset("*/")),
)
_COMPARE = 2
_KEYWORDS = frozenset({"or", "and", "not", "all", "via", "where"})

Token = tuple[str, str]


def parsed(text: str) -> Raw:
    """The untyped tree of an expression; raises Fault."""
    parser = _Parser(_tokens(text))
    tree = parser.level(0)
    if parser.kind != "e":
        raise Fault(f"nothing may follow here, found {parser.word!r}", "join conditions with and / or")
    if _depth(tree) > DEEPEST:
        raise Fault("has too many parts in a row", "move parts of it into derived fields")
    return tree


def _depth(tree: Raw) -> int:
    """Levels of the tree; without recursion, for a chain of sums is deep on its left side."""
    deepest, stack = 0, [(tree, 1)]
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in _children(node))
    return deepest


def _children(node: Raw) -> tuple[Raw, ...]:
    match node:
        case RawCall(arguments=arguments):
            return arguments
        case RawPair(left=left, right=right):
            return (left, right)
        case RawOne(inner=inner):
            return (inner,)
        case RawAggregate(where=where) if where is not None:
            return (where,)
    return ()


def _tokens(text: str) -> list[Token]:
    text, at, out = text.rstrip(), 0, list[Token]()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _unreadable(text[at:])
        kind = match.lastgroup
        word = match[kind]
        out.append((kind, word.replace("''", "'") if kind == "s" else word))
        at = match.end()
        if len(out) > LONGEST:
            raise Fault("is too long", "move parts of it into derived fields")
    out.append(("e", "the end"))
    return out


def _unreadable(rest: str) -> Fault:
    rest = rest.lstrip()
    if rest.startswith("'"):
        return Fault(f"the text {rest[:20]!r} has no closing quote", "write 'text'; a quote inside is written ''")
    return Fault(
        f"cannot read {rest[:12]!r}",
        "texts stand in single quotes; allowed are numbers, names, ( ) , + - * / & = != < <= > >=",
    )


class _Parser:
    """Precedence climbing over tokens; `nested` bounds the recursion."""

    __slots__ = ("at", "nested", "tokens")

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.nested = 0

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0]

    @property
    def word(self) -> str:
        return self.tokens[self.at][1]

    def took(self, kind: str, word: str) -> bool:
        if self.tokens[self.at] != (kind, word):
            return False
        self.at += 1
        return True

    def need(self, word: str) -> None:
        if not self.took("o", word):
            raise Fault(f"{word} expected before {self.word!r}", "close every bracket you open")

    def level(self, depth: int) -> Raw:
        if depth == len(_LEVELS):
            return self.unary()
        if depth == _COMPARE and self.kind == "i" and self.word == "not":
            return self.inside("not", _COMPARE)
        kind, operators = _LEVELS[depth]
        left = self.level(depth + 1)
        while self.kind == kind and self.word in operators:
            operator = self.word
            self.at += 1
            left = RawPair(operator, left, self.level(depth + 1))
            if depth == _COMPARE:
                break
        return left

    def unary(self) -> Raw:
        if self.kind == "o" and self.word == "-":
            return self.inside("-", len(_LEVELS))
        return self.atom()

    def inside(self, operator: str, depth: int) -> Raw:
        self.at += 1
        self.deeper()
        inner = self.level(depth)
        self.nested -= 1
        return RawOne(operator, inner)

    def deeper(self) -> None:
        self.nested += 1
        if self.nested > INNERMOST:
            raise Fault("is nested too deeply", "move parts of it into derived fields")

    def atom(self) -> Raw:
        kind, word = self.tokens[self.at]
        if kind == "e":
            raise Fault("ends too early", "something must follow")
        self.at += 1
        match kind:
            case "n":
                return RawNumber(word)
            case "s":
                return RawText(word)
            case "r":
                return _row(word)
            case "i" if word not in _KEYWORDS:
                return self.call(word) if self.took("o", "(") else RawPath(tuple(word.split(".")))
            case "o" if word == "(":
                return self.bracket()
        raise Fault(f"unexpected {word!r}", "a number, a text, a name or a bracket belongs here")

    def bracket(self) -> Raw:
        self.deeper()
        inner = self.level(0)
        self.need(")")
        self.nested -= 1
        return inner

    def call(self, name: str) -> Raw:
        self.deeper()
        node = self.aggregate(name) if name in AGGREGATES else self.function(name)
        self.need(")")
        self.nested -= 1
        return node

    def function(self, name: str) -> Raw:
        function = FUNCTIONS.get(name)
        if function is None:
            raise Fault(f"unknown function {name}()", known(name, [*FUNCTIONS, *sorted(AGGREGATES)]))
        found = [self.level(0)]
        while self.took("o", ","):
            found.append(self.level(0))
        fewest, most = function.fewest, len(function.takes)
        if not fewest <= len(found) <= most:
            counts = f"{fewest} to {most}" if fewest != most else str(most)
            raise Fault(f"{name}() takes {counts} arguments, not {len(found)}", "part them by commas")
        return RawCall(name, tuple(found))

    def aggregate(self, name: str) -> Raw:
        every = self.took("i", "all")
        if self.kind != "i" or self.word in _KEYWORDS:
            raise Fault(f"{name}() needs a collection before {self.word!r}", f"write {name}(entity.field)")
        names = tuple(self.word.split("."))
        self.at += 1
        via = self.reference(name) if self.took("i", "via") else ""
        where = self.level(0) if self.took("i", "where") else None
        return RawAggregate(name, every, names, via, where)

    def reference(self, name: str) -> str:
        kind, word = self.tokens[self.at]
        if kind != "i" or "." in word:
            raise Fault(f"via needs a reference before {word!r}", f"write {name}(entity.field via reference)")
        self.at += 1
        return word


def _row(word: str) -> Raw:
    match = _ROW.fullmatch(word)
    if match is None:
        raise Fault(f"cannot read {word!r}", "write entity[name].field")
    return RawRow(match[1], match[2], tuple(match[3].lstrip(".").split(".")) if match[3] else ())
