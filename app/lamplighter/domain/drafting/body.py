"""The short lines recipes are written in, so that a recipe reads as what it adds.

    + {l}: field line ; field line                        fields of a thing
    ! id use on: key=value; key=value                     a rule
    # id type on «Label»: key=value; key=value            a screen ("-" for no thing)
    = {l}: field, field: cell | cell / cell | cell        example rows
    * id «Label» rule, screen :: check // check           a feature with its checks

`?name` before a line: only when that construct or screen can be compiled, or that slot is filled; `?!name`: only when
not. «English» is said in the language of the app; `{slot}` is filled in, `{{` is a brace; an indented line goes on.
An id another recipe has taken already gets a number, in these lines and in their checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lamplighter.domain.drafting.sketch import FeatureLine, Sketch
from lamplighter.domain.drafting.thing import Thing

Slot = Thing | str | int | None
_LONGEST = 300  # characters of a check
_NO_CENTS = ("ja",)  # languages whose currency has no smaller unit
_LABEL = re.compile("«([^»]*)»")


@dataclass(frozen=True, slots=True)
class _Page:
    """One body being written: its slots, and the new names of ids that were taken."""

    sketch: Sketch
    slots: Mapping[str, Slot]
    renamed: Mapping[str, str]

    def filled(self, text: str) -> str:
        """Translated, then with its slots."""
        return self.sketch.translated(text).format(**self.slots)

    def thing(self, name: str) -> Thing | None:
        """The thing in a slot written as `{name}`."""
        value = self.slots[name.strip("{} ")]
        return value if isinstance(value, Thing) else None

    def id(self, name: str) -> str:
        """The id under which a line stands."""
        return self.renamed.get(name, name)

    def check(self, text: str) -> str:
        """A check that speaks of the new names."""
        for old, new in self.renamed.items():
            text = re.sub(rf"(?<![\w.\]]){old}(?=\.[a-z])|(?<=\bby ){old}$", new, text)
        return text


def write(sketch: Sketch, body: str, **slots: Slot) -> None:
    """Adds what the lines say. A check or use of something that could not be added is left out."""
    raw = re.sub(r"\n[ ]+", " ", body.strip()).splitlines()
    lines = [line for text in raw if (line := _guarded(text.strip(), sketch, slots))]
    page = _Page(sketch, slots, _renamed(lines, sketch, slots))
    for line in lines:
        _MARKS[line[0]](page, line[1:].strip())


def _guarded(line: str, sketch: Sketch, slots: Mapping[str, Slot]) -> str:
    while line.startswith("?"):
        guard, _, line = line.partition(" ")
        name = guard.lstrip("?!")
        holds = bool(slots[name]) if name in slots else name in sketch.able
        if holds == guard.startswith("?!"):
            return ""
        line = line.strip()
    return line


def _renamed(lines: Sequence[str], sketch: Sketch, slots: Mapping[str, Slot]) -> dict[str, str]:
    """A new name for each id of these lines that another recipe or a field has: a refusal names a rule or a field."""
    heads = [_LABEL.sub("", line[1:]).split() for line in lines if line[0] in "!#"]
    ids = [head[0].format(**slots) for head in heads if head[1] != "today"]
    fields = {name for thing in sketch.things for name in thing.fields} | _new_fields(lines, slots)
    taken = {r.id for r in sketch.rules} | {s.id for s in sketch.screens} | fields
    return {id_: sketch.free(id_, fields) for id_ in ids if id_ in taken}


def _new_fields(lines: Sequence[str], slots: Mapping[str, Slot]) -> set[str]:
    texts = [part for line in lines if line[0] == "+" for part in line.partition(":")[2].split(" ; ")]
    return {text.split()[0].format(**slots) for text in texts if text.split()}


def _fields(page: _Page, rest: str) -> None:
    target, _, lines = rest.partition(":")
    thing = page.thing(target)
    for line in page.filled(lines).split(" ; ") if thing else ():
        name, _, field = line.strip().partition(" ")
        field = field.replace(" min 0.01", " min 1") if page.sketch.reading.tongue.code in _NO_CENTS else field
        if thing:
            thing.add(name, field)


def _rule(page: _Page, rest: str) -> None:
    head, _, with_ = page.filled(rest).partition(":")
    id_, use, on = head.split()
    page.sketch.rule(page.id(id_), use, on, with_.strip())


def _screen(page: _Page, rest: str) -> None:
    label = page.filled(_one_label(rest))
    head, _, with_ = page.filled(_LABEL.sub("", rest, count=1)).partition(":")
    id_, type_, on = head.split()
    page.sketch.screen(page.id(id_), type_, "" if on == "-" else on, label, with_.strip())


def _one_label(rest: str) -> str:
    match = _LABEL.search(rest)
    return match[0] if match else ""


def _rows(page: _Page, rest: str) -> None:
    target, columns, lines = rest.split(":", 2)
    thing = page.thing(target)
    names = [c.strip() for c in page.filled(columns).split(",")]
    for line in page.filled(lines).split(" / ") if thing else ():
        cells = [c.strip() for c in line.split("|")]
        if thing:
            thing.rows.append(dict(zip(names, cells, strict=True)))


def _feature(page: _Page, rest: str) -> None:
    label = page.filled(_one_label(rest))
    head, _, checks = _LABEL.sub("", rest, count=1).partition("::")
    id_, _, uses = page.filled(head).strip().partition(" ")
    told = [page.check(c.strip()) for c in page.filled(checks).split(" // ") if c.strip()]
    feature(page.sketch, id_, label, [page.id(u.strip()) for u in uses.split(",") if u.strip()], told)


def feature(sketch: Sketch, id_: str, label: str, uses: list[str], checks: list[str]) -> None:
    """A feature with those of its uses that stand; none, when nothing it uses stands."""
    standing = {r.id for r in sketch.rules} | {s.id for s in sketch.screens} | {t.id for t in sketch.things}
    kept = tuple(u for u in uses if u in standing)
    if kept:
        taken = [f.id for f in sketch.features]
        name = next(n for n in (id_, *(f"{id_}_{i}" for i in range(2, 99))) if n not in taken)
        sound = tuple(c for c in checks if len(c) <= _LONGEST and _sound(c, set(uses) - standing))
        sketch.features.append(FeatureLine(name, label[:80], kept, sound, sketch.recipe))


def _sound(check: str, missing: set[str]) -> bool:
    given = "due_state" in check or ".changes" in check
    return not (missing and given) and not any(re.search(rf"\b{re.escape(m)}(?:\.\w|$)", check) for m in missing)


_MARKS: Mapping[str, Callable[[_Page, str], None]] = {
    "+": _fields,
    "!": _rule,
    "#": _screen,
    "=": _rows,
    "*": _feature,
}
