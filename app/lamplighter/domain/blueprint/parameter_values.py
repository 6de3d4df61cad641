"""The values of parameters: what the text behind `key=` means once it is read."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from lamplighter.domain.blueprint.tree import Expression, Hop, Path


class Visitor(msgspec.Struct, frozen=True):
    """`who=visitor`: the person is a browser, not a field."""


class SortKey(msgspec.Struct, frozen=True):
    """One expression of a list; `descending` when written `-x`."""

    expression: Expression
    descending: bool = False


class TextTemplate(msgspec.Struct, frozen=True):
    """A text with `{path}`: texts and paths in order."""

    source: str
    parts: tuple[str | Path, ...]


class Assignment(msgspec.Struct, frozen=True):
    """`target=value`; the target is a field of the row (one hop) or of a row it refers to (two hops)."""

    target: tuple[Hop, ...]
    value: Expression


class Opening(msgspec.Struct, frozen=True):
    """Open hours: weekday 0 (Monday) to 6 → spans in minutes since midnight."""

    spans: Mapping[int, tuple[tuple[int, int], ...]]


class MatchKey(msgspec.Struct, frozen=True):
    """One key of a lookup: `field operator value`, operator `=`, `>=` or `<=`."""

    field: str
    operator: str
    value: Expression


class CopyPair(msgspec.Struct, frozen=True):
    """`field=source`: the value of `source` (hops from the row found) goes to `field`."""

    field: str
    source: tuple[Hop, ...]


class ForStates(msgspec.Struct, frozen=True):
    """One entry `state state: …` of a map; `states` may hold "*"."""

    states: tuple[str, ...]
    roles: tuple[str, ...] = ()
    condition: Expression | None = None
    field: str = ""
    fields: tuple[str, ...] = ()  # of `lock`: fields, or "*"
    children: tuple[str, ...] = ()  # of `lock`: entities that refer to this one


class Part(msgspec.Struct, frozen=True):
    """`entity(field, field)`: child rows through `via`; `entity` "history" is the kept history, `chart` a chart."""

    entity: str
    via: str
    columns: tuple[Path, ...]
    chart: str = ""


class MeasureOf(msgspec.Struct, frozen=True):
    """`sum(x)`, `avg(x)`, `min(x)`, `max(x)`, `count(all)` or one number per row (function "each")."""

    function: str
    expression: Expression | None


class Raw(msgspec.Struct, frozen=True):
    """A value of a kind that only a construct not yet compiled uses: checked, kept as text."""

    text: str


Value = (
    str  # opt, state, entity
    | int  # num: millionths
    | Path  # field, of_field, who
    | Visitor
    | Expression
    | TextTemplate
    | Opening
    | MeasureOf
    | Raw
    | tuple[str, ...]  # roles, moments, formats
    | tuple[Path, ...]  # fields
    | tuple[SortKey, ...]  # exprs
    | tuple[tuple[str, str], ...]  # moves: (from, to), "*" = any
    | tuple[ForStates, ...]
    | tuple[Assignment, ...]
    | tuple[MatchKey, ...]
    | tuple[CopyPair, ...]
    | tuple[Part, ...]
)


class Parameters(msgspec.Struct, frozen=True):
    """The parsed values of a rule or a screen by name; a parameter left out without a default is absent."""

    values: Mapping[str, Value]

    def has(self, name: str) -> bool:
        """Whether a value stands there."""
        return name in self.values

    def expression(self, name: str) -> Expression | None:
        """The expression of this name, or None."""
        value = self.values.get(name)
        return value if isinstance(value, Expression) else None

    def path(self, name: str) -> Path | None:
        """The field or path of this name, or None."""
        value = self.values.get(name)
        return value if isinstance(value, Path) else None

    def word(self, name: str) -> str:
        """The closed word, state or entity of this name, or empty."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        """The literal number in millionths, or None."""
        value = self.values.get(name)
        return value if isinstance(value, int) else None

    def template(self, name: str) -> TextTemplate | None:
        """The text with paths, or None."""
        value = self.values.get(name)
        return value if isinstance(value, TextTemplate) else None

    def words(self, name: str) -> tuple[str, ...]:
        """The list of words (roles, moments, formats) of this name."""
        return tuple(v for v in self._tuple(name) if isinstance(v, str))

    def paths(self, name: str) -> tuple[Path, ...]:
        """The list of fields or paths of this name."""
        return tuple(v for v in self._tuple(name) if isinstance(v, Path))

    def keys(self, name: str) -> tuple[SortKey, ...]:
        """The list of expressions of this name."""
        return tuple(v for v in self._tuple(name) if isinstance(v, SortKey))

    def moves(self, name: str) -> tuple[tuple[str, str], ...]:
        """The allowed moves of this name."""
        return tuple((v[0], v[1]) for v in self._tuple(name) if isinstance(v, tuple) and len(v) == 2)

    def states(self, name: str) -> tuple[ForStates, ...]:
        """The entries by state of this name."""
        return tuple(v for v in self._tuple(name) if isinstance(v, ForStates))

    def assignments(self, name: str) -> tuple[Assignment, ...]:
        """The assignments of this name."""
        return tuple(v for v in self._tuple(name) if isinstance(v, Assignment))

    def matches(self, name: str) -> tuple[MatchKey, ...]:
        """The keys of a lookup."""
        return tuple(v for v in self._tuple(name) if isinstance(v, MatchKey))

    def pairs(self, name: str) -> tuple[CopyPair, ...]:
        """The copied fields of a lookup."""
        return tuple(v for v in self._tuple(name) if isinstance(v, CopyPair))

    def parts(self, name: str) -> tuple[Part, ...]:
        """The child rows of this name."""
        return tuple(v for v in self._tuple(name) if isinstance(v, Part))

    def measure(self, name: str) -> MeasureOf | None:
        """The measure of this name, or None."""
        value = self.values.get(name)
        return value if isinstance(value, MeasureOf) else None

    def opening(self, name: str) -> Opening | None:
        """The open hours of this name, or None."""
        value = self.values.get(name)
        return value if isinstance(value, Opening) else None

    def _tuple(self, name: str) -> tuple[object, ...]:
        value = self.values.get(name)
        return value if isinstance(value, tuple) else ()
