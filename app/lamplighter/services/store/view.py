"""The project folder as a view of the store: rebuilt from it, and read for what a person changed in it.

Before the first file changes, the store notes which version is on its way into the folder. So after a kill midway each
file is known to be of the old version or the new one, and only what is neither counts as a person's edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lamplighter.domain.errors import BadName, CorruptStore, ProjectTooLarge, StoreError
from lamplighter.domain.filenames import folded
from lamplighter.services.project_files import Kind, ProjectFiles
from lamplighter.services.store import log, versions
from lamplighter.services.store.database import Database
from lamplighter.services.store.versions import Hashes, Saving

_WRITING = "writing"
_WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the folder may hold without anybody's edit: the last version written, and those begun after it."""

    version: int
    states: tuple[Hashes, ...]

    @property
    def paths(self) -> frozenset[str]:
        """Every path of one of the states."""
        return frozenset(path for state in self.states for path in state)

    def holds(self, path: str, digest: str | None) -> bool:
        """Whether the path has these bytes (None: is missing) in one of the states."""
        return any(state.get(path) == digest for state in self.states)


def expected(database: Database) -> Expected | None:
    """None when nothing was ever written to the folder."""
    numbers: list[int] = []
    for event in log.read(database, log.VIEW):
        version = event.body.get("version") if isinstance(event.body, Mapping) else None
        if isinstance(version, int):
            numbers = [version] if event.name == _WRITTEN else [*numbers, version]
    if not numbers:
        return None
    return Expected(numbers[-1], tuple(_listing(database, number) for number in dict.fromkeys(numbers)))


def _listing(database: Database, version: int) -> Hashes:
    """The list of a version; nothing when it is damaged, so that what the folder holds is saved as an edit."""
    try:
        return versions.listing(database, version)
    except CorruptStore:
        return {}


@contextmanager
def _opened(folder: Path) -> Iterator[ProjectFiles]:
    """The folder's files; the disk's refusals are told as the store's error."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with ProjectFiles(folder) as project:
            yield project
    except OSError as error:
        raise StoreError(
            f"The project folder {folder} could not be read or written: {error.strerror or error}.",
            "Nothing saved is lost. Check free space and permissions, then try again.",
        ) from error


def adopt(database: Database, folder: Path, time: str) -> int | None:
    """Save a person's edits in the folder as a version of theirs; None when there are none.

    The newest version stays the current one if the folder had not caught up with it: it is saved again after the edits.
    """
    if not folder.is_dir():
        return None
    before = expected(database)
    with _opened(folder) as project:
        found, blocked = _held(project, before.paths if before else frozenset())
    hashes = versions.hashes(found)
    edited = _edited(before, hashes, blocked)
    if not edited:
        return None
    current = versions.newest(database)
    wanted = {path: digest for path, digest in before.states[-1].items() if path not in edited} if before else {}
    held = {path: found[path] for path, digest in wanted.items() if hashes.get(path) == digest}
    files = held | versions.contents(database, {path: wanted[path] for path in wanted if path not in held})
    note = "edited in the project folder: " + ", ".join(edited)
    adopted = versions.commit(database, Saving("person", "edit", time, note[:500]), _merged(files, found, edited))
    stands = hashes == versions.listing(database, adopted)
    log.add(database, time, log.VIEW, {"version": adopted}, _WRITTEN if stands else _WRITING)
    if adopted == current:
        return None
    if before and current is not None and current != before.version:
        again = Saving("builder", "restore", time, f"version {current} again, after the person's edits")
        versions.restore(database, again, current)
    return adopted


def _held(project: ProjectFiles, known: AbstractSet[str]) -> tuple[dict[str, bytes], frozenset[str]]:
    """The files that a version could hold, and the paths that hold something else (a link, too many bytes, a twin)."""
    found: dict[str, bytes] = {}
    blocked = set(project.strange())
    letters = {folded(path): path for path in known}
    for path in project.list():
        if letters.setdefault(folded(path), path) != path:
            blocked.add(path)
            continue
        try:
            found[path] = project.read(path)
        except FileNotFoundError:
            continue
        except (BadName, ProjectTooLarge):
            blocked.add(path)
    return found, frozenset(blocked)


def _edited(before: Expected | None, found: Hashes, blocked: AbstractSet[str]) -> list[str]:
    """Paths changed, added or removed by a person; an emptied folder is a lost view, not an edit."""
    if before is None:
        return sorted(found)
    changed = [path for path, digest in found.items() if not before.holds(path, digest)]
    if before.paths.isdisjoint(found):
        return sorted(changed)
    gone = [path for path in before.paths if path not in found and path not in blocked and not before.holds(path, None)]
    return sorted(changed + gone)


def _merged(files: Mapping[str, bytes], found: Mapping[str, bytes], edited: Sequence[str]) -> dict[str, bytes]:
    """The files with the edits; what cannot stand beside an edited file (its folder was a file before) gives way."""
    new = {path: found[path] for path in edited if path in found}
    kept = {path: content for path, content in files.items() if path not in edited}
    stays = {path: content for path, content in kept.items() if not any(_clash(path, other) for other in new)}
    return stays | new


def _clash(path: str, other: str) -> bool:
    return path.startswith(f"{other}/") or other.startswith(f"{path}/")


def write(database: Database, folder: Path, time: str) -> tuple[str, ...]:
    """Make the folder hold the newest version; gives the written paths. Edits not yet saved are saved first.

    Files the store never wrote stay. What stands in the way and cannot be saved (a link, a folder, a huge file) is
    renamed to `name.kept`.
    """
    while True:
        adopt(database, folder, time)
        version = versions.newest(database)
        if version is None:
            return ()
        before = expected(database)
        files = versions.files(database, version)
        with _opened(folder) as project:
            if before and before.states == (versions.hashes(files),) and _stands(project, files):
                return ()
            log.add(database, time, log.VIEW, {"version": version}, _WRITING)
            with database.writing() as connection:
                if versions.newest(database) != version:
                    continue
                known = before.paths if before else frozenset()
                _clear_the_way(project, files, known)
                written = project.replace_all(files, known)
                log.append(connection, time, log.VIEW, {"version": version}, _WRITTEN)
                return written


def _stands(project: ProjectFiles, files: Mapping[str, bytes]) -> bool:
    try:
        return all(project.read(path) == content for path, content in files.items())
    except (FileNotFoundError, BadName, ProjectTooLarge):
        return False


def _clear_the_way(project: ProjectFiles, files: Mapping[str, bytes], known: AbstractSet[str]) -> None:
    """Rename what is no plain file (or too large to have been saved) where a file comes or goes."""
    project.sweep()
    folders = {path[:place] for path in files for place, letter in enumerate(path) if letter == "/"}
    for path in sorted(folders - known):
        if project.kind(path) not in (Kind.NOTHING, Kind.FOLDER):
            project.move_aside(path)
    for path in sorted(known | files.keys()):
        if project.kind(path) not in (Kind.NOTHING, Kind.FILE):
            project.move_aside(path)
