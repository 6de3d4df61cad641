"""One open idea: everything that happened, every version of its files, and the folder that shows the newest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from lamplighter.domain.events import Stage
from lamplighter.services.store import backups, log, versions, view
from lamplighter.services.store.database import Database
from lamplighter.services.store.values import JSON, StoredEvent, VersionSummary
from lamplighter.services.store.versions import Saving

Clock = Callable[[], datetime]


def stamp(clock: Clock) -> str:
    """The time now, as ISO in UTC to the millisecond."""
    return clock().astimezone(UTC).isoformat(timespec="milliseconds")


class IdeaStore:
    """An idea file, open until `close` (or the end of a `with`); methods return after the commit.

    Every method may raise StoreBusy (another window writes for over 5 seconds), CorruptStore or StoreError (disk full,
    permissions); nothing is half saved then. Use from several threads is safe.
    """

    def __init__(
        self, database: Database, folder: Path, backup_folder: Path, clock: Clock, notices: tuple[str, ...] = ()
    ) -> None:
        self._database = database
        self._backups = backup_folder
        self._clock = clock
        self.idea_id = folder.name
        self.folder = folder
        self.project = folder / "project"
        self.notices = notices
        """What a person should know about the opening: what was recovered, what is missing, a backup that failed."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; a second call does nothing."""
        self._database.close()

    def record(self, kind: str, body: Mapping[str, JSON]) -> int:
        """Append an event; gives its sequence number."""
        return log.add(self._database, self._now(), kind, body)

    def events(self, kind: str | None = None, after: int = 0) -> tuple[StoredEvent, ...]:
        """All events after a sequence number, in order; a damaged one has kind "unreadable"."""
        return tuple(log.read(self._database, kind, after))

    def put(self, name: str, value: JSON) -> None:
        """Keep a value under a name; the values before it stay in the log."""
        log.add(self._database, self._now(), log.VALUE, value, name)

    def get(self, name: str) -> JSON:
        """The newest value of a name, None when there is none."""
        event = log.latest(self._database, log.VALUE, name)
        return event.body if event else None

    def finish_stage(self, job: str, stage: Stage, value: JSON) -> None:
        """Note that a stage of a job is done and what came out, so that a resumed job need not do it again."""
        log.add(self._database, self._now(), log.STAGE, {"stage": stage.value, "value": value}, job)

    def finished(self, job: str) -> dict[Stage, JSON]:
        """What the finished stages of a job gave, in the order they finished."""
        bodies = [event.body for event in log.read(self._database, log.STAGE, name=job)]
        return {
            Stage(str(body["stage"])): body["value"] for body in bodies if isinstance(body, Mapping) and "value" in body
        }

    def commit_version(self, author: str, stage: str, files: Mapping[str, bytes], note: str = "") -> int:
        """Save all files of the project as a version; gives the newest version's number if it holds exactly these.

        `author` is "builder", "person" or "repair". Raises BadName, ProjectTooLarge.
        """
        return versions.commit(self._database, Saving(author, stage, self._now(), note), files)

    def files(self, version: int | None = None) -> dict[str, bytes]:
        """The files of a version, or of the newest; empty before the first. BadInput when there is no such version."""
        wanted = versions.newest(self._database) if version is None else version
        return {} if wanted is None else versions.files(self._database, wanted)

    def versions(self) -> tuple[VersionSummary, ...]:
        """All versions, oldest first."""
        return versions.summaries(self._database)

    def restore(self, version: int) -> int:
        """Save a new version equal to an old one (edits in the folder are saved before it); gives its number."""
        versions.listing(self._database, version)
        self.adopt_edits()
        return versions.restore(
            self._database, Saving("person", "restore", self._now(), f"version {version} again"), version
        )

    def adopt_edits(self) -> int | None:
        """Save what a person changed in the project folder as a version of theirs; None when nothing was changed."""
        return view.adopt(self._database, self.project, self._now())

    def write_project(self) -> None:
        """Make the project folder hold the newest version, each file in one step; edits in it are saved before."""
        view.write(self._database, self.project, self._now())

    def backup(self) -> Path | None:
        """Write a backup, None when nothing changed since the last one; old ones are thinned."""
        return backups.take(self._database, self._backups, self._clock().astimezone(UTC))

    def _now(self) -> str:
        return stamp(self._clock)
