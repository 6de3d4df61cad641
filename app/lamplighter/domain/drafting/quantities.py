"""Step 6: numbers with what they mean, each in its clause, so that a frame can take the nearest one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lamplighter.domain.drafting.lexicon import Tongue
from lamplighter.domain.drafting.tokens import Clause

_PRICE = re.compile(
    r"[$€£¥]\s?(?P<a>\d+(?:[.,]\d{1,2})?)|(?P<b>\d+(?:[.,]\d{1,2})?)\s?(?:eur(?:o|os)?\b|usd\b|dollars?\b|pounds?\b|francs?\b|円|€|\$|£)"
)
_CLOCK = re.compile(
    r"\b([01]?\d|2[0-3])(?:[:h.]([0-5]\d))?\s?(am|pm|uhr|h)?\s?(?:-|–|to|bis|a|until|and|und|et|y|〜|から)\s?([01]?\d|2[0-3])(?:[:h.]([0-5]\d))?\s?(am|pm|uhr|h)?\b"
)
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s?(?:%|percent|prozent|pour ?cent|por ciento)")
_BARE = re.compile(r"(?<![\w.,])\d{1,4}(?![\w%]|[.,]\d)")
_Put = Callable[..., None]
_NUMBERED = ("limit", "least", "below", "above")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number. `kind`: limit, least, below, above, span, every, price, percent, hours, count; `value` as decimal text.

    `unit` is minute, hour, day, week, month or year for spans; for hours `value` is "09:00-18:00".
    """

    kind: str
    value: str
    unit: str
    clause: int
    start: int
    end: int


def quantities(folded: str, parts: tuple[Clause, ...], tongue: Tongue) -> tuple[Quantity, ...]:
    """All quantities in the order of the text; a number counts once, for the first kind that takes it."""
    found: list[Quantity] = []
    for part in parts:
        found += _in_clause(folded, part, tongue)
    return tuple(sorted(found, key=lambda q: q.start))


def _in_clause(folded: str, part: Clause, tongue: Tongue) -> list[Quantity]:
    text = folded[part.start : part.end]
    found: list[Quantity] = []

    def put(kind: str, match: re.Match[str], value: str, unit: str = "") -> None:
        start, end = part.start + match.start(), part.start + match.end()
        if value and not any(q.kind == kind and q.start < end and start < q.end for q in found):
            found.append(Quantity(kind, value, unit, part.index, start, end))

    for match in _PRICE.finditer(text):
        put("price", match, _decimal(match["a"] or match["b"]))
    for match in _CLOCK.finditer(text):
        put("hours", match, _hours(match))
    for match in _PERCENT.finditer(text):
        put("percent", match, _decimal(match[1]))
    for kind in _NUMBERED:
        for match in tongue.patterns[kind].finditer(text):
            put(kind, match, _number(_first(match, "n", "m"), tongue))
    _spans(text, tongue, put)
    for match in _BARE.finditer(text):
        put("count", match, match[0])
    return found


def _spans(text: str, tongue: Tongue, put: _Put) -> None:
    for match in tongue.patterns["span"].finditer(text):
        number, unit = _number(_first(match, "n") or "1", tongue), _unit(match["u"])
        put("span", match, *_fortnight(number, unit))
    for match in tongue.patterns["every"].finditer(text):
        groups = match.groupdict()
        number = "2" if groups.get("o") else _number(groups.get("n") or "1", tongue)
        put("every", match, *_fortnight(number, _unit(groups.get("u") or groups.get("v") or "")))


def _first(match: re.Match[str], *names: str) -> str:
    groups = match.groupdict()
    return next((groups[n] for n in names if groups.get(n)), "")


def _number(word: str, tongue: Tongue) -> str:
    if word[:1].isdigit() or word[:1] == "-":
        return _decimal(word)
    return str(tongue.numbers.get(word, 1))


def _decimal(text: str) -> str:
    return text.replace(",", ".").rstrip(".")


_UNITS = (
    ("minute", ("min", "分")),
    ("hour", ("hour", "h", "stund", "heure", "hora", "時間")),
    ("fortnight", ("fortnight",)),
    ("month", ("month", "monat", "mois", "mens", "mes", "月", "か月", "ヶ月", "quarter")),
    ("week", ("week", "woch", "semain", "seman", "hebdo", "週", "wochent")),
    ("year", ("year", "annu", "jahr", "jahr", "jahrl", "ans", "an", "ano", "年")),
    ("day", ("",)),
)
_WEEKDAYS = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|.+tag\b|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miercoles|jueves|viernes|sabado|domingo|曜"
)


def _unit(word: str) -> str:
    if _WEEKDAYS.match(word) and word not in ("tag", "monday to friday"):
        return "week"
    return next(unit for unit, heads in _UNITS if word.startswith(heads))


def _fortnight(number: str, unit: str) -> tuple[str, str]:
    if unit == "fortnight":
        return str(int(float(number)) * 2), "week"
    return number, unit


def _hours(match: re.Match[str]) -> str:
    opens, closes = (
        _time(match[1], match[2], match[3] or (match[6] == "am" and "am")),
        _time(match[4], match[5], match[6]),
    )
    marked = match[2] or match[3] or match[5] or match[6]
    return f"{opens}-{closes}" if marked and opens < closes else ""


def _time(hour: str, minute: str | None, half: str | bool | None) -> str:
    value = int(hour) % 12 + 12 * (half == "pm") if half in ("am", "pm") else int(hour)
    return f"{value:02d}:{minute or '00'}"
