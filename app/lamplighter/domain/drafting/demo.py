"""Example rows: what recipes left open is filled by the type of the field, so that every row may stand."""

from __future__ import annotations

import re

from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing

_REF = re.compile(r"refs?\((\w+)\)")
_TYPE = re.compile(r"(choice\([^)]*\)!?|\S+)(.*)")
_DAYS = ("today-9", "today-3", "today+2", "today+11")
_LEFT_OPEN = ("photo", "file", "text", "long", "link", "place", "datetime")
_PLANNED = ("due_on", "ends_on", "next_on", "born_on", "bought_on", "on_day")  # dates worth an example
_AMOUNTS = ("12", "45", "9", "120")


def blocks(sketch: Sketch) -> list[tuple[Thing, list[str], list[str]]]:
    """(thing, columns, lines) for each thing with rows; rows referred to come first."""
    return [(thing, *_block(thing, sketch)) for thing in sorted_things(sketch.things) if thing.rows]


def sorted_things(things: list[Thing]) -> list[Thing]:
    """Things so that what a reference points to comes before; a circle keeps the order found."""
    out: list[Thing] = []

    def put(thing: Thing, above: tuple[Thing, ...]) -> None:
        if thing in out or thing in above:
            return
        for line in thing.fields.values():
            target = _REF.match(line)
            for other in things:
                if target and other.id == target[1] and other is not thing:
                    put(other, (*above, thing))
        out.append(thing)

    for thing in things:
        put(thing, ())
    return out


def _block(thing: Thing, sketch: Sketch) -> tuple[list[str], list[str]]:
    rows = [dict(row) for row in thing.rows]
    for name, line in thing.fields.items():
        for index, row in enumerate(rows):
            if name not in row and (cell := _cell(name, line, index, sketch)):
                row[name] = cell
    columns = [name for name in thing.fields if any(row.get(name) for row in rows)]
    return columns, ["|".join(row.get(c, "") for c in columns) for row in rows]


def _cell(name: str, line: str, index: int, sketch: Sketch) -> str:
    """A cell for a field no recipe filled: always for required ones, for others where an example helps."""
    match = _TYPE.match(line)
    type_, flags = (match[1], match[2].split(" | ")[0]) if match else (line, "")
    if ":=" in line or " auto" in line or re.search(r"(?:^| )=\S", flags):
        return ""
    required = type_.endswith("!")
    base = type_.rstrip("!")
    if target := _REF.match(base):
        other = sketch.thing(target[1])
        return other.named(index % len(other.rows)) if required and other and other.rows else ""
    if not required and (base in _LEFT_OPEN or (base == "date" and name not in _PLANNED)):
        return ""
    return _sample(base, flags, index, required)


def _sample(base: str, flags: str, index: int, required: bool) -> str:
    number = index + 1
    if base.startswith("choice("):
        options = base[7:].rstrip(")").split(",")
        return options[index % len(options)].partition(":")[0].strip()
    if base in ("int", "num", "money"):
        return _number(base, flags, number)
    samples = {
        "phone": f"0151 23456{number}",
        "email": f"row{number}@example.org",
        "date": _DAYS[index % 4],
        "datetime": f"today+{number} 10:00" if required else "",
        "time": f"{8 + number:02d}:00",
        "minutes": str(15 * number),
        "stars": str(5 - index % 3),
        "color": "#3366aa",
        "link": "https://example.org",
        "text": f"{number}",
        "long": f"{number}",
        "place": f"{number}",
        "yesno": "",
    }
    return samples.get(base, "")


def _number(base: str, flags: str, number: int) -> str:
    low, high = _border("min", flags), _border("max", flags)
    value = _AMOUNTS[number % 4] if base == "money" else str(number)
    if low is not None and float(value) < low:
        value = f"{low:g}"
    if high is not None and float(value) > high:
        value = f"{high:g}"
    return value


def _border(word: str, flags: str) -> float | None:
    match = re.search(rf"\b{word} (-?\d+(?:\.\d+)?)", flags)
    return float(match[1]) if match else None
