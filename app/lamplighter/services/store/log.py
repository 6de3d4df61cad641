"""The append-only log of events: add one, read them back, each row on its own so that a bad one hides no other."""

from __future__ import annotations

import sqlite3

from lamplighter.services.store.database import Database, Row, number, text
from lamplighter.services.store.values import JSON, StoredEvent, decoded, encoded

VALUE = "value"
STAGE = "stage"
VERSION = "version"
VIEW = "view"
OPENED = "opened"

_COLUMNS = "sequence, time, kind, name, body"


def append(connection: sqlite3.Connection, time: str, kind: str, body: JSON, name: str = "") -> int:
    """Add a row in the caller's transaction; gives its sequence number."""
    added = connection.execute(
        "INSERT INTO events (time, kind, name, body) VALUES (?, ?, ?, ?)", (time, kind, name, encoded(body))
    )
    return int(added.lastrowid or 0)


def add(database: Database, time: str, kind: str, body: JSON, name: str = "") -> int:
    """Add a row in a transaction of its own; gives its sequence number after the commit."""
    with database.writing() as connection:
        return append(connection, time, kind, body, name)


def read(database: Database, kind: str | None = None, after: int = 0, name: str | None = None) -> list[StoredEvent]:
    """The rows after a sequence number, in order, of one kind or name where given."""
    sql = f"SELECT {_COLUMNS} FROM events WHERE sequence > ?"
    values: list[int | str] = [after]
    for column, wanted in (("kind", kind), ("name", name)):
        if wanted is not None:
            sql += f" AND {column} = ?"
            values.append(wanted)
    return [_event(row) for row in database.rows(sql + " ORDER BY sequence", *values)]


def latest(database: Database, kind: str, name: str) -> StoredEvent | None:
    """The newest readable row of that kind and name."""
    sql = f"SELECT {_COLUMNS} FROM events WHERE kind = ? AND name = ? ORDER BY sequence DESC"
    for row in database.rows(sql, kind, name):
        event = _event(row)
        if event.kind == kind:
            return event
    return None


def _event(row: Row) -> StoredEvent:
    sequence, time, kind, name, body = row
    try:
        value = decoded(body if isinstance(body, bytes) else b"")
    except ValueError:
        return StoredEvent(number(sequence), text(time), "unreadable", text(name), {"kind": text(kind)})
    return StoredEvent(number(sequence), text(time), text(kind), text(name), value)
