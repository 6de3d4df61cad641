"""The saved form of every separator: same meaning, one spelling, applied twice is applied once."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from lamplighter.domain.blueprint.lines import entries, items, keyed, marks, parts, quoted, unquoted, words
from lamplighter.domain.blueprint.model import Blueprint, Demo, Entity, Feature, Role, Rule, Screen
from lamplighter.domain.blueprint.problems import Fault
from lamplighter.domain.blueprint.roles import VERBS
from lamplighter.domain.blueprint.signature import Parameter, Vocabulary

_LISTS = frozenset(
    {"fields", "exprs", "tfields", "set", "set_into", "set_from", "pairs", "match", "sides", "parts", "rank", "moves"}
)
_WORDS = frozenset({"roles", "moments", "acts", "formats"})
_GRANT = re.compile(r"((?:(?:see|add|edit|delete)\b[\s|,/]*)+)(.+)", re.DOTALL)
_DO = re.compile(r"do\s+(.+?)(\s+own\b.*)?", re.DOTALL)
_FIELD = re.compile(r"(\w+)\s+(choice\([^()]*\)|refs?\([^()]*\)|\w+)(.*)", re.DOTALL)
_SPACES = re.compile(r"\s+")
_TAIL = re.compile(r"\s+(?=own\b|where\s)")


def normal(blueprint: Blueprint, vocabulary: Vocabulary) -> Blueprint:
    """The blueprint with every line in its saved form; a line that cannot be read stays as it is."""
    return msgspec.structs.replace(
        blueprint,
        roles=tuple(_role(r) for r in blueprint.roles),
        entities=tuple(_entity(e) for e in blueprint.entities),
        rules=tuple(_rule(r, vocabulary) for r in blueprint.rules),
        screens=tuple(_screen(s, vocabulary) for s in blueprint.screens),
        demo=tuple(_demo(d) for d in blueprint.demo),
        features=tuple(_feature(f) for f in blueprint.features),
    )


def _role(role: Role) -> Role:
    return msgspec.structs.replace(role, may="; ".join(_may(part) for part in parts(role.may)))


def _entity(entity: Entity) -> Entity:
    return msgspec.structs.replace(entity, fields=tuple(saved_field(line) for line in entity.fields))


def saved_field(line: str) -> str:
    """`name type flags` with one space behind the name, none inside the brackets of a reference."""
    match = _FIELD.fullmatch(line.strip())
    if match is None:
        return line
    name, type_, rest = match.groups()
    return f"{name} {_SPACES.sub('', type_) if type_.startswith('ref') else type_}{rest}"


def _rule(rule: Rule, vocabulary: Vocabulary) -> Rule:
    construct = vocabulary.constructs.get(rule.use)
    if construct is None:
        return rule
    return msgspec.structs.replace(rule, with_=saved_parameters(rule.with_, construct.parameters))


def _screen(screen: Screen, vocabulary: Vocabulary) -> Screen:
    signature = vocabulary.screens.get(screen.type)
    if signature is None:
        return screen
    return msgspec.structs.replace(screen, with_=saved_parameters(screen.with_, signature.parameters))


def _demo(demo: Demo) -> Demo:
    rows = tuple("|".join(cell.strip() for cell in row.split("|")) for row in demo.rows)
    return msgspec.structs.replace(demo, cols=",".join(items(demo.cols)), rows=rows)


def _feature(feature: Feature) -> Feature:
    checks = tuple(saved_check(check) for check in feature.checks)
    return msgspec.structs.replace(feature, uses=", ".join(items(feature.uses)), checks=checks)


def saved_check(text: str) -> str:
    """`step; step => expectation` with one space around each mark."""
    before, arrow, after = text.rpartition("=>")
    if not arrow:
        return text.strip()
    return f"{'; '.join(parts(before))} => {after.strip()}".lstrip()


def saved_parameters(text: str, parameters: Iterable[Parameter]) -> str:
    """`key=value; key=value`, every value in the saved form of its kind."""
    kinds = {p.name: p.kind for p in parameters}
    try:
        pairs = keyed(text)
    except Fault:
        return text.strip()
    return "; ".join(f"{key}={saved_value(kinds.get(key, ''), value)}" for key, value in pairs)


def saved_value(kind: str, text: str) -> str:
    """One value in its saved form."""
    if kind == "text":
        return quoted(unquoted(text.strip()).strip())
    if kind in _LISTS:
        return ", ".join(items(text))
    if kind in _WORDS:
        return ", ".join(words(text))
    if kind.startswith("map_"):
        return _entries(kind, text)
    return text.strip()


def _entries(kind: str, text: str) -> str:
    found = entries(text)
    if any(value is None or not states for states, value in found):
        return text.strip()
    return " | ".join(f"{' '.join(states)}: {_entry(kind, value or '')}" for states, value in found)


def _entry(kind: str, value: str) -> str:
    match kind:
        case "map_lock":
            return ", ".join(words(value))
        case "map_roles":
            return " ".join(words(value))
    return value


def _may(part: str) -> str:
    grant = _GRANT.fullmatch(part)
    if grant is not None:
        verbs = "|".join(verb for verb in VERBS if verb in re.split(r"[\s|,/]+", grant[1]))
        head, tail = _cut_tail(grant[2])
        return f"{verbs} {', '.join(_fields(item) for item in items(head))} {tail}".rstrip()
    do = _DO.fullmatch(part)
    if do is not None:
        return f"do {', '.join(words(do[1]))} {(do[2] or '').strip()}".rstrip()
    return " ".join(part.split())


def _cut_tail(text: str) -> tuple[str, str]:
    """What stands before `own` or `where`, and the rest; words inside brackets are fields."""
    for index, char in marks(text):
        if char.isspace() and _TAIL.match(text, index):
            return text[:index], text[index:].strip()
    return text.strip(), ""


def _fields(item: str) -> str:
    head, bracket, rest = item.partition("(")
    return f"{head.strip()}({', '.join(items(rest.rstrip().removesuffix(')')))})" if bracket else item
