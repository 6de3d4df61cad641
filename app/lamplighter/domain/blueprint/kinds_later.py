"""Kinds that only constructs and screens not compiled yet use: checked in full, kept as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from lamplighter.domain.blueprint.app import Raw, Value
from lamplighter.domain.blueprint.catalog import SETTINGS, said
from lamplighter.domain.blueprint.expressions import expression
from lamplighter.domain.blueprint.kinds_writes import assignments
from lamplighter.domain.blueprint.lines import items, words
from lamplighter.domain.blueprint.problems import Fault, known
from lamplighter.domain.blueprint.scopes import candidate_scope, row_scope
from lamplighter.domain.blueprint.site import Site
from lamplighter.domain.blueprint.tree import Base, Hop, Type

_STEP = re.compile(
    r"[1-9][0-9]{0,3} (?:day|week|month|year)s?"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)(?:\s*,\s*(?:mon|tue|wed|thu|fri|sat|sun))*"
)
_YES = frozenset({Base.BOOL})
_ROWS = (Base.REF, Base.REFS)


def _step(site: Site, text: str) -> Value:
    if not _STEP.fullmatch(text) and not _is(site, text, (Base.NUM, Base.CHOICE, Base.TEXT)):
        raise Fault(f"cannot read {text!r}", "write `2 week`, weekdays `mon,thu`, or a field that holds days")
    return Raw(text)


def _ahead(site: Site, text: str) -> Value:
    if not (text.isascii() and text.isdigit()) and not _is(site, text, (Base.DATE,)):
        raise Fault(f"{text!r} is no number of rows", "write a whole number or a date field")
    return Raw(text)


def _is(site: Site, name: str, bases: tuple[Base, ...]) -> bool:
    line = site.catalog.entities.get(site.entity, {}).get(name)
    return line is not None and line.type.base in bases


def _intervals(_site: Site, text: str) -> Value:
    days = [day.strip() for day in text.split(",")]
    if not all(day.isascii() and day.isdigit() and len(day) < 6 for day in days):
        raise Fault(f"{text!r} are no days", "write rising whole days like 1,2,4,8")
    numbers = [int(day) for day in days]
    if sorted(set(numbers)) != numbers:
        raise Fault(f"{text!r} do not rise", "write rising whole days like 1,2,4,8")
    return Raw(text)


def _doing(site: Site, text: str) -> Value:
    if text == "delete":
        return text
    if not text.startswith("set "):
        raise Fault(f"{text!r} does nothing known", "write delete or `set field=expression`")
    return assignments(site, text[4:], site.entity, site.scope())


def _triple(site: Site, text: str) -> Value:
    found = words(text)
    if len(found) != 3:
        raise Fault(f"cannot read {text!r}", "write `entity field field`")
    for name in found[1:]:
        site.catalog.hop(found[0], name)
    return Raw(text)


def _tfields(site: Site, text: str) -> Value:
    side = site.other("sides").partition(":")[0].strip()
    entity = site.target("for") or _end(site, side)
    if not entity:
        raise Fault("is scored for no entity", "mend for or sides first")
    for item in items(text):
        expression(item.lstrip("-"), site.catalog, row_scope(entity, site.person))
    return Raw(text)


def _end(site: Site, text: str) -> str:
    try:
        type_ = site.catalog.hops(site.entity, text.split("."))[-1].type
    except Fault:
        return ""
    return type_.target if type_.base in _ROWS else ""


def _ofrow(site: Site, text: str) -> Value:
    child = site.other("each").partition(" of ")[0].strip() or site.other("link").partition(".")[0].strip()
    entity = child or site.target("into")
    site.catalog.fields(entity)
    expression(text, site.catalog, candidate_scope(entity, site.entity, site.person), _YES)
    return Raw(text)


def _sides(site: Site, text: str) -> Value:
    sides = [[name.strip() for name in item.split(":")] for item in items(text)]
    if len(sides) != 2 or any(len(side) != 2 for side in sides):
        raise Fault(f"cannot read {text!r}", "write `home:goals, away:goals`")
    for side, goals in sides:
        if site.catalog.hop(site.entity, side).type.base is not Base.REF:
            raise Fault(f"{side} is not a reference", "name the two that play")
        if site.catalog.hop(site.entity, goals).type.base is not Base.NUM:
            raise Fault(f"{goals} is not a number", "name the numbers they score")
    return Raw(text)


def _each(site: Site, text: str) -> Value:
    child, _, of = (piece.strip() for piece in text.partition(" of "))
    site.catalog.fields(child)
    parent = site.entity
    if of and of != site.entity:
        hop = site.catalog.hop(site.entity, of)
        parent = _referred(hop)
    if not site.catalog.kids(child, parent):
        raise Fault(f"{child} does not refer to {parent}", "write `child` or `child of reference`")
    return Raw(text)


def _referred(hop: Hop) -> str:
    if hop.type.base is not Base.REF:
        raise Fault(f"{hop.field} is {said(hop.type)}, not a reference", "write `child of reference`")
    return hop.type.target


def _link(site: Site, text: str) -> Value:
    child, _, name = (piece.strip() for piece in text.partition("."))
    if site.catalog.hop(child, name).type != Type(Base.REF, site.other("into")):
        raise Fault(f"{text} does not refer to {site.other('into') or 'into'}", "write `child.reference`")
    return Raw(text)


def _setting(site: Site, text: str) -> Value:
    names = text.split(".")
    if len(names) != 2 or names[0] != SETTINGS:
        raise Fault(f"{text!r} is no setting", "write settings.field, a number")
    if site.catalog.hop(SETTINGS, names[1]).type.base is not Base.NUM:
        raise Fault(f"{text} is not a number", "name a number of the settings")
    return Raw(text)


def _candidates(site: Site) -> str:
    entity = site.target("from") or site.target("field")
    if not entity:
        raise Fault("has no candidates", "mend `from` or `field` first")
    return entity


def _cand(site: Site, text: str) -> Value:
    expression(text, site.catalog, candidate_scope(_candidates(site), site.entity, site.person), _YES)
    return Raw(text)


def _rank(site: Site, text: str) -> Value:
    scope = candidate_scope(_candidates(site), site.entity, site.person)
    for item in items(text):
        if item != "random":
            expression(item.lstrip("-"), site.catalog, scope)
    return Raw(text)


def _rows(site: Site, text: str) -> Value:
    if text not in site.catalog.entities and not _end(site, text):
        fields = [f.id for f in site.catalog.fields(site.entity).values() if f.type.base in _ROWS]
        raise Fault(f"{text} is no reference", known(text, [*fields, *site.catalog.entities]))
    return Raw(text)


KINDS: Mapping[str, Callable[[Site, str], Value]] = MappingProxyType(
    {
        "step": _step,
        "ahead": _ahead,
        "intervals": _intervals,
        "doing": _doing,
        "triple": _triple,
        "tfields": _tfields,
        "ofrow": _ofrow,
        "sides": _sides,
        "each": _each,
        "link": _link,
        "setting": _setting,
        "cand": _cand,
        "rank": _rank,
        "rows": _rows,
    }
)
