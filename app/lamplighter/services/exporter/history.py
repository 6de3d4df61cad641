"""The history that a project folder carries: a git repository written without git, so that nothing of it ever runs.

Commits are made in memory and reach the disk as one pack: thousands of files would have to be flushed otherwise.
This module loads pygit2, which takes a tenth of a second: import it where a history is written, not before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pygit2

from lamplighter.domain.errors import ExportFailed
from lamplighter.services.exporter.parcel import Past
from lamplighter.services.paths import remove_tree

_NAMES = {"builder": "Lamplighter", "repair": "Lamplighter (repair)", "person": "The person at the keyboard"}
_DOMAIN = "lamplighter.invalid"  # a name that never resolves (RFC 2606)
_BRANCH = "refs/heads/main"


def write_history(folder: Path, versions: Sequence[Past], last: Past) -> None:
    """Make `folder` a repository: one commit a version, `last` as what is checked out; only `.git` is written.

    Neither hooks, filters nor templates of this computer take part. Raises ExportFailed when the disk does not do it.
    """
    try:
        _write(folder, (*versions, last))
    except pygit2.GitError as error:
        raise ExportFailed(
            f"The history could not be written beneath {folder.parent}.", "Check free space and permissions."
        ) from error
    remove_tree(folder / ".git" / "hooks")


def is_ours_alone(folder: Path) -> bool:
    """Whether the repository in the folder (if there is one) holds nothing but what `write_history` wrote."""
    if not (folder / ".git").exists():
        return True
    try:
        repository = pygit2.Repository(str(folder))
        ours = list(repository.references) == [_BRANCH] and repository.head.name == _BRANCH
        return ours and repository[repository.head.target].peel(pygit2.Commit).committer.email.endswith(f"@{_DOMAIN}")
    except (pygit2.GitError, KeyError):
        return False


def _write(folder: Path, versions: Sequence[Past]) -> None:
    repository = pygit2.init_repository(str(folder), initial_head="main")
    objects = _InMemory()
    store = pygit2.Odb()
    store.add_backend(objects, 1)
    repository.set_odb(store)
    parents: list[pygit2.Oid] = []
    for version in versions:
        parents = [_committed(repository, version, parents)]
    pack = pygit2.PackBuilder(repository)
    for oid in objects:
        pack.add(oid)
    pack.write(str(folder / ".git" / "objects" / "pack"))
    repository.index.read_tree(repository[parents[0]].peel(pygit2.Tree))
    repository.index.write()
    repository.free()


def _committed(repository: pygit2.Repository, version: Past, parents: list[pygit2.Oid]) -> pygit2.Oid:
    moment = datetime.fromisoformat(version.time)
    name = _NAMES.get(version.author, version.author)
    signature = pygit2.Signature(name, f"{version.author}@{_DOMAIN}", int(moment.timestamp()), 0)
    message = version.note or f"Version by the {version.author}"
    tree = _tree(repository, version.files)
    return repository.create_commit(_BRANCH, signature, signature, message, tree, parents)


def _tree(repository: pygit2.Repository, files: Mapping[str, bytes]) -> pygit2.Oid:
    index = pygit2.Index()
    for path, content in files.items():
        index.add(pygit2.IndexEntry(path, repository.create_blob(content), pygit2.enums.FileMode.BLOB))
    return index.write_tree(repository)


class _InMemory(pygit2.OdbBackend):
    """Git objects kept in memory: kind and bytes by their hash."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: dict[pygit2.Oid, tuple[int, bytes]] = {}

    def __iter__(self) -> Iterator[pygit2.Oid]:
        return iter(self._kept)

    def read_cb(self, oid: pygit2.Oid) -> tuple[int, bytes]:
        """Kind and bytes of an object; KeyError when it is not here."""
        return self._kept[oid]

    def read_header_cb(self, oid: pygit2.Oid) -> tuple[int, int]:
        """Kind and length of an object; KeyError when it is not here."""
        kind, content = self._kept[oid]
        return kind, len(content)

    def write_cb(self, oid: pygit2.Oid, content: bytes, kind: int) -> None:
        """Keep an object."""
        self._kept[oid] = (kind, content)

    def exists_cb(self, oid: pygit2.Oid) -> bool:
        """Whether the object is here."""
        return oid in self._kept

    def refresh_cb(self) -> None:
        """Nothing else writes here."""
