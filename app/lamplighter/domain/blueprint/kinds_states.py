"""Kinds about the states of a choice: moves, and what holds in which state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from types import MappingProxyType

from lamplighter.domain.blueprint.app import ForStates, Option, Value
from lamplighter.domain.blueprint.catalog import said, said_any
from lamplighter.domain.blueprint.expressions import expression
from lamplighter.domain.blueprint.lines import entries, items, words
from lamplighter.domain.blueprint.lowering import is_one_of, option_id
from lamplighter.domain.blueprint.problems import Fault, known
from lamplighter.domain.blueprint.site import Site
from lamplighter.domain.blueprint.tree import Base

ANY_STATE = "*"


def _options(site: Site) -> tuple[tuple[Option, ...], str]:
    """The options of the field in `field` or `state`, and how a message names it."""
    name = site.other("field") or site.other("state")
    line = site.catalog.entities.get(site.entity, {}).get(name)
    if line is None or not line.options:
        raise Fault("has no states to name", f"name a choice of {site.entity} first")
    return line.options, f"{site.entity}.{name}"


def _state_id(text: str, options: tuple[Option, ...], what: str) -> str:
    return text if text == ANY_STATE else option_id(text, options, what)


def _state(site: Site, text: str) -> Value:
    options, what = _options(site)
    return option_id(text, options, what)


def _moves(site: Site, text: str) -> Value:
    options, what = _options(site)
    out: list[tuple[str, str]] = []
    for chain in items(text.replace("|", ",")):
        names = [name.strip() for name in chain.split(">")]
        if len(names) < 2 or names[-1] == ANY_STATE or not all(names):
            raise Fault(f"cannot read {chain!r}", "write a>b>c, *>x", chain)
        states = [_state_id(name, options, what) for name in names]
        out += list(pairwise(states))
    return tuple(dict.fromkeys(out))


def _each_entry(site: Site, text: str, read: Callable[[Site, tuple[str, ...], str], ForStates]) -> Value:
    options, what = _options(site)
    out: list[ForStates] = []
    for names, value in entries(text):
        if value is None or not names or not value:
            raise Fault(f"cannot read {text!r}", "write `state: … | state: …`", text)
        out.append(read(site, tuple(_state_id(name, options, what) for name in names), value))
    return tuple(out)


def _map_roles(site: Site, text: str) -> Value:
    return _each_entry(site, text, lambda s, states, value: ForStates(states, roles=s.roles(value)))


def _map_expr(site: Site, text: str) -> Value:
    return _each_entry(site, text, _guard)


def _guard(site: Site, states: tuple[str, ...], text: str) -> ForStates:
    condition = expression(text, site.catalog, site.scope(), frozenset({Base.BOOL}))
    return ForStates(states, condition=condition)


def _map_field(site: Site, text: str) -> Value:
    return _each_entry(site, text, _stamp)


def _stamp(site: Site, states: tuple[str, ...], text: str) -> ForStates:
    hop = site.stored(text)
    if not is_one_of(hop.type, site.bases):
        raise Fault(f"{text} is {said(hop.type)}", f"it must be {said_any(sorted(site.bases))}", text)
    return ForStates(states, field=text)


def _map_lock(site: Site, text: str) -> Value:
    return _each_entry(site, text, _lock)


def _lock(site: Site, states: tuple[str, ...], text: str) -> ForStates:
    fields: list[str] = []
    children: list[str] = []
    own = site.catalog.fields(site.entity)
    for word in words(text):
        if word == ANY_STATE or word in own:
            fields.append(word)
        elif site.catalog.kids(word, site.entity):
            children.append(word)
        else:
            there = [e for e in site.catalog.entities if site.catalog.kids(e, site.entity)]
            raise Fault(
                f"{word!r} is no field of {site.entity} and no entity that refers to it",
                known(word, [*site.catalog.stored(site.entity), *there]),
                word,
            )
    return ForStates(states, fields=tuple(fields), children=tuple(children))


KINDS: Mapping[str, Callable[[Site, str], Value]] = MappingProxyType(
    {
        "state": _state,
        "moves": _moves,
        "map_roles": _map_roles,
        "map_expr": _map_expr,
        "map_field": _map_field,
        "map_lock": _map_lock,
    }
)
