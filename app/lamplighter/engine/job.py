"""A job: what the person asked for, the services it may use, and the values its stages hand on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from lamplighter.compiler.packs import Pack
from lamplighter.compiler.toolkit import Toolkit
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.signature import Vocabulary
from lamplighter.domain.drafting.lexicon import Lexicon
from lamplighter.domain.events import JobEvent
from lamplighter.domain.findings import Finding
from lamplighter.services.containment import Containment
from lamplighter.services.paths import Home
from lamplighter.services.store import JSON, IdeaStore

Emit = Callable[[JobEvent], None]


@dataclass(frozen=True, slots=True)
class Workshop:
    """The services every job shares; made once by the command line or the window."""

    home: Home
    containment: Containment
    toolkit: Toolkit
    lexicon: Lexicon

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs that are installed."""
        return tuple(self.toolkit.packs.values())

    @property
    def vocabulary(self) -> Vocabulary:
        """What a blueprint may say."""
        return self.toolkit.vocabulary

    def pack(self, name: str) -> Pack | None:
        """The pack of this name, if it is installed."""
        return self.toolkit.packs.get(name)


@dataclass(frozen=True, slots=True)
class Order:
    """What the person asked for. `idea` is empty when a blueprint is given in its place.

    `pack` is a pack's name or "auto"; `run` False builds without running anything.
    """

    idea: str = ""
    blueprint: Blueprint | None = None
    answers: Mapping[str, object] = field(default_factory=dict)
    pack: str = "auto"
    run: bool = True

    @property
    def fingerprint(self) -> str:
        """The same for the same order, so that an interrupted one is recognised."""
        parts = [self.idea, msgspec.json.encode(self.blueprint), dict(self.answers), self.pack, self.run]
        return hashlib.sha256(msgspec.json.encode(parts, order="sorted")).hexdigest()[:16]

    def saved(self) -> dict[str, JSON]:
        """The order as the store keeps it."""
        body: dict[str, JSON] = msgspec.to_builtins(self)
        return body

    @classmethod
    def read(cls, saved: Mapping[str, JSON]) -> Order:
        """The order from its saved form."""
        return msgspec.convert(saved, cls)


class Specified(msgspec.Struct, frozen=True):
    """What `specify` gives: the blueprint that compiles, the pack, and what a person must be told."""

    blueprint: Blueprint
    pack: str
    assumed: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    not_built: tuple[str, ...] = ()


class Scaffolded(msgspec.Struct, frozen=True):
    """What `scaffold` gives: the version that holds the compiled files."""

    version: int


class Verified(msgspec.Struct, frozen=True):
    """What `verify` gives, after repair: the version, its findings, and whether the prototype really ran.

    `blueprint` differs from the specified one when a repair took something out; `not_built` names it.
    """

    version: int
    findings: tuple[Finding, ...]
    ran: bool
    blueprint: Blueprint
    not_built: tuple[str, ...] = ()


@dataclass(slots=True)
class Job:
    """One order at work on one idea. It owns the state of the run; everything lasting is in the store."""

    order: Order
    store: IdeaStore
    workshop: Workshop
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The key under which the store keeps the finished stages of this order."""
        return self.order.fingerprint


@dataclass(frozen=True, slots=True)
class Result:
    """What a finished job gives to whoever asked."""

    idea_id: str
    specified: Specified
    verified: Verified
    gate: str
    reasons: tuple[str, ...]
    exit: int
    seconds: Mapping[str, float]
