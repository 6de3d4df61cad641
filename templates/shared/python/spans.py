"""Spans of time in minutes, half-open: touching is free. How many lie over one moment, and open hours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

Span = tuple[int, int]

DAY = 24 * 60


def most_at_once(span: Span, others: Iterable[Span]) -> int:
    """The largest number of other spans lying over any one moment of this one.

    The count only rises where a span begins, so only the beginnings inside this span are looked at.
    """
    begin, end = span
    near = [(start, stop) for start, stop in others if start < end and begin < stop]
    moments = {begin, *(start for start, _ in near if start > begin)}
    return max((sum(start <= at < stop for start, stop in near) for at in moments), default=0)


def inside_hours(span: Span, hours: Mapping[int, Sequence[Span]]) -> bool:
    """Whether the whole span lies within one opening of its day; `hours` is weekday 0 (Monday) to 6 → openings."""
    begin, end = span
    day = begin // DAY
    weekday = date.fromordinal(day).weekday()
    return any(opens <= begin - day * DAY and end - day * DAY <= closes for opens, closes in hours.get(weekday, ()))
