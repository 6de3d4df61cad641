"""Pieces of source text an expression is made of, and the variables they may stand on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from lamplighter.compiler.languages import Language
from lamplighter.domain.blueprint.tree import Root


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


@dataclass(frozen=True, slots=True)
class Names:
    """What an expression asks about names: a derived field of a row (empty: a property), a new variable, a use."""

    derived: Callable[[str, str, str], str]
    variable: Callable[[str, frozenset[str]], str]
    use: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Pen:
    """The language that is written and the names that are used in it."""

    language: Language
    names: Names

    def call(self, name: str, *arguments: str) -> Piece:
        """A call of a library function."""
        return Piece(f"{self.names.use(name)}({', '.join(arguments)})")

    def negated(self, piece: Piece) -> Piece:
        """The opposite: `not` of Python holds a comparison, `!` of JavaScript only an atom."""
        strength = Strength.NOT if self.language.name == "python" else Strength.SUM
        return Piece(self.language.negated(piece.within(strength)), Strength.NOT, boolean=True)

    def certain(self, piece: Piece) -> Piece:
        """A yes/no of which a blank counts as no."""
        return piece if piece.boolean else Piece(f"{self.language.boolean}({piece.code})", boolean=True)
