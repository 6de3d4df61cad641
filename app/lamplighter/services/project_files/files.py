"""Reading and writing a project's files beneath its folder; each write is atomic for its file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from lamplighter.domain.errors import BadName, ProjectTooLarge
from lamplighter.domain.filenames import (
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_PROJECT_BYTES,
    OWN_PREFIX,
    is_portable,
    portable,
    portable_files,
    visible,
)
from lamplighter.services.project_files.beneath import Folder, Kind, Root, in_plain_words
from lamplighter.services.project_files.walking import walk


class ProjectFiles:
    """The files beneath one folder, by portable relative paths with `/`.

    Links, devices, pipes and sockets are never opened: they raise BadName. A missing file is FileNotFoundError; other
    failures of the disk stay OSError. Close it, or use it in a `with`.
    """

    def __init__(self, root: Path, open_root: Callable[[Path], Root] | None = None) -> None:
        self._root = (open_root or _strongest_root)(root)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder; nothing may be called afterwards."""
        self._root.close()

    def read(self, path: str) -> bytes:
        """The bytes of a regular file of at most MAX_FILE_BYTES (ProjectTooLarge)."""
        with self._folder_of(path) as (folder, name):
            content = folder.read(name, MAX_FILE_BYTES + 1)
        if len(content) > MAX_FILE_BYTES:
            raise ProjectTooLarge(
                f"“{visible(path)}” is larger than {MAX_FILE_BYTES:,} bytes.", "Make the file smaller."
            )
        return content

    def write(self, path: str, data: bytes) -> None:
        """Replace the file in one step: whoever reads it sees the old bytes or the new, also after a power cut."""
        if len(data) > MAX_FILE_BYTES:
            raise ProjectTooLarge(f"“{visible(path)}” would be {len(data):,} bytes; at most {MAX_FILE_BYTES:,}.")
        with self._folder_of(path, make=True) as (folder, name):
            folder.replace(name, data)
            folder.flush()

    def remove(self, path: str) -> None:
        """Remove one file (of a link the link itself), and the folders that this leaves empty."""
        with self._folder_of(path) as (folder, name):
            folder.unlink(name)
        folders = path.split("/")[:-1]
        while folders and self._removed_if_empty(folders):
            folders.pop()

    def kind(self, path: str) -> Kind:
        """What stands at the path; NOTHING also where a part of it is no folder."""
        try:
            with self._folder_of(path) as (folder, name):
                return folder.kind(name)
        except (FileNotFoundError, BadName):
            return Kind.NOTHING

    def move_aside(self, path: str) -> str:
        """Rename whatever stands at `path` to a free name beside it (`name.kept`, `name.kept-2` …); gives the path."""
        with self._folder_of(path) as (folder, name):
            taken, count = set(folder.names()), 1
            while (free := f"{name}.kept" + (f"-{count}" if count > 1 else "")) in taken:
                count += 1
            folder.rename(name, free)
        return path.removesuffix(name) + free

    def list(self) -> tuple[str, ...]:
        """The paths of all regular files with portable names, sorted; links and everything else are left out.

        What tools make by themselves (`node_modules`, caches, `.git` …) is left out too. Raises ProjectTooLarge beyond
        MAX_FILES.
        """
        found: list[str] = []
        for path, kind in self._walk():
            if kind is not Kind.FILE or not is_portable(path):
                continue
            found.append(path)
            if len(found) > MAX_FILES:
                raise ProjectTooLarge(f"The folder holds more than {MAX_FILES:,} files.", "Take files out.")
        return tuple(sorted(found))

    def strange(self) -> tuple[str, ...]:
        """What `list` leaves out though somebody put it there: links, pipes, names that only some systems take."""
        return tuple(sorted(path for path, kind in self._walk() if kind is not Kind.FILE or not is_portable(path)))

    def snapshot(self) -> dict[str, bytes]:
        """All listed files with their bytes, within the caps (ProjectTooLarge)."""
        files: dict[str, bytes] = {}
        left = MAX_PROJECT_BYTES
        for path in self.list():
            files[path] = self.read(path)
            left -= len(files[path])
            if left < 0:
                raise ProjectTooLarge(f"The folder holds more than {MAX_PROJECT_BYTES:,} bytes.", "Take files out.")
        return files

    def replace_all(self, files: Mapping[str, bytes], known: Iterable[str] = ()) -> tuple[str, ...]:
        """Remove the `known` paths that `files` no longer holds and write what differs; gives the written paths.

        Whatever else stands in the folder stays. Each file changes in one step, the folder as a whole does not.
        """
        portable_files(files)
        for path in sorted(set(known) - files.keys()):
            self._remove_if_there(path)
        differing = tuple(path for path in sorted(files) if not self._holds(path, files[path]))
        for path in differing:
            with self._folder_of(path, make=True) as (folder, name):
                folder.replace(name, files[path])
        for path in {path.rpartition("/")[0]: path for path in differing}.values():
            with self._folder_of(path) as (folder, _):
                folder.flush()
        return differing

    def sweep(self) -> None:
        """Remove the unfinished files that a killed write left behind."""
        left = [path for path, _ in self._walk() if path.rpartition("/")[2].startswith(OWN_PREFIX)]
        for *folders, name in (path.split("/") for path in left):
            with closing(self._root.opened(folders)) as folder:
                folder.unlink(name)

    def _holds(self, path: str, data: bytes) -> bool:
        try:
            return self.read(path) == data
        except (FileNotFoundError, BadName, ProjectTooLarge):
            return False

    def _remove_if_there(self, path: str) -> None:
        if self.kind(path) is Kind.FILE:
            self.remove(path)

    def _removed_if_empty(self, folders: Sequence[str]) -> bool:
        with closing(self._root.opened(folders[:-1])) as folder:
            try:
                folder.rmdir(folders[-1])
            except OSError:
                return False
        return True

    @contextmanager
    def _folder_of(self, path: str, *, make: bool = False) -> Iterator[tuple[Folder, str]]:
        """The open folder that holds `path`, and the name in it; says in words what a link or pipe is."""
        *folders, name = portable(path).split("/")
        with in_plain_words(path):
            if make:
                self._make(folders)
            with closing(self._root.opened(folders)) as folder:
                yield folder, name

    def _make(self, folders: Sequence[str]) -> None:
        for depth, name in enumerate(folders):
            with closing(self._root.opened(folders[:depth])) as folder:
                try:
                    folder.mkdir(name)
                except FileExistsError:
                    continue

    def _walk(self) -> Iterator[tuple[str, Kind]]:
        return walk(self._root)


def _strongest_root(path: Path) -> Root:
    if sys.platform == "win32":
        from lamplighter.services.project_files.by_path import PathRoot

        return PathRoot(path)
    from lamplighter.services.project_files.handles import HandleRoot

    return HandleRoot(path)
