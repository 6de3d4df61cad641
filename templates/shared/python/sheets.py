"""Rows from files and into files: a preview first, then all good lines at once; faulty lines are listed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from .cells import Paper, cell_of, raw_of
from .delimited import Line, joined_lines, lines_of
from .fields import Entity, Field, Unreadable, read, value_of, written
from .messages import say
from .rights import granted_fields, seen_by
from .tables import Row, Tables
from .values import Value, compared, folded

MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a file of these rows looks: the fields read, the ones that tell lines apart, days and the decimal point."""

    entity: str
    fields: tuple[str, ...]
    key: tuple[str, ...] = ()
    same: str = "skip"
    dates: str = "ymd"
    point: str = "."


@dataclass(slots=True)
class Report:
    """What a file held. `bad`: line, column, value and why of every faulty value."""

    columns: list[str] = field(default_factory=list)
    good: int = 0
    known: int = 0
    changed: int = 0
    bad: list[dict[str, object]] = field(default_factory=list)


def read_in(commit: Any, sheet: Sheet, args: Mapping[str, Any]) -> dict[str, object]:
    """Enter the lines of `args["text"]` as the person who acts; with `args["preview"]` nothing is kept."""
    db: Tables = commit.db
    mark, made, warnings = db.mark(), len(commit.made), len(commit.warnings)
    report = Report()
    try:
        lines, columns = columns_of(db.entities[sheet.entity], sheet, str(args.get("text") or ""))
    except Unreadable as fault:
        report.bad.append({"line": 1, "column": "", "value": "", "say": str(fault)})
        return asdict(report)
    report.columns = [one.label for one in columns if one]
    Reader(commit, sheet, columns, report).enter(lines)
    if args.get("preview"):
        db.rollback(mark)
        del commit.made[made:], commit.warnings[warnings:]
    return asdict(report)


def columns_of(entity: Entity, sheet: Sheet, text: str) -> tuple[list[Line], list[Field | None]]:
    """The lines with values and the field of each column: by the first line if it names fields, else by order."""
    lines = lines_of(text)
    if not lines:
        raise Unreadable(say("sheets.empty"))
    if len(lines) > MOST_LINES:
        raise Unreadable(say("sheets.too_long", most=MOST_LINES))
    fields = [one for one in entity.stored if one.name in sheet.fields]
    fields.sort(key=lambda one: sheet.fields.index(one.name))
    names = {folded(name): one for one in reversed(fields) for name in (one.label, one.name)}
    columns = [names.get(folded(cell.strip())) for cell in lines[0].cells]
    if not any(columns):
        return lines, [*fields]
    missing = [one.label for one in fields if one not in columns and (one.name in sheet.key or needed(one))]
    if missing:
        raise Unreadable(say("sheets.missing_columns", labels=", ".join(missing)))
    return lines[1:], columns


def needed(one: Field) -> bool:
    return one.required and one.default is None and one.kind != "yesno"


class Reader:
    """Enters line after line. Lines equal in every key are counted: the n-th is known when n rows stood before."""

    def __init__(self, commit: Any, sheet: Sheet, columns: list[Field | None], report: Report) -> None:
        self.commit, self.sheet, self.columns, self.report = commit, sheet, columns, report
        self.entity: Entity = commit.db.entities[sheet.entity]
        self.paper = Paper(commit.db, commit.rules, sheet.dates, sheet.point)
        self.stood: dict[tuple[object, ...], list[int]] = {}
        for row in commit.db.all(sheet.entity) if sheet.key else ():
            self.stood.setdefault(self.key_of({name: value_of(row, name) for name in sheet.key}), []).append(row.id)

    def enter(self, lines: Iterable[Line]) -> None:
        for line in lines:
            raw = self.readings(line)
            if raw is None:
                continue
            row_id = self.standing(raw)
            if row_id is None:
                self.add(line, raw)
            elif self.sheet.same == "skip":
                self.report.known += 1
            else:
                self.revise(line, row_id, raw)

    def readings(self, line: Line) -> dict[str, object] | None:
        """The values of a line by field, or None when one of them cannot be read."""
        raw: dict[str, object] = {}
        faults = len(self.report.bad)
        for one, cell in zip(self.columns, line.cells, strict=False):
            if one is None:
                continue
            try:
                raw[one.name] = raw_of(self.paper, one, cell)
                read(one, raw[one.name])
            except Unreadable as fault:
                self.fault(line, one.label, cell, str(fault))
        return raw if len(self.report.bad) == faults else None

    def standing(self, raw: Mapping[str, object]) -> int | None:
        """The row that stood before and is equal to this line in every key; each row is met once."""
        if not self.sheet.key:
            return None
        values = {name: read(self.field(name), raw.get(name)) for name in self.sheet.key}
        rows = self.stood.get(self.key_of(values), [])
        return rows.pop(0) if rows else None

    def field(self, name: str) -> Field:
        return next(one for one in self.entity.stored if one.name == name)

    def key_of(self, values: Mapping[str, Value]) -> tuple[object, ...]:
        return tuple(compared(value) if isinstance(value, str) else value for value in values.values())

    def add(self, line: Line, raw: Mapping[str, object]) -> None:
        given = {name: value for name, value in raw.items() if value is not None}
        if self.done(line, lambda: self.commit.enter(self.sheet.entity, given)):
            self.report.good += 1

    def revise(self, line: Line, row_id: int, raw: Mapping[str, object]) -> None:
        row = self.commit.db.get(self.sheet.entity, row_id)
        new = {name: read(self.field(name), value) for name, value in raw.items()}
        if all(value_of(row, name) == value for name, value in new.items()):
            self.report.known += 1
        elif self.done(line, lambda: self.commit.revise(row, raw, self.sheet.entity)):
            self.report.changed += 1

    def done(self, line: Line, change: Any) -> bool:
        refusals = self.commit.attempt(change)
        for refusal in refusals:
            at = next((n for n, one in enumerate(self.columns) if one and one.name == refusal.field), None)
            label = self.columns[at].label if at is not None else ""  # type: ignore[union-attr]
            cell = line.cells[at] if at is not None and at < len(line.cells) else ""
            self.fault(line, label, cell, refusal.say)
        return not refusals

    def fault(self, line: Line, column: str, value: str, why: str) -> None:
        self.report.bad.append({"line": line.number, "column": column, "value": value, "say": why})


def visible_rows(commit: Any, entity: str) -> list[tuple[Row, Any]]:
    """The rows the person may see, each with the fields they may see (None = all)."""
    rows = [(row, granted_fields(commit.db, commit.rules, "see", entity, row)) for row in commit.db.all(entity)]
    return [(row, fields) for row, fields in rows if fields is None or fields]


def write_csv(commit: Any, sheet: Sheet) -> str:
    """All rows as lines with a header; private fields stay at home."""
    entity: Entity = commit.db.entities[sheet.entity]
    paper = Paper(commit.db, commit.rules, sheet.dates, sheet.point)
    fields = [one for one in entity.fields if not one.private]
    rows: list[Sequence[str]] = [[one.label for one in fields]]
    db = seen_by(commit.db, commit.rules)
    for row, seen in visible_rows(commit, sheet.entity):
        values = [db.value(sheet.entity, row, one.name) for one in fields]
        shown = [seen is None or one.name in seen for one in fields]
        cells = zip(fields, values, shown, strict=True)
        rows.append([cell_of(paper, one, value) if see else "" for one, value, see in cells])
    return joined_lines(rows, ";" if sheet.point == "," else ",")


def write_json(commit: Any, sheet: Sheet) -> str:
    """All rows as a list of objects; numbers as exact decimal texts."""
    entity: Entity = commit.db.entities[sheet.entity]
    found = []
    db = seen_by(commit.db, commit.rules)
    for row, seen in visible_rows(commit, sheet.entity):
        fields = [one for one in entity.fields if not one.private and (seen is None or one.name in seen)]
        values = {one.name: written(one, db.value(sheet.entity, row, one.name)) for one in fields}
        found.append({"id": row.id, **values})
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
