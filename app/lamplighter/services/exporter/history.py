"""The history that a project folder carries: a git repository written without git, so that nothing of it ever runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lamplighter.domain.errors import ExportFailed
from lamplighter.services.exporter.parcel import Past
from lamplighter.services.paths import remove_tree

if TYPE_CHECKING:
    import pygit2

_NAMES = {"builder": "Lamplighter", "repair": "Lamplighter (repair)", "person": "The person at the keyboard"}
_DOMAIN = "lamplighter.invalid"  # a name that never resolves (RFC 2606)
_BRANCH = "refs/heads/main"


def write_history(folder: Path, versions: Sequence[Past], last: Past) -> None:
    """Make `folder` a repository: one commit a version, `last` as what is checked out; only `.git` is written.

    Neither hooks, filters nor templates of this computer take part. Raises ExportFailed when the disk does not do it.
    """
    import pygit2

    try:
        _write(pygit2.init_repository(str(folder), initial_head="main"), versions, last)
    except pygit2.GitError as error:
        raise ExportFailed(
            f"The history could not be written beneath {folder.parent}.", "Check free space and permissions."
        ) from error
    remove_tree(folder / ".git" / "hooks")


def _write(repository: pygit2.Repository, versions: Sequence[Past], last: Past) -> None:
    import pygit2

    writer = _Writer(repository)
    parent: list[pygit2.Oid] = []
    for version in (*versions, last):
        parent = [writer.commit(version, parent)]
    repository.index.read_tree(repository[parent[0]].peel(pygit2.Tree))
    repository.index.write()
    repository.free()


def is_ours_alone(folder: Path) -> bool:
    """Whether the repository in the folder (if there is one) holds nothing but what `write_history` wrote."""
    if not (folder / ".git").exists():
        return True
    import pygit2

    try:
        repository = pygit2.Repository(str(folder))
        ours = list(repository.references) == [_BRANCH] and repository.head.name == _BRANCH
        return ours and repository[repository.head.target].peel(pygit2.Commit).committer.email.endswith(f"@{_DOMAIN}")
    except (pygit2.GitError, KeyError):
        return False


class _Writer:
    """Writes commits; equal bytes are written once."""

    def __init__(self, repository: pygit2.Repository) -> None:
        self._repository = repository
        self._blobs: dict[bytes, pygit2.Oid] = {}

    def commit(self, version: Past, parents: list[pygit2.Oid]) -> pygit2.Oid:
        import pygit2

        moment = datetime.fromisoformat(version.time)
        name = _NAMES.get(version.author, version.author)
        signature = pygit2.Signature(name, f"{version.author}@{_DOMAIN}", int(moment.timestamp()), 0)
        message = version.note or f"Version by the {version.author}"
        tree = self._tree(version.files)
        return self._repository.create_commit(_BRANCH, signature, signature, message, tree, parents)

    def _tree(self, files: Mapping[str, bytes]) -> pygit2.Oid:
        import pygit2

        index = pygit2.Index()
        for path, content in files.items():
            index.add(pygit2.IndexEntry(path, self._blob(content), pygit2.enums.FileMode.BLOB))
        return index.write_tree(self._repository)

    def _blob(self, content: bytes) -> pygit2.Oid:
        if content not in self._blobs:
            self._blobs[content] = self._repository.create_blob(content)
        return self._blobs[content]
