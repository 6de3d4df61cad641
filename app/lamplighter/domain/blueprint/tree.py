"""Typed expression trees: what the parser and the typer give, what the compilers and the evaluator read.

Numbers are integers of millionths, exact. Every name is already bound: a path knows the row it starts at and every
hop on its way; a reference beside a text was lowered to the shown name; an option beside a choice to its id.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Base(StrEnum):
    """The type of a value in an expression."""

    NUM = "num"
    MONEY = "money"
    TEXT = "text"
    BOOL = "bool"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    CHOICE = "choice"
    REF = "ref"
    REFS = "refs"
    BLANK = "blank"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Type:
    """`target` is the entity of REF and REFS, else empty."""

    base: Base
    target: str = ""


class Root(StrEnum):
    """Where a path starts."""

    ROW = "row"  # the row at hand; inside `where` of an aggregate the aggregated row
    THIS = "this"  # the row the rule stands on
    OLD = "old"  # the stored row before the change
    IT = "it"  # the candidate row
    EACH = "each"  # the child row of a `make`
    SETTINGS = "settings"
    ME = "me"  # the person signed in, as a row of the `is` entity
    BOUND = "bound"  # a row named in a feature check; `index` says which


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a path: `field` of `entity`. `given_by` is the rule that gives a derived field, or empty."""

    entity: str
    field: str
    type: Type
    derived: bool = False
    given_by: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A literal; `micros` are millionths."""

    micros: int
    type: Type = Type(Base.NUM)


@dataclass(frozen=True, slots=True)
class Text:
    """A literal text, or the id of an option when `type` is CHOICE."""

    value: str
    type: Type = Type(Base.TEXT)


@dataclass(frozen=True, slots=True)
class Word:
    """One of today, now, yes, no, blank, role."""

    word: str
    type: Type


@dataclass(frozen=True, slots=True)
class Path:
    """A value reached from `root`; without hops it is the row itself (a reference to it)."""

    root: Root
    entity: str
    hops: tuple[Hop, ...]
    type: Type
    index: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the language (see `functions.py`)."""

    function: str
    arguments: tuple[Node, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Aggregate:
    """sum, count, avg, min, max, first, last or list over rows of `entity`.

    `via` is the reference field through which the rows point at the row named by `of`; empty means all rows.
    `many` says that `via` is a `refs` field. `hops` lead to the value (empty for count, and for first/last of rows).
    """

    function: str
    entity: str
    via: str
    many: bool
    of: Path | None
    hops: tuple[Hop, ...]
    where: Node | None
    type: Type


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`+ - * / &` on two values."""

    operator: str
    left: Node
    right: Node
    type: Type


@dataclass(frozen=True, slots=True)
class Compare:
    """`= != < <= > >=`; `common` is the type both sides are compared as."""

    operator: str
    left: Node
    right: Node
    common: Type
    type: Type = Type(Base.BOOL)


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` / `or` of two conditions; a blank counts as no."""

    operator: str
    left: Node
    right: Node
    type: Type = Type(Base.BOOL)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition; of a blank it is yes."""

    inner: Node
    type: Type = Type(Base.BOOL)


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus a number."""

    inner: Node
    type: Type


Node = Number | Text | Word | Path | Call | Aggregate | Arithmetic | Compare | Logic | Not | Negative


@dataclass(frozen=True, slots=True)
class Expression:
    """A typed tree with the text it came from (shown in messages and comments of compiled code)."""

    source: str
    tree: Node
    reads: frozenset[tuple[str, str]]  # (entity, field) pairs it looks at, for dependency order and closures

    @property
    def type(self) -> Type:
        """The type of the whole."""
        return self.tree.type
