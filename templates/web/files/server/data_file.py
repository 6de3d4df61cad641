"""The data file: one SQLite table a thing, one transaction a change, all of it or nothing."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .commit import Done, Warned, commit, sweep, tables, undo
from .columns import migrated, row_from, row_values, sql_name
from .demo import KEPT, examples
from .examples import seed, start_empty
from .rules import RULES
from .tables import Image, Line, Tables

WAIT = 5.0  # seconds for another writer
META = """
CREATE TABLE IF NOT EXISTS _state (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _next_ids (entity TEXT PRIMARY KEY, next INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _fired (rule TEXT, id INTEGER, PRIMARY KEY (rule, id)) STRICT;
CREATE TABLE IF NOT EXISTS _numbers (rule TEXT, part TEXT, last INTEGER NOT NULL, PRIMARY KEY (rule, part)) STRICT;
CREATE TABLE IF NOT EXISTS _history (
    number INTEGER PRIMARY KEY, entity TEXT, id INTEGER, at TEXT, who TEXT, field TEXT, old TEXT, new TEXT) STRICT;
CREATE TRIGGER IF NOT EXISTS _history_stays BEFORE UPDATE ON _history
    BEGIN SELECT RAISE(ABORT, 'the history is never changed'); END;
CREATE TRIGGER IF NOT EXISTS _history_is_kept BEFORE DELETE ON _history
    BEGIN SELECT RAISE(ABORT, 'the history is never deleted'); END;
"""


class Busy(Exception):
    """Somebody else is writing; the same change may go through when it comes again."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. Without a role everything is allowed: the app has one person."""

    role: str | None = None
    entity: str = ""
    id: int | None = None
    visitor: str | None = None


class DataFile:
    """The rows in memory, as the file holds them. Several threads and processes may use the file at once."""

    def __init__(self, path: Path, clock: Callable[[], str]) -> None:
        """`clock` gives the wall time of the app, to the minute."""
        self.path = path
        self.clock = clock
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self.connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        with self._transaction():
            for statement in META.split(";\n"):
                if statement.strip() and "TRIGGER" not in statement:
                    self.connection.execute(statement)
            for trigger in META.split("CREATE TRIGGER")[1:]:
                self.connection.execute(f"CREATE TRIGGER{trigger}")
            migrated(self.connection, RULES.entities)
        self._seen = -1
        self._swept = ""
        self.tables = self._loaded()
        if not self.number("seeded"):
            self._seed()

    def close(self) -> None:
        self.connection.close()

    # -- reading

    @contextmanager
    def reading(self, person: Person) -> Iterator[Tables]:
        """The rows as they stand now, with the clock and the person set. Time alone may bring changes about."""
        with self._lock:
            self._fresh()
            now = self.clock()
            if now != self._swept:
                self._swept = now
                self._write(Person(), lambda db: (sweep(db, RULES), None))
            self._acting(self.tables, person)
            yield self.tables

    def number(self, key: str) -> int:
        """A number of the file itself: "version" goes up with every change."""
        found = self.connection.execute("SELECT value FROM _state WHERE key = ?", (key,)).fetchone()
        return int(found[0]) if found else 0

    def ask(self, statement: str, *values: object) -> list[Any]:
        """Run one statement of a part of the app that keeps tables of its own (names that begin with _)."""
        with self._lock:
            try:
                return self.connection.execute(statement, values).fetchall()
            except sqlite3.OperationalError as fault:
                raise Busy from fault

    # -- writing

    def change(self, person: Person, change: dict[str, Any]) -> Done:
        """A change whose warnings are taken as read."""
        try:
            return self.commit(person, change, None)
        except Warned as warned:
            return self.commit(person, change, warned.confirm)

    def commit(self, person: Person, change: dict[str, Any], confirm: str | None) -> Done:
        """Make a change. Raises Refused, Warned, Conflict or Busy, and then nothing was written."""
        return self._written(person, lambda db: commit(db, RULES, change, confirm))

    def undo(self, person: Person, images: tuple[Image, ...]) -> Done:
        """Take a change back, if nothing has happened to its rows since."""
        return self._written(person, lambda db: undo(db, RULES, images))

    def start_empty(self, person: Person) -> tuple[Image, ...]:
        """Take the example rows out; gives what undo needs."""
        with self._lock:
            self._fresh()

            def emptied(db: Tables) -> tuple[tuple[Image, ...], None]:
                mark = db.mark()
                start_empty(db, RULES, examples, KEPT)
                return db.images(mark), None

            images, _ = self._write(person, emptied)
            self._set("emptied", 1)
            return images

    def has_examples(self) -> bool:
        """Whether example rows are still there to be taken out."""
        return not self.number("emptied") and any(True for _ in examples(self.tables))

    def _written(self, person: Person, make: Callable[[Tables], Done]) -> Done:
        with self._lock:
            self._fresh()

            def made(db: Tables) -> tuple[tuple[Image, ...], Done]:
                done = make(db)
                return done.images, done

            return self._write(person, made)[1]

    def _write(self, person: Person, make: Callable[[Tables], tuple[tuple[Image, ...], Any]]) -> tuple[Any, Any]:
        """Run `make` on the rows in memory and write what it changed, in one transaction of the file."""
        db = self.tables
        self._acting(db, person)
        db.journal.clear()
        before = (set(db.fired), dict(db.numbers), dict(db.next_ids), len(db.lines))
        mark = db.mark()
        try:
            with self._transaction():
                if self._seen != self.number("version"):
                    self.tables = db = self._loaded()
                    self._acting(db, person)
                    before = (set(db.fired), dict(db.numbers), dict(db.next_ids), len(db.lines))
                    mark = db.mark()
                images, result = make(db)
                self._keep(images, before)
        except BaseException:
            db.rollback(mark)
            db.next_ids.update(before[2])
            raise
        self._seen = self.number("version")
        return images, result

    def _keep(self, images: tuple[Image, ...], before: tuple[set[Any], dict[Any, int], dict[str, int], int]) -> None:
        db, run = self.tables, self.connection.execute
        fired, numbers, next_ids, lines = before
        for one in images:
            self._put(one)
        for rule, row_id in db.fired - fired:
            run("INSERT OR IGNORE INTO _fired VALUES (?, ?)", (rule, row_id))
        for (rule, part), last in db.numbers.items():
            if numbers.get((rule, part)) != last:
                run("INSERT OR REPLACE INTO _numbers VALUES (?, ?, ?)", (rule, part, last))
        for entity, number in db.next_ids.items():
            if next_ids.get(entity) != number:
                run("INSERT OR REPLACE INTO _next_ids VALUES (?, ?)", (entity, number))
        for line in db.lines[lines:]:
            self._put_line(line)
        if images or db.fired != fired or db.numbers != numbers:
            self._set("version", self.number("version") + 1)

    def _put(self, one: Image) -> None:
        entity = RULES.entities[one.entity]
        table = sql_name(entity.name)
        if one.after is None:
            self.connection.execute(f"DELETE FROM {table} WHERE id = ?", (one.id,))
            return
        values = row_values(entity, one.after, one.version)
        names = ", ".join(sql_name(name) for name in values)
        places = ", ".join("?" for _ in values)
        self.connection.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({places})", tuple(values.values()))

    def _put_line(self, line: Line) -> None:
        texts = (json.dumps(line.old), json.dumps(line.new))
        self.connection.execute(
            "INSERT INTO _history VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (line.number, line.entity, line.id, line.at, line.who, line.field, *texts),
        )

    def _set(self, key: str, value: int) -> None:
        self.connection.execute("INSERT OR REPLACE INTO _state VALUES (?, ?)", (key, value))

    # -- the file and the rows in memory

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self.connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as fault:
            raise Busy from fault
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def _fresh(self) -> None:
        """Read everything again when another process has written."""
        if self._seen != self.number("version"):
            self.tables = self._loaded()

    def _loaded(self) -> Tables:
        db = tables(RULES)
        for entity in RULES.entities.values():
            shelf = db.shelves[entity.name]
            cursor = self.connection.execute(f"SELECT * FROM {sql_name(entity.name)} ORDER BY id")
            columns = [column[0] for column in cursor.description]
            for cells in cursor:
                row, version = row_from(entity, dict(zip(columns, cells, strict=True)))
                shelf.rows[row.id] = row
                shelf.versions[row.id] = version
        run = self.connection.execute
        db.next_ids.update(dict(run("SELECT entity, next FROM _next_ids")))
        db.fired.update(run("SELECT rule, id FROM _fired"))
        db.numbers.update({(rule, part): last for rule, part, last in run("SELECT rule, part, last FROM _numbers")})
        for number, entity, row_id, at, who, field, old, new in run("SELECT * FROM _history ORDER BY number"):
            db.lines.append(Line(number, entity, row_id, at, who, field, json.loads(old), json.loads(new)))
        self._seen = self.number("version")
        return db

    def _seed(self) -> None:
        """The settings and the example rows, at the first start."""

        def seeded(db: Tables) -> tuple[tuple[Image, ...], None]:
            kept: list[Image] = []
            seed(db, RULES, examples)
            for entity in RULES.entities:
                kept += [Image(entity, row.id, None, row, db.version(entity, row.id)) for row in db.all(entity)]
            return tuple(kept), None

        self._write(Person(), seeded)
        self._set("seeded", 1)

    def _acting(self, db: Tables, person: Person) -> None:
        db.now = self.clock()
        db.role, db.me_entity, db.me_id, db.visitor = person.role, person.entity, person.id, person.visitor
        db.memo.clear()
