"""Evaluates expressions on the host, over rows that are stored as they are: no rule runs here.

For witnesses of generated tests and for the honesty of feature checks; a compiled app never uses it. What only a rule
could tell (a field it gives, a cell it would have filled, chance) raises Unknowable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lamplighter.domain.blueprint.app import App, Field
from lamplighter.domain.blueprint.numbers import MICROS, rounded_half_away
from lamplighter.domain.blueprint.tree import (
    Aggregate,
    Arithmetic,
    Base,
    Call,
    Compare,
    Expression,
    Hop,
    Logic,
    Negative,
    Node,
    Not,
    Number,
    Path,
    Root,
    Text,
    Type,
    Word,
)
from lamplighter.domain.blueprint.values import FUNCTIONS, Value, aggregated, arithmetic, compared, number

START = "2026-11-20T08:00"
"""When every check starts: Friday, 8 o'clock."""

_DEEPEST = 40  # derived fields that stand on derived fields


class Unknowable(Exception):
    """Only the running app could tell."""


@dataclass(frozen=True, slots=True)
class Row:
    """One stored row. `unknown` are fields a rule would have filled, so that their value is not known here."""

    entity: str
    id: int
    values: Mapping[str, Value]
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class World:
    """All rows at one moment. `me` is the person signed in, `minor_digits` how many decimals the money has."""

    app: App
    rows: Mapping[str, tuple[Row, ...]]
    now: str = START
    me: Row | None = None
    role: str | None = None
    minor_digits: int = 2

    @property
    def today(self) -> str:
        """The day of `now`."""
        return self.now[:10]

    def of(self, entity: str) -> tuple[Row, ...]:
        """The rows of one entity by id."""
        return self.rows.get(entity, ())

    def get(self, entity: str, row_id: Value) -> Row | None:
        """The row of this id, or None."""
        return next((row for row in self.of(entity) if row.id == row_id), None) if row_id is not None else None

    def with_row(self, row: Row) -> World:
        """The same world with this row, in place of one of the same id."""
        others = [r for r in self.of(row.entity) if r.id != row.id]
        together = tuple(sorted([*others, row], key=lambda r: r.id))
        return replace(self, rows={**self.rows, row.entity: together})

    def without(self, row: Row) -> World:
        """The same world without this row."""
        return replace(self, rows={**self.rows, row.entity: tuple(r for r in self.of(row.entity) if r.id != row.id)})

    def next_id(self, entity: str) -> int:
        """The id the next row gets."""
        return max((row.id for row in self.of(entity)), default=0) + 1


@dataclass(frozen=True, slots=True)
class Roots:
    """The rows the roots of a path start at; `bound` are the rows a check names, in order.

    `inside` an aggregate's condition, `row` is one of its rows; `depth` counts derived fields on the way.
    """

    row: Row | None = None
    this: Row | None = None
    old: Row | None = None
    it: Row | None = None
    each: Row | None = None
    bound: tuple[Row | None, ...] = ()
    depth: int = 0
    inside: bool = False


def value(expression: Expression | Node, world: World, row: Row | None = None, roots: Roots | None = None) -> Value:
    """The value of an expression on a row; raises Unknowable. Without `roots`, `this` is the row."""
    tree = expression.tree if isinstance(expression, Expression) else expression
    return _Evaluator(world, roots or Roots(row, row)).node(tree)


def holds(expression: Expression | Node, world: World, row: Row | None = None, roots: Roots | None = None) -> bool:
    """Whether a condition holds; a blank counts as no."""
    return value(expression, world, row, roots) is True


def field_value(world: World, row: Row, name: str) -> Value:
    """One field of a row, derived `:=` fields included; raises Unknowable."""
    return _Evaluator(world, Roots(row, row)).field(row, name)


@dataclass(frozen=True, slots=True)
class _Evaluator:
    world: World
    roots: Roots

    def node(self, node: Node) -> Value:
        match node:
            case Number(micros=micros):
                return micros
            case Text(value=text):
                return text
            case Word(word=word):
                return self.word(word)
            case Path():
                return self.path(node)
            case Call():
                return self.call(node)
            case Aggregate():
                return self.aggregate(node)
            case Arithmetic(operator=operator, left=left, right=right):
                return arithmetic(operator, self.node(left), self.node(right))
            case Compare():
                return self.compare(node)
            case Logic():
                return self.logic(node)
            case Not(inner=inner):
                return self.node(inner) is not True
            case Negative(inner=inner):
                return self.negative(inner)

    def logic(self, node: Logic) -> Value:
        left = self.node(node.left) is True
        if left == (node.operator == "or"):
            return left
        return self.node(node.right) is True

    def negative(self, inner: Node) -> Value:
        micros = number(self.node(inner))
        return None if micros is None else -micros

    def word(self, word: str) -> Value:
        match word:
            case "today":
                return self.world.today
            case "now":
                return self.world.now
            case "role":
                return self.world.role
            case "blank":
                return None
        return word == "yes"

    def compare(self, node: Compare) -> Value:
        left, right = self.node(node.left), self.node(node.right)
        if node.common.base is Base.BOOL and Base.BLANK not in (node.left.type.base, node.right.type.base):
            left, right = left is True, right is True
        if node.left.type.base is Base.BLANK or node.right.type.base is Base.BLANK:
            left, right = _nothing(left), _nothing(right)
        return compared(node.operator, left, right)

    # -- paths

    def path(self, path: Path) -> Value:
        if path.root is Root.ME and not path.entity:
            return self.world.me.id if self.world.me is not None else None
        row = self.start(path)
        for index, hop in enumerate(path.hops):
            if row is None:
                return None
            found = self.field(row, hop.field)
            if index == len(path.hops) - 1:
                return found
            row = self.world.get(hop.type.target, found)
        return row.id if row is not None else None

    def start(self, path: Path) -> Row | None:
        roots = self.roots
        match path.root:
            case Root.ROW:
                return roots.row
            case Root.THIS:
                return roots.this
            case Root.OLD:
                return roots.old
            case Root.IT:
                return roots.it
            case Root.EACH:
                return roots.each
            case Root.ME:
                return self.world.me
            case Root.SETTINGS:
                return next(iter(self.world.of("settings")), None)
            case Root.BOUND:
                return roots.bound[path.index] if path.index < len(roots.bound) else None

    def field(self, row: Row, name: str) -> Value:
        if name == "id":
            return row.id
        plan = self.world.app.entities[row.entity].fields.get(name)
        if plan is None or plan.stored:
            if name in row.unknown:
                raise Unknowable(f"{row.entity}.{name} is filled by a rule")
            return row.values.get(name)
        if plan.derived is None:
            raise Unknowable(f"{row.entity}.{name} is given by {plan.given_by}")
        return self.derived(row, plan, plan.derived)

    def derived(self, row: Row, plan: Field, expression: Expression) -> Value:
        if self.roots.depth >= _DEEPEST:
            raise Unknowable(f"{row.entity}.{plan.id} stands on too many derived fields")
        inner = _Evaluator(self.world, Roots(row, row, depth=self.roots.depth + 1))
        return as_stored(inner.node(expression.tree), plan, self.world.minor_digits)

    # -- functions and aggregates

    def call(self, node: Call) -> Value:
        match node.function:
            case "if":
                condition, then, other = node.arguments
                return self.node(then if self.node(condition) is True else other)
            case "random":
                raise Unknowable("chance")
        return FUNCTIONS[node.function](*(self.node(a) for a in node.arguments))

    def aggregate(self, node: Aggregate) -> Value:
        rows = self.world.of(node.entity)
        if node.of is not None:
            owner = self.path(node.of)
            rows = tuple(row for row in rows if self.refers(row, node, owner))
        if node.where is not None:
            rows = tuple(row for row in rows if self.inside(row).node(node.where) is True)
        if node.function == "count":
            return len(rows) * MICROS
        return aggregated(node.function, [self.along(row, node.hops) for row in rows])

    def refers(self, row: Row, node: Aggregate, owner: Value) -> bool:
        found = self.field(row, node.via)
        if owner is None:
            return False
        return owner in found if isinstance(found, tuple) else found == owner

    def inside(self, row: Row) -> _Evaluator:
        """The evaluator of a condition on the rows of an aggregate; `it` is the row around, unless that is `this`."""
        roots = self.roots
        at_this = not roots.inside and roots.row is roots.this
        around = roots.it if roots.row is None or at_this else roots.row
        return _Evaluator(self.world, replace(roots, row=row, it=around, inside=True))

    def along(self, row: Row, hops: tuple[Hop, ...]) -> Value:
        evaluator = _Evaluator(self.world, Roots(row, row, depth=self.roots.depth))
        return evaluator.path(Path(Root.ROW, row.entity, hops, Type(Base.REF, row.entity)))


def _nothing(found: Value) -> Value:
    """An empty text or list is as blank as nothing when it stands beside `blank`."""
    return None if found in ("", ()) else found


def as_stored(found: Value, plan: Field, minor_digits: int) -> Value:
    """A value as the field keeps it: money rounded half away from zero to the minor unit."""
    micros = number(found)
    if plan.type.base is Base.MONEY and micros is not None:
        return rounded_half_away(micros, minor_digits)
    return found
