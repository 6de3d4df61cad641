"""Locks between processes: for setting a damaged idea file aside, and for what only one process may do at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)

    def _try(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _try(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; the system lets go of it when the process ends, however it ends."""
    with (folder / ".lock").open("ab") as file:
        _take(file.fileno())
        yield


@contextmanager
def locked_at_once(folder: Path, purpose: str) -> Iterator[bool]:
    """Hold a lock of the folder for one purpose; False at once when another process has it."""
    with (folder / f".{purpose}.lock").open("ab") as file:
        try:
            _try(file.fileno())
        except OSError:
            yield False
            return
        yield True
