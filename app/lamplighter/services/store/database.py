"""One SQLite file: opened safely, written in short transactions, its errors told in plain words."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TypeAlias

from lamplighter.domain.errors import CorruptStore, StoreBusy, StoreError
from lamplighter.services.store import schema

Value: TypeAlias = "int | float | str | bytes | None"
Row: TypeAlias = "tuple[Value, ...]"

PATIENCE = 5.0  # seconds a writer waits for another process


def number(value: Value) -> int:
    """The value of an integer column; 0 where a damaged row holds something else."""
    return value if isinstance(value, int) else 0


def text(value: Value) -> str:
    """The value of a text column; "" where a damaged row holds something else."""
    return value if isinstance(value, str) else ""


class Database:
    """An open idea file; may be used from several threads, one at a time."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()

    @classmethod
    def create(cls, path: Path) -> Database:
        """A new, empty idea file; StoreError when the place cannot be written."""
        with told(path):
            database = cls(_connected(path, "rwc", PATIENCE), path)
            with database.writing() as connection:
                schema.create(connection)
            return database

    @classmethod
    def open(cls, path: Path, patience: float = PATIENCE) -> Database:
        """An idea file for reading and writing, after a quick check of all of it.

        Raises NewerSchema, CorruptStore, StoreBusy or StoreError; the first two leave the file untouched.
        """
        return cls._found(path, "rw", patience)

    @classmethod
    def look(cls, path: Path, *, deep: bool = False, check: bool = True) -> Database:
        """An idea file for reading only; errors as `open`."""
        return cls._found(path, "ro", PATIENCE, check=check, deep=deep)

    @classmethod
    def _found(cls, path: Path, mode: str, patience: float, *, check: bool = True, deep: bool = False) -> Database:
        schema.refuse_foreign(path)
        with told(path), ExitStack() as undo:
            connection = undo.enter_context(closing(_connected(path, mode, patience)))
            if check:
                schema.refuse_damaged(connection, path, deep=deep)
            undo.pop_all()
            return cls(connection, path)

    def close(self) -> None:
        """Let go of the file; whatever was committed stays."""
        with self._lock, told(self.path):
            self._connection.close()

    def rows(self, sql: str, *values: Value) -> list[Row]:
        """All rows of a reading statement."""
        with self._lock, told(self.path):
            return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed and on disk when the block has ended, undone when it raised.

        Others wait while it is open; after PATIENCE seconds of waiting it raises StoreBusy.
        """
        with self._lock, told(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def copy_into(self, path: Path) -> None:
        """Write a compact copy of the committed state to a path that does not exist yet."""
        with self._lock, told(path):
            self._connection.execute("VACUUM INTO ?", (str(path),))


def _connected(path: Path, mode: str, patience: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=patience,
        check_same_thread=False,
    )
    with ExitStack() as undo:
        undo.enter_context(closing(connection))
        connection.text_factory = _lenient_text
        if mode != "ro":
            connection.execute("PRAGMA journal_mode = WAL")
        for pragma in _pragmas():
            connection.execute(pragma)
        undo.pop_all()
    return connection


def _pragmas() -> tuple[str, ...]:
    durable = ("PRAGMA synchronous = FULL", "PRAGMA recursive_triggers = ON")
    guarded = ("PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON")
    if sys.platform == "darwin":
        return (*durable, *guarded, "PRAGMA fullfsync = ON", "PRAGMA checkpoint_fullfsync = ON")
    return (*durable, *guarded)


def _lenient_text(raw: bytes) -> str:
    """One damaged text must not hide the row it stands in, nor the rows after it."""
    return raw.decode("utf-8", "replace")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into the store's, once, with what to do next."""
    try:
        yield
    except sqlite3.Error as error:
        raise _in_words(error, path) from error


def _in_words(error: sqlite3.Error, path: Path) -> StoreError:
    # Errors that Python's module raises by itself carry no code.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBusy(f"{path.parent.name} is being written by another window.", "Try again in a moment.")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return CorruptStore(f"{path} is damaged: {error}.", "The file is kept as it is.")
        case sqlite3.SQLITE_FULL:
            return StoreError(f"The disk is full: {path} was not changed.", "Free some space and try again.")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return StoreError(
                f"{path} cannot be written: {error}.", "Check the permissions of the file and its folder."
            )
        case sqlite3.SQLITE_IOERR:
            return StoreError(
                f"The disk would not read or write {path}.", "Check free space and whether it is connected."
            )
        case _:
            return StoreError(f"{path}: {error}.", "Check the disk: free space, permissions, connection.")
