"""The example rows as a world the evaluator can look at: relative days made real, references found, defaults filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from lamplighter.domain.blueprint.app import (
    App,
    Cell,
    Default,
    DemoRow,
    Field,
    FromNow,
    FromToday,
    Me,
    RowNamed,
    RowsNamed,
)
from lamplighter.domain.blueprint.catalog import SETTINGS
from lamplighter.domain.blueprint.evaluate import START, Row, World, as_stored
from lamplighter.domain.blueprint.numbers import MICROS
from lamplighter.domain.blueprint.rows import numbered
from lamplighter.domain.blueprint.tree import Base
from lamplighter.domain.blueprint.values import Value, minutes, moment_at, shifted

Finder = Callable[[RowNamed], int | None]


def empty_world(app: App, now: str = START, minor_digits: int = 2) -> World:
    """A world with nothing but the row of the settings, made from its defaults."""
    world = World(app, {}, now, minor_digits=minor_digits)
    return world.with_row(made_row(world, SETTINGS, 1, {})) if SETTINGS in app.entities else world


def demo_world(app: App, now: str = START, minor_digits: int = 2) -> World:
    """The world at the start of a check: every example row, and the settings."""
    finder = _demo_finder(app)
    world = empty_world(app, now, minor_digits)
    shelves: dict[str, list[Row]] = {entity: list(rows) for entity, rows in world.rows.items()}
    for demo in sorted(app.demo, key=lambda row: row.entity != SETTINGS):
        fields = app.entities[demo.entity].fields
        values = {name: cell_value(cell, fields[name], world, finder) for name, cell in demo.values.items()}
        row = made_row(world, demo.entity, demo.number, values, finder)
        if demo.entity == SETTINGS:
            shelves[SETTINGS] = [row]
            world = world.with_row(row)
        else:
            shelves.setdefault(demo.entity, []).append(row)
    return replace(world, rows={entity: tuple(rows) for entity, rows in shelves.items()})


def made_row(world: World, entity: str, row_id: int, values: Mapping[str, Value], finder: Finder | None = None) -> Row:
    """A row with these values and the defaults of its fields; what rules would fill in stays unknown."""
    plan = world.app.entities[entity]
    filled: dict[str, Value] = {"created": world.now, "created_by": None}
    for field in plan.stored:
        given = values.get(field.id) if field.id in values else _default(field, world, finder)
        filled[field.id] = _kept(given, field, world)
    unknown = frozenset(name for name in _filled(world.app, entity) if filled.get(name) is None)
    return Row(entity, row_id, filled, unknown)


def _kept(given: Value, field: Field, world: World) -> Value:
    if given is None and field.type.base is Base.REFS:
        return ()
    return as_stored(given, field, world.minor_digits)


def _default(field: Field, world: World, finder: Finder | None) -> Value:
    default = field.default
    if default is None:
        return None
    match default.kind:
        case "today":
            return _from_today(world, _whole(default), default.minute)
        case "now":
            return moment_at(minutes(world.now) + _whole(default), timed=True)
        case "me":
            return world.me.id if world.me is not None else None
        case "setting":
            settings = next(iter(world.of(SETTINGS)), None)
            return settings.values.get(str(default.value)) if settings is not None else None
        case "row":
            return cell_value(RowNamed(field.type.target, str(default.value)), field, world, finder)
    return default.value


def _whole(default: Default) -> int:
    return default.value if isinstance(default.value, int) else 0


def _from_today(world: World, days: int, minute: int | None) -> str | None:
    day = shifted(world.today, days * MICROS)
    return day if day is None or minute is None else f"{day}T{minute // 60:02d}:{minute % 60:02d}"


def _filled(app: App, entity: str) -> Iterable[str]:
    """Fields of an entity that rules fill when they are blank."""
    for rule in app.rules:
        if rule.on != entity:
            continue
        match rule.use:
            case "lookup":
                yield from (pair.field for pair in rule.with_.pairs("set"))
            case "number" | "loan" | "classify" | "assign":
                name = {"number": "field", "loan": "due", "classify": "set", "assign": "field"}[rule.use]
                path = rule.with_.path(name)
                if path is not None:
                    yield path.hops[-1].field


def cell_value(cell: Cell, field: Field, world: World, finder: Finder | None = None) -> Value:
    """A cell as the row keeps it; a reference to a row that is not there is blank."""
    find = finder or (lambda named: _id_of(found(world, named)))
    match cell:
        case FromToday(days=days, minute=minute):
            return _from_today(world, days, minute)
        case FromNow(minutes=count):
            return moment_at(minutes(world.now) + count, timed=True)
        case RowNamed():
            return find(cell)
        case RowsNamed(rows=rows):
            return tuple(row_id for row_id in map(find, rows) if row_id is not None)
        case Me():
            return world.me.id if world.me is not None else None
    return as_stored(cell, field, world.minor_digits)


def _id_of(row: Row | None) -> int | None:
    return row.id if row is not None else None


def found(world: World, named: RowNamed) -> Row | None:
    """The row by shown name, "#number" or unique beginning."""
    rows = {row.id: _name(world, row) for row in world.of(named.entity)}
    return world.get(named.entity, _sure(rows, named.key))


def _name(world: World, row: Row) -> str:
    shown = row.values.get(world.app.entities[row.entity].shown)
    return shown if isinstance(shown, str) else ""


def _demo_finder(app: App) -> Finder:
    names: dict[str, dict[int, str]] = {}
    for row in app.demo:
        names.setdefault(row.entity, {})[row.number] = _demo_name(app, row)
    return lambda named: _sure(names.get(named.entity, {}), named.key)


def _demo_name(app: App, row: DemoRow) -> str:
    shown = row.values.get(app.entities[row.entity].shown)
    return shown if isinstance(shown, str) else ""


def _sure(names: Mapping[int, str], key: str) -> int | None:
    for row_id, name in names.items():
        if name == key and key:
            return row_id
    number = numbered(key)
    if number is not None:
        return number if number in names else None
    beginning = [row_id for row_id, name in names.items() if key and name.startswith(key)]
    return beginning[0] if len(beginning) == 1 else None
