"""Who may see and do what. Without roles there is one person, who may do everything; nobody named is the app itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .fields import attribute, blank_row, changed, value_of
from .tables import Row, Tables

if TYPE_CHECKING:
    from .rulebook import Rules

Fields = frozenset[str] | None
EVERY: Fields = None


@dataclass(frozen=True, slots=True)
class Role:
    """`rights` gives the sets of fields one may touch (None = all of them) with a verb on a row, or on some row.

    `does` says whether one may press the buttons of a rule. `person` is the entity whose rows sign in, `own` names
    the reference that is filled with the person who adds a row.
    """

    label: str
    rights: Callable[[Tables, str, str, Row | None], Iterator[Fields]]
    does: Callable[[Tables, str, Row | None], bool]
    person: str = ""
    join: str = ""
    own: tuple[tuple[str, str], ...] = ()


def may(db: Tables, rules: Rules, verb: str, entity: str, row: Row | None, names: Iterable[str] = ()) -> bool:
    """Whether each of the fields is allowed (or, without names, any)."""
    granted = granted_fields(db, rules, verb, entity, row)
    return granted is EVERY or (bool(granted) and set(names) <= (granted or set()))


def granted_fields(db: Tables, rules: Rules, verb: str, entity: str, row: Row | None) -> Fields:
    """All fields (None), or the ones allowed; an empty set is "not allowed"."""
    if db.role is None:
        return EVERY
    role = rules.roles.get(db.role)
    found: set[str] = set()
    for fields in role.rights(db, verb, entity, row) if role else ():
        if fields is EVERY:
            return EVERY
        found |= fields
    return frozenset(found)


def may_all(db: Tables, rules: Rules) -> bool:
    """Whether nothing is forbidden to the one who acts: no grant but "all" names a verb of this name."""
    return may(db, rules, "all", "", None)


class Seen(Tables):
    """The rows that the one who acts may see, for what is worked out on screen; of others the name and nothing more."""

    def __init__(self, db: Tables, rules: Rules) -> None:
        super().__init__(rules.entities, rules.worked_out)
        self._everything = db
        self._names: dict[tuple[str, int], Row] = {}
        self._hidden: set[Row] = set()
        self._now, self._role, self._me_id = db.now, db.role, db.me_id
        self.me_entity, self.visitor, self.lines = db.me_entity, db.visitor, db.lines
        for name in rules.entities:
            rows = (row for row in db.all(name) if name == "settings" or may(db, rules, "see", name, row))
            self.shelves[name].rows = {row.id: row for row in rows}

    @property
    def whole(self) -> Tables:
        return self._everything

    @property
    def me(self) -> Row | None:
        return self.whole.me

    def hides(self, row: Row) -> bool:
        return row in self._hidden

    def get(self, entity: str, row_id: int | None) -> Row | None:
        seen = super().get(entity, row_id)
        hidden = self.whole.get(entity, row_id) if seen is None else None
        return seen if hidden is None else self._named(entity, hidden)

    def _named(self, entity: str, hidden: Row) -> Row:
        """A row with nothing but the id and the name of one that is hidden."""
        kind = self.entities[entity]
        if (entity, hidden.id) not in self._names:
            row = blank_row(kind)
            row.id = hidden.id
            if any(one.name == kind.shown for one in kind.stored):
                setattr(row, attribute(kind.shown), value_of(hidden, kind.shown))
            self._names[entity, hidden.id] = row
            self._hidden.add(row)
        return self._names[entity, hidden.id]


def seen_by(db: Tables, rules: Rules) -> Tables:
    """The rows that the one who acts may see; all of them for who may do everything."""
    return db if may_all(db, rules) else Seen(db, rules)


def can_do(db: Tables, rules: Rules, rule: str, roles: tuple[str, ...], row: Row | None) -> bool:
    """Whether the one who acts may press the buttons of a rule, on this row."""
    if db.role is None:
        return True
    role = rules.roles.get(db.role)
    return role is not None and (not roles or db.role in roles) and role.does(db, rule, row)


def fill_own(db: Tables, rules: Rules, entity: str, row: Any) -> Any:
    """A row that must be one's own becomes so when the reference was left empty."""
    role = rules.roles.get(db.role or "")
    for kind, name in role.own if role else ():
        if kind == entity and value_of(row, name) is None:
            row = changed(row, {name: db.me_id})
    return row


def is_me(db: Tables, value: int | tuple[int, ...] | None) -> bool:
    """Whether a reference, or one of several, is the person who acts."""
    return db.me_id is not None and (db.me_id in value if isinstance(value, tuple) else value == db.me_id)
