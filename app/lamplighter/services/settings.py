"""The person's settings: typed, kept in a small SQLite file, so that no crash and no second window can tear them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import get_type_hints

import msgspec

from lamplighter.domain.errors import StoreBusy, StoreError
from lamplighter.services.paths import Home

_TABLE = "CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID"
_READ = "SELECT name, value FROM settings"
_WRITE = "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


class Theme(StrEnum):
    """How the window looks; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Autonomy(StrEnum):
    """How much is decided without asking; budget and gate hold at every stop."""

    ASK_EACH_STEP = "ask each step"
    ASK_AT_RISKS = "ask at risks"
    RUN_TO_THE_GATE = "run to the gate"


class Settings(msgspec.Struct, frozen=True):
    """All settings with what holds until they are changed; `language` "" follows the system. No key is ever here."""

    theme: Theme = Theme.SYSTEM
    language: str = ""
    autonomy: Autonomy = Autonomy.ASK_AT_RISKS
    model: str = "none"


def read_settings(home: Home) -> Settings:
    """What was saved; a value this version does not understand counts as not set. StoreError when it cannot be read."""
    path = _path(home)
    if not path.exists():
        return Settings()
    with _opened(path) as connection:
        return _settings(connection)


def change_settings(home: Home, change: Callable[[Settings], Settings]) -> Settings:
    """Save what `change` makes of the settings as they are now, all of it or nothing; gives the new ones.

    Another window waits meanwhile. Only what differs is written: what a later version saved stays.
    """
    with _opened(_path(home)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_TABLE)
        before = _settings(connection)
        after = change(before)
        for name in Settings.__struct_fields__:
            if getattr(after, name) != getattr(before, name):
                connection.execute(_WRITE, (name, msgspec.json.encode(getattr(after, name))))
        connection.execute("COMMIT")
    return after


def _path(home: Home) -> Path:
    return home.root / "settings.sqlite"


def _settings(connection: sqlite3.Connection) -> Settings:
    found = Settings()
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'settings'").fetchone():
        return found
    for name, value in connection.execute(_READ).fetchall():
        wanted = get_type_hints(Settings).get(name)
        if wanted is None:
            continue
        try:
            found = msgspec.structs.replace(found, **{name: msgspec.json.decode(value, type=wanted)})
        except msgspec.DecodeError:
            continue
    return found


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=5)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA fullfsync = ON")
            yield connection
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreBusy("The settings are being saved by another window.", "Try again in a moment.") from error
        raise StoreError(
            f"The settings in {path} cannot be read or saved: {error}.",
            "Rename that file to start with fresh settings; your ideas are not touched by it.",
        ) from error
