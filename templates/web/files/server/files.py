"""Photos and files: their bytes lie in the data file, so a backup of it holds them too. A row names one as "<id>/<name>"."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass

from .data_file import DataFile, Person
from .fields import value_of
from .pictures import TYPES, without_traces
from .rights import EVERY, granted_fields
from .rules import RULES
from .tables import Tables

TABLE = """CREATE TABLE IF NOT EXISTS _files (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, owner TEXT NOT NULL, at REAL NOT NULL, bytes BLOB) STRICT"""
LARGEST = 10 * 1024 * 1024  # bytes
LONGEST_NAME = 120
WAITING = 24 * 3600.0  # seconds that a file no row names is kept
FIELDS = {
    name: [one for one in entity.stored if one.kind in ("photo", "file")] for name, entity in RULES.entities.items()
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it goes out. Only pictures are shown; anything else is downloaded."""

    name: str
    type: str
    content: bytes

    @property
    def is_picture(self) -> bool:
        return self.type in TYPES.values()


class Files:
    """Reads and writes the files of the app; who may see a row with a file may see the file."""

    def __init__(self, data: DataFile) -> None:
        self.data = data
        data.ask(TABLE)

    def keep(self, person: Person, name: str, content: bytes) -> str | None:
        """Keep a file and give the value for a row; None when the person may not fill in such a field anywhere."""
        with self.data.reading(person) as db:
            if not any(may_fill(db, entity) for entity in FIELDS):
                return None
            owner, named = db.actor, set(named_ids(db))
        self._forget_unused(named)
        number = secrets.token_hex(16)
        short = "".join(char for char in name if char.isprintable() and char not in "/\\")[-LONGEST_NAME:] or "file"
        kind = kind_of(content)
        values = (number, short, kind, owner, time.time(), without_traces(content))
        self.data.ask("INSERT INTO _files VALUES (?, ?, ?, ?, ?, ?)", *values)
        return f"{number}/{short}"

    def read(self, person: Person, number: str) -> Kept | None:
        """A file for who sees it in a row, or has just sent it; else nothing, as if it was not there."""
        found = self.data.ask("SELECT name, type, owner, bytes FROM _files WHERE id = ?", number)
        if not found:
            return None
        name, kind, owner, content = found[0]
        with self.data.reading(person) as db:
            mine = owner == db.actor and number not in set(named_ids(db))
            if not mine and number not in set(visible_ids(db)):
                return None
        return Kept(name, kind, content)

    def _forget_unused(self, named: set[str]) -> None:
        """What was sent but never saved in a row, or whose row is gone."""
        for (number,) in self.data.ask("SELECT id FROM _files WHERE at < ?", time.time() - WAITING):
            if number not in named:
                self.data.ask("DELETE FROM _files WHERE id = ?", number)


def kind_of(content: bytes) -> str:
    """By the first bytes, whatever the sender says."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return TYPES[b"RIFF"]
    return next((kind for sign, kind in TYPES.items() if sign != b"RIFF" and content.startswith(sign)), "application/octet-stream")


def may_fill(db: Tables, entity: str) -> bool:
    granted = [granted_fields(db, RULES, verb, entity, None) for verb in ("add", "edit")]
    return any(fields is EVERY or one.name in fields for fields in granted for one in FIELDS[entity])


def named_ids(db: Tables) -> Iterator[str]:
    """The files that some row names."""
    for entity, fields in FIELDS.items():
        for row in db.all(entity) if fields else ():
            yield from ((value_of(row, one.name) or "")[:32] for one in fields)


def visible_ids(db: Tables) -> Iterator[str]:
    """The files in the rows and fields one may see."""
    for entity, fields in FIELDS.items():
        for row in db.all(entity) if fields else ():
            granted = granted_fields(db, RULES, "see", entity, row)
            seen = [one for one in fields if granted is EVERY or one.name in granted]
            yield from ((value_of(row, one.name) or "")[:32] for one in seen)
