"""Spans of time and named numbers as recipes need them."""

from __future__ import annotations

import re

from lamplighter.domain.drafting.names import label
from lamplighter.domain.drafting.quantities import Quantity
from lamplighter.domain.drafting.reading import Reading

_IN_DAYS = {"day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
_NAMED = re.compile(r"([^\W\d_]{2,14})\s+(\d{1,4})(?!\d|[.,:]\d)\s?(min\w*|h\b|分)?")


def days(span: Quantity | None, otherwise: str) -> str:
    """A span as whole days."""
    return str(round(float(span.value) * _IN_DAYS.get(span.unit, 1 / 24))) if span else otherwise


def minutes(span: Quantity | None, otherwise: str) -> str:
    """A span of hours or minutes as minutes."""
    return str(round(float(span.value) * (60 if span.unit == "hour" else 1))) if span else otherwise


def named_numbers(reading: Reading, inside: str = "") -> list[tuple[str, str]]:
    """`run 5, gym 3`: names with a number, at least two of one sort and in the text one after the other."""
    found = [(label(m[1].capitalize()), m[2]) for m in _NAMED.finditer(reading.folded) if _is_name(m, reading, inside)]
    return found if len(found) >= 2 else []


def _is_name(match: re.Match[str], reading: Reading, inside: str) -> bool:
    if inside and not (match[3] or "").startswith(inside):
        return False
    words = reading.tongue.patterns["adjective"], reading.tongue.stopwords
    return not words[0].search(match[1]) and match[1] not in words[1] and (bool(inside) or not match[3])
