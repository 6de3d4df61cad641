"""From a world on the host to the steps of a generated test that builds the same world, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from lamplighter.domain.blueprint.app import As, Cell, Placed, RowNamed, RowsNamed, Step
from lamplighter.domain.blueprint.evaluate import Row, World
from lamplighter.domain.blueprint.tree import Base
from lamplighter.domain.blueprint.values import Value
from lamplighter.domain.blueprint.worlds import empty_world

SETTINGS = "settings"


def named(row: Row) -> RowNamed:
    """How a step calls a row."""
    return RowNamed(row.entity, f"#{row.id}")


def placed(world: World, *left_out: Row) -> tuple[Step, ...]:
    """The steps that put all rows into an empty world; settings only when they differ from their defaults."""
    gone = {(row.entity, row.id) for row in left_out}
    rows = [row for entity in world.app.entities for row in world.of(entity) if (entity, row.id) not in gone]
    steps: list[Placed] = []
    for row, whole in _in_order(world, [row for row in rows if not _is_usual(world, row)]):
        values = cells(world, row)
        if not whole:
            values = {name: value for name, value in values.items() if not isinstance(value, RowNamed | RowsNamed)}
        _append(steps, Placed(row.entity, row.id, values))
    return tuple(steps)


def _is_usual(world: World, row: Row) -> bool:
    """Whether this is the settings row as every world has it."""
    return row.entity == SETTINGS and (row,) == empty_world(world.app, world.now).of(SETTINGS)


def _append(steps: list[Placed], step: Placed) -> None:
    """Rows alike that follow one another are one step."""
    last = steps[-1] if steps else None
    alike = last is not None and (last.entity, last.values) == (step.entity, step.values)
    if last is not None and alike and step.number == last.number + last.copies:
        steps[-1] = replace(last, copies=last.copies + 1)
    else:
        steps.append(step)


def _in_order(world: World, rows: list[Row]) -> Iterator[tuple[Row, bool]]:
    """Each row after the rows it refers to; where they go in a circle, once without references and once with them."""
    waiting = {(row.entity, row.id): row for row in rows}
    while waiting:
        ready = [key for key, row in waiting.items() if not any(one in waiting for one in _references(world, row))]
        for key in ready:
            yield waiting.pop(key), True
        if not ready:
            yield from ((row, False) for row in waiting.values())
            yield from ((row, True) for row in waiting.values())
            return


def _references(world: World, row: Row) -> Iterator[tuple[str, int]]:
    for one in world.app.entities[row.entity].stored:
        value = row.values.get(one.id)
        for each in value if isinstance(value, tuple) else (value,):
            if one.type.target and isinstance(each, int):
                yield one.type.target, each


def acting(world: World) -> tuple[Step, ...]:
    """The step that says who acts; the app itself, with every right, when the world names nobody."""
    if world.role is None:
        return (As("*"),)
    return (As(world.role, named(world.me) if world.me else None),)


def cells(world: World, row: Row, names: Iterable[str] | None = None) -> dict[str, Cell]:
    """The stored values of a row as cells, blanks left out; only these fields where names are given."""
    fields = world.app.entities[row.entity].fields
    wanted = [one.id for one in fields.values() if one.stored] if names is None else list(names)
    found = {name: cell(world, row.entity, name, row.values.get(name)) for name in wanted}
    defaults = {name for name in found if fields[name].default is not None}
    kept: dict[str, Cell] = {name: value for name, value in found.items() if value is not None or name in defaults}
    if names is None and row.values.get("created") not in (None, world.now):
        kept["created"] = str(row.values["created"])
    return kept


def cell(world: World, entity: str, name: str, value: Value) -> Cell:
    """A value as it stands in a step of a check."""
    kind = world.app.entities[entity].fields[name].type
    if isinstance(value, tuple):
        return RowsNamed(tuple(RowNamed(kind.target, f"#{each}") for each in value)) if value else None
    if kind.base is Base.REF and value is not None:
        return RowNamed(kind.target, f"#{value}")
    return value


def changes(world: World, row: Row, values: Mapping[str, Value]) -> dict[str, Cell]:
    """New values of a row as cells; blanks stay, so that they are written."""
    return {name: cell(world, row.entity, name, value) for name, value in values.items()}
