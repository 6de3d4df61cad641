"""All ideas of a home: each lies in a folder of its own, and a bad one never hides the others."""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from lamplighter.domain.errors import CorruptStore, LamplighterError, StoreError, UnknownIdea
from lamplighter.services.paths import Home, owned_name, remove_tree, sweep
from lamplighter.services.store import backups, incoming, log, recovery
from lamplighter.services.store.database import PATIENCE, Database
from lamplighter.services.store.idea import IdeaStore, stamp
from lamplighter.services.store.values import JSON, IdeaSummary

_FILE = "idea.sqlite"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # without the pairs that look alike


class Library:
    """The ideas under a home; several processes may use the same home."""

    def __init__(self, home: Home, clock: Callable[[], datetime], patience: float = PATIENCE) -> None:
        """`patience` is how many seconds a write waits for another window before StoreBusy."""
        self._home = home
        self._clock = clock
        self._patience = patience
        sweep(home.temp)
        sweep(home.ideas)

    def create(self, name: str, idea_text: str, values: Mapping[str, JSON] | None = None) -> IdeaStore:
        """A new idea with its file and first values, all or nothing; its id is readable and safe as a file name."""
        idea_id = self._fresh_id(name)
        with self._arriving(idea_id) as path, closing(Database.create(path)) as database:
            for key, value in {"name": name, "idea": idea_text, **(values or {})}.items():
                log.add(database, stamp(self._clock), log.VALUE, value, key)
        return self.open(idea_id)

    def open(self, idea_id: str) -> IdeaStore:
        """An idea for work; its `notices` say what was recovered. A backup is taken where something changed.

        Raises UnknownIdea, NewerSchema (file untouched), CorruptStore (set aside, no good backup), StoreError.
        """
        folder = self._folder(idea_id)
        database, notice = self._opened(folder / _FILE)
        with ExitStack() as undo:
            undo.enter_context(closing(database))
            store = self._welcomed(database, folder, notice)
            undo.pop_all()
        return store

    def ideas(self) -> tuple[IdeaSummary, ...]:
        """Every idea, the last opened first; one that cannot be opened carries its `problem`."""
        found = [self._summary(name) for name in sorted(os.listdir(self._home.ideas)) if self._is_idea(name)]
        return tuple(sorted(found, key=lambda idea: idea.opened, reverse=True))

    def duplicate(self, idea_id: str) -> str:
        """A copy with all its history under a new id, which it gives."""
        with closing(self._look(idea_id)) as database:
            name = f"{incoming.name_of(database)} (copy)"
            copy_id = self._fresh_id(name)
            with self._arriving(copy_id) as path:
                database.copy_into(path)
        with self.open(copy_id) as copy:
            copy.put("name", name)
        return copy_id

    def archive(self, idea_id: str, archived: bool = True) -> None:
        """Put the idea away (or back); nothing of it is removed."""
        with self.open(idea_id) as store:
            store.put("archived", archived)

    def import_file(self, path: Path) -> str:
        """Take in an idea file from elsewhere, row by checked row; gives its id, a new one when that is taken.

        Raises CorruptStore, NewerSchema, BadName, ProjectTooLarge or StoreError; nothing is taken in then, and the
        file itself is never written.
        """
        with incoming.opened(path, self._home.temp) as source:
            idea_id = self._free_id(path, incoming.name_of(source))
            with self._arriving(idea_id) as target, closing(Database.create(target)) as database:
                incoming.take_over(source, database)
        return idea_id

    def _opened(self, path: Path) -> tuple[Database, str]:
        known = recovery.set_aside_before(path.parent) or backups.found(self._backups(path.parent.name))
        if not path.exists() and not known:
            raise UnknownIdea(f"There is no idea “{path.parent.name}”.", "See the saved ideas with: ideas")
        if path.exists():
            try:
                return Database.open(path, self._patience), ""
            except CorruptStore:
                return recovery.recovered(path, self._backups(path.parent.name), self._clock())
        return recovery.recovered(path, self._backups(path.parent.name), self._clock())

    def _welcomed(self, database: Database, folder: Path, notice: str) -> IdeaStore:
        now = self._clock().astimezone(UTC)
        notices = [notice] if notice else []
        log.add(database, stamp(self._clock), log.OPENED, {"notice": notice})
        try:
            backups.take(database, self._backups(folder.name), now)
        except StoreError as error:
            notices.append(f"{error.message} {error.hint}")
        return IdeaStore(database, folder, self._backups(folder.name), self._clock, tuple(notices))

    def _summary(self, idea_id: str) -> IdeaSummary:
        try:
            with closing(self._look(idea_id)) as database:
                values = {name: log.latest(database, log.VALUE, name) for name in ("name", "verdict", "archived")}
                opened = log.latest(database, log.OPENED, "")
        except LamplighterError as error:
            return IdeaSummary(idea_id, idea_id, "", "", archived=False, problem=f"{error.message} {error.hint}")
        name, verdict, archived = (event.body if event else None for event in values.values())
        time = opened.time if opened else ""
        return IdeaSummary(idea_id, str(name or idea_id), str(verdict or ""), time, archived=archived is True)

    def _look(self, idea_id: str) -> Database:
        return Database.look(self._folder(idea_id) / _FILE, check=False)

    def _is_idea(self, name: str) -> bool:
        folder = self._home.ideas / name
        return _ID.fullmatch(name) is not None and (
            (folder / _FILE).is_file() or bool(recovery.set_aside_before(folder))
        )

    def _folder(self, idea_id: str) -> Path:
        if _ID.fullmatch(idea_id) is None or not (self._home.ideas / idea_id).is_dir():
            raise UnknownIdea(f"There is no idea “{idea_id}”.", "See the saved ideas with: ideas")
        return self._home.ideas / idea_id

    def _backups(self, idea_id: str) -> Path:
        return self._home.backups / idea_id

    def _free_id(self, path: Path, name: str) -> str:
        wanted = path.parent.name if path.name == _FILE else path.stem
        if _ID.fullmatch(wanted) and not (self._home.ideas / wanted).exists():
            return wanted
        return self._fresh_id(name)

    def _fresh_id(self, name: str) -> str:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "idea"
        return f"{words}-{''.join(secrets.choice(_SIGNS) for _ in range(6))}"

    @contextmanager
    def _arriving(self, idea_id: str) -> Iterator[Path]:
        """The path of the file in a folder that becomes the idea's own only when the block ends well."""
        staged = self._home.ideas / owned_name("arriving", hidden=True)
        try:
            staged.mkdir(mode=0o700)
            yield staged / _FILE
            backups.flush(staged / _FILE)
            staged.rename(self._home.ideas / idea_id)
            backups.flush(self._home.ideas)
        except OSError as error:
            raise StoreError(f"The idea could not be saved: {error.strerror or error}.", "Check the disk.") from error
        finally:
            remove_tree(staged)
