"""The blueprint as it stands in a file: flat rows of strings, every property required.

The one JSON Schema of the format is derived from these types (see `schema.py`).
"""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["static", "web", "cli", "api", "desktop"]


class Pain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What hurts whom; features point here."""

    id: str
    who: str
    pain: str


class Role(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who may do what; `is_` names the entity whose rows sign in, or is empty."""

    id: str
    label: str
    is_: str = msgspec.field(name="is")
    may: str
    join: Literal["", "list", "invite", "self"] = ""


class Entity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A thing; `label` is "Singular | Plural | icon", `fields` are field lines."""

    id: str
    label: str
    fields: tuple[str, ...]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One construct (`use`) applied to one entity (`on`) with `key=value; key=value`."""

    id: str
    use: str
    on: str
    with_: str = msgspec.field(name="with")


class Screen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A special screen; every entity has list, form and detail anyway."""

    id: str
    type: str
    of: str
    label: str
    with_: str = msgspec.field(name="with")


class Demo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Example rows of one entity; cells parted by `|`; `keep` rows stay when the person starts empty."""

    of: str
    cols: str
    rows: tuple[str, ...]
    keep: Literal["", "yes"] = ""


class Feature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the app is for: the pain it serves, what it uses and the checks that prove it."""

    id: str
    label: str
    pain: str
    when: Literal["must", "later", "never"]
    uses: str
    checks: tuple[str, ...]


class Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An event counted for the viability test."""

    id: str
    on: str
    label: str


class NotCovered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wish the blueprint cannot say: a model may write it, or it is not built."""

    want: str
    plan: Literal["model", "not_built"]


class Blueprint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One whole app, as saved. Loading it proves only its shape; `check.problems` proves its meaning."""

    v: Literal[1]
    id: str
    name: str
    pitch: str
    lang: str
    kind: Kind
    pains: tuple[Pain, ...]
    roles: tuple[Role, ...]
    entities: tuple[Entity, ...]
    rules: tuple[Rule, ...]
    screens: tuple[Screen, ...]
    demo: tuple[Demo, ...]
    features: tuple[Feature, ...]
    measures: tuple[Measure, ...]
    not_covered: tuple[NotCovered, ...]
    assumed: tuple[str, ...]
