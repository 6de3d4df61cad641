"""Kinds that write: assignments, keys of a lookup and what it copies."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from lamplighter.domain.blueprint.app import Assignment, CopyPair, MatchKey, Value
from lamplighter.domain.blueprint.catalog import said
from lamplighter.domain.blueprint.expressions import assignment, excerpt, expression
from lamplighter.domain.blueprint.functions import ORDERED
from lamplighter.domain.blueprint.lines import items
from lamplighter.domain.blueprint.lowering import agreed_type, as_option, fits, named
from lamplighter.domain.blueprint.problems import Fault
from lamplighter.domain.blueprint.scopes import Scope, candidate_scope
from lamplighter.domain.blueprint.site import Site
from lamplighter.domain.blueprint.tree import Base, Expression, Hop, Type

_MATCH = re.compile(r"([^\W\d]\w*)\s*(>=|<=|=)(.+)", re.DOTALL)
_FARTHEST = 2  # hops of a target: a field of the row, or of a row it refers to


def assignments(site: Site, text: str, entity: str, scope: Scope, *, through: bool = False) -> tuple[Assignment, ...]:
    """`field=expression, …` on a row of `entity`; `through` allows `reference.field=`."""
    out: list[Assignment] = []
    for item in items(text):
        name, equals, value = item.partition("=")
        name = name.strip()
        if not equals or not value.strip():
            raise Fault(f"cannot read {item!r}", "write field=expression, field=expression", item)
        hops = site.catalog.hops(entity, name.split("."))
        if len(hops) > (_FARTHEST if through else 1):
            raise Fault(f"{name} lies on another row", f"name a field of {entity}", item)
        if any(a.target == hops for a in out):
            raise Fault(f"{name} is set twice", "keep one", item)
        out.append(assignment(hops, value, site.catalog, scope))
    return tuple(out)


def _set(site: Site, text: str) -> Value:
    return assignments(site, text, site.entity, site.scope(random=True), through=True)


def _set_into(site: Site, text: str) -> Value:
    entity = site.target("into")
    if not entity:
        raise Fault("into names no entity", "mend into first")
    child = site.other("each").partition(" of ")[0].strip()
    plain = site.scope(random=True)
    scope = Scope(
        row=plain.row, this=plain.this, me=plain.me, this_is_row=True, random=plain.random,
        each=child if child in site.catalog.entities else "",
    )  # fmt: skip
    return assignments(site, text, entity, scope)


def _set_from(site: Site, text: str) -> Value:
    entity = site.target("from")
    if not entity:
        raise Fault("from names no entity", "mend from first")
    return assignments(site, text, entity, candidate_scope(entity, site.entity, site.person))


def _match(site: Site, text: str) -> Value:
    source = site.target("from")
    if not source:
        raise Fault("from names no entity", "mend from first")
    keys = [_key(site, item, source) for item in items(text)]
    if sum(key.operator != "=" for key in keys) > 1:
        raise Fault("two bands", "at most one >= or <=")
    return tuple(keys)


def _key(site: Site, item: str, source: str) -> MatchKey:
    match = _MATCH.fullmatch(item)
    if match is None:
        raise Fault(f"cannot read {item!r}", "write key=expression, key>=expression", item)
    name, operator, text = match.groups()
    hop = site.catalog.hop(source, name)
    value = _beside_key(site, hop, expression(text, site.catalog, site.scope()))
    if agreed_type(hop.type, value.type) is None:
        raise Fault(
            f"{source}.{name} is {said(hop.type)}, {excerpt(text)} is {said(value.type)}",
            "make both the same type",
            item,
        )
    if operator != "=" and hop.type.base not in ORDERED:
        raise Fault(f"{name} is {said(hop.type)}, so {operator} has no meaning", "write =", item)
    return MatchKey(name, operator, value)


def _beside_key(site: Site, hop: Hop, value: Expression) -> Expression:
    tree = value.tree
    line = site.catalog.line(hop)
    if hop.type.base is Base.CHOICE and line is not None and value.type == Type(Base.TEXT):
        tree = as_option(tree, line.options, f"{hop.entity}.{hop.field}")
    if hop.type.base is Base.TEXT:
        tree = named(tree, site.catalog)
    return Expression(value.source, tree, value.reads)


def _pairs(site: Site, text: str) -> Value:
    source = site.target("from")
    if not source:
        raise Fault("from names no entity", "mend from first")
    return tuple(_pair(site, item, source) for item in items(text))


def _pair(site: Site, item: str, source: str) -> CopyPair:
    name, equals, path = (piece.strip() for piece in item.partition("="))
    if not equals or not path:
        raise Fault(f"cannot read {item!r}", "write field=field of from, …", item)
    target = site.stored(name)
    hops = site.catalog.hops(source, path.split("."))
    if not fits(hops[-1].type, target.type) or not _same_options(site, target, hops[-1]):
        raise Fault(
            f"{name} is {said(target.type)}, {source}.{path} is {said(hops[-1].type)}", "make both the same type", item
        )
    return CopyPair(name, hops)


def _same_options(site: Site, target: Hop, source: Hop) -> bool:
    into, from_ = site.catalog.line(target), site.catalog.line(source)
    if into is None or from_ is None or not into.options or not from_.options:
        return True
    return {o.id for o in from_.options} <= {o.id for o in into.options}


KINDS: Mapping[str, Callable[[Site, str], Value]] = MappingProxyType(
    {"set": _set, "set_into": _set_into, "set_from": _set_from, "match": _match, "pairs": _pairs}
)
