"""A damaged idea file: set aside under a readable name, never deleted; the newest good backup takes its place."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from lamplighter.domain.errors import CorruptStore
from lamplighter.services.paths import owned_name, sweep
from lamplighter.services.store import backups
from lamplighter.services.store.database import Database, number, text
from lamplighter.services.store.locks import locked

_SIDE_FILES = ("", "-wal", "-shm")


def recovered(path: Path, backup_folder: Path, now: datetime) -> tuple[Database, str]:
    """The idea file (from its newest good backup, if it is damaged or gone) and a sentence on what happened, or "".

    Raises CorruptStore when there is no good backup; the damaged file then stands under its new name.
    """
    with locked(path.parent):
        sweep(path.parent)
        aside = _set_aside_if_damaged(path, now)
        if aside is None:
            return Database.open(path), ""
        backup = backups.newest_good(backup_folder)
        if backup is None:
            raise CorruptStore(
                f"The file of the idea {path.parent.name} is damaged and there is no backup of it.",
                f"It was kept as {aside}. The project folder beside it was not touched.",
            )
        _put_back(backup, path)
        return Database.open(path), _what_is_missing(aside, backup)


def set_aside_before(folder: Path) -> tuple[Path, ...]:
    """The damaged files that were set aside in an idea's folder."""
    return tuple(sorted(folder.glob("damaged *.sqlite")))


def _set_aside_if_damaged(path: Path, now: datetime) -> Path | None:
    """The name the damaged file has now (an earlier start may have given it and stopped), None when it is sound."""
    if not path.exists():
        return next(reversed(set_aside_before(path.parent)), path)
    try:
        Database.open(path).close()
    except CorruptStore:
        return _set_aside(path, now)
    return None


def _set_aside(path: Path, now: datetime) -> Path:
    stem = f"damaged {now.astimezone(UTC):%Y-%m-%d %H-%M-%S}"
    aside = path.with_name(f"{stem}.sqlite")
    count = 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{stem} ({count}).sqlite")
    for suffix in reversed(_SIDE_FILES):
        side = path.with_name(path.name + suffix)
        if side.exists():
            side.rename(aside.with_name(aside.name + suffix))
    return aside


def _put_back(backup: Path, path: Path) -> None:
    staged = path.with_name(owned_name("copy", hidden=True))
    staged.write_bytes(backup.read_bytes())
    backups.flush(staged)
    staged.rename(path)
    backups.flush(path.parent)


def _what_is_missing(aside: Path, backup: Path) -> str:
    with closing(Database.look(backup, check=False)) as good:
        kept, when = good.rows("SELECT coalesce(max(sequence), 0), coalesce(max(time), '') FROM events")[0]
    last = _last_readable(aside)
    if last is None:
        missing = f"everything after {text(when)} is missing"
    elif last > number(kept):
        missing = f"steps {number(kept) + 1} to {last} are missing"
    else:
        missing = "no later step was found in the damaged file"
    fate = f"was damaged and set aside as “{aside.name}”" if aside.exists() else "was gone"
    return f"The idea file {fate}. The backup of {text(when)} was opened: {missing}."


def _last_readable(aside: Path) -> int | None:
    try:
        with closing(sqlite3.connect(f"{aside.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT max(sequence) FROM events").fetchone()[0]
    except sqlite3.Error:
        return None
    return found if isinstance(found, int) else None
