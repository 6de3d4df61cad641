"""What the checker must know of a construct or a screen: its parameters, actions and the fields it gives.

The signatures come from the files of `compiler/constructs` and `compiler/screens`; the checker takes them as a value,
so that a new construct is one new file.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Parameter(msgspec.Struct, frozen=True):
    """One `key=value`. `kind` is a name of `kinds.py`; `types` a `|`-list of base types, empty = any.

    `of` names the parameter that holds the entity a field belongs to; `options` are the closed words of kind `opt`.
    """

    name: str
    kind: str
    types: str = ""
    required: bool = False
    default: str = ""
    options: tuple[str, ...] = ()
    of: str = ""


class ActionSignature(msgspec.Struct, frozen=True):
    """A named action; `arguments` are name → type; `takes` is "" or the parameter that lists fields, or "*" for all."""

    name: str
    arguments: Mapping[str, str] = msgspec.field(default_factory=dict)
    takes: str = ""
    on_row: bool = True  # False: it starts without a row (lend, call_next, import)


class Given(msgspec.Struct, frozen=True):
    """A derived field a rule gives; `type` is a base type or "same" (as the field named by parameter `amount`)."""

    name: str
    type: str


class ConstructSignature(msgspec.Struct, frozen=True):
    """The shape of one construct."""

    name: str
    parameters: tuple[Parameter, ...]
    actions: tuple[ActionSignature, ...] = ()
    gives: tuple[Given, ...] = ()
    gives_target: tuple[Given, ...] = ()
    target_via: tuple[str, ...] = ()  # parameters that lead to the target entity, first one given wins
    writes: tuple[str, ...] = ()  # parameters whose fields the rule writes: they must be stored fields
    auto: tuple[str, ...] = ()  # parameters whose fields only the rule may write (none of them when `keep=yes`)
    differ: tuple[tuple[str, ...], ...] = ()  # parameters that may not name the same field
    one_of: tuple[tuple[str, ...], ...] = ()  # exactly one of them must be given
    any_of: tuple[tuple[str, ...], ...] = ()  # at least one of them must be given
    needs: tuple[tuple[str, ...], ...] = ()  # when the first is given, so must the others
    example: str = ""

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of this name, if there is one."""
        return next((p for p in self.parameters if p.name == name), None)


class ScreenSignature(msgspec.Struct, frozen=True):
    """The shape of one kind of screen; `of` says whether it stands on an entity."""

    name: str
    parameters: tuple[Parameter, ...]
    of: bool = True
    one_of: tuple[tuple[str, ...], ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of this name, if there is one."""
        return next((p for p in self.parameters if p.name == name), None)


class Vocabulary(msgspec.Struct, frozen=True):
    """Everything a blueprint may use; a name outside `compiled_…` is valid but not yet compiled."""

    constructs: Mapping[str, ConstructSignature]
    screens: Mapping[str, ScreenSignature]
    compiled_constructs: frozenset[str]
    compiled_screens: frozenset[str]
