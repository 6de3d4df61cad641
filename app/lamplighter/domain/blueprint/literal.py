"""Literal values: a cell of a demo row, an argument of a step, a default or a border, read by the field's type."""

from __future__ import annotations

import datetime as dt
import re

from lamplighter.domain.blueprint.app import Cell, FromNow, FromToday, Me, RowNamed, RowsNamed
from lamplighter.domain.blueprint.catalog import FieldLine
from lamplighter.domain.blueprint.lines import is_quoted, unquoted
from lamplighter.domain.blueprint.lowering import option_id
from lamplighter.domain.blueprint.numbers import MICROS, millionths
from lamplighter.domain.blueprint.problems import Fault
from lamplighter.domain.blueprint.tree import Base

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_MINUTES = re.compile(r"(\d{1,6})(?::([0-5]\d)|h([0-5]?\d)?)", re.ASCII)
_RELATIVE = re.compile(r"today(?:([+-])(\d{1,5}))?(?:[ T](.+))?", re.ASCII)
_NOW = re.compile(r"now(?:([+-])(\d{1,7}))?", re.ASCII)
_ABSOLUTE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](.+))?", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_LINK = re.compile(r"https?://\S+")
LINE_LENGTH, AREA_LENGTH = 200, 20_000


def cell(line: FieldLine, text: str) -> Cell:
    """The value of `text` in a field; blank for an empty text and for the bare word `blank`. Raises Fault."""
    text = text.strip()
    if text in ("", "blank"):
        return None
    match line.type.base:
        case Base.NUM | Base.MONEY:
            return number(line, unquoted(text))
        case Base.BOOL:
            return _yes_no(unquoted(text))
        case Base.CHOICE:
            return option_id(unquoted(text), line.options, line.id)
        case Base.DATE:
            return _day(unquoted(text))
        case Base.DATETIME:
            return _moment(unquoted(text))
        case Base.TIME:
            return _time(unquoted(text))
        case Base.REF:
            return Me() if text == "me" else RowNamed(line.type.target, unquoted(text))
        case Base.REFS:
            return rows_named(line.type.target, text)
    return _text(line, text)


def rows_named(entity: str, text: str) -> RowsNamed:
    """`A+B` → two rows."""
    return RowsNamed(tuple(RowNamed(entity, unquoted(name.strip())) for name in text.split("+") if name.strip()))


def number(line: FieldLine, text: str) -> int:
    """Millionths; minutes also as 1:30 and 1h30."""
    if line.raw == "minutes":
        match = _MINUTES.fullmatch(text)
        if match:
            return (int(match[1]) * 60 + int(match[2] or match[3] or 0)) * MICROS
    if not _NUMBER.fullmatch(text):
        raise _unfit(text, "write a number like 12 or 12.50")
    micros = millionths(text)
    if line.raw in ("int", "minutes", "stars") and micros % MICROS:
        raise _unfit(text, "write a whole number")
    if line.raw == "stars" and not MICROS <= micros <= 5 * MICROS:
        raise _unfit(text, "write a number from 1 to 5")
    return micros


def _yes_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise _unfit(text, "write yes or no")
    return text == "yes"


def _day(text: str) -> FromToday | str:
    value = _date(text)
    if value is None or value[1] is not None:
        raise _unfit(text, "write today, today-3 or 2026-11-20")
    day = value[0]
    return FromToday(day) if isinstance(day, int) else day


def _moment(text: str) -> FromToday | FromNow | str:
    match = _NOW.fullmatch(text)
    if match:
        return FromNow(_signed(match[1], match[2]))
    value = _date(text)
    time = _TIME.fullmatch(value[1]) if value and value[1] else None
    if value is None or time is None:
        raise _unfit(text, "write now, today+1 14:00 or 2026-11-20 14:30")
    day = value[0]
    return FromToday(day, int(time[1]) * 60 + int(time[2])) if isinstance(day, int) else f"{day}T{time[0]}"


def _date(text: str) -> tuple[int | str, str | None] | None:
    """(days from today, or an ISO date; the time behind it)."""
    match = _RELATIVE.fullmatch(text)
    if match:
        return _signed(match[1], match[2]), match[3]
    match = _ABSOLUTE.fullmatch(text)
    if match is None:
        return None
    try:
        return dt.date.fromisoformat(match[1]).isoformat(), match[2]
    except ValueError:
        return None


def _signed(sign: str | None, digits: str | None) -> int:
    return int(digits or 0) * (-1 if sign == "-" else 1)


def _time(text: str) -> str:
    if not _TIME.fullmatch(text):
        raise _unfit(text, "write a time like 14:30")
    return text


def _text(line: FieldLine, text: str) -> str:
    text = unquoted(text) if is_quoted(text) else text
    longest = AREA_LENGTH if line.raw == "long" else LINE_LENGTH
    if len(text) > longest:
        raise Fault(f"{len(text)} characters do not fit", f"at most {longest}")
    if line.raw == "email" and not _EMAIL.fullmatch(text):
        raise _unfit(text, "write an address like a@example.org")
    if line.raw == "link" and not _LINK.fullmatch(text):
        raise _unfit(text, "write a link with http:// or https://")
    return text


def _unfit(text: str, repair: str) -> Fault:
    return Fault(f"{text[:40]!r} does not fit", repair, text)
