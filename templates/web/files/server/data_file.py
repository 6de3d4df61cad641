"""The data file: one SQLite table a thing, one transaction a change, all of it or nothing."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from .clock import zone_of
from .columns import row_from, row_values, sql_name
from .commit import Conflict, Done, Refused, Warned, border, commit, sweep, tables, undo
from .demo import KEPT, examples
from .examples import seed, start_empty
from .fields import changed
from .rules import RULES
from .schema import prepared
from .tables import Image, Line, Tables

WAIT = 5.0  # seconds for another writer
UNKNOWN = -1  # no version of the file: what is in memory is read anew
R = TypeVar("R")


class Busy(Exception):
    """Somebody else is writing; the same change may go through when it comes again."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. Without a role everything is allowed: the app has one person."""

    role: str | None = None
    entity: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Counters:
    """What a change can move beside rows, as it stood before."""

    fired: frozenset[tuple[str, int]]
    numbers: Mapping[tuple[str, str], int]
    next_ids: Mapping[str, int]
    lines: int


def counters(db: Tables) -> Counters:
    return Counters(frozenset(db.fired), dict(db.numbers), dict(db.next_ids), len(db.lines))


class DataFile:
    """The rows in memory, as the file holds them. Several threads and processes may use the file at once."""

    def __init__(self, path: Path, clock: Callable[[str], str]) -> None:
        """`clock` gives the wall time to the minute, in a zone or (for "") on this computer."""
        self.path = path
        self.clock = clock
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self.connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self._seen = UNKNOWN
        self._swept = ""
        with self._transaction():
            new = prepared(self.connection, RULES.entities)
            self.tables = self._loaded()
        self._write(Person(), lambda db: self._started(db, new))

    def close(self) -> None:
        self.connection.close()

    # -- reading

    @contextmanager
    def reading(self, person: Person) -> Iterator[Tables]:
        """The rows as they stand now, with the clock and the person set. Time alone may bring changes about."""
        with self._lock:
            self._fresh()
            now = self.clock(zone_of(self.tables))
            if now != self._swept:
                # While another process writes for long, the next look sweeps.
                with suppress(Busy):
                    self._write(Person(), lambda db: (sweep(db, RULES), None))
                    self._swept = now
            yield self._acting(person)

    def number(self, key: str) -> int:
        """A number of the file itself: "version" goes up with every change."""
        with self._lock:
            found = self.connection.execute("SELECT value FROM _state WHERE key = ?", (key,)).fetchone()
        return int(found[0]) if found else 0

    def ask(self, statement: str, *values: object) -> list[Any]:
        """Run one statement of a part of the app that keeps tables of its own (names that begin with _)."""
        with self._lock, busy_when_locked():
            return self.connection.execute(statement, values).fetchall()

    def has_examples(self) -> bool:
        """Whether example rows are still there to be taken out."""
        return not self.number("emptied") and any(True for _ in examples(self.tables))

    # -- writing

    def commit(self, person: Person, change: dict[str, Any], confirm: str | None) -> Done:
        """Make a change. Raises Refused, Warned, Conflict or Busy, and then nothing was written."""

        def made(db: Tables) -> tuple[tuple[Image, ...], Done]:
            done = commit(db, RULES, change, confirm)
            return done.images, done

        return self._write(person, made)

    def change(self, person: Person, change: dict[str, Any]) -> Done:
        """A change whose warnings are taken as read."""
        try:
            return self.commit(person, change, None)
        except Warned as warned:
            return self.commit(person, change, warned.confirm)

    def undo(self, person: Person, images: tuple[Image, ...]) -> None:
        """Take a change back, if nothing has happened to its rows since."""

        def undone(db: Tables) -> tuple[tuple[Image, ...], None]:
            back = {(one.entity, one.id) for one in images if one.after is None}
            done = undo(db, RULES, images)
            if any((entity, row_id) in back for entity, row_id, _ in examples(db)):
                self._set("emptied", 0)
            return done.images, None

        self._write(person, undone)

    def start_empty(self, person: Person, people: Set[tuple[str, int]] = frozenset()) -> tuple[Image, ...]:
        """Take the example rows out, but for who asks and for `people`; gives what undo needs."""
        stay = {*people, (person.entity, person.id)}

        def going(db: Tables) -> Iterator[tuple[str, int, dict[str, Any]]]:
            return (one for one in examples(db) if one[:2] not in stay)

        def emptied(db: Tables) -> tuple[tuple[Image, ...], tuple[Image, ...]]:
            start_empty(db, RULES, going, KEPT)
            self._set("emptied", 1)
            images = db.images(0)
            return images, images

        return self._write(person, emptied)

    def _write(self, person: Person, make: Callable[[Tables], tuple[tuple[Image, ...], R]]) -> R:
        """Run `make` on the rows in memory and write what it changed, in one transaction of the file."""
        with self._lock:
            with self._transaction():
                self._fresh()
                db = self._acting(person)
                db.journal.clear()
                before = counters(db)
                stood, self._seen = self._seen, UNKNOWN
                try:
                    images, result = make(db)
                except (Refused, Warned, Conflict):
                    db.rollback(0)
                    db.next_ids.update(before.next_ids)
                    self._seen = stood
                    raise
                self._keep(db, images, before)
            self._seen = self.number("version")
            return result

    def _keep(self, db: Tables, images: tuple[Image, ...], before: Counters) -> None:
        run = self.connection.execute
        for one in images:
            self._put(one)
        for rule, row_id in db.fired - before.fired:
            run("INSERT OR IGNORE INTO _fired VALUES (?, ?)", (rule, row_id))
        for (rule, part), last in db.numbers.items() - before.numbers.items():
            run("INSERT OR REPLACE INTO _numbers VALUES (?, ?, ?)", (rule, part, last))
        for entity, number in db.next_ids.items() - before.next_ids.items():
            run("INSERT OR REPLACE INTO _next_ids VALUES (?, ?)", (entity, number))
        for line in db.lines[before.lines :]:
            self._put_line(line)
        if images or counters(db) != before:
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
        """The one writer of the file; what is raised inside takes everything back."""
        with busy_when_locked():
            self.connection.execute("BEGIN IMMEDIATE")
        with self.connection:
            yield

    def _fresh(self) -> None:
        """Read everything again when another process has written."""
        if self._seen == self.number("version"):
            return
        if not self.connection.in_transaction:
            self.connection.execute("BEGIN")
            with self.connection:
                self.tables = self._loaded()
        else:
            self.tables = self._loaded()

    def _loaded(self) -> Tables:
        """All rows of one moment; stands inside a transaction."""
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
        db.next_ids.update(dict(run("SELECT entity, next FROM _next_ids").fetchall()))
        db.fired.update(run("SELECT rule, id FROM _fired"))
        db.numbers.update({(rule, part): last for rule, part, last in run("SELECT rule, part, last FROM _numbers")})
        for number, entity, row_id, at, who, field, old, new in run("SELECT * FROM _history ORDER BY number"):
            db.lines.append(Line(number, entity, row_id, at, who, field, json.loads(old), json.loads(new)))
        self._seen = self.number("version")
        return db

    def _started(self, db: Tables, new: Mapping[str, list[str]]) -> tuple[tuple[Image, ...], None]:
        """At the very first start the settings and the example rows; later the defaults of new fields."""
        if self.number("seeded"):
            with_defaults(db, new)
            return db.images(0), None
        seed(db, RULES, examples)
        self._set("seeded", 1)
        stand = [(name, row, db.version(name, row.id)) for name in RULES.entities for row in db.all(name)]
        return tuple(Image(name, row.id, None, row, version) for name, row, version in stand), None

    def _acting(self, person: Person) -> Tables:
        db = self.tables
        db.now = self.clock(zone_of(db))
        db.role, db.me_entity, db.me_id = person.role, person.entity, person.id
        db.memo.clear()
        return db


def with_defaults(db: Tables, new: Mapping[str, list[str]]) -> None:
    """Rows that stood before a field was added get its default."""
    for name, fields in new.items():
        added = [one for one in RULES.entities[name].stored if one.name in fields and one.default is not None]
        for row in db.all(name) if added else ():
            db.put(name, changed(row, {one.name: border(db, one.default) for one in added}))


@contextmanager
def busy_when_locked() -> Iterator[None]:
    """Another writer was waited for in vain."""
    try:
        yield
    except sqlite3.OperationalError as fault:
        if fault.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise Busy from fault
        raise
