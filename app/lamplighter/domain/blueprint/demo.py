"""Example rows: from their lines to typed cells, ranges drawn out, references found."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from lamplighter.domain.blueprint.app import Cell, DemoRow, RowNamed, RowsNamed
from lamplighter.domain.blueprint.catalog import SETTINGS, Catalog
from lamplighter.domain.blueprint.limits import LIMITS
from lamplighter.domain.blueprint.lines import items
from lamplighter.domain.blueprint.literal import cell
from lamplighter.domain.blueprint.model import Blueprint, Demo
from lamplighter.domain.blueprint.problems import Fault, Notes, Place, known
from lamplighter.domain.blueprint.rows import Rows, references
from lamplighter.domain.blueprint.special import needed

_RANGE = re.compile(r"(-?[0-9]{1,6})\.\.(-?[0-9]{1,6})")


def planned(blueprint: Blueprint, catalog: Catalog, notes: Notes) -> Rows:
    """Every example row; what means nothing is noted."""
    rows = Rows(catalog)
    kept: dict[str, bool] = {}
    for demo in blueprint.demo:
        place = Place("demo", demo.of)
        if demo.of not in catalog.entities:
            notes.add(place, f"unknown entity {demo.of!r}", known(demo.of, catalog.entities))
            continue
        if kept.setdefault(demo.of, demo.keep == "yes") != (demo.keep == "yes"):
            notes.add(place, "has rows that stay and rows that do not", "one block per entity")
        _read_block(demo, rows, catalog, notes, place)
    _resolve(rows, kept, notes)
    if len(rows.of(SETTINGS)) > 1:
        notes.add(Place("demo", SETTINGS), "has more than one row", "settings has exactly one row")
    return rows


def _read_block(demo: Demo, rows: Rows, catalog: Catalog, notes: Notes, place: Place) -> None:
    columns = [_column(demo, name, catalog, notes, place) for name in items(demo.cols)]
    if len(set(columns)) < len(columns):
        notes.add(place, "a column stands twice", "keep one")
        return
    for name in needed(catalog, demo.of):
        if name not in columns and demo.of != SETTINGS:
            notes.add(Place(place.part, place.id, "", name), f"required {name} has no column", "add it")
    found = rows.by_entity.setdefault(demo.of, [])
    for number, text in enumerate(demo.rows, 1):
        with notes.at(place.at(f"line {number}")):
            for cells in _drawn_out(text):
                if len(found) >= LIMITS.demo_rows_expanded:
                    raise Fault(f"more than {LIMITS.demo_rows_expanded} rows", "draw out smaller ranges")
                found.append(_row(demo, len(found) + 1, columns, cells, catalog))


def _column(demo: Demo, name: str, catalog: Catalog, notes: Notes, place: Place) -> str:
    line = catalog.entities[demo.of].get(name)
    if line is None:
        notes.add(Place(place.part, place.id, "cols", name), f"no field {name!r}", known(name, catalog.stored(demo.of)))
    elif not line.stored:
        notes.add(Place(place.part, place.id, "cols", name), f"{name} is derived", "leave the column out")
    return name


def cells_of(text: str) -> list[str]:
    """The cells of a line, empty ones too."""
    return [piece.strip() for piece in text.split("|")]


def _drawn_out(text: str) -> Iterator[list[str]]:
    """One line with ranges to many: several ranges multiply, the left one slowest; `{n}` counts."""
    cells = cells_of(text)
    ranges = [(index, match) for index, match in ((i, _RANGE.fullmatch(c)) for i, c in enumerate(cells)) if match]
    if not ranges:
        yield cells
        return
    spans = [range(int(match[1]), int(match[2]) + 1) for _, match in ranges]
    if any(len(span) == 0 for span in spans):
        raise Fault("a range runs backwards", "write the smaller number first: 1..40")
    for count, values in enumerate(itertools.product(*spans), 1):
        drawn = list(cells)
        for (index, _), value in zip(ranges, values, strict=True):
            drawn[index] = str(value)
        yield [text.replace("{n}", str(count)) for text in drawn]


def _row(demo: Demo, number: int, columns: list[str], cells: list[str], catalog: Catalog) -> DemoRow:
    if len(cells) != len(columns):
        raise Fault(f"{len(cells)} cells for {len(columns)} columns", "part cells by |, empty ones too")
    values: dict[str, Cell] = {}
    for name, text in zip(columns, cells, strict=True):
        line = catalog.entities[demo.of].get(name)
        if line is None or not line.stored or text == "":
            continue
        try:
            values[name] = cell(line, text)
        except Fault as fault:
            raise Fault(f"{name}: {fault.fault}", fault.repair, fault.item) from fault
        if line.required and values[name] is None:
            raise Fault(f"{name} is required and blank", "fill the cell")
    return DemoRow(demo.of, number, values, demo.keep == "yes")


def _resolve(rows: Rows, kept: dict[str, bool], notes: Notes) -> None:
    """Replace every name of a row by one that is sure; note those that name nothing."""
    for entity, found in rows.by_entity.items():
        for index, row in enumerate(found):
            place = Place("demo", entity, f"row {row.number}")
            values = dict(row.values)
            for name, value in row.values.items():
                with notes.at(place.at(f"row {row.number}, {name}")):
                    values[name] = _sure(value, rows)
                    _check_kept(entity, value, kept)
            found[index] = replace(row, values=values)


def _sure(value: Cell, rows: Rows) -> Cell:
    match value:
        case RowNamed(entity=entity, key=key):
            return rows.sure(entity, key)
        case RowsNamed(rows=named):
            return RowsNamed(tuple(rows.sure(one.entity, one.key) for one in named))
    return value


def _check_kept(entity: str, value: Cell, kept: dict[str, bool]) -> None:
    if not kept.get(entity):
        return
    for row in references(value):
        if row.entity != SETTINGS and not kept.get(row.entity):
            raise Fault(
                f"a row that stays refers to {row.entity}, which does not", f"give demo {row.entity} keep=yes too"
            )
