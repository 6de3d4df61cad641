"""Where the program keeps its state, and the private temp folders that a crash may leave behind.

Everything lies beneath one root, so that `--home DIR` (or `LAMPLIGHTER_HOME`) moves all of it at once.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lamplighter.domain.errors import StoreError

_OWNED_NAME = re.compile(r"\.?[a-z]+-(\d{1,10})-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Home:
    """All state of the app: ideas and their backups are kept, cache and temp may be lost at any time."""

    root: Path
    ideas: Path
    backups: Path
    cache: Path
    temp: Path


def home(explicit: Path | None, environment: Mapping[str, str]) -> Home:
    """The state folders, made (for this user alone) where they are missing; the explicit folder comes first.

    Raises StoreError when they cannot be made.
    """
    root = _root(explicit, environment)
    found = Home(root, root / "ideas", root / "backups", root / "cache", root / "temp")
    try:
        for folder in (found.root, found.ideas, found.backups, found.cache, found.temp):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder {root} cannot be used: {error.strerror or error}.",
            "Choose a folder you may write to with --home or LAMPLIGHTER_HOME.",
        ) from error
    return found


def _root(explicit: Path | None, environment: Mapping[str, str]) -> Path:
    if explicit is not None:
        return explicit.expanduser().absolute()
    if environment.get("LAMPLIGHTER_HOME"):
        return Path(environment["LAMPLIGHTER_HOME"]).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("lamplighter", appauthor=False)


def owned_name(purpose: str, *, hidden: bool = False) -> str:
    """A fresh name that says which process made the folder, so that it can be swept once that is gone."""
    return f"{'.' if hidden else ''}{purpose}-{os.getpid()}-{secrets.token_hex(4)}"


def owner(name: str) -> int | None:
    """The process id in a name made by `owned_name`, or None for any other name."""
    found = _OWNED_NAME.fullmatch(name)
    return int(found[1]) if found else None


@contextmanager
def temp_folder(temp: Path, purpose: str) -> Iterator[Path]:
    """A new private folder (0700) beneath `temp`, removed at the end whatever happened inside.

    `purpose` is one word of small letters.
    """
    folder = temp / owned_name(purpose)
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        remove_tree(folder)


def sweep(folder: Path) -> tuple[str, ...]:
    """Remove what processes that are gone left directly in `folder`; gives the removed names."""
    if not folder.is_dir():
        return ()
    gone = [name for name in os.listdir(folder) if _is_orphan(name)]
    for name in gone:
        remove_tree(folder / name)
    return tuple(sorted(gone))


def _is_orphan(name: str) -> bool:
    process = owner(name)
    return process is not None and process != os.getpid() and not is_running(process)


def is_running(process: int) -> bool:
    """Whether a process with this id exists now (on Windows: always taken as running, so nothing is swept early)."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def remove_tree(path: Path) -> None:
    """Remove a folder or file, links never followed, even where generated code took the permissions away.

    What still cannot be removed stays for the next sweep.
    """
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    try:
        shutil.rmtree(path)
    except PermissionError:
        _open_up(path)
        shutil.rmtree(path, ignore_errors=True)


def _open_up(path: Path) -> None:
    """Give every folder its permissions back, from the top down."""
    path.chmod(stat.S_IRWXU)
    for folder, names, _ in os.walk(path):
        for name in names:
            below = Path(folder, name)
            if not below.is_symlink():
                below.chmod(stat.S_IRWXU)
