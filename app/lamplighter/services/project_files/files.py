"""Reading and writing a project's files beneath its folder; each write is atomic for its file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
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
from lamplighter.services.project_files import entries
from lamplighter.services.project_files.beneath import Opener, opener
from lamplighter.services.project_files.entries import Kind


class ProjectFiles:
    """The files beneath one folder, by portable relative paths with `/`.

    Links, devices, pipes and sockets are never opened: they raise BadName. A missing file is FileNotFoundError; other
    failures of the disk stay OSError. Close it, or use it in a `with`.
    """

    def __init__(self, root: Path, resolve: Opener | None = None) -> None:
        self._resolve = resolve or opener()
        self._root = entries.open_root(root)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder; nothing may be called afterwards."""
        os.close(self._root)

    def read(self, path: str) -> bytes:
        """The bytes of a regular file of at most MAX_FILE_BYTES (ProjectTooLarge)."""
        with self._folder_of(path) as (folder, name):
            return entries.read(folder, name, path)

    def write(self, path: str, data: bytes) -> None:
        """Replace the file in one step: whoever reads it sees the old bytes or the new, also after a power cut."""
        if len(data) > MAX_FILE_BYTES:
            raise ProjectTooLarge(f"“{visible(path)}” would be {len(data):,} bytes; at most {MAX_FILE_BYTES:,}.")
        with self._folder_of(path, make=True) as (folder, name):
            entries.replace(folder, name, data)
            os.fsync(folder)

    def remove(self, path: str) -> None:
        """Remove one file (of a link the link itself), and the folders that this leaves empty."""
        with self._folder_of(path) as (folder, name):
            os.unlink(name, dir_fd=folder)
        folders = path.split("/")[:-1]
        while folders and self._removed_if_empty(folders):
            folders.pop()

    def kind(self, path: str) -> Kind:
        """What stands at the path; NOTHING also where a part of it is no folder."""
        try:
            with self._folder_of(path) as (folder, name):
                return entries.kind(folder, name)
        except (FileNotFoundError, BadName):
            return Kind.NOTHING

    def move_aside(self, path: str) -> str:
        """Rename whatever stands at `path` to a free name beside it (`name.kept`, `name.kept-2` …); gives the path."""
        with self._folder_of(path) as (folder, name):
            return path.removesuffix(name) + entries.move_aside(folder, name)

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
                entries.replace(folder, name, files[path])
        for path in {path.rpartition("/")[0]: path for path in differing}.values():
            with self._folder_of(path) as (folder, _):
                os.fsync(folder)
        return differing

    def sweep(self) -> None:
        """Remove the unfinished files that a killed write left behind."""
        left = [path for path, _ in self._walk() if path.rpartition("/")[2].startswith(OWN_PREFIX)]
        for *folders, name in (path.split("/") for path in left):
            handle = self._resolve(self._root, folders)
            try:
                os.unlink(name, dir_fd=handle)
            finally:
                os.close(handle)

    def _holds(self, path: str, data: bytes) -> bool:
        try:
            return self.read(path) == data
        except (FileNotFoundError, BadName, ProjectTooLarge):
            return False

    def _remove_if_there(self, path: str) -> None:
        if self.kind(path) is Kind.FILE:
            self.remove(path)

    def _removed_if_empty(self, folders: Sequence[str]) -> bool:
        handle = self._resolve(self._root, folders[:-1])
        try:
            os.rmdir(folders[-1], dir_fd=handle)
        except OSError:
            return False
        finally:
            os.close(handle)
        return True

    @contextmanager
    def _folder_of(self, path: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
        """The handle of the folder that holds `path`, and the name in it; says in words what a link or pipe is."""
        *folders, name = portable(path).split("/")
        with entries.in_plain_words(path):
            if make:
                self._make(folders)
            handle = self._resolve(self._root, folders)
            try:
                yield handle, name
            finally:
                os.close(handle)

    def _make(self, folders: Sequence[str]) -> None:
        for depth, name in enumerate(folders):
            handle = self._resolve(self._root, folders[:depth])
            try:
                os.mkdir(name, 0o755, dir_fd=handle)
            except FileExistsError:
                continue
            finally:
                os.close(handle)

    def _walk(self) -> Iterator[tuple[str, Kind]]:
        return entries.walk(self._resolve, self._root)
