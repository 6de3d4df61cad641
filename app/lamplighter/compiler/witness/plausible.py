"""Rows that could be real: required fields filled, borders kept, texts all different, references leading to rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from lamplighter.domain.blueprint.app import Field
from lamplighter.domain.blueprint.evaluate import Row, World
from lamplighter.domain.blueprint.tree import Base
from lamplighter.domain.blueprint.values import Value, shifted
from lamplighter.domain.blueprint.worlds import made_row

ONE = 1_000_000
DEEPEST = 6
"""How long a chain of required references may be before one is left blank."""


def with_new(world: World, entity: str, values: Mapping[str, Value], depth: int = 0) -> tuple[World, Row]:
    """The world with one more row of an entity, and with the rows it needs."""
    number = world.next_id(entity)
    row = replace(made_row(world, entity, number, values), unknown=frozenset())
    world = world.with_row(row)
    for one in world.app.entities[entity].stored:
        if one.id not in values and row.values.get(one.id) in (None, ()):
            world, found = _value(world, one, number, depth)
            world, row = changed(world, row, {one.id: found})
    return world, row


def changed(world: World, row: Row, values: Mapping[str, Value]) -> tuple[World, Row]:
    """The world with some values of a row replaced."""
    row = replace(world.get(row.entity, row.id) or row, values={**row.values, **values})
    return world.with_row(row), row


def fits(world: World, entity: str, name: str, value: Value) -> bool:
    """Whether a person could have put this value into the field: borders, options, required."""
    one = world.app.entities[entity].fields.get(name)
    if one is None:
        return name == "created"
    if value is None or value == ():
        return not one.required
    if not _is_of_type(one.type.base, value):
        return False
    if one.type.base is Base.CHOICE:
        return any(option.id == value for option in one.options)
    if one.raw in ("int", "minutes", "stars") and isinstance(value, int) and value % ONE:
        return False
    if one.type.base is Base.MONEY and isinstance(value, int) and value % 10 ** (6 - world.minor_digits):
        return False
    if one.raw == "stars" and not (isinstance(value, int) and ONE <= value <= 5 * ONE):
        return False
    low, high = border(one.minimum, world), border(one.maximum, world)
    return not (_less(value, low) or _less(high, value))


def _is_of_type(base: Base, value: Value) -> bool:
    """Whether a value has the form of its type."""
    match base:
        case Base.BOOL:
            return isinstance(value, bool)
        case Base.NUM | Base.MONEY | Base.REF:
            return isinstance(value, int) and not isinstance(value, bool)
        case Base.REFS:
            return isinstance(value, tuple)
    lengths = {Base.DATE: 10, Base.DATETIME: 16, Base.TIME: 5}
    return isinstance(value, str) and len(value) == lengths.get(base, len(value))


def border(limit: int | str | None, world: World) -> Value:
    """A border as a value; days relative to today made real."""
    if not isinstance(limit, str) or not limit.startswith(("today", "now")):
        return limit
    word, start = ("now", world.now) if limit.startswith("now") else ("today", world.today)
    rest = limit.removeprefix(word).replace(" ", "")
    day, _, clock = rest.partition("T") if "T" in rest else (rest, "", "")
    moved = shifted(start, int(day or "0") * ONE)
    return f"{moved}T{clock}" if clock else moved


def _less(left: Value, right: Value) -> bool:
    if isinstance(left, int) and isinstance(right, int):
        return left < right
    return isinstance(left, str) and isinstance(right, str) and left < right


def _value(world: World, one: Field, number: int, depth: int) -> tuple[World, Value]:
    """A plausible value when the field is required, else nothing."""
    if one.type.base in (Base.REF, Base.REFS):
        return _reference(world, one, depth)
    if not one.required:
        return world, None
    return world, one.options[0].id if one.type.base is Base.CHOICE else plain(world, one, number)


def _reference(world: World, one: Field, depth: int) -> tuple[World, Value]:
    many = one.type.base is Base.REFS
    if not one.required or depth >= DEEPEST:
        return world, () if many else None
    if one.type.target == "settings":
        return world, 1
    world, row = with_new(world, one.type.target, {}, depth + 1)
    return world, (row.id,) if many else row.id


Maker = Callable[[World, Field, int], Value]


def _number(world: World, one: Field, _: int) -> Value:
    low, high = border(one.minimum, world), border(one.maximum, world)
    value = ONE
    if isinstance(low, int) and low > value:
        value = low
    return high if isinstance(high, int) and high < value else value


def _day(world: World, one: Field, _: int) -> Value:
    start = world.today if one.type.base is Base.DATE else world.now
    low, high = border(one.minimum, world), border(one.maximum, world)
    if isinstance(low, str) and low > start:
        return low
    return high if isinstance(high, str) and high < start else start


_MAKERS: Mapping[str, Maker] = {
    "int": _number,
    "num": _number,
    "money": _number,
    "minutes": _number,
    "stars": _number,
    "date": _day,
    "datetime": _day,
    "time": lambda *_: "09:00",
    "yesno": lambda *_: False,
    "email": lambda _world, _one, number: f"person{number}@example.org",
    "link": lambda _world, _one, number: f"https://example.org/{number}",
    "phone": lambda _world, _one, number: f"0150 {100000 + number}",
    "color": lambda *_: "#336699",
    "place": lambda _world, _one, number: f"Place {number}",
    "photo": lambda _world, _one, number: f"{number:032x}/picture.png",
    "file": lambda _world, _one, number: f"{number:032x}/paper.pdf",
}


def plain(world: World, one: Field, number: int) -> Value:
    """A value of the kind of the field, different for every row where it is a text."""
    make = _MAKERS.get(one.raw)
    return make(world, one, number) if make else f"{one.label or one.id} {number}"[:200]
