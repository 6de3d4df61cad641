"""Takes pieces out of a blueprint where something they name is gone: the smallest piece that keeps the rest honest.

A lost column, sort key or sentence is left out alone; a lost condition takes its whole rule or screen along, for
without it the rest would say something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from lamplighter.domain.blueprint.lines import items, keyed, parts
from lamplighter.domain.blueprint.model import Blueprint, Demo, Entity, Feature, Role, Rule, Screen
from lamplighter.domain.blueprint.problems import Fault, Problem

_SENTENCES = frozenset({"say", "say_open"})
_RULE_LISTS = frozenset({("history", "fields"), ("csv", "in")})
_SCREEN_LISTS = frozenset({"columns", "show", "sort", "group", "search", "parts", "head", "to", "foot"})
_SCREEN_EXTRAS = frozenset({"total", "color", "series"})
_FIELD = re.compile(r"field '(.*)'", re.DOTALL)
_NUMBERED = re.compile(r"(?:check|line|row) ([0-9]+)")
_REQUIRED = re.compile(r"^(\S+\s+(?:choice\([^()]*\)|refs?\([^()]*\)|\w+))!")


class Taken(msgspec.Struct, frozen=True):
    """A piece that was taken out: part, id, the piece of it ("" = all of it), and the problem it had."""

    part: str
    id: str
    piece: str
    problem: Problem


class Pruned(msgspec.Struct, frozen=True):
    """One round: the blueprint without the pieces its problems stand in, and those pieces."""

    blueprint: Blueprint
    taken: tuple[Taken, ...]


def pruned(blueprint: Blueprint, problems: Iterable[Problem]) -> Pruned:
    """Take out every piece a problem stands in; nothing changes when no piece can be named."""
    by_part: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        by_part.setdefault((problem.where.part, problem.where.id), []).append(problem)
    taken: list[Taken] = []
    for (part, id_), found in by_part.items():
        for problem in reversed(found):  # from the end, so that the numbers of checks and lines stay true
            smaller, piece = _without(blueprint, part, id_, problem)
            if smaller != blueprint:
                taken.append(Taken(part, id_, piece, problem))
                blueprint = smaller
    return Pruned(blueprint, tuple(taken))


def _without(blueprint: Blueprint, part: str, id_: str, problem: Problem) -> tuple[Blueprint, str]:
    match part:
        case "entity":
            return _entities(blueprint, id_, problem)
        case "rule":
            return _rules(blueprint, id_, problem)
        case "screen":
            return _screens(blueprint, id_, problem)
        case "role":
            return _roles(blueprint, id_, problem)
        case "demo":
            return _demo(blueprint, id_, problem)
        case "feature":
            return _features(blueprint, id_, problem)
        case "measure":
            return without_part(blueprint, part, id_), ""
    return blueprint, ""


# -- entities


def _entities(blueprint: Blueprint, id_: str, problem: Problem) -> tuple[Blueprint, str]:
    match = _FIELD.fullmatch(problem.where.key)
    if match is None:
        return blueprint, ""
    entities = tuple(_less_field(e, match[1]) if e.id == id_ else e for e in blueprint.entities)
    return msgspec.structs.replace(blueprint, entities=entities), match[1]


def _less_field(entity: Entity, name: str) -> Entity:
    fields = tuple(line for line in entity.fields if _first_word(line) != name)
    return msgspec.structs.replace(entity, fields=fields)


def _first_word(line: str) -> str:
    return line.split(maxsplit=1)[0] if line.strip() else line


def relaxed(line: str) -> str:
    """The field line without its `!`."""
    return _REQUIRED.sub(r"\1", line, count=1)


# -- rules and screens


def _rules(blueprint: Blueprint, id_: str, problem: Problem) -> tuple[Blueprint, str]:
    rules: list[Rule] = []
    piece = ""
    for rule in blueprint.rules:
        key = problem.where.key
        if rule.id != id_:
            rules.append(rule)
        elif key in _SENTENCES and rule.use != "alert":
            rules.append(msgspec.structs.replace(rule, with_=without_parameter(rule.with_, key)))
            piece = key
        elif (rule.use, key) in _RULE_LISTS and problem.where.item:
            rules.append(msgspec.structs.replace(rule, with_=without_item(rule.with_, key, problem.where.item)))
            piece = f"{key} {problem.where.item}"
    return msgspec.structs.replace(blueprint, rules=tuple(rules)), piece


def _screens(blueprint: Blueprint, id_: str, problem: Problem) -> tuple[Blueprint, str]:
    screens: list[Screen] = []
    key, item, piece = problem.where.key, problem.where.item, ""
    for screen in blueprint.screens:
        if screen.id != id_:
            screens.append(screen)
        elif key in _SCREEN_LISTS and item:
            screens.append(msgspec.structs.replace(screen, with_=without_item(screen.with_, key, item)))
            piece = item
        elif key in _SCREEN_EXTRAS:
            screens.append(msgspec.structs.replace(screen, with_=without_parameter(screen.with_, key)))
            piece = key
    return msgspec.structs.replace(blueprint, screens=tuple(screens)), piece


def without_parameter(text: str, key: str) -> str:
    """`a=1; key=…; b=2` without `key`."""
    return "; ".join(f"{name}={value}" for name, value in _pairs(text) if name != key)


def without_item(text: str, key: str, item: str) -> str:
    """The parameter `key` without the items that name `item`; without the parameter when nothing is left."""
    out: list[str] = []
    for name, value in _pairs(text):
        left = items(value) if name != key else [i for i in items(value) if not _names(i, item)]
        if name != key:
            out.append(f"{name}={value}")
        elif left:
            out.append(f"{name}={', '.join(left)}")
    return "; ".join(out)


def _names(text: str, item: str) -> bool:
    plain = text.lstrip("-").strip()
    return item in (text, plain) or re.search(rf"(?<![\w.]){re.escape(item)}(?!\w)", plain) is not None


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return keyed(text)
    except Fault:
        return []


# -- roles


def _roles(blueprint: Blueprint, id_: str, problem: Problem) -> tuple[Blueprint, str]:
    roles: list[Role] = []
    piece = problem.where.item
    for role in blueprint.roles:
        if role.id == id_ and problem.where.key == "may" and piece:
            kept = [smaller for part in parts(role.may) for smaller in _less_part(part, piece, problem)]
            roles.append(msgspec.structs.replace(role, may="; ".join(kept)))
        elif role.id != id_ or problem.where.key:
            roles.append(role)
    return msgspec.structs.replace(blueprint, roles=tuple(roles)), piece


def _less_part(part: str, faulty: str, problem: Problem) -> list[str]:
    """The part of `may` without the entity or rule that is gone; without the part when more than that is wrong."""
    if part != faulty:
        return [part]
    gone = re.search(r"unknown (?:entity|rule) '([^']+)'", problem.fault)
    if gone is None:
        return _less_field_of(part, problem)
    head, tail = _cut_before_own(part)
    verbs, _, names = head.partition(" ")
    left = [name for name in items(names) if name.partition("(")[0].partition(".")[0].strip() != gone[1]]
    return [f"{verbs} {', '.join(left)}{tail}"] if left and len(left) < len(items(names)) else []


def _less_field_of(part: str, problem: Problem) -> list[str]:
    gone = re.match(r"\w+ has no field '([^']+)'", problem.fault)
    if gone is None or not re.search(rf"[(,]\s*{re.escape(gone[1])}\s*[,)]", part):
        return []
    smaller = re.sub(rf"([(,])\s*{re.escape(gone[1])}\s*(?=[,)])", r"\1", part, count=1)
    smaller = re.sub(r"\(\s*,\s*", "(", re.sub(r",\s*,", ",", re.sub(r",\s*\)", ")", smaller)))
    return [] if "()" in smaller else [smaller]


def _cut_before_own(part: str) -> tuple[str, str]:
    match = re.search(r"\s+(?:own\b|where\s)", part)
    return (part[: match.start()], part[match.start() :]) if match else (part, "")


# -- example rows and features


def _demo(blueprint: Blueprint, id_: str, problem: Problem) -> tuple[Blueprint, str]:
    where = problem.where
    if where.key == "" and where.item:  # a required field nothing fills any more: a person types it in
        return _relax(blueprint, id_, where.item), where.item
    numbered = _NUMBERED.match(where.key)
    demo: list[Demo] = []
    for block in blueprint.demo:
        if block.of != id_:
            demo.append(block)
        elif where.key == "cols":
            demo += _less_column(block, where.item)
        elif numbered and where.key.startswith("line"):
            rows = tuple(row for n, row in enumerate(block.rows, 1) if n != int(numbered[1]))
            demo.append(msgspec.structs.replace(block, rows=rows))
    return msgspec.structs.replace(blueprint, demo=tuple(demo)), where.item or where.key


def _relax(blueprint: Blueprint, entity_id: str, name: str) -> Blueprint:
    entities = []
    for entity in blueprint.entities:
        lines = entity.fields
        if entity.id == entity_id:
            lines = tuple(relaxed(line) if _first_word(line) == name else line for line in lines)
        entities.append(msgspec.structs.replace(entity, fields=lines))
    return msgspec.structs.replace(blueprint, entities=tuple(entities))


def _less_column(block: Demo, name: str) -> list[Demo]:
    columns = items(block.cols)
    places = [index for index, column in enumerate(columns) if column != name]
    if not places:
        return []
    rows = tuple("|".join(cells[i] for i in places if i < len(cells)) for cells in (r.split("|") for r in block.rows))
    return [msgspec.structs.replace(block, cols=",".join(columns[i] for i in places), rows=rows)]


def _features(blueprint: Blueprint, id_: str, problem: Problem) -> tuple[Blueprint, str]:
    features: list[Feature] = []
    where, piece = problem.where, problem.where.item
    numbered = _NUMBERED.match(where.key)
    for feature in blueprint.features:
        if feature.id == id_ and where.key == "uses":
            uses = ", ".join(used for used in items(feature.uses) if used != where.item)
            features.append(msgspec.structs.replace(feature, uses=uses))
        elif feature.id == id_ and numbered:
            piece = feature.checks[int(numbered[1]) - 1]
            checks = tuple(check for n, check in enumerate(feature.checks, 1) if n != int(numbered[1]))
            features.append(msgspec.structs.replace(feature, checks=checks))
        else:
            features.append(feature)
    return msgspec.structs.replace(blueprint, features=tuple(features)), piece


def without_part(blueprint: Blueprint, part: str, id_: str) -> Blueprint:
    """The blueprint without one whole rule, screen, feature, measure or block of example rows."""
    match part:
        case "rule":
            return msgspec.structs.replace(blueprint, rules=tuple(r for r in blueprint.rules if r.id != id_))
        case "screen":
            return msgspec.structs.replace(blueprint, screens=tuple(s for s in blueprint.screens if s.id != id_))
        case "feature":
            return msgspec.structs.replace(blueprint, features=tuple(f for f in blueprint.features if f.id != id_))
        case "measure":
            return msgspec.structs.replace(blueprint, measures=tuple(m for m in blueprint.measures if m.id != id_))
        case "demo":
            return msgspec.structs.replace(blueprint, demo=tuple(d for d in blueprint.demo if d.of != id_))
        case "entity":
            return msgspec.structs.replace(blueprint, entities=tuple(e for e in blueprint.entities if e.id != id_))
    return blueprint
