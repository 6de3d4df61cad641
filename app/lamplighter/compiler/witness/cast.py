"""From a world on the host to the steps of a generated test that builds the same world, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
    steps: list[Step] = []
    for entity in world.app.entities:
        if entity == SETTINGS and world.of(SETTINGS) == empty_world(world.app, world.now).of(SETTINGS):
            continue
        rows = (row for row in world.of(entity) if (entity, row.id) not in gone)
        steps += [Placed(entity, row.id, cells(world, row)) for row in rows]
    return tuple(steps)


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
