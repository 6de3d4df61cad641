"""The tables of an idea file, and whether a file is one that this program may open.

Rows are only ever added: triggers refuse every change and removal, whoever asks for it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from lamplighter.domain.errors import CorruptStore, NewerSchema, StoreError

SCHEMA = 1
APPLICATION = 0x4C4D5031  # "LMP1"
_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100

_EVENTS = """CREATE TABLE events (sequence INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, kind TEXT NOT NULL,
 name TEXT NOT NULL, body BLOB NOT NULL) STRICT"""
# A hash may stand twice: when stored bytes were damaged, saving them again adds a sound copy, and nothing is changed.
_BLOBS = "CREATE TABLE blobs (number INTEGER PRIMARY KEY, hash BLOB NOT NULL, content BLOB NOT NULL) STRICT"
_BY_HASH = "CREATE INDEX blobs_by_hash ON blobs (hash)"
_VERSIONS = """CREATE TABLE versions (version INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL,
 author TEXT NOT NULL, stage TEXT NOT NULL, note TEXT NOT NULL, files INTEGER NOT NULL,
 manifest BLOB NOT NULL) STRICT"""
_BY_NAME = "CREATE INDEX events_by_name ON events (kind, name, sequence)"
_KEYS = {"events": "sequence", "blobs": "number", "versions": "version"}


def _guards(table: str, key: str) -> tuple[str, str, str]:
    keep = f"CREATE TRIGGER {table}_keep BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    stay = f"CREATE TRIGGER {table}_stay BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'append-only'); END"
    same = f"SELECT 1 FROM {table} WHERE {key} = NEW.{key}"
    once = f"CREATE TRIGGER {table}_once BEFORE INSERT ON {table} WHEN EXISTS ({same}) BEGIN SELECT RAISE(IGNORE); END"
    return keep, stay, once


_GUARDS = tuple(line for table, key in _KEYS.items() for line in _guards(table, key))
STATEMENTS = (_EVENTS, _BLOBS, _VERSIONS, _BY_NAME, _BY_HASH, *_GUARDS)


def create(connection: sqlite3.Connection) -> None:
    """Lay out an empty file; the caller opened a transaction."""
    for statement in STATEMENTS:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


def refuse_foreign(path: Path) -> None:
    """Look at the first bytes alone, so that a refused file is not touched in any way.

    Raises NewerSchema, CorruptStore when it is no idea file, StoreError when it cannot be read.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.", "Check the permissions of the file.") from error
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise CorruptStore(f"{path} is not an idea file.", "Its bytes are damaged or were never those of an idea.")
    refuse_schema(int.from_bytes(header[68:72], "big"), int.from_bytes(header[60:64], "big"), path)


def refuse_schema(application: int, version: int, path: Path) -> None:
    """Raises CorruptStore for another program's database and NewerSchema for a later version of this one."""
    if application != APPLICATION or version < 1:
        raise CorruptStore(f"{path} is not an idea file.", "It is the database of another program, or damaged.")
    if version > SCHEMA:
        raise NewerSchema(
            f"{path} was made by a later version of Lamplighter (format {version}, this program reads {SCHEMA}).",
            "Install the newer version; the file was left as it is.",
        )


def refuse_damaged(connection: sqlite3.Connection, path: Path, *, deep: bool = False) -> None:
    """Raises as `refuse_schema`, and CorruptStore when the quick (or deep) check of SQLite finds damage."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    refuse_schema(application, version, path)
    (found,) = connection.execute("PRAGMA integrity_check(1)" if deep else "PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise CorruptStore(f"{path} is damaged: {found}.", "The file is kept as it is.")
    present = {row[0] for row in connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}
    if not present >= set(STATEMENTS):
        raise CorruptStore(f"{path} lacks parts of an idea file.", "The file is kept as it is.")
