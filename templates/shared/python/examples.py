"""Puts the example rows in at the first start, takes them out again, and judges what stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .commit import Commit, fresh, references
from .fields import Entity, changed, value_of
from .refusal import Refusal
from .rulebook import Rules
from .tables import Row, Tables
from .values import ONE, plus_days, plus_minutes

Examples = Callable[[Tables], Iterable[tuple[str, int, dict[str, Any]]]]


def day(db: Tables, count: int, clock: str = "") -> str:
    """So many days from today, at a time of day if one is given."""
    found = plus_days(db.today, count * ONE) or db.today
    return f"{found}T{clock}" if clock else found


def moment(db: Tables, minutes: int) -> str:
    """So many minutes from now."""
    return plus_minutes(db.now, minutes * ONE) or db.now


class Unmoved(Commit):
    """Notes what holds at the start, so that it does not set off anything later."""

    def once(self, rule: str, row: Row) -> bool:
        self.db.once(rule, row.id)
        return False


def seed(db: Tables, rules: Rules, examples: Examples | None = None) -> None:
    """The settings and, where there are any, the example rows."""
    rows = list(examples(db)) if examples else []
    if "settings" in rules.entities and not any(entity == "settings" for entity, _, _ in rows):
        rows.insert(0, ("settings", 1, {}))
    for entity, number, values in rows:
        place(db, rules, entity, number, values)
    for entity, pieces in rules.after.items():
        for row in db.all(entity):
            for piece in pieces:
                list(piece(db, row, row, Unmoved(db, rules)) or ())
    db.journal.clear()


def place(db: Tables, rules: Rules, entity: str, number: int, values: dict[str, Any]) -> None:
    """One row with its defaults and what the rules fill in; its own values win."""
    row = changed(fresh(db, rules.entities[entity]), values)
    row.id, row.created_by = number, None
    for piece in rules.seed.get(entity, ()):
        list(piece(db, row, None) or ())
        db.memo.clear()
    db.put(entity, changed(row, values))
    db.next_ids[entity] = max(db.next_ids[entity], number + 1)


def start_empty(db: Tables, rules: Rules, examples: Examples, kept: Iterable[str]) -> None:
    """Take the example rows out, but for those that stay and those that the person's own rows need."""
    stay = set(kept) | {"settings"}
    going = {(entity, number) for entity, number, _ in examples(db) if entity not in stay and db.get(entity, number)}
    needed = {one for kind in rules.entities.values() for row in db.all(kind.name) for one in needs(kind, row, going)}
    while needed:
        going -= needed
        needed = {
            one for entity, number in needed for one in needs(rules.entities[entity], db.get(entity, number), going)
        }
    work = Commit(db, rules)
    for entity, number in sorted(going):
        row = db.get(entity, number)
        if row is not None:
            work.erase(entity, row)


def needs(kind: Entity, row: Row, going: set[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """The rows that are to go but that a row which stays cannot be without."""
    if (kind.name, row.id) in going:
        return
    for one in kind.stored:
        if one.required:
            yield from ((one.to, each) for each in references(one, value_of(row, one.name)) if (one.to, each) in going)


def faults(db: Tables, rules: Rules) -> list[Refusal]:
    """Every standing rule that a row breaks as it is."""
    found: list[Refusal] = []
    for entity in rules.entities:
        work = Commit(db, rules)
        work.standing = True
        for row in db.all(entity):
            found += work.checked(entity, row, None)
            found += work.collected(piece(db, row, row) for piece in rules.judge.get(entity, ()))
    return [one for one in found if one.mode == "block"]
