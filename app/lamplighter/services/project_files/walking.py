"""Everything beneath a root, without following a link and without going deeper than a project may."""

from __future__ import annotations

import errno
from collections.abc import Iterator

from lamplighter.domain.errors import ProjectTooLarge
from lamplighter.domain.filenames import MAX_DEPTH
from lamplighter.services.project_files.beneath import Kind, Root

_MAX_ENTRIES = 20_000
_GONE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
_MADE_BY_TOOLS = frozenset(
    {".git", "node_modules", "__pycache__", ".venv", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"}
)


def walk(root: Root) -> Iterator[tuple[str, Kind]]:
    """Path and kind of all that is no folder, and of folders that lie too deep; what tools make is passed over.

    Raises ProjectTooLarge beyond 20,000 entries.
    """
    waiting: list[tuple[str, ...]] = [()]
    seen = 0
    while waiting:
        folders = waiting.pop()
        for name, kind in _listed(root, folders):
            seen += 1
            if seen > _MAX_ENTRIES:
                raise ProjectTooLarge(f"The folder holds more than {_MAX_ENTRIES:,} entries.", "Take some out.")
            if name in _MADE_BY_TOOLS:
                continue
            if kind is Kind.FOLDER and len(folders) < MAX_DEPTH:
                waiting.append((*folders, name))
            else:
                yield "/".join((*folders, name)), kind


def _listed(root: Root, folders: tuple[str, ...]) -> list[tuple[str, Kind]]:
    """Names and kinds in one folder; nothing when it was removed, or swapped for a link, in the meantime."""
    try:
        folder = root.opened(folders)
    except OSError as error:
        if error.errno in _GONE:
            return []
        raise
    try:
        return [(name, kind) for name in folder.names() if (kind := folder.kind(name)) is not Kind.NOTHING]
    finally:
        folder.close()
