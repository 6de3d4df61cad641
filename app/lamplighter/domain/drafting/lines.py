"""The rows a recipe writes, each with the recipe that wrote it, and what can be compiled today."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Able:
    """What can be compiled today: constructs, kinds of screens, packs."""

    constructs: frozenset[str]
    screens: frozenset[str]
    packs: frozenset[str]

    def __contains__(self, name: object) -> bool:
        return name in self.constructs or name in self.screens


@dataclass(slots=True)
class RuleLine:
    """A rule with the recipe that wrote it."""

    id: str
    use: str
    on: str
    with_: str
    recipe: str


@dataclass(slots=True)
class ScreenLine:
    """A screen with the recipe that wrote it."""

    id: str
    type: str
    of: str
    label: str
    with_: str
    recipe: str


@dataclass(slots=True)
class FeatureLine:
    """A feature with its checks."""

    id: str
    label: str
    uses: tuple[str, ...]
    checks: tuple[str, ...]
    recipe: str


@dataclass(slots=True)
class RoleLine:
    """A role; `may` as parts."""

    id: str
    label: str
    is_: str
    may: list[str]
    join: str = ""
