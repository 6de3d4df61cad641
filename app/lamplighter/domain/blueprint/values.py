"""Exact values on the host: what the functions and operators of the language give, blanks included.

Numbers are integers of millionths, days and moments ISO texts, references ids, lists of rows tuples of ids, blank None.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

from lamplighter.domain.blueprint.numbers import MICROS, decimal, rounded_half_away, rounded_half_even

Value = int | str | bool | tuple[int | str, ...] | None

_DAY = 1440
_LAST_DAY = dt.date.max.toordinal()
_FNV_START, _FNV_PRIME = 2166136261, 16777619


def number(value: Value) -> int | None:
    """The number, or None for a blank."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def text(value: Value) -> str | None:
    """The text, day or moment, or None for a blank."""
    return value if isinstance(value, str) else None


def listed(value: Value) -> tuple[int | str, ...]:
    """The members of a list; none of a blank."""
    return value if isinstance(value, tuple) else ()


def is_blank(value: Value) -> bool:
    """Whether `blank(x)` holds."""
    return value is None or value in ("", ())


def joined(value: Value) -> str:
    """How `&` shows a value: a blank as nothing, a number without needless zeros."""
    if value is None or isinstance(value, tuple):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return decimal(value) if isinstance(value, int) else value


# -- days and moments


def minutes(moment: str) -> int:
    """Minutes since day 0 of a day or a moment."""
    day = dt.date.fromisoformat(moment[:10]).toordinal() * _DAY
    return day + (int(moment[11:13]) * 60 + int(moment[14:16]) if "T" in moment else 0)


def moment_at(minute: int, *, timed: bool) -> str | None:
    """The day or moment so many minutes since day 0; blank outside the years 1 to 9999."""
    day, rest = divmod(minute, _DAY)
    if not 1 <= day <= _LAST_DAY:
        return None
    iso = dt.date.fromordinal(day).isoformat()
    return f"{iso}T{rest // 60:02d}:{rest % 60:02d}" if timed else iso


def shifted(moment: str, count: int) -> str | None:
    """A day so many days on, a moment so many minutes on (`count` in millionths, cut down to whole ones)."""
    timed = "T" in moment
    return moment_at(minutes(moment) + count // MICROS * (1 if timed else _DAY), timed=timed)


def between(later: str, earlier: str) -> int:
    """Days between days, minutes between moments, in millionths."""
    gap = minutes(later) - minutes(earlier)
    return (gap if "T" in later else gap // _DAY) * MICROS


def add_months(day: str, count: int) -> str | None:
    """The same day so many months on, or the last day of a shorter month."""
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + count // MICROS, 12)
    if not 1 <= year <= 9999:
        return None
    first_of_next = dt.date(year, 12, 31) if month == 11 else dt.date(year, month + 2, 1) - dt.timedelta(1)
    return dt.date(year, month + 1, min(int(day[8:10]), first_of_next.day)).isoformat()


def workdays(first: str, last: str) -> int:
    """Mondays to Fridays from the first to the last day, both counted."""
    start, end = dt.date.fromisoformat(first).toordinal(), dt.date.fromisoformat(last).toordinal()
    return max(0, _weekdays_until(end) - _weekdays_until(start - 1)) * MICROS


def _weekdays_until(ordinal: int) -> int:
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


def _week(day: str) -> str:
    year, week, _ = dt.date.fromisoformat(day[:10]).isocalendar()
    return f"{year:04d}-W{week:02d}"


def _weekday(day: str) -> int:
    return dt.date.fromisoformat(day[:10]).isoweekday() * MICROS


# -- texts


def folded(words: str) -> str:
    """Without accents and capitals, for searching."""
    plain = unicodedata.normalize("NFKD", words)
    return "".join(c for c in plain if unicodedata.category(c) != "Mn").lower()


def bucket(words: str) -> int:
    """0 to 99, always the same for one text: FNV-1a of UTF-8, modulo 100."""
    state = _FNV_START
    for byte in words.encode("utf-8", "replace"):
        state = ((state ^ byte) * _FNV_PRIME) & 0xFFFFFFFF
    return state % 100 * MICROS


# -- functions by name


def _of_number(function: Callable[[int], int]) -> Callable[..., Value]:
    return lambda value: None if number(value) is None else function(value)


def _of_text(function: Callable[[str], Value]) -> Callable[..., Value]:
    return lambda value: None if text(value) is None else function(value)


def _round(value: Value, digits: Value = 0) -> Value:
    micros, places = number(value), number(digits)
    return None if micros is None or places is None else rounded_half_away(micros, places // MICROS)


def _add_months(day: Value, count: Value) -> Value:
    start, months = text(day), number(count)
    return None if start is None or months is None else add_months(start, months)


def _workdays(first: Value, last: Value) -> Value:
    start, end = text(first), text(last)
    return None if start is None or end is None else workdays(start, end)


def _has(inside: Value, wanted: Value) -> Value:
    if isinstance(inside, tuple):
        return wanted is not None and wanted in inside
    part = text(wanted)
    return part is not None and folded(part) in folded(text(inside) or "") and bool(inside)


def _lesser(left: Value, right: Value) -> Value:
    if left is None or right is None:
        return None
    return right if less(right, left) else left


def _greater(left: Value, right: Value) -> Value:
    if left is None or right is None:
        return None
    return right if less(left, right) else left


def less(left: Value, right: Value) -> bool:
    """Numbers by size, texts by code point; a blank is neither less nor more."""
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    a, b = number(left), number(right)
    return a is not None and b is not None and a < b


FUNCTIONS: Mapping[str, Callable[..., Value]] = MappingProxyType(
    {
        "blank": is_blank,
        "or_else": lambda value, other: other if is_blank(value) else value,
        "round": _round,
        "floor": _of_number(lambda n: n // MICROS * MICROS),
        "ceil": _of_number(lambda n: -(-n // MICROS) * MICROS),
        "abs": _of_number(abs),
        "lesser": _lesser,
        "greater": _greater,
        "year": _of_text(lambda day: int(day[:4]) * MICROS),
        "month": _of_text(lambda day: day[:7]),
        "week": _of_text(_week),
        "weekday": _of_text(_weekday),
        "day": _of_text(lambda moment: moment[:10]),
        "hour": _of_text(lambda moment: moment[:13]),
        "hour_of": _of_text(lambda moment: int(moment[11:13]) * MICROS),
        "add_months": _add_months,
        "workdays": _workdays,
        "len": lambda value: len(text(value) or "") * MICROS,
        "has": _has,
        "lower": _of_text(str.lower),
        "common": lambda some, others: len(set(listed(some)) & set(listed(others))) * MICROS,
        "bucket": _of_text(bucket),
    }
)
"""Every function but `if` (which does not look at both branches) and `random`."""


# -- operators


def arithmetic(operator: str, left: Value, right: Value) -> Value:
    """`+ - * / &`; blank when a side is blank, and for a division by zero."""
    if operator == "&":
        return joined(left) + joined(right)
    if isinstance(left, str):
        return _of_days(operator, left, right)
    a, b = number(left), number(right)
    if a is None or b is None:
        return None
    match operator:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return rounded_half_even(a * b, MICROS)
    return rounded_half_even(a * MICROS, b) if b else None


def _of_days(operator: str, left: str, right: Value) -> Value:
    if isinstance(right, str):
        return between(left, right)
    count = number(right)
    return None if count is None else shifted(left, count if operator == "+" else -count)


def compared(operator: str, left: Value, right: Value) -> bool:
    """`= != < <= > >=`; blank equals blank and is in no order with anything."""
    match operator:
        case "=":
            return left == right and isinstance(left, bool) == isinstance(right, bool)
        case "!=":
            return not compared("=", left, right)
        case "<":
            return less(left, right)
        case ">":
            return less(right, left)
    if left is None or right is None:
        return False
    return not less(right, left) if operator == "<=" else not less(left, right)


def aggregated(function: str, found: list[Value]) -> Value:
    """What an aggregate makes of the values of its rows, in order of the rows' ids."""
    if function in ("first", "last"):
        return found[0 if function == "first" else -1] if found else None
    there = [value for value in found if value is not None]
    if function == "list":
        return tuple(v for v in there if isinstance(v, int | str))
    numbers = [n for n in map(number, there) if n is not None]
    match function:
        case "sum":
            return sum(numbers)
        case "avg":
            return rounded_half_even(sum(numbers), len(numbers)) if numbers else None
    best: Value = None
    for value in there:
        if best is None or (less(value, best) if function == "min" else less(best, value)):
            best = value
    return best
