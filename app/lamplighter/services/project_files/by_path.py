"""Folders by path, for systems that open nothing beneath a handle (Windows): every part is looked at before and after.

Weaker than handles: a program of the same user that swaps a folder between the two looks can win. Generated code never
runs beside it, so only the user's own programs could.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Sequence
from pathlib import Path

from lamplighter.domain.filenames import MAX_FILE_BYTES, OWN_PREFIX
from lamplighter.services.project_files.beneath import Kind, not_regular

_REPARSE_POINT = 0x400  # FILE_ATTRIBUTE_REPARSE_POINT: links, junctions, mount points
_BINARY = getattr(os, "O_BINARY", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
_READ = os.O_RDONLY | _BINARY | getattr(os, "O_NONBLOCK", 0)


class PathRoot:
    """A root by its real path."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve(strict=True)
        if not self._path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))

    def opened(self, folders: Sequence[str]) -> PathFolder:
        """See Root."""
        path = self._path
        for name in folders:
            if name in ("", ".", "..") or "/" in name or os.sep in name:
                raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), name)
            path /= name
            if kind_at(path) is not Kind.FOLDER:
                number = errno.ENOTDIR if os.path.lexists(path) else errno.ENOENT
                raise OSError(number, os.strerror(number), str(path))
        return PathFolder(path)

    def close(self) -> None:
        """Nothing is held open."""


class PathFolder:
    """One folder by its path; see Folder for what each method does."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, name: str, most: int) -> bytes:
        """What was opened must be what was looked at, and no link must have led elsewhere."""
        path = self._path / name
        seen = path.lstat()
        if _is_link(seen):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
        if stat.S_ISDIR(seen.st_mode):
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(seen.st_mode):
            raise not_regular(name)
        with open(os.open(path, _READ), "rb") as file:
            if not os.path.samestat(os.fstat(file.fileno()), seen) or path.resolve() != path:
                raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(path))
            return file.read(most)

    def replace(self, name: str, content: bytes) -> None:
        """The unfinished file has a name of our own that no project may carry."""
        staged = self._path / f"{OWN_PREFIX}{secrets.token_hex(8)}"
        try:
            with open(os.open(staged, _CREATE, 0o644), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            self.rename(staged.name, name)
        except OSError:
            staged.unlink(missing_ok=True)
            raise

    def rename(self, name: str, other: str) -> None:
        """See Folder."""
        os.replace(self._path / name, self._path / other)

    def unlink(self, name: str) -> None:
        """See Folder."""
        os.unlink(self._path / name)

    def rmdir(self, name: str) -> None:
        """See Folder."""
        os.rmdir(self._path / name)

    def mkdir(self, name: str) -> None:
        """See Folder."""
        os.mkdir(self._path / name)

    def names(self) -> list[str]:
        """See Folder."""
        return os.listdir(self._path)

    def kind(self, name: str) -> Kind:
        """See Folder."""
        return kind_at(self._path / name)

    def flush(self) -> None:
        """Such systems offer no way to wait for names."""

    def close(self) -> None:
        """Nothing is held open."""


def kind_at(path: Path) -> Kind:
    """What stands at the path, links and junctions not followed."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return Kind.NOTHING
    if _is_link(found) or not (stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode)):
        return Kind.ODD
    if stat.S_ISDIR(found.st_mode):
        return Kind.FOLDER
    return Kind.FILE if found.st_size <= MAX_FILE_BYTES else Kind.LARGE


def _is_link(found: os.stat_result) -> bool:
    return stat.S_ISLNK(found.st_mode) or bool(getattr(found, "st_file_attributes", 0) & _REPARSE_POINT)
