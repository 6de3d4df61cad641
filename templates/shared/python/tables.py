"""All rows of the app in memory, found by id and by reference, with a journal that takes a change back whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from .fields import Entity, Field, blank_row, value_of, written
from .values import ONE, Text, Value, compared

T = TypeVar("T")
Row = Any


@dataclass(frozen=True, slots=True)
class Line:
    """One kept change of a row; `field` is empty when the row was added or deleted."""

    number: int
    entity: str
    id: int
    at: str
    who: str
    field: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Image:
    """A row before and after a change; None where there was none. `version` is the one after."""

    entity: str
    id: int
    before: Row
    after: Row
    version: int


def derived(compute: Callable[[Tables, Any], T]) -> Callable[[Tables, Any], T | None]:
    """A value worked out from a row: nothing for no row, and worked out once between two changes."""

    @wraps(compute)
    def known(db: Tables, row: Any) -> T | None:
        if row is None:
            return None
        memo = db.memo.setdefault(compute, {})
        if row not in memo:
            memo[row] = compute(db, row)
        return memo[row]  # type: ignore[no-any-return]

    return known


def given(compute: Callable[[Tables, Any], T]) -> Callable[[Tables, Any], T | None]:
    """A value that a rule gives: it speaks of all rows, whoever looks, but not about a row that is hidden."""
    known = derived(compute)

    @wraps(compute)
    def of_all(db: Tables, row: Any) -> T | None:
        return None if db.hides(row) else known(db.whole, row)

    return of_all


class Shelf:
    """The rows of one entity by id, in that order, with indexes by reference and by compared text."""

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}
        self.versions: dict[int, int] = {}
        self.indexes: dict[tuple[str, bool], dict[object, dict[int, Row]]] = {}

    def put(self, row: Row) -> None:
        self._forget(row.id)
        shelve(self.rows, row)
        for (name, alike), index in self.indexes.items():
            for key in keys_of(row, name, alike):
                shelve(index.setdefault(key, {}), row)

    def remove(self, row_id: int) -> None:
        self._forget(row_id)
        self.rows.pop(row_id, None)

    def _forget(self, row_id: int) -> None:
        old = self.rows.get(row_id)
        if old is not None:
            for (name, alike), index in self.indexes.items():
                for key in keys_of(old, name, alike):
                    index[key].pop(row_id, None)

    def by(self, name: str, key: object, alike: bool = False) -> tuple[Row, ...]:
        if (name, alike) not in self.indexes:
            index: dict[object, dict[int, Row]] = {}
            for row in self.rows.values():
                for each in keys_of(row, name, alike):
                    index.setdefault(each, {})[row.id] = row
            self.indexes[name, alike] = index
        return tuple(self.indexes[name, alike].get(key, {}).values())


def shelve(rows: dict[int, Row], row: Row) -> None:
    """Put the row in so that the ids stay in order."""
    late = bool(rows) and row.id not in rows and row.id < next(reversed(rows))
    rows[row.id] = row
    if late:
        ordered = sorted(rows.items())
        rows.clear()
        rows.update(ordered)


def keys_of(row: Row, name: str, alike: bool) -> tuple[object, ...]:
    value = value_of(row, name)
    if alike:
        return (alike_key(value),)
    return value if isinstance(value, tuple) else (value,)


def alike_key(value: Value) -> object:
    return compared(value) if isinstance(value, str) else value


class Tables:
    """The rows, the clock and who acts. Rows are never changed in place once they stand here."""

    def __init__(
        self,
        entities: Mapping[str, Entity],
        worked_out: Mapping[str, Mapping[str, Callable[[Tables, Any], Any]]] | None = None,
    ) -> None:
        self.entities = entities
        self.worked_out = worked_out or {}
        self.shelves = {name: Shelf() for name in entities}
        self.next_ids = dict.fromkeys(entities, 1)
        self.fired: set[tuple[str, int]] = set()
        self.numbers: dict[tuple[str, str], int] = {}
        self.lines: list[Line] = []
        self._lines_of: dict[tuple[str, int], list[Line]] = {}
        self._counted = 0  # so many of the lines stand in _lines_of
        self.memo: dict[object, dict[Row, Any]] = {}
        self.journal: list[tuple[Callable[[], None], Image | None]] = []
        self._now = "2000-01-01T00:00"
        self._role: Text = None
        self.me_entity = ""
        self._me_id: int | None = None
        self.visitor: Text = None
        self.seed = 1

    # -- the moment and the person: what was worked out before is worked out anew

    @property
    def now(self) -> str:
        return self._now

    @now.setter
    def now(self, moment: str) -> None:
        self._now = moment
        self.memo.clear()

    @property
    def role(self) -> Text:
        return self._role

    @role.setter
    def role(self, role: Text) -> None:
        self._role = role
        self.memo.clear()

    @property
    def me_id(self) -> int | None:
        return self._me_id

    @me_id.setter
    def me_id(self, row_id: int | None) -> None:
        self._me_id = row_id
        self.memo.clear()

    # -- reading

    @property
    def whole(self) -> Tables:
        """All rows, where these are only some."""
        return self

    def hides(self, row: Row) -> bool:
        """Whether of this row only the name is known here."""
        return False

    @property
    def today(self) -> str:
        return self.now[:10]

    @property
    def me(self) -> Row | None:
        return self.get(self.me_entity, self.me_id) if self.me_entity else None

    @property
    def actor(self) -> str:
        """Who makes the rows that are made now."""
        return f"{self.role or ''}#{self.me_id or self.visitor or ''}"

    @property
    def settings(self) -> Row:
        return next(iter(self.shelves["settings"].rows.values()))

    def all(self, entity: str) -> tuple[Row, ...]:
        return tuple(self.shelves[entity].rows.values())

    def get(self, entity: str, row_id: int | None) -> Row | None:
        return None if row_id is None else self.shelves[entity].rows.get(row_id)

    def row(self, entity: str, row_id: int | None) -> Row:
        """The row, or one with nothing in it."""
        return self.get(entity, row_id) or blank_row(self.entities[entity])

    def having(self, entity: str, name: str, row_id: int | None) -> tuple[Row, ...]:
        """The rows whose reference (or one of whose references) is this id."""
        return () if row_id is None else self.shelves[entity].by(name, row_id)

    def alike(self, entity: str, name: str, value: Value) -> tuple[Row, ...]:
        """The rows with the same value, whatever the capitals and spaces."""
        return self.shelves[entity].by(name, alike_key(value), alike=True)

    def version(self, entity: str, row_id: int) -> int:
        return self.shelves[entity].versions.get(row_id, 0)

    def value(self, entity: str, row: Row, name: str) -> Any:
        """Any field of the row, also one that is worked out."""
        compute = self.worked_out.get(entity, {}).get(name)
        return compute(self, row) if compute else value_of(row, name)

    def name(self, entity: str, row_id: int | None) -> Text:
        """The name a row is shown by."""
        row = self.get(entity, row_id)
        return None if row is None else self.name_of(entity, row)

    def name_of(self, entity: str, row: Row) -> str:
        kind = self.entities[entity]
        named = self.value(entity, row, kind.shown) if kind.shown else None
        return str(named) if named else f"{kind.one} #{row.id}"

    def option(self, entity: str, name: str, value: Text) -> str:
        """The text of an option."""
        one = self.entities[entity].field(name)
        return (one.options.get(value or "") if one else None) or ""

    def find(self, entity: str, name: str) -> int | None:
        """The id of the row shown by this name."""
        return next((row.id for row in self.all(entity) if self.name_of(entity, row) == name), None)

    def changes(self, entity: str, row_id: int) -> tuple[Line, ...]:
        """What was kept of the changes of a row, the first one first."""
        for line in self.lines[self._counted :]:
            self._lines_of.setdefault((line.entity, line.id), []).append(line)
        self._counted = len(self.lines)
        return tuple(self._lines_of.get((entity, row_id), ()))

    def referring(self, entity: str, row_id: int) -> Iterator[tuple[str, Field, Row]]:
        """Every row that refers to this one, with the field that does."""
        for kind in self.entities.values():
            for one in kind.stored:
                if one.to == entity:
                    yield from ((kind.name, one, row) for row in self.having(kind.name, one.name, row_id))

    # -- writing: everything can be taken back until the journal is cut

    def put(self, entity: str, row: Row) -> None:
        shelf = self.shelves[entity]
        self._noted(entity, row.id, row)
        shelf.put(row)
        shelf.versions[row.id] = self.version(entity, row.id) + 1
        self.memo.clear()

    def remove(self, entity: str, row_id: int) -> None:
        shelf = self.shelves[entity]
        self._noted(entity, row_id, None)
        shelf.remove(row_id)
        shelf.versions[row_id] = self.version(entity, row_id) + 1
        self.memo.clear()

    def _noted(self, entity: str, row_id: int, after: Row) -> None:
        shelf, before, version = self.shelves[entity], self.get(entity, row_id), self.version(entity, row_id)

        def undo() -> None:
            if before is None:
                shelf.remove(row_id)
            else:
                shelf.put(before)
            shelf.versions[row_id] = version

        self.journal.append((undo, Image(entity, row_id, before, after, version + 1)))

    def next_id(self, entity: str) -> int:
        """A number no row of this entity ever had."""
        number = self.next_ids[entity]
        self.next_ids[entity] = number + 1
        return number

    def last_number(self, rule: str, group: str) -> int:
        return self.numbers.get((rule, group), 0)

    def keep_number(self, rule: str, group: str, number: int) -> None:
        before = self.numbers.get((rule, group))
        self.numbers[rule, group] = number

        def undo() -> None:
            del self.numbers[rule, group]
            if before is not None:
                self.numbers[rule, group] = before

        self.journal.append((undo, None))

    def once(self, rule: str, row_id: int) -> bool:
        """Whether this happens for the first time to this row."""
        if (rule, row_id) in self.fired:
            return False
        self.fired.add((rule, row_id))
        self.journal.append((lambda: self.fired.discard((rule, row_id)), None))
        return True

    def keep(self, entity: str, row_id: int, one: Field | None, old: Value, new: Value) -> None:
        """Write a change down for good."""
        before, after = (written(one, old), written(one, new)) if one else (old, new)
        who = self.name(self.me_entity, self.me_id) if self.me_entity else None
        number = self.lines[-1].number + 1 if self.lines else 1
        line = Line(number, entity, row_id, self.now, who or self.role or "", one.name if one else "", before, after)
        self.lines.append(line)
        self.journal.append((self._take_back_line, None))

    def _take_back_line(self) -> None:
        line = self.lines.pop()
        if self._counted > len(self.lines):
            self._lines_of[line.entity, line.id].pop()
            self._counted = len(self.lines)

    def random(self, low: int, high: int) -> int:
        """A whole number from low to high, both counted; the seed is the caller's."""
        self.seed = (self.seed * 1103515245 + 12345) % 2**31
        span = high // ONE - low // ONE + 1
        return low // ONE * ONE + (self.seed // 65536 % span) * ONE if span > 0 else low

    def mark(self) -> int:
        return len(self.journal)

    def rollback(self, mark: int) -> None:
        while len(self.journal) > mark:
            self.journal.pop()[0]()
        self.memo.clear()

    def images(self, mark: int) -> tuple[Image, ...]:
        """What was written since the mark: one image a row, from its first before to its last after."""
        found: dict[tuple[str, int], Image] = {}
        for _, image in self.journal[mark:]:
            if image is not None:
                first = found.get((image.entity, image.id), image)
                found[image.entity, image.id] = Image(image.entity, image.id, first.before, image.after, image.version)
        return tuple(found.values())


def shown_reference(db: Tables, entity: str, value: int | tuple[int, ...] | None) -> str:
    """The shown names of what a field refers to."""
    ids = value if isinstance(value, tuple) else (value,)
    return ", ".join(name for name in (db.name(entity, each) for each in ids) if name)
