"""The tables of the data file. They follow the fields: when the app is changed, its data comes along."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from .columns import column_type, from_column, sql_name, to_column
from .fields import Entity, Field, Unreadable, read, written

OWN_TABLES = (
    "CREATE TABLE IF NOT EXISTS _state (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS _fields (entity TEXT, field TEXT, kind TEXT, PRIMARY KEY (entity, field)) STRICT",
    "CREATE TABLE IF NOT EXISTS _next_ids (entity TEXT PRIMARY KEY, next INTEGER NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS _fired (rule TEXT, id INTEGER, PRIMARY KEY (rule, id)) STRICT",
    "CREATE TABLE IF NOT EXISTS _numbers (rule TEXT, part TEXT, last INTEGER, PRIMARY KEY (rule, part)) STRICT",
    """CREATE TABLE IF NOT EXISTS _history (
        number INTEGER PRIMARY KEY, entity TEXT, id INTEGER, at TEXT, who TEXT,
        field TEXT, old TEXT, new TEXT) STRICT""",
    """CREATE TRIGGER IF NOT EXISTS _history_stays BEFORE UPDATE ON _history
        BEGIN SELECT RAISE(ABORT, 'the history is never changed'); END""",
    """CREATE TRIGGER IF NOT EXISTS _history_is_kept BEFORE DELETE ON _history
        BEGIN SELECT RAISE(ABORT, 'the history is never deleted'); END""",
)


def prepared(connection: sqlite3.Connection, entities: Mapping[str, Entity]) -> dict[str, list[str]]:
    """Make the tables fit. Gives the fields that are new where rows may stand: these rows want their defaults."""
    for statement in OWN_TABLES:
        connection.execute(statement)
    return {entity.name: new for entity in entities.values() if (new := fitted(connection, entity))}


def fitted(connection: sqlite3.Connection, entity: Entity) -> list[str]:
    """A field that is gone or of another kind now keeps its old values as _old_…; what can be read is taken over."""
    table = sql_name(entity.name)
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {table} "
        "(id INTEGER PRIMARY KEY AUTOINCREMENT, _v INTEGER NOT NULL, _created TEXT, _created_by TEXT)"
    )
    stood = dict(connection.execute("SELECT field, kind FROM _fields WHERE entity = ?", (entity.name,)).fetchall())
    wanted = {one.name: one for one in entity.stored}
    for name, kind in stood.items():
        if name not in wanted or kind_of(wanted[name]) != kind:
            set_aside(connection, table, name)
    new = [one for one in entity.stored if stood.get(one.name) != kind_of(one)]
    for one in new:
        connection.execute(f"ALTER TABLE {table} ADD COLUMN {sql_name(one.name)} {column_type(one)}")
        if one.name in stood:
            take_over(connection, table, one, stood[one.name])
    connection.execute("DELETE FROM _fields WHERE entity = ?", (entity.name,))
    kinds = [(entity.name, one.name, kind_of(one)) for one in entity.stored]
    connection.executemany("INSERT INTO _fields VALUES (?, ?, ?)", kinds)
    return [one.name for one in new if one.name not in stood] if stood else []


def kind_of(one: Field) -> str:
    return f"{one.kind} {one.to}".strip()


def set_aside(connection: sqlite3.Connection, table: str, name: str) -> None:
    """Old values are kept until the field changes once more."""
    old = f"_old_{name}"
    if old in {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}:
        connection.execute(f"ALTER TABLE {table} DROP COLUMN {sql_name(old)}")
    connection.execute(f"ALTER TABLE {table} RENAME COLUMN {sql_name(name)} TO {sql_name(old)}")


def take_over(connection: sqlite3.Connection, table: str, one: Field, old_kind: str) -> None:
    """The old values that mean the same in the new kind; the others are left blank."""
    kind, _, to = old_kind.partition(" ")
    if to or one.to:
        return
    before = Field(one.name, one.label, kind)
    cells = connection.execute(f"SELECT id, {sql_name('_old_' + one.name)} FROM {table}").fetchall()
    for row_id, cell in cells:
        try:
            value = read(one, written(before, from_column(before, cell)))
        except Unreadable:
            continue
        statement = f"UPDATE {table} SET {sql_name(one.name)} = ? WHERE id = ?"
        connection.execute(statement, (to_column(one, value), row_id))
