"""Exact values: numbers as integers of millionths, days and moments as ISO text, and None for "nothing there".

Every function gives the same result as its twin in values.js, bit for bit, and takes blanks without failing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

V = TypeVar("V")
Number = int | None
Text = str | None
Value = int | str | bool | tuple[int, ...] | None

ONE = 1_000000
LAST_DAY = date.max.toordinal()
SPACE = " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)


# -- numbers


def half_even(numerator: int, denominator: int) -> int:
    """The quotient, rounded half to even."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    whole, rest = divmod(numerator, denominator)
    return whole + 1 if 2 * rest > denominator or (2 * rest == denominator and whole % 2) else whole


def add(a: Number, b: Number) -> Number:
    return None if a is None or b is None else a + b


def subtract(a: Number, b: Number) -> Number:
    return None if a is None or b is None else a - b


def times(a: Number, b: Number) -> Number:
    return None if a is None or b is None else half_even(a * b, ONE)


def divide(a: Number, b: Number) -> Number:
    """Dividing by nothing or by zero gives nothing."""
    return None if a is None or not b else half_even(a * ONE, b)


def negative(a: Number) -> Number:
    return None if a is None else -a


def rounded(a: Number, digits: Number = 0) -> Number:
    """Half away from zero, to so many digits after the point."""
    if a is None or digits is None:
        return None
    unit = 10 ** (6 - min(max(digits // ONE, -18), 6))
    size = (2 * abs(a) + unit) // (2 * unit) * unit
    return size if a >= 0 else -size


def floored(a: Number) -> Number:
    return None if a is None else a // ONE * ONE


def ceiled(a: Number) -> Number:
    return None if a is None else -(-a // ONE) * ONE


def absolute(a: Number) -> Number:
    return None if a is None else abs(a)


# -- comparing: nothing is neither less nor more than anything


def less(a: Value, b: Value) -> bool:
    return a is not None and b is not None and a < b  # type: ignore[operator]


def at_most(a: Value, b: Value) -> bool:
    return a is not None and b is not None and a <= b  # type: ignore[operator]


def more(a: Value, b: Value) -> bool:
    return less(b, a)


def at_least(a: Value, b: Value) -> bool:
    return at_most(b, a)


def lesser(a: V, b: V) -> V | None:
    return None if a is None or b is None else (b if less(b, a) else a)


def greater(a: V, b: V) -> V | None:
    return None if a is None or b is None else (b if less(a, b) else a)


def is_blank(a: object) -> bool:
    return a is None or a == "" or a == ()


def or_else(a: V, b: V) -> V:
    return b if is_blank(a) else a


# -- days, moments, parts of them


def ordinal(day: str) -> int:
    """Days since the first of January of the year 1, which is day 1."""
    return date(int(day[:4]), int(day[5:7]), int(day[8:10])).toordinal()


def day_at(number: int) -> Text:
    return date.fromordinal(number).isoformat() if 1 <= number <= LAST_DAY else None


def minute_of(moment: str) -> int:
    """Minutes since the start of day 0; a day counts from its midnight."""
    clock = int(moment[11:13]) * 60 + int(moment[14:16]) if len(moment) > 10 else 0
    return ordinal(moment) * 1440 + clock


def moment_at(minute: int) -> Text:
    day = day_at(minute // 1440)
    return None if day is None else f"{day}T{minute % 1440 // 60:02d}:{minute % 60:02d}"


def plus_days(day: Text, count: Number) -> Text:
    return None if day is None or count is None else day_at(ordinal(day) + count // ONE)


def plus_minutes(moment: Text, count: Number) -> Text:
    return None if moment is None or count is None else moment_at(minute_of(moment) + count // ONE)


def days_between(later: Text, earlier: Text) -> Number:
    return None if later is None or earlier is None else (ordinal(later) - ordinal(earlier)) * ONE


def minutes_between(later: Text, earlier: Text) -> Number:
    return None if later is None or earlier is None else (minute_of(later) - minute_of(earlier)) * ONE


def year(day: Text) -> Number:
    return None if day is None else int(day[:4]) * ONE


def month(day: Text) -> Text:
    return None if day is None else day[:7]


def week(day: Text) -> Text:
    """The ISO week, such as 2026-W53."""
    if day is None:
        return None
    monday_based = date.fromordinal(ordinal(day)).isocalendar()
    return f"{monday_based.year:04d}-W{monday_based.week:02d}"


def weekday(day: Text) -> Number:
    """1 is Monday."""
    return None if day is None else ((ordinal(day) - 1) % 7 + 1) * ONE


def day_of(moment: Text) -> Text:
    return None if moment is None else moment[:10]


def hour(moment: Text) -> Text:
    return None if moment is None else moment[:13]


def hour_of(moment: Text) -> Number:
    return None if moment is None else int(moment[-5:-3]) * ONE


def add_months(day: Text, count: Number) -> Text:
    """The same day so many months on, or the last day of a shorter month."""
    if day is None or count is None:
        return None
    number = int(day[:4]) * 12 + int(day[5:7]) - 1 + count // ONE
    the_year, the_month = divmod(number, 12)
    if not 1 <= the_year <= 9999:
        return None
    last = days_in_month(the_year, the_month + 1)
    return f"{the_year:04d}-{the_month + 1:02d}-{min(int(day[8:10]), last):02d}"


def days_in_month(the_year: int, the_month: int) -> int:
    if the_month == 2:
        return 29 if the_year % 4 == 0 and (the_year % 100 != 0 or the_year % 400 == 0) else 28
    return 30 if the_month in (4, 6, 9, 11) else 31


def workdays(first: Text, last: Text) -> Number:
    """Mondays to Fridays from the first to the last day, both counted."""
    if first is None or last is None:
        return None
    return max(0, weekdays_until(ordinal(last)) - weekdays_until(ordinal(first) - 1)) * ONE


def weekdays_until(number: int) -> int:
    weeks, rest = divmod(number, 7)
    return weeks * 5 + min(rest, 5)


# -- texts


def cleaned(text: str) -> str:
    """As it is stored: composed, without spaces around it, without broken characters."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
    return unicodedata.normalize("NFC", whole).strip(SPACE)


def folded(text: str) -> str:
    """Without accents and capitals, for searching."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if unicodedata.category(c) != "Mn").lower()


def compared(text: str) -> str:
    """Two texts are alike when these are equal; for values that must be unique."""
    return unicodedata.normalize("NFKC", text).strip(SPACE).upper().lower()


def decimal(a: int) -> str:
    """A number with a point and no needless zeros."""
    whole, part = divmod(abs(a), ONE)
    digits = f"{part:06d}".rstrip("0")
    return f"{'-' if a < 0 else ''}{whole}{'.' if digits else ''}{digits}"


def number_from(text: str) -> Number:
    """The number a decimal text such as -12.5 stands for; None when it is none. Further digits are rounded away."""
    match = re.fullmatch(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,12}))?", text)
    if match is None:
        return None
    size = half_even(int(match[2] + (match[3] or "").ljust(12, "0")), ONE)
    return -size if match[1] else size


def joined(*parts: Value) -> str:
    """The parts one after the other; nothing shows as nothing."""
    return "".join(plain(part) for part in parts)


def plain(value: Value) -> str:
    if value is None or isinstance(value, tuple):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return decimal(value) if isinstance(value, int) else value


def length(text: Text) -> int:
    return len(text or "") * ONE


def lower(text: Text) -> Text:
    return None if text is None else text.lower()


def has(text: Text, part: Text) -> bool:
    """Whether the text holds the part, whatever the accents and capitals."""
    return bool(text) and part is not None and folded(part) in folded(text or "")


def holds(several: Sequence[Value] | None, one: Value) -> bool:
    return one is not None and one in (several or ())


def common(some: Iterable[Value] | None, others: Iterable[Value] | None) -> int:
    """How many stand in both."""
    return len(set(some or ()) & set(others or ())) * ONE


def bucket(text: Text) -> Number:
    """A number from 0 to 99 that is always the same for one text (FNV-1a)."""
    if text is None:
        return None
    state = 2166136261
    for byte in text.encode("utf-8", "replace"):
        state = ((state ^ byte) * 16777619) & 0xFFFFFFFF
    return state % 100 * ONE


# -- over many rows: blanks are skipped


def count(rows: Iterable[object]) -> int:
    return sum(1 for _ in rows) * ONE


def total(values: Iterable[Number]) -> int:
    return sum(value for value in values if value is not None)


def average(values: Iterable[Number]) -> Number:
    known = [value for value in values if value is not None]
    return half_even(sum(known), len(known)) if known else None


def smallest(values: Iterable[V]) -> V | None:
    return min((value for value in values if value is not None), default=None)  # type: ignore[type-var]


def largest(values: Iterable[V]) -> V | None:
    return max((value for value in values if value is not None), default=None)  # type: ignore[type-var]


def first(values: Iterable[V]) -> V | None:
    return next(iter(values), None)


def last(values: Iterable[V]) -> V | None:
    found = None
    for found in values:  # noqa: B007
        pass
    return found


def listed(values: Iterable[V]) -> tuple[V, ...]:
    return tuple(value for value in values if value is not None)
