"""The seam between the compiler and its constructs: what one gives so that its rule stands in the compiled code.

A construct is a folder `compiler/constructs/<name>/`: `signature.py` (SIGNATURE), `emit.py` (`emit`), `scenarios.py`
(`scenarios`) and its templates `*.py.j2` and `*.js.j2`. It is found by being there; nothing else names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from lamplighter.domain.blueprint.app import App, Cell, Expectation, RulePlan, Step, TextTemplate
from lamplighter.domain.blueprint.signature import ConstructSignature
from lamplighter.domain.blueprint.tree import Expression, Hop, Node, Path, Root, Type


class Phase(StrEnum):
    """When a function of a rule is called by the one way in; the arguments are those of the compiled function.

    HANDS  (db, new, old, fields) -> refusals   what a person does: `old` None on add, `new` None on delete,
                                                `fields` the names set; start state, lock, written by the app alone
    FILL   (db, row, old) -> refusals           writes into the candidate in place; order 10 lookup, 15 loan,
                                                20 number, 30 assign, 40 classify. Numbers are drawn by
                                                `db.last_number(rule, group)`, `db.keep_number(rule, group, 17)`,
                                                undone when the change is refused
    MOVE   (db, row, old, person) -> refusals   a changed flow field; `person` no when the app acts alone
    JUDGE  (db, row, old) -> refusals           block or warn; all of them run. `row` stands in `db` already
    DELETE (db, row) -> refusals                `row` still stands in `db`
    AFTER  (db, row, old, commit) -> nothing    after-effects, with the rights of the app; also at every sweep
                                                (then `old` is `row`), so it must ask `commit.once(rule, row)`
    SWEEP  (db, commit) -> nothing              at start and at the first read of a new minute

    "refusals" is any iterable of Refusal: functions are generators (`yield Refusal(...)`).
    """

    HANDS = "hands"
    FILL = "fill"
    MOVE = "move"
    JUDGE = "judge"
    DELETE = "delete"
    AFTER = "after"
    SWEEP = "sweep"


@dataclass(frozen=True, slots=True)
class Source:
    """One function in both languages, named `name` in Python and `camel(name)` in JavaScript.

    Python begins with `def name(`; JavaScript begins with `function name(` or `function* name(`, without `export`
    (the rules module adds it). A comment or docstring inside says what the person asked for.
    """

    python: str
    javascript: str


@dataclass(frozen=True, slots=True)
class Computed:
    """A field the rule gives: `(db, row) -> value`.

    The rules module wraps it, so that it gives blank for a blank row and is computed once between two changes.
    `name` must be `scribe.computed(entity, field)`, for expressions call it by that name.
    """

    entity: str
    field: str
    type: Type
    name: str
    source: Source


@dataclass(frozen=True, slots=True)
class Piece:
    """One function of a rule and when it is called.

    `seeds`: a FILL that also runs for example rows (their cells win). `standing` no: a JUDGE about the moment of a
    change (start state, open hours, at=add), which does not judge example rows.
    """

    phase: Phase
    entity: str  # empty for SWEEP
    name: str
    source: Source
    order: int = 0
    seeds: bool = False
    standing: bool = True


@dataclass(frozen=True, slots=True)
class Guard:
    """A rule that is judged before an action runs: `(db, row) -> refusals`, `row` blank when the action has none."""

    action: str  # "lend.give_back"
    name: str
    source: Source


@dataclass(frozen=True, slots=True)
class Action:
    """A button. `run(db, row, args, commit)`; `shown(db, row) -> bool` says whether it can be pressed now.

    `args` holds decoded values: fields of `entity` by their type, the others of `arguments` as they came.
    What `run` does through `commit` is judged by every rule; a flow move counts as the person's own.
    """

    rule: str
    name: str  # "lend": the action is called "lend.lend" (rule.name)
    entity: str
    label: str
    run_name: str
    run: Source
    shown_name: str = ""  # empty: always
    shown: Source | None = None
    on_row: bool = True
    asks: tuple[str, ...] = ()  # fields asked for before it runs
    arguments: Mapping[str, str] = field(default_factory=dict)  # other arguments: name -> type, as in the signature
    open_form: bool = False  # asks for every field of `entity` (lend)
    opens: str = ""  # act add=entity: afterwards the form of this entity opens …
    opens_via: str = ""  # … with this reference field set to the row acted on
    many: bool = False  # also offered for several rows at once
    roles: tuple[str, ...] = ()  # empty: whoever may `do` the rule
    step: bool = False  # a move of a flow: shown as the states the row can go to


@dataclass(frozen=True, slots=True)
class Alert:
    """Rows listed on the start page: `(db) -> iterable of (row, text)`."""

    rule: str
    entity: str
    roles: tuple[str, ...]
    name: str
    source: Source


@dataclass(frozen=True, slots=True)
class Due:
    """Rows with a day: the start page lists the overdue and the soon. `date` is `(db, row) -> day or moment`."""

    rule: str
    entity: str
    state_field: str  # "due_state", with the prefix of the rule
    name: str
    date: Source


@dataclass(frozen=True, slots=True)
class Picker:
    """Narrows what a picker offers: `(db, row, candidate) -> bool`; the blocking rule judges all the same."""

    entity: str
    field: str
    name: str
    source: Source


@dataclass(frozen=True, slots=True)
class History:
    """Changes of these rows are written down for good (`fields` None = all). Read by `db.changes(entity, id)`."""

    rule: str
    entity: str
    fields: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Emission:
    """Everything one rule puts into the compiled app.

    `helpers` are functions its other functions call: (name, source). `library` names optional library modules
    ("csv", "spans"); `imports` are the names used from them, as (module, name): names are snake_case and become
    camelCase in JavaScript, a name that begins with a capital letter stays.
    """

    computed: tuple[Computed, ...] = ()
    pieces: tuple[Piece, ...] = ()
    guards: tuple[Guard, ...] = ()
    actions: tuple[Action, ...] = ()
    alerts: tuple[Alert, ...] = ()
    dues: tuple[Due, ...] = ()
    pickers: tuple[Picker, ...] = ()
    histories: tuple[History, ...] = ()
    helpers: tuple[tuple[str, Source], ...] = ()
    imports: tuple[tuple[str, str], ...] = ()
    library: frozenset[str] = frozenset()


Roots = Mapping[Root, str]


class Scribe(Protocol):
    """Writes source text of one language. Every text it takes from the blueprint comes out quoted, never as code.

    `row` is the name of the variable that holds the row at hand; `roots` binds other roots to variables (THIS is
    `row` when it is not bound). The variable `db` is in scope of everything it writes.
    Functions of the library it uses are collected and imported by the module it writes for.
    """

    @property
    def language(self) -> str:
        """Either "python" or "javascript"."""

    def expression(self, expression: Expression | Node, row: str, roots: Roots = ...) -> str:
        """The value of an expression (blank = None / null)."""

    def condition(self, expression: Expression | Node, row: str, roots: Roots = ...) -> str:
        """An expression to stand in `if`: blank counts as no."""

    def template(self, template: TextTemplate, row: str, roots: Roots = ...) -> str:
        """A text with paths, written for people: dates, money and options in the app's language."""

    def value(self, cell: Cell) -> str:
        """A literal. Days relative to today read `db`."""

    def field(self, entity: str, name: str, row: str) -> str:
        """The value of a field of the row in a variable: `loan.due_on`, or a call for a derived field."""

    def path(self, path: Path | tuple[Hop, ...], row: str, roots: Roots = ...) -> str:
        """The value at the end of a path."""

    def text(self, text: str) -> str:
        """A quoted text."""

    def number(self, micros: int) -> str:
        """A literal number of millionths."""

    def named(self, *words: str) -> str:
        """A safe name of a function or variable: snake_case or camelCase of the words."""

    def variable(self, entity: str, *taken: str) -> str:
        """A safe name of a variable holding a row of the entity, different from the names taken."""

    def attribute(self, row: str, field: str) -> str:
        """`row.field`, to read or to assign; only for stored fields."""

    def computed(self, entity: str, field: str) -> str:
        """The name of the function that gives a derived field."""

    def say(self, key: str, **words: str) -> str:
        """A standard text in the app's language (templates/shared/messages), quoted; `words` are put in as text."""

    def message(self, key: str, **words: str) -> str:
        """A standard text in the app's language, as it is."""

    def fresh(self) -> Scribe:
        """A scribe for another module, with nothing used yet."""

    def imports(self, folder: str = ..., *others: tuple[str, str]) -> str:
        """The import lines of all that was used and of `others` (module, name); `folder` holds the library."""

    def use(self, *names: str) -> str:
        """Mark names of the base library as used (snake_case); gives the last one as this language writes it."""

    def render(self, template: str, /, **context: object) -> str:
        """Render `template` (such as "limit/rule") + ".py.j2" or ".js.j2"; the scribe itself is `scribe` in it."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One generated test of a rule; `sentence` says what is proved, in plain words.

    `demo` no: the world starts empty but for the settings row and the ids count from 1, so that witnesses are exact.
    `candidates`: no witness was found on the host, so the test judges each of these runs after `steps` and asserts
    that the rule refuses (or warns at) at least one of them and lets at least one pass.
    `alone`: only the functions of this rule run, so that no other rule can decide the outcome.
    """

    rule: str
    sentence: str
    steps: tuple[Step, ...]
    expect: Expectation
    demo: bool = False
    candidates: tuple[tuple[Step, ...], ...] = ()
    alone: bool = True


class Witness(Protocol):
    """Finds rows that pass or break a condition, evaluated on the host (see compiler/witness.py)."""


class Construct(Protocol):
    """What a folder of constructs offers, in `signature.py`, `emit.py` and `scenarios.py`."""

    @property
    def SIGNATURE(self) -> ConstructSignature:  # noqa: N802  # the name the files use
        """The shape of the construct."""

    def emit(self, rule: RulePlan, app: App, python: Scribe, javascript: Scribe) -> Emission:
        """The functions of one rule in both languages."""

    def scenarios(self, rule: RulePlan, app: App, witness: Witness) -> tuple[Scenario, ...]:
        """The generated tests of one rule."""


Emit = Callable[[RulePlan, App, Scribe, Scribe], Emission]
