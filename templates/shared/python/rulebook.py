"""What an app can do and what must hold in it, named function by function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .fields import Entity
from .refusal import Refusal
from .rights import Role
from .tables import Row, Tables
from .values import Text

if TYPE_CHECKING:
    from .commit import Commit

Judge = Callable[..., Iterable[Refusal] | None]


@dataclass(frozen=True, slots=True)
class Action:
    """A button: who may press it is judged by `roles` and by what a role may do, when by `shown`."""

    entity: str
    label: str
    run: Callable[[Tables, Row, Mapping[str, Any], Commit], Iterable[Refusal] | None]
    shown: Callable[[Tables, Row], bool] | None = None
    on_row: bool = True
    asks: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    open_form: bool = False
    many: bool = False
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """Rows listed on the start page of some roles (of all, when none is named) while something holds."""

    rule: str
    entity: str
    rows: Callable[[Tables], Iterable[tuple[Row, str]]]
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """Rows with a day: `state` names the field that says how near it is."""

    rule: str
    entity: str
    state: str
    date: Callable[[Tables, Row], Text]


@dataclass(frozen=True, slots=True)
class Rules:
    """Which function judges what, by entity and in order. Made once, at the end of rules.py."""

    entities: Mapping[str, Entity]
    worked_out: Mapping[str, Mapping[str, Callable[[Tables, Row], Any]]] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, Callable[[Tables, Row, Row], bool]]] = field(default_factory=dict)
    pickers: Mapping[str, Mapping[str, tuple[Callable[[Tables, Row, Row], bool], ...]]] = field(default_factory=dict)
    hands: Mapping[str, tuple[Judge, ...]] = field(default_factory=dict)
    fill: Mapping[str, tuple[Judge, ...]] = field(default_factory=dict)
    seed: Mapping[str, tuple[Judge, ...]] = field(default_factory=dict)
    move: Mapping[str, tuple[Judge, ...]] = field(default_factory=dict)
    judge: Mapping[str, tuple[Judge, ...]] = field(default_factory=dict)
    moment: Mapping[str, tuple[Judge, ...]] = field(default_factory=dict)
    delete: Mapping[str, tuple[Judge, ...]] = field(default_factory=dict)
    after: Mapping[str, tuple[Judge, ...]] = field(default_factory=dict)
    sweep: tuple[Callable[[Tables, Commit], None], ...] = ()
    guards: Mapping[str, tuple[Judge, ...]] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)
    alerts: tuple[Alert, ...] = ()
    dues: tuple[Due, ...] = ()
    histories: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
