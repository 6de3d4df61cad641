"""Backups of an idea file: whole, checked copies outside everything generated code can reach, thinned with age."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from lamplighter.domain.errors import StoreError
from lamplighter.services.paths import owned_name, sweep
from lamplighter.services.store import log
from lamplighter.services.store.database import Database, number

_NAME = re.compile(r"(\d{10})-([0-9a-f]{8})-(\d{8}T\d{6})Z\.sqlite")
_STAMP = "%Y%m%dT%H%M%S"
_ALWAYS = 8
_SPANS = ((timedelta(days=14), "%Y%m%d"), (timedelta(weeks=10), "%G%V"), (timedelta(days=400), "%Y%m"))


def take(database: Database, folder: Path, now: datetime) -> Path | None:
    """Copy the file unless nothing changed since the last copy, then thin the copies; StoreError when it fails."""
    sequence, mark = _state(database)
    if any(_NAME.fullmatch(path.name) and path.name.startswith(f"{sequence:010d}-{mark}-") for path in found(folder)):
        return None
    path = folder / f"{sequence:010d}-{mark}-{now.strftime(_STAMP)}Z.sqlite"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep(folder)
        _copy(database, folder / owned_name("copy", hidden=True), path)
    except OSError as error:
        raise StoreError(f"No backup could be written to {folder}: {error.strerror}.", "Check the disk.") from error
    for old in thinned([copy.name for copy in found(folder)], now):
        (folder / old).unlink(missing_ok=True)
    return path


def _copy(database: Database, staged: Path, path: Path) -> None:
    try:
        database.copy_into(staged)
        flush(staged)
        staged.rename(path)
        flush(path.parent)
    finally:
        staged.unlink(missing_ok=True)


def found(folder: Path) -> tuple[Path, ...]:
    """All backups in a folder, newest state first (by sequence number, then by time)."""
    if not folder.is_dir():
        return ()
    return tuple(sorted((path for path in folder.iterdir() if _NAME.fullmatch(path.name)), reverse=True))


def newest_good(folder: Path) -> Path | None:
    """The newest backup that passes the deep check; bad ones are passed over and stay."""
    for path in found(folder):
        try:
            Database.look(path, deep=True).close()
        except StoreError:
            continue
        return path
    return None


def thinned(names: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Which of the backups may go: all but the newest 8, and the newest of each day (2 weeks), week and month (a year).

    A name that is no backup's, and a time later than `now` (the clock was set back), is never named.
    """
    ordered = sorted((name for name in names if _NAME.fullmatch(name)), reverse=True)
    kept = set(ordered[:_ALWAYS])
    for span, period in _SPANS:
        newest: dict[str, str] = {}
        for name in ordered:
            if now - _time(name, now) <= span:
                newest.setdefault(_time(name, now).strftime(period), name)
        kept |= set(newest.values())
    return tuple(name for name in ordered if name not in kept and _time(name, now) <= now)


def flush(path: Path) -> None:
    """Wait until the file (or the names in the folder) are on the disk."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _time(name: str, now: datetime) -> datetime:
    parts = _NAME.fullmatch(name)
    return datetime.strptime(parts[3], _STAMP).replace(tzinfo=now.tzinfo) if parts else now


def _state(database: Database) -> tuple[int, str]:
    """The sequence number of the last event that is more than an opening, and a short hash of it."""
    rows = database.rows(
        "SELECT sequence, time, kind, body FROM events WHERE kind <> ? ORDER BY sequence DESC LIMIT 1", log.OPENED
    )
    return number(rows[0][0]) if rows else 0, sha256(repr(rows).encode()).hexdigest()[:8]
