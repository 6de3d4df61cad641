"""One entry of an open folder: read it, replace it, move it aside, walk below it. Names only, never paths."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from lamplighter.domain.errors import BadName, ProjectTooLarge
from lamplighter.domain.filenames import MAX_DEPTH, MAX_FILE_BYTES, OWN_PREFIX, visible
from lamplighter.services.project_files.beneath import Opener

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_MAX_ENTRIES = 20_000
_MADE_BY_TOOLS = frozenset(
    {".git", "node_modules", "__pycache__", ".venv", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"}
)
_NOT_PLAIN = "it is a link, or lies behind one; links are not followed"
_MEANING = {
    errno.ELOOP: _NOT_PLAIN,
    errno.EXDEV: "it leads out of the project",
    errno.ENOTDIR: "a part of it is a file or a link, not a folder",
    errno.EISDIR: "it is a folder",
    errno.ENXIO: "it is a pipe or a socket",
}


class Kind(Enum):
    """What an entry is; a file over the cap is LARGE, anything but a file or folder (a link, a pipe …) is ODD."""

    NOTHING = "nothing"
    FILE = "file"
    LARGE = "large"
    FOLDER = "folder"
    ODD = "odd"


def open_root(root: Path) -> int:
    """A handle of the folder all others lie beneath."""
    return os.open(root, _FOLDER)


@contextmanager
def in_plain_words(path: str) -> Iterator[None]:
    """Turn the system's refusals that mean a link, a pipe or a way out into BadName; other OSErrors pass."""
    try:
        yield
    except OSError as error:
        if error.errno not in _MEANING:
            raise
        raise BadName(f"“{visible(path)}” was not touched: {_MEANING[error.errno]}.") from error


def read(folder: int, name: str, path: str) -> bytes:
    """The bytes of the regular file `name`; BadName for anything else, ProjectTooLarge over the cap."""
    handle = os.open(name, _READ, dir_fd=folder)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise BadName(f"“{visible(path)}” was not read: it is not a regular file.")
        chunks = []
        left = MAX_FILE_BYTES + 1
        while left > 0 and (chunk := os.read(handle, min(left, 1 << 20))):
            chunks.append(chunk)
            left -= len(chunk)
    finally:
        os.close(handle)
    if left == 0:
        raise ProjectTooLarge(f"“{visible(path)}” is larger than {MAX_FILE_BYTES:,} bytes.", "Make the file smaller.")
    return b"".join(chunks)


def replace(folder: int, name: str, data: bytes) -> None:
    """Write a new file beside `name`, flush it, and give it that name in one step."""
    staged = f"{OWN_PREFIX}{secrets.token_hex(8)}"
    handle = os.open(staged, _CREATE, 0o644, dir_fd=folder)
    try:
        try:
            _write_all(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
        os.rename(staged, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        os.unlink(staged, dir_fd=folder)
        raise


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def move_aside(folder: int, name: str) -> str:
    """Rename the entry to the first free `name.kept`, `name.kept-2` …; gives the new name."""
    taken = set(os.listdir(folder))
    count = 1
    while (free := f"{name}.kept" + (f"-{count}" if count > 1 else "")) in taken:
        count += 1
    os.rename(name, free, src_dir_fd=folder, dst_dir_fd=folder)
    return free


def walk(resolve: Opener, root: int) -> Iterator[tuple[str, Kind]]:
    """Path and kind of all that is no folder, and of folders that cannot be entered or lie too deep.

    Links are told, not followed. Raises ProjectTooLarge beyond 20,000 entries.
    """
    waiting: list[tuple[str, ...]] = [()]
    seen = 0
    while waiting:
        folders = waiting.pop()
        for name, what in _listed(resolve, root, folders):
            seen += 1
            if seen > _MAX_ENTRIES:
                raise ProjectTooLarge(f"The folder holds more than {_MAX_ENTRIES:,} entries.", "Take some out.")
            if name in _MADE_BY_TOOLS:
                continue
            if what is Kind.FOLDER and len(folders) < MAX_DEPTH:
                waiting.append((*folders, name))
            else:
                yield "/".join((*folders, name)), what


def _listed(resolve: Opener, root: int, folders: tuple[str, ...]) -> list[tuple[str, Kind]]:
    """Names and kinds in one folder; nothing when it was removed, or swapped for a link, in the meantime."""
    try:
        handle = resolve(root, folders)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            return []
        raise
    try:
        return [(name, what) for name in os.listdir(handle) if (what := kind(handle, name)) is not Kind.NOTHING]
    finally:
        os.close(handle)


def kind(folder: int, name: str) -> Kind:
    """What stands under the name now."""
    try:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return Kind.NOTHING
    if stat.S_ISDIR(found.st_mode):
        return Kind.FOLDER
    if not stat.S_ISREG(found.st_mode):
        return Kind.ODD
    return Kind.FILE if found.st_size <= MAX_FILE_BYTES else Kind.LARGE
