"""How rows lie in the data file: money in the smallest coin, other numbers in millionths, lists as JSON."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from .fields import NUMBERS, Entity, Field, attribute, value_of
from .messages import MINOR_DIGITS

COIN = 10 ** (6 - MINOR_DIGITS)
OWN = ("id", "v", "created", "created_by")


def sql_name(name: str) -> str:
    """A name that is safe in a statement."""
    return '"' + name.replace('"', '""') + '"'


def column_type(one: Field) -> str:
    return "INTEGER" if one.kind in (*NUMBERS, "yesno", "ref") else "TEXT"


def migrated(connection: sqlite3.Connection, entities: Mapping[str, Entity]) -> None:
    """Make the tables fit the fields: new ones are added blank, those that are gone keep their values as _old_…"""
    for entity in entities.values():
        table = sql_name(entity.name)
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS {table} "
            "(id INTEGER PRIMARY KEY AUTOINCREMENT, v INTEGER NOT NULL, created TEXT, created_by TEXT)"
        )
        there = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        wanted = {one.name: one for one in entity.stored}
        for name in there - set(wanted) - set(OWN):
            if not name.startswith("_old_"):
                connection.execute(f"ALTER TABLE {table} RENAME COLUMN {sql_name(name)} TO {sql_name('_old_' + name)}")
        for name, one in wanted.items():
            if name not in there:
                connection.execute(f"ALTER TABLE {table} ADD COLUMN {sql_name(name)} {column_type(one)}")


def row_values(entity: Entity, row: Any, version: int) -> dict[str, object]:
    """The columns of a row."""
    own = {"id": row.id, "v": version, "created": row.created, "created_by": row.created_by}
    return {**own, **{one.name: to_column(one, value_of(row, one.name)) for one in entity.stored}}


def row_from(entity: Entity, cells: Mapping[str, Any]) -> tuple[Any, int]:
    """The row of its columns, and its version."""
    values = {attribute(one.name): from_column(one, cells[one.name]) for one in entity.stored}
    row = entity.row(id=cells["id"], created=cells["created"], created_by=cells["created_by"], **values)
    return row, cells["v"]


def to_column(one: Field, value: Any) -> object:
    if value is None:
        return None
    if one.kind == "money":
        return value // COIN
    if one.kind == "refs":
        return json.dumps(value)
    return int(value) if one.kind == "yesno" else value


def from_column(one: Field, cell: Any) -> object:
    if cell is None:
        return one.blank
    if one.kind == "money":
        return cell * COIN
    if one.kind == "refs":
        return tuple(json.loads(cell))
    return bool(cell) if one.kind == "yesno" else cell
