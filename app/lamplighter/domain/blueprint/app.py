"""A checked blueprint, parsed and linked: what compilers read. Made by `resolve.resolved`, never by hand.

Every id, path, option, role and type in it is known to exist; nothing is left as text that means something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.parameter_values import (
    Assignment,
    CopyPair,
    ForStates,
    MatchKey,
    MeasureOf,
    Opening,
    Parameters,
    Part,
    Raw,
    SortKey,
    TextTemplate,
    Value,
    Visitor,
)
from lamplighter.domain.blueprint.proof import (
    Add,
    As,
    Cell,
    Check,
    Clock,
    Delete,
    DemoRow,
    Do,
    Edit,
    Expectation,
    Exported,
    FromNow,
    FromToday,
    Holds,
    Imported,
    Judged,
    Listed,
    Me,
    Offered,
    Outcome,
    Placed,
    Presses,
    RowNamed,
    RowsNamed,
    Sees,
    Step,
    Told,
    Touches,
)
from lamplighter.domain.blueprint.tree import Expression, Path, Type


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


__all__ = [
    "Add",
    "App",
    "As",
    "Assignment",
    "Cell",
    "Check",
    "Clock",
    "CopyPair",
    "Default",
    "Delete",
    "DemoRow",
    "Do",
    "DoGrant",
    "Edit",
    "EntityPlan",
    "Expectation",
    "Exported",
    "FeaturePlan",
    "Field",
    "ForStates",
    "FromNow",
    "FromToday",
    "Grant",
    "Holds",
    "Imported",
    "Judged",
    "Listed",
    "MatchKey",
    "Me",
    "MeasureOf",
    "MeasurePlan",
    "Offered",
    "Opening",
    "Option",
    "Outcome",
    "Own",
    "Parameters",
    "Part",
    "Placed",
    "Presses",
    "Raw",
    "RolePlan",
    "RowNamed",
    "RowsNamed",
    "RulePlan",
    "ScreenPlan",
    "Sees",
    "SortKey",
    "Step",
    "TextTemplate",
    "Told",
    "Touches",
    "Value",
    "Visitor",
]
