"""The short lines recipes are written in, so that a recipe reads as what it adds.

    + {l}: field line ; field line                        fields of a thing
    ! id use on: key=value; key=value                     a rule
    # id type on «Label»: key=value; key=value            a screen ("-" for no thing)
    = {l}: field, field: cell | cell / cell | cell        example rows
    * id «Label» rule, screen :: check // check           a feature with its checks

`?name` before a line: only when that construct or screen can be compiled, or that slot is filled; `?!name`: only when not.
«English» is said in the language of the app; `{slot}` is filled in, `{{` is a brace; an indented line goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lamplighter.domain.drafting.sketch import FeatureLine, Sketch
from lamplighter.domain.drafting.thing import Thing

Slot = Thing | str | int | None
_LONGEST = 300  # characters of a check
_LABEL = re.compile("«([^»]*)»")


def write(sketch: Sketch, body: str, **slots: Slot) -> None:
    """Adds what the lines say. A check or use of something that could not be added is left out."""
    filled = {name: value for name, value in slots.items()}
    for raw in re.sub(r"\n[ ]+", " ", body.strip()).splitlines():
        line = _guarded(raw.strip(), sketch, filled)
        if line:
            mark, rest = line[0], line[1:].strip()
            _MARKS[mark](sketch, rest, filled)


def _guarded(line: str, sketch: Sketch, slots: Mapping[str, Slot]) -> str:
    while line.startswith("?"):
        guard, _, line = line.partition(" ")
        name = guard.lstrip("?!")
        holds = bool(slots[name]) if name in slots else name in sketch.able
        if holds == guard.startswith("?!"):
            return ""
        line = line.strip()
    return line


def _filled(sketch: Sketch, text: str, slots: Mapping[str, Slot]) -> str:
    return sketch.translated(text).format(**slots)


def _fields(sketch: Sketch, rest: str, slots: Mapping[str, Slot]) -> None:
    target, _, lines = rest.partition(":")
    thing = slots[target.strip("{} ")]
    if isinstance(thing, Thing):
        for line in _filled(sketch, lines, slots).split(" ; "):
            name, _, field = line.strip().partition(" ")
            thing.add(name, field)


def _rule(sketch: Sketch, rest: str, slots: Mapping[str, Slot]) -> None:
    head, _, with_ = _filled(sketch, rest, slots).partition(":")
    id, use, on = head.split()
    sketch.rule(id, use, on, with_.strip())


def _screen(sketch: Sketch, rest: str, slots: Mapping[str, Slot]) -> None:
    label = _filled(sketch, _one_label(rest), slots)
    head, _, with_ = _filled(sketch, _LABEL.sub("", rest, count=1), slots).partition(":")
    id, type, on = head.split()
    sketch.screen(id, type, "" if on == "-" else on, label, with_.strip())


def _one_label(rest: str) -> str:
    match = _LABEL.search(rest)
    return match[0] if match else ""


def _rows(sketch: Sketch, rest: str, slots: Mapping[str, Slot]) -> None:
    target, columns, lines = rest.split(":", 2)
    thing = slots[target.strip("{} ")]
    if not isinstance(thing, Thing):
        return
    names = [c.strip() for c in _filled(sketch, columns, slots).split(",")]
    for line in _filled(sketch, lines, slots).split(" / "):
        cells = [c.strip() for c in line.split("|")]
        thing.rows.append(dict(zip(names, cells, strict=True)))


def _feature(sketch: Sketch, rest: str, slots: Mapping[str, Slot]) -> None:
    label = _filled(sketch, _one_label(rest), slots)
    head, _, checks = _LABEL.sub("", rest, count=1).partition("::")
    id, _, uses = _filled(sketch, head, slots).strip().partition(" ")
    told = [c.strip() for c in _filled(sketch, checks, slots).split(" // ") if c.strip()]
    feature(sketch, id, label, [u.strip() for u in uses.split(",") if u.strip()], told)


def feature(sketch: Sketch, id: str, label: str, uses: list[str], checks: list[str]) -> None:
    """A feature with those of its uses that stand; none, when nothing it uses stands."""
    standing = {r.id for r in sketch.rules} | {s.id for s in sketch.screens} | {t.id for t in sketch.things}
    kept = tuple(u for u in uses if u in standing)
    if kept and all(f.id != id for f in sketch.features):
        sound = tuple(c for c in checks if len(c) <= _LONGEST and _sound(c, set(uses) - standing))
        sketch.features.append(FeatureLine(id, label[:80], kept, sound, sketch.recipe))


def _sound(check: str, missing: set[str]) -> bool:
    return not any(re.search(rf"\b{re.escape(m)}(?:\.\w|$)", check) for m in missing)


_MARKS: Mapping[str, Callable[[Sketch, str, Mapping[str, Slot]], None]] = {
    "+": _fields,
    "!": _rule,
    "#": _screen,
    "=": _rows,
    "*": _feature,
}
