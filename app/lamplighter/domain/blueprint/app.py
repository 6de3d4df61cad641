"""A checked blueprint, parsed and linked: what compilers read. Made by `resolve.resolved`, never by hand.

Every id, path, option, role and type in it is known to exist; nothing is left as text that means something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.tree import Expression, Hop, Path, Type


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Default:
    """What a new row starts with. `kind`: value, today, now, me, setting, row (a kept row by its shown name).

    `value` is the literal as `literal.py` reads it: int millionths, str, bool, or the setting's field / the row's name.
    With today it is whole days from today (`minute` of that day for a date with time), with now whole minutes.
    """

    kind: str
    value: int | str | bool | None = None
    minute: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entity. `raw` is the word in the file (long, email, minutes …); `type` the type in expressions.

    `derived` is the expression of a `:=` field; `given_by` the rule that gives it; stored fields have neither.
    `minimum`/`maximum` are literals (millionths, ISO date, or "today"/"today+3" kept as text).
    """

    id: str
    label: str
    raw: str
    type: Type
    options: tuple[Option, ...] = ()
    required: bool = False
    unique: bool = False
    auto: bool = False
    owned: bool = False
    private: bool = False
    minimum: int | str | None = None
    maximum: int | str | None = None
    unit: str = ""
    default: Default | None = None
    derived: Expression | None = None
    where: Expression | None = None
    given_by: str = ""

    @property
    def stored(self) -> bool:
        """Whether rows keep a value of it."""
        return self.derived is None and not self.given_by


@dataclass(frozen=True, slots=True)
class EntityPlan:
    """A thing with its fields in order. `shown` is the field whose value names a row, or empty (then "Label #id")."""

    id: str
    one: str
    many: str
    icon: str
    fields: Mapping[str, Field]
    shown: str

    @property
    def stored(self) -> tuple[Field, ...]:
        """The fields rows keep."""
        return tuple(f for f in self.fields.values() if f.stored)


# -- values of parameters -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Visitor:
    """`who=visitor`: the person is a browser, not a field."""


@dataclass(frozen=True, slots=True)
class SortKey:
    """One expression of a list; `descending` when written `-x`."""

    expression: Expression
    descending: bool = False


@dataclass(frozen=True, slots=True)
class TextTemplate:
    """A text with `{path}`: texts and paths in order."""

    source: str
    parts: tuple[str | Path, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """`target=value`; the target is a field of the row (one hop) or of a row it refers to (two hops)."""

    target: tuple[Hop, ...]
    value: Expression


@dataclass(frozen=True, slots=True)
class Opening:
    """Open hours: weekday 0 (Monday) to 6 → spans in minutes since midnight."""

    spans: Mapping[int, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class MatchKey:
    """One key of a lookup: `field operator value`, operator `=`, `>=` or `<=`."""

    field: str
    operator: str
    value: Expression


@dataclass(frozen=True, slots=True)
class CopyPair:
    """`field=source`: the value of `source` (hops from the row found) goes to `field`."""

    field: str
    source: tuple[Hop, ...]


@dataclass(frozen=True, slots=True)
class ForStates:
    """One entry `state state: …` of a map; `states` may hold "*"."""

    states: tuple[str, ...]
    roles: tuple[str, ...] = ()
    condition: Expression | None = None
    field: str = ""
    fields: tuple[str, ...] = ()  # of `lock`: fields, or "*"
    children: tuple[str, ...] = ()  # of `lock`: entities that refer to this one


@dataclass(frozen=True, slots=True)
class Part:
    """`entity(field, field)`: child rows through `via`; `entity` "history" is the kept history, `chart` a chart."""

    entity: str
    via: str
    columns: tuple[Path, ...]
    chart: str = ""


@dataclass(frozen=True, slots=True)
class MeasureOf:
    """`sum(x)`, `avg(x)`, `min(x)`, `max(x)`, `count(all)` or one number per row (function "each")."""

    function: str
    expression: Expression | None


@dataclass(frozen=True, slots=True)
class Raw:
    """A value of a kind that only a construct not yet compiled uses: checked, kept as text."""

    text: str


Value = (
    str  # opt, state, entity
    | int  # num: millionths
    | Path  # field, of_field, who
    | Visitor
    | Expression
    | TextTemplate
    | Opening
    | MeasureOf
    | Raw
    | tuple[str, ...]  # roles, moments, formats
    | tuple[Path, ...]  # fields
    | tuple[SortKey, ...]  # exprs
    | tuple[tuple[str, str], ...]  # moves: (from, to), "*" = any
    | tuple[ForStates, ...]
    | tuple[Assignment, ...]
    | tuple[MatchKey, ...]
    | tuple[CopyPair, ...]
    | tuple[Part, ...]
)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parsed values of a rule or a screen by name; a parameter left out without a default is absent."""

    values: Mapping[str, Value]

    def has(self, name: str) -> bool:
        """Whether a value stands there."""
        return name in self.values

    def expression(self, name: str) -> Expression | None:
        """The expression of this name, or None."""
        value = self.values.get(name)
        return value if isinstance(value, Expression) else None

    def path(self, name: str) -> Path | None:
        """The field or path of this name, or None."""
        value = self.values.get(name)
        return value if isinstance(value, Path) else None

    def word(self, name: str) -> str:
        """The closed word, state or entity of this name, or empty."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        """The literal number in millionths, or None."""
        value = self.values.get(name)
        return value if isinstance(value, int) else None

    def template(self, name: str) -> TextTemplate | None:
        """The text with paths, or None."""
        value = self.values.get(name)
        return value if isinstance(value, TextTemplate) else None

    def words(self, name: str) -> tuple[str, ...]:
        """The list of words (roles, moments, formats) of this name."""
        return tuple(v for v in self._tuple(name) if isinstance(v, str))

    def paths(self, name: str) -> tuple[Path, ...]:
        """The list of fields or paths of this name."""
        return tuple(v for v in self._tuple(name) if isinstance(v, Path))

    def keys(self, name: str) -> tuple[SortKey, ...]:
        """The list of expressions of this name."""
        return tuple(v for v in self._tuple(name) if isinstance(v, SortKey))

    def moves(self, name: str) -> tuple[tuple[str, str], ...]:
        """The allowed moves of this name."""
        return tuple((v[0], v[1]) for v in self._tuple(name) if isinstance(v, tuple) and len(v) == 2)

    def states(self, name: str) -> tuple[ForStates, ...]:
        """The entries by state of this name."""
        return tuple(v for v in self._tuple(name) if isinstance(v, ForStates))

    def assignments(self, name: str) -> tuple[Assignment, ...]:
        """The assignments of this name."""
        return tuple(v for v in self._tuple(name) if isinstance(v, Assignment))

    def matches(self, name: str) -> tuple[MatchKey, ...]:
        """The keys of a lookup."""
        return tuple(v for v in self._tuple(name) if isinstance(v, MatchKey))

    def pairs(self, name: str) -> tuple[CopyPair, ...]:
        """The copied fields of a lookup."""
        return tuple(v for v in self._tuple(name) if isinstance(v, CopyPair))

    def parts(self, name: str) -> tuple[Part, ...]:
        """The child rows of this name."""
        return tuple(v for v in self._tuple(name) if isinstance(v, Part))

    def measure(self, name: str) -> MeasureOf | None:
        """The measure of this name, or None."""
        value = self.values.get(name)
        return value if isinstance(value, MeasureOf) else None

    def opening(self, name: str) -> Opening | None:
        """The open hours of this name, or None."""
        value = self.values.get(name)
        return value if isinstance(value, Opening) else None

    def _tuple(self, name: str) -> tuple[object, ...]:
        value = self.values.get(name)
        return value if isinstance(value, tuple) else ()


@dataclass(frozen=True, slots=True)
class RulePlan:
    """One rule, parsed. `prefix` stands before the names it gives (`as=a` → "a_")."""

    id: str
    use: str
    on: str
    with_: Parameters
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class ScreenPlan:
    """One screen, parsed; `label` is never empty."""

    id: str
    type: str
    of: str
    label: str
    with_: Parameters


# -- roles ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Own:
    """`own`: the row belongs to me. `path` leads to the owning reference; empty = my own row, or created_by.

    `by` says which: "path", "self" (the row is a row of the `is` entity), "creator".
    """

    by: str
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """`verbs` (see add edit delete) on `entity` ("*" = all); `fields` None = all; `own` and `where` must both hold."""

    verbs: tuple[str, ...]
    entity: str
    fields: tuple[str, ...] | None
    own: Own | None
    where: Expression | None


@dataclass(frozen=True, slots=True)
class DoGrant:
    """May run the actions of `rule` ("*" = all)."""

    rule: str
    own: Own | None


@dataclass(frozen=True, slots=True)
class RolePlan:
    """One role, parsed. `everything` is `all *`."""

    id: str
    label: str
    is_: str
    join: str
    grants: tuple[Grant, ...]
    does: tuple[DoGrant, ...]
    everything: bool


# -- demo rows and checks -------------------------------------------------------------------------------------------


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
    """Who acts from here on. `role` "" = back to the default; `row` None when the role has no rows; `browser` for public.

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
    """Only in generated tests: a row put into the data as it is, judged by nothing. `number` is its id."""

    entity: str
    number: int
    values: Mapping[str, Cell]


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
    """Only in generated tests: the alert `rule` lists the row (or not) for the person acting, with this text if given."""

    rule: str
    row: RowNamed
    listed: bool = True
    say: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Only in generated tests: the import told so: lines added, equal to stored ones, changed, and faulty (line, field)."""

    added: int
    same: int = 0
    changed: int = 0
    wrong: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """Only in generated tests: the export of a `csv` rule in this format is exactly this text."""

    rule: str
    form: str
    text: str


Expectation = Outcome | Sees | Holds | Listed | Told | Exported


@dataclass(frozen=True, slots=True)
class Check:
    """`step; step => expectation`, run on a fresh copy of the demo data at Friday 2026-11-20 08:00."""

    source: str
    steps: tuple[Step, ...]
    expect: Expectation


@dataclass(frozen=True, slots=True)
class FeaturePlan:
    """One feature, parsed; `uses` are ids of rules, screens and entities."""

    id: str
    label: str
    pain: str
    when: str
    uses: tuple[str, ...]
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    """Counts an event: `entity.added`, `rule.action` or `screen.seen`."""

    id: str
    on: str
    label: str


@dataclass(frozen=True, slots=True)
class App:
    """The whole app, ready to compile. `skipped` names rules and screens of kinds that are not compiled yet."""

    blueprint: Blueprint
    id: str
    name: str
    pitch: str
    lang: str
    kind: str
    entities: Mapping[str, EntityPlan]
    rules: tuple[RulePlan, ...]
    screens: tuple[ScreenPlan, ...]
    roles: tuple[RolePlan, ...]
    demo: tuple[DemoRow, ...]
    features: tuple[FeaturePlan, ...]
    measures: tuple[MeasurePlan, ...]
    derived_order: tuple[tuple[str, str], ...]  # (entity, field) of every derived field, each after what it reads
    skipped: tuple[str, ...]
    cut: tuple[str, ...]  # labels of features that are `later` or `never`

    def rule(self, rule_id: str) -> RulePlan:
        """The rule of this id."""
        return next(r for r in self.rules if r.id == rule_id)
