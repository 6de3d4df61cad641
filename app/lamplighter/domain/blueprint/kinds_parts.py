"""The kind `parts`: child rows, the kept history and charts inside a page of one row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from lamplighter.domain.blueprint.app import Part, Value
from lamplighter.domain.blueprint.lines import items
from lamplighter.domain.blueprint.problems import Fault, known
from lamplighter.domain.blueprint.site import Site
from lamplighter.domain.blueprint.tree import Path, Root

_PART = re.compile(r"([^\W\d]\w*)\s*(?:\((.*)\))?", re.DOTALL)
HISTORY = "history"


def _parts(site: Site, text: str) -> Value:
    return tuple(_part(site, item) for item in items(text))


def _part(site: Site, item: str) -> Part:
    match = _PART.fullmatch(item)
    if match is None:
        raise Fault(f"cannot read {item!r}", "write entity(field, field)", item)
    name, columns = match[1], match[2] or ""
    if name == HISTORY and name not in site.catalog.entities:
        return _history(site)
    chart = site.catalog.screens.get(name)
    if site.screen == "detail" and chart is not None and chart.type == "chart":
        return Part(chart.of, _via(site, chart.of), (), name)
    if name not in site.catalog.entities:
        raise Fault(f"unknown entity {name!r}", known(name, [*site.catalog.entities, HISTORY]), item)
    return Part(name, _via(site, name), tuple(_column(site, name, column) for column in items(columns)))


def _history(site: Site) -> Part:
    kept = any(r.use == HISTORY and r.on == site.entity for r in site.catalog.rules.values())
    if not kept:
        raise Fault(f"no history is kept of {site.entity}", f"add a `history` rule on {site.entity}", HISTORY)
    return Part(HISTORY, "", ())


def _via(site: Site, child: str) -> str:
    references = site.catalog.kids(child, site.entity)
    if not references:
        there = [e for e in site.catalog.entities if site.catalog.kids(e, site.entity)]
        raise Fault(f"{child} does not refer to {site.entity}", f"refer to it: {', '.join(there) or 'none'}", child)
    return references[0]


def _column(site: Site, child: str, text: str) -> Path:
    hops = site.catalog.hops(child, text.split("."))
    return Path(Root.ROW, child, hops, hops[-1].type)


def first_part(site: Site) -> str:
    """The entity of the first part that is one, or empty."""
    for item in items(site.other("parts")):
        match = _PART.match(item)
        if match is not None and match[1] in site.catalog.entities:
            return match[1]
    return ""


KINDS: Mapping[str, Callable[[Site, str], Value]] = MappingProxyType({"parts": _parts})
