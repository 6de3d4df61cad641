"""Signatures from data: the whole vocabulary of the format, also what no compiler knows yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from lamplighter.domain.blueprint.signature import (
    ActionSignature,
    ConstructSignature,
    Given,
    Parameter,
    ScreenSignature,
    Vocabulary,
)


class _Action(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    arguments: dict[str, str] = {}
    takes: str = ""
    on_row: bool = True


class _Construct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    parameters: tuple[Parameter, ...]
    example: str
    actions: tuple[_Action, ...] = ()
    gives: dict[str, str] = {}
    gives_target: dict[str, str] = {}
    target_via: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    auto: tuple[str, ...] = ()
    differ: tuple[tuple[str, ...], ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()


class _Planned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    constructs: tuple[_Construct, ...]
    screens: tuple[ScreenSignature, ...]


class Signatures(msgspec.Struct, frozen=True):
    """Every construct and every kind of screen by name."""

    constructs: Mapping[str, ConstructSignature]
    screens: Mapping[str, ScreenSignature]


def signatures(parsed: object) -> Signatures:
    """The signatures of `planned.json`, given its parsed JSON; msgspec.ValidationError when it is damaged."""
    planned = msgspec.convert(parsed, _Planned)
    return Signatures(
        constructs={c.name: _construct(c) for c in planned.constructs},
        screens={s.name: s for s in planned.screens},
    )


def vocabulary(planned: Signatures, constructs: Iterable[str] = (), screens: Iterable[str] = ()) -> Vocabulary:
    """The vocabulary of the planned signatures alone; `constructs` and `screens` name what can be compiled."""
    return Vocabulary(planned.constructs, planned.screens, frozenset(constructs), frozenset(screens))


def _construct(raw: _Construct) -> ConstructSignature:
    return ConstructSignature(
        name=raw.name,
        parameters=(*raw.parameters, *_prefix(raw)),
        actions=tuple(ActionSignature(a.name, a.arguments, a.takes, a.on_row) for a in raw.actions),
        gives=_given(raw.gives),
        gives_target=_given(raw.gives_target),
        target_via=raw.target_via,
        writes=raw.writes,
        auto=raw.auto,
        differ=raw.differ,
        one_of=raw.one_of,
        any_of=raw.any_of,
        needs=raw.needs,
        example=raw.example,
    )


def _given(types: Mapping[str, str]) -> tuple[Given, ...]:
    return tuple(Given(name, type_) for name, type_ in types.items())


def _prefix(raw: _Construct) -> tuple[Parameter, ...]:
    """`as=prefix` stands wherever fields are given."""
    has_one = any(p.name == "as" for p in raw.parameters)
    return (Parameter("as", "prefix"),) if (raw.gives or raw.gives_target) and not has_one else ()
