"""What a field is, and how a value of it is read from outside and written back: the border of the app."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from .messages import MINOR_DIGITS, say, shown
from .values import ONE, Value, cleaned, day_at, decimal, number_from, ordinal, rounded

if TYPE_CHECKING:
    from .tables import Tables

R = TypeVar("R")
NUMBERS = ("int", "num", "money", "minutes", "stars")
WHOLE = ("int", "minutes", "stars")
LINE, PAGE = 200, 20_000
LARGEST = 10**12
SHAPES = {
    "email": re.compile(r"[^@\s]+@[^@\s]+"),
    "phone": re.compile(r"[-+0-9 ()/.]{2,40}"),
    "link": re.compile(r"https?://\S+", re.IGNORECASE),
    "color": re.compile(r"#[0-9A-Fa-f]{6}"),
    "time": re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `least`, `most` and `default` are values, or functions of the tables."""

    name: str
    label: str
    kind: str
    to: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    unique: bool = False
    auto: bool = False
    owned: bool = False
    private: bool = False
    derived: bool = False
    unit: str = ""
    least: Value | Callable[[Tables], Value] = None
    most: Value | Callable[[Tables], Value] = None
    default: Value | Callable[[Tables], Value] = None

    @property
    def blank(self) -> Value:
        """What stands in a field nobody filled in."""
        return () if self.kind == "refs" else None


@dataclass(frozen=True, slots=True)
class Entity:
    """One kind of thing. `shown` is the field whose value names a row, or empty."""

    name: str
    one: str
    many: str
    row: type
    fields: tuple[Field, ...]
    shown: str = ""

    @property
    def stored(self) -> tuple[Field, ...]:
        return tuple(one for one in self.fields if not one.derived)

    def field(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)


class Unreadable(ValueError):
    """The value is none of its kind; the message is for the person."""


def attribute(name: str) -> str:
    """The attribute that holds a field: its own name, unless the language needs that word."""
    plain = unicodedata.normalize("NFKC", name)
    return plain + "_" if keyword.iskeyword(plain) else plain


def value_of(row: object, name: str) -> Any:
    return getattr(row, attribute(name))


def changed(row: R, values: Mapping[str, Value]) -> R:
    """A copy of the row with some values replaced."""
    return replace(row, **{attribute(name): value for name, value in values.items()})  # type: ignore[type-var]


def row_json(entity: Entity, row: object) -> dict[str, object]:
    """The stored values of a row as they go out."""
    return {one.name: written(one, value_of(row, one.name)) for one in entity.stored}


def written(one: Field, value: Value) -> object:
    """As it goes out: numbers as decimal texts."""
    if isinstance(value, tuple):
        return list(value)
    return decimal(value) if one.kind in NUMBERS and isinstance(value, int) else value


def read(one: Field, raw: object) -> Value:
    """The value a raw one stands for; raises Unreadable."""
    if raw is None or raw == "" or raw == []:
        return one.blank
    if one.kind in NUMBERS:
        return read_number(one, raw)
    if one.kind in ("ref", "refs"):
        return read_reference(one, raw)
    if one.kind == "yesno":
        return read_yes_no(one, raw)
    if not isinstance(raw, str):
        raise Unreadable(say("not_text", label=one.label))
    return read_text(one, cleaned(raw))


def read_number(one: Field, raw: object) -> int:
    text = number_text(raw)
    number = number_from(text)
    if number is None or abs(number) >= LARGEST * ONE:
        raise Unreadable(say("not_a_number", label=one.label, value=text))
    if one.kind in WHOLE and number % ONE:
        raise Unreadable(say("not_whole", label=one.label, value=text))
    if one.kind == "stars" and not ONE <= number <= 5 * ONE:
        raise Unreadable(say("not_stars", label=one.label, value=text))
    return money(number) if one.kind == "money" else number


def number_text(raw: object) -> str:
    """The decimal text a number came as; whole numbers may come as such."""
    if isinstance(raw, str):
        return raw
    whole = isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) < 2**53 and raw == int(raw)
    return str(int(raw)) if whole else ""  # type: ignore[call-overload]


def money(amount: int | None) -> Any:
    """Rounded half away from zero to the smallest coin."""
    return rounded(amount, MINOR_DIGITS * ONE)


def read_reference(one: Field, raw: object) -> Value:
    if one.kind == "ref":
        if isinstance(raw, int) and not isinstance(raw, bool):
            return raw
        raise Unreadable(say("not_a_row", label=one.label))
    if isinstance(raw, list | tuple) and all(isinstance(each, int) and not isinstance(each, bool) for each in raw):
        return tuple(dict.fromkeys(raw))
    raise Unreadable(say("not_a_row", label=one.label))


def read_yes_no(one: Field, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    raise Unreadable(say("not_yes_no", label=one.label))


def read_text(one: Field, text: str) -> Value:
    if text == "":
        return None
    if len(text) > (PAGE if one.kind == "long" else LINE):
        raise Unreadable(say("too_long", label=one.label, most=PAGE if one.kind == "long" else LINE))
    if one.kind in ("date", "datetime"):
        return read_moment(one, text)
    if one.kind == "choice" and text not in one.options:
        raise Unreadable(say("not_an_option", label=one.label, value=text, known=", ".join(one.options.values())))
    if one.kind in SHAPES and SHAPES[one.kind].fullmatch(text) is None:
        raise Unreadable(say(f"not_{one.kind}", label=one.label, value=text))
    return text


def read_moment(one: Field, text: str) -> str:
    form = r"\d{4}-\d\d-\d\d" + (r"[T ]([01]\d|2[0-3]):[0-5]\d" if one.kind == "datetime" else "")
    if re.fullmatch(form, text, re.ASCII) and is_day(text[:10]):
        return text.replace(" ", "T")
    raise Unreadable(say(f"not_{one.kind}", label=one.label, value=text))


def is_day(text: str) -> bool:
    """Whether the calendar has this day; `text` has the form of one."""
    try:
        return day_at(ordinal(text)) == text
    except ValueError:
        return False


def said(one: Field, value: Value) -> str:
    """A value as people read it."""
    return one.options.get(str(value), "") if one.kind == "choice" else shown(one.kind, value)


def blank_row(entity: Entity) -> Any:
    """A row with nothing in it."""
    return entity.row(**{attribute(one.name): one.blank for one in entity.stored})


def same_values(entity: Entity, row: object, other: object) -> bool:
    return all(value_of(row, one.name) == value_of(other, one.name) for one in entity.stored)
