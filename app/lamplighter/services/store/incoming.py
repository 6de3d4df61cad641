"""Taking in an idea file that somebody else made: a copy is opened, every row is checked, and only rows come over.

Nothing of the file's own schema survives, so a trigger or view hidden in it never runs here.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

from lamplighter.domain.errors import CorruptStore, ProjectTooLarge, StoreError
from lamplighter.domain.filenames import portable_set
from lamplighter.services.paths import temp_folder
from lamplighter.services.store import log, versions
from lamplighter.services.store.database import Database, Value, number, text
from lamplighter.services.store.values import decoded

MAX_BYTES = 1024**3
_HINT = "Ask for the file again: it was damaged or changed on its way. Nothing was taken in."


@contextmanager
def opened(path: Path, temp: Path) -> Iterator[Database]:
    """A private copy of the file, deeply checked, open for reading; the file itself is only read."""
    with temp_folder(temp, "import") as folder:
        copy = folder / "idea.sqlite"
        try:
            _copy(path, copy)
        except OSError as error:
            raise StoreError(
                f"{path} cannot be read: {error.strerror}.", "Check the path and its permissions."
            ) from error
        with closing(Database.look(copy, deep=True)) as database:
            yield database


def name_of(source: Database) -> str:
    """The name the idea goes by."""
    event = log.latest(source, log.VALUE, "name")
    return str(event.body) if event else "idea"


def take_over(source: Database, target: Database) -> None:
    """Copy all rows into an empty idea file; CorruptStore or BadName tells the first that is not what it should be.

    What the old folder held is left out, and which stages were finished: both are found out anew here.
    """
    told = "SELECT time, kind, name, body FROM events WHERE kind NOT IN (?, ?) ORDER BY sequence"
    with target.writing() as connection:
        for row in source.rows(told, log.VIEW, log.STAGE):
            connection.execute("INSERT INTO events (time, kind, name, body) VALUES (?, ?, ?, ?)", _event(row))
        for (row_number,) in source.rows("SELECT number FROM blobs"):
            (digest, content) = source.rows("SELECT hash, content FROM blobs WHERE number = ?", row_number)[0]
            # A copy that was damaged there may stand beside a sound one; whether one is missing shows below.
            if isinstance(content, bytes) and sha256(content).digest() == digest:
                versions.keep(connection, digest, content)
        columns = "version, time, author, stage, note, files, manifest"
        for row in source.rows(f"SELECT {columns} FROM versions ORDER BY version"):
            connection.execute(f"INSERT INTO versions ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            _check_version(target, number(row[0]))


def _copy(path: Path, copy: Path) -> None:
    for suffix in ("", "-wal"):
        side = path.with_name(path.name + suffix)
        if suffix and not side.exists():
            continue
        if not side.is_file():
            raise StoreError(f"{side} is not a file.", "Name the idea.sqlite file of an idea.")
        if side.stat().st_size > MAX_BYTES:
            raise ProjectTooLarge(f"{side} is larger than {MAX_BYTES:,} bytes.", "It was not read.")
        shutil.copyfile(side, copy.with_name(copy.name + suffix))


def _event(row: tuple[Value, ...]) -> tuple[Value, ...]:
    body = row[3]
    try:
        decoded(body if isinstance(body, bytes) else b"")
    except ValueError as error:
        raise CorruptStore(f"An event of {text(row[0])} in the file cannot be read.", _HINT) from error
    return row


def _check_version(target: Database, version: int) -> None:
    listed = versions.listing(target, version)
    portable_set(listed)
    for path, digest in listed.items():
        if not target.rows("SELECT 1 FROM blobs WHERE hash = ?", bytes.fromhex(digest)):
            raise CorruptStore(
                f"The idea file is not sound: “{path}” of version {version} is missing or changed.", _HINT
            )
