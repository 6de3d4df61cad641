"""What a project's files need of the system: folders opened beneath one root, by names never followed as links."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import Protocol

from lamplighter.domain.errors import BadName
from lamplighter.domain.filenames import visible

_LINK = "it is a link, or lies behind one; links are not followed"
_MEANING = {
    errno.ELOOP: _LINK,
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


class Folder(Protocol):
    """One open folder; every name is a single part of a path. All raise OSError."""

    def read(self, name: str, most: int) -> bytes:
        """At most `most` bytes of a regular file, without waiting; BadName for anything else."""

    def replace(self, name: str, content: bytes) -> None:
        """Write a new file beside `name`, flush it, and give it that name in one step."""

    def rename(self, name: str, other: str) -> None:
        """Rename an entry (a link itself) within the folder."""

    def unlink(self, name: str) -> None:
        """Remove a file or a link itself."""

    def rmdir(self, name: str) -> None:
        """Remove an empty folder."""

    def mkdir(self, name: str) -> None:
        """Make a folder."""

    def names(self) -> list[str]:
        """The names of all entries."""

    def kind(self, name: str) -> Kind:
        """What stands under the name, links not followed."""

    def flush(self) -> None:
        """Wait until the names are on the disk."""

    def close(self) -> None:
        """Let go of the folder."""


class Root(Protocol):
    """The folder that all others lie beneath."""

    def opened(self, folders: Sequence[str]) -> Folder:
        """The folder beneath the root along these names; OSError or BadName where one is missing or no plain folder."""

    def close(self) -> None:
        """Let go of the root."""


@contextmanager
def in_plain_words(path: str) -> Iterator[None]:
    """Turn the system's refusals that mean a link, a pipe or a way out into BadName; other OSErrors pass."""
    try:
        yield
    except OSError as error:
        if error.errno not in _MEANING:
            raise
        raise BadName(f"“{visible(path)}” was not touched: {_MEANING[error.errno]}.") from error


def not_regular(name: str) -> BadName:
    """The refusal of what is no regular file."""
    return BadName(f"“{visible(name)}” was not read: it is not a regular file.")
