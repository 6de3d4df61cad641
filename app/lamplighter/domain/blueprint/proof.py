"""Example rows and feature checks: cells, steps and expectations, as tests are generated from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lamplighter.domain.blueprint.tree import Expression


@dataclass(frozen=True, slots=True)
class FromToday:
    """A day (and minute of the day) relative to the day the data is made."""

    days: int
    minute: int | None = None


@dataclass(frozen=True, slots=True)
class FromNow:
    """A moment relative to now, in minutes."""

    minutes: int


@dataclass(frozen=True, slots=True)
class RowNamed:
    """A row of `entity` by shown name, unique beginning or `#number`, looked up when it is needed."""

    entity: str
    key: str


@dataclass(frozen=True, slots=True)
class RowsNamed:
    """Several rows of one entity, in order."""

    rows: tuple[RowNamed, ...]


@dataclass(frozen=True, slots=True)
class Me:
    """The person acting."""


Cell = int | str | bool | None | FromToday | FromNow | RowNamed | RowsNamed | Me


@dataclass(frozen=True, slots=True)
class DemoRow:
    """One example row; `number` is its id, counting from 1 per entity."""

    entity: str
    number: int
    values: Mapping[str, Cell]
    keep: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """`clock +3d`: move the clock by minutes, or to `minute` of the day; it sweeps."""

    minutes: int = 0
    minute_of_day: int | None = None


@dataclass(frozen=True, slots=True)
class As:
    """Who acts from here on. `role` "" = back to the default; `row` None when the role has no rows.

    `browser` tells visitors of public pages apart.

    In generated tests `role` "*" is the app itself: every right, no role.
    """

    role: str
    row: RowNamed | None = None
    browser: str = ""


@dataclass(frozen=True, slots=True)
class Add:
    """Add a row, as the person acting."""

    entity: str
    values: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Edit:
    """Edit a row, as the person acting."""

    row: RowNamed
    values: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete a row, as the person acting."""

    row: RowNamed


@dataclass(frozen=True, slots=True)
class Do:
    """Run `rule.action`, on a row or without one."""

    rule: str
    action: str
    row: RowNamed | None
    values: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Placed:
    """Only in generated tests: a row put into the data as it is, judged by nothing. `number` is its id.

    `copies`: so many rows alike, with the ids that follow.
    """

    entity: str
    number: int
    values: Mapping[str, Cell]
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Judged:
    """Only in generated tests: the row (or a new one, when `row` is None) is saved with these values.

    Whoever acts stays the person acting, but rights, locks and fields only the app writes are not asked: the rules
    judge it, nothing else.
    """

    entity: str
    row: RowNamed | None
    values: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Imported:
    """Only in generated tests: a file is read by a `csv` rule and its good lines enter."""

    rule: str
    text: str


Step = Clock | As | Add | Edit | Delete | Do | Placed | Judged | Imported


@dataclass(frozen=True, slots=True)
class Outcome:
    """The last step ends so: ok, refused or warned; `by` a rule id, a field, `may`, or empty.

    `not_by` (generated tests only): whatever else happens, this rule does not refuse or warn.
    """

    what: str
    by: str = ""
    not_by: str = ""


@dataclass(frozen=True, slots=True)
class Sees:
    """The person acting can (or cannot) see a row's field, or any row of an entity."""

    entity: str
    row: RowNamed | None
    field: str
    can: bool = True


@dataclass(frozen=True, slots=True)
class Holds:
    """An expression over the data; `bound` are the rows its BOUND paths stand on. `still`: it held before, too."""

    expression: Expression
    bound: tuple[RowNamed, ...]
    still: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """Only in generated tests: the alert `rule` lists the row (or not) for whoever acts, with this text if given."""

    rule: str
    row: RowNamed
    listed: bool = True
    say: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Only in generated tests: the import told so: lines added, stored already, changed, and faulty (line, field)."""

    added: int
    same: int = 0
    changed: int = 0
    wrong: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """Only in generated tests: the export of a `csv` rule in this format is exactly this text.

    `form` empty is the form it has by itself; `name` and `kind` are those of the file, where they are given.
    """

    rule: str
    form: str
    text: str
    name: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """Only in generated tests: the picker of a reference of the row offers another row, or not."""

    row: RowNamed
    field: str
    candidate: RowNamed
    offered: bool = True


@dataclass(frozen=True, slots=True)
class Touches:
    """Only in generated tests: what whoever acts may touch with a verb, of `row` or, without one, of any rows.

    Entity → fields, None = all of them; an entity of which nothing may be touched is left out.
    """

    verb: str
    touched: Mapping[str, tuple[str, ...] | None]
    row: RowNamed | None = None


@dataclass(frozen=True, slots=True)
class Presses:
    """Only in generated tests: the rules whose buttons whoever acts may press, on `row` or without one."""

    rules: tuple[str, ...]
    row: RowNamed | None = None


Expectation = Outcome | Sees | Holds | Listed | Told | Exported | Offered | Touches | Presses


@dataclass(frozen=True, slots=True)
class Check:
    """`step; step => expectation`, run on a fresh copy of the demo data at Friday 2026-11-20 08:00."""

    source: str
    steps: tuple[Step, ...]
    expect: Expectation
