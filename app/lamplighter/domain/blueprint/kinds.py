"""Every kind of parameter: from its text to its value. A kind is one function; what means nothing raises Fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from lamplighter.domain.blueprint import kinds_later, kinds_parts, kinds_states, kinds_writes
from lamplighter.domain.blueprint.app import MeasureOf, Opening, SortKey, TextTemplate, Value, Visitor
from lamplighter.domain.blueprint.expressions import expression
from lamplighter.domain.blueprint.lines import items, unquoted, words
from lamplighter.domain.blueprint.numbers import millionths
from lamplighter.domain.blueprint.problems import Fault, known
from lamplighter.domain.blueprint.scopes import row_scope
from lamplighter.domain.blueprint.site import Site
from lamplighter.domain.blueprint.tree import Base, Expression, Path, Root
from lamplighter.domain.blueprint.typer import Typer

LEGEND: Mapping[str, str] = MappingProxyType(
    {
        "field": "a field of the entity (a path through references where the type says ref)",
        "of_field": "a field of the entity named by another parameter",
        "fields": "comma list of fields or paths of the entity; `*` = all",
        "entity": "an entity id",
        "expr": "an expression on the row",
        "exprs": "comma list of expressions; `-x` = descending",
        "text": "text with `{path}`; quote it when `; word=` stands inside",
        "num": "a literal number",
        "opt": "one of its options",
        "state": "an option of the field in `state` or `field`",
        "moves": "`a>b>c, *>x`: options of `field`",
        "map_roles": "`state: role role | state: role`; `*` = every state",
        "map_expr": "`state: expression | state: expression`",
        "map_field": "`state: field | state: field`",
        "map_lock": "`state state: field, child_entity | state: *`",
        "roles": "list of role ids",
        "set": "`field=expression, field=expression` on the row; `reference.field=` changes the row referred to",
        "set_into": "the same on the entity in `into`; expressions read the row, `each.x` the child row",
        "set_from": "the same on the entity in `from`",
        "opening": "`mon-fri 08:00-18:00, sat 09:00-13:00`",
        "step": "`2 week` (day, week, month, year), weekdays `mon,thu`, or a field that holds days or "
        "daily/weekly/monthly/yearly",
        "ahead": "a whole number or a date field",
        "intervals": "comma list of rising days `1,2,4,8`",
        "pattern": "text with exactly one counter `{0000}` or `{code6}`; also `{yyyy} {yy} {mm} {dd}`",
        "match": "`key=expression, key>=expression` (at most one band), keys of `from`",
        "pairs": "`field=field of from, …`",
        "doing": "`delete` or `set field=expression`",
        "triple": "`entity field field`",
        "tfields": "fields or expressions of the entity that is scored",
        "ofrow": "yes/no on the child row of `each` or `link`, or on the row to `merge` with",
        "sides": "`home:goals, away:goals`",
        "moments": "list of save, add, edit, delete, rule.action",
        "trigger": "`added`, or a yes/no expression",
        "parts": "`entity(field, field), …`: rows that refer to this one; `history` where it is kept",
        "acts": "list of rule ids or `rule.action`",
        "each": "`child` or `child of reference`",
        "link": "`child.reference`",
        "who": "a field that names the person, or `visitor`",
        "setting": "`settings.field`, a number",
        "formats": "list of csv, json, ics, history",
        "cand": "expression on a candidate row (`it` or bare), `this` = the row asked for",
        "rank": "`random` or comma list of such expressions, `-x` = descending",
        "rows": "a reference field or an entity",
        "measure": "`sum(x) avg(x) min(x) max(x) count(all)` or a number per row",
        "prefix": "identifier put before derived names: `as=a` gives `a_balance`",
    }
)
"""What each kind looks like; printed in messages."""

_THROUGH = ("ref", "ref|choice", "money", "text")  # types whose field may be a path
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_BRACES = re.compile(r"\{([^{}]*)\}")
_NAMES = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_MEASURE = re.compile(r"(sum|avg|count|min|max)(?:\((.+)\))?", re.DOTALL)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(
    r"(mon|tue|wed|thu|fri|sat|sun)(?:-(mon|tue|wed|thu|fri|sat|sun))?"
    r" +([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9])"
)
_PATTERN_PIECE = re.compile(r"\{(?:0+|code[1-9]|yyyy|yy|mm|dd)\}")
_COUNTER = re.compile(r"\{0+\}|\{code[1-9]\}")
_FORMATS = ("csv", "json", "ics", "history")
_DAY_MINUTES = 1440

Kind = Callable[[Site, str], Value]


def value_of(site: Site, text: str) -> Value:
    """The value of a parameter; raises Fault."""
    parameter = site.parameter
    if not text:
        raise Fault("is empty", f"leave it out or write {LEGEND.get(parameter.kind, 'a value')}")
    kind = KINDS.get(parameter.kind)
    if kind is None:
        raise Fault(f"has the unknown kind {parameter.kind}", known(parameter.kind, KINDS))
    return kind(site, text)


def default_of(site: Site) -> Value | None:
    """The value of a parameter that was left out; None when it has no default. `all`, `auto`, `equal` stay words."""
    text = site.parameter.default
    if not text:
        return None
    return text if text in ("all", "auto", "equal") else value_of(site, text)


def _field(site: Site, text: str) -> Value:
    written = site.construct is not None and site.parameter.name in site.construct.writes
    if text == site.parameter.default and text not in site.catalog.entities.get(site.entity, {}):
        return text
    if written:
        hop = site.stored(text)
        path = site.path(text)
        return Path(Root.ROW, site.entity, (hop,), path.type)
    if "." in text and site.parameter.types not in _THROUGH:
        raise Fault(f"{text}: a path cannot stand here", f"name a field of {site.entity}", text)
    return site.path(text)


def _of_field(site: Site, text: str) -> Value:
    if text == site.parameter.default:
        return text
    if not site.other(site.parameter.of):
        raise Fault(f"needs {site.parameter.of}", f"give {site.parameter.of} too")
    entity = site.target(site.parameter.of)
    if not entity:
        raise Fault(f"{site.parameter.of} names no entity", f"mend {site.parameter.of} first")
    return site.path(text, entity)


def _who(site: Site, text: str) -> Value:
    return Visitor() if text == "visitor" else site.path(text)


def _fields(site: Site, text: str) -> Value:
    written = site.construct is not None and site.parameter.name in site.construct.writes
    names: list[str] = []
    for name in items(text):
        names += site.catalog.stored(site.entity) if name == "*" else [name]
    for name in names:
        if written:
            site.stored(name)
    return tuple(site.path(name) for name in dict.fromkeys(names))


def _entity(site: Site, text: str) -> Value:
    site.catalog.fields(text)
    return text


def _expr(site: Site, text: str) -> Value:
    if text == "auto" and site.parameter.default == text:
        return text
    return expression(text, site.catalog, site.scope(), site.bases)


def _trigger(site: Site, text: str) -> Value:
    return text if text == "added" else expression(text, site.catalog, site.scope(), frozenset({Base.BOOL}))


def _exprs(site: Site, text: str) -> Value:
    return tuple(_key(site, item) for item in items(text))


def _key(site: Site, text: str) -> SortKey:
    descending = text.startswith("-")
    return SortKey(on_row_or_part(site, text[1:] if descending else text), descending)


def on_row_or_part(site: Site, text: str, bases: frozenset[Base] = frozenset()) -> Expression:
    """An expression on the row, else on the first part of a print screen; the row's fault counts."""
    try:
        return expression(text, site.catalog, site.scope(), bases)
    except Fault as fault:
        if not site.parts_entity:
            raise
        on_part = _on_part(site, text, bases)
        if on_part is None:
            raise fault from None
        return on_part


def _on_part(site: Site, text: str, bases: frozenset[Base]) -> Expression | None:
    try:
        return expression(text, site.catalog, row_scope(site.parts_entity, site.person), bases)
    except Fault:
        return None


def _text(site: Site, text: str) -> Value:
    return template(site, unquoted(text))


def template(site: Site, text: str) -> TextTemplate:
    """A text with `{path}`; raises Fault for a path that leads nowhere."""
    parts: list[str | Path] = []
    at = 0
    for match in _BRACES.finditer(text):
        if match.start() > at:
            parts.append(text[at : match.start()])
        parts.append(_inserted(site, match[1].strip()))
        at = match.end()
    if at < len(text):
        parts.append(text[at:])
    return TextTemplate(text, tuple(parts))


def _inserted(site: Site, text: str) -> Path:
    if not _NAMES.fullmatch(text):
        raise Fault(f"{{{text}}} is no path", "write {field} or {reference.field}", text)
    typer = Typer(site.catalog, site.scope(), set(), [])
    try:
        node = typer.path(tuple(text.split(".")))
    except Fault as fault:
        raise Fault(f"{{{text}}}: {fault.fault}", fault.repair, text) from fault
    if not isinstance(node, Path):
        raise Fault(f"{{{text}}} is no field", "write {field} or {reference.field}", text)
    return node


def _num(_site: Site, text: str) -> Value:
    if not _NUMBER.fullmatch(text):
        raise Fault(f"{text!r} is not a number", "write one like 3")
    return millionths(text)


def _opt(site: Site, text: str) -> Value:
    if text not in site.parameter.options:
        raise Fault(f"{text!r} is no choice here", "choose one of " + ", ".join(site.parameter.options))
    return text


def _roles(site: Site, text: str) -> Value:
    return site.roles(text)


def _opening(_site: Site, text: str) -> Value:
    spans: dict[int, list[tuple[int, int]]] = {}
    for item in items(text):
        match = _HOURS.fullmatch(item)
        start = int(match[3]) * 60 + int(match[4]) if match else 0
        end = int(match[5]) * 60 + int(match[6]) if match else 0
        if match is None or not start < end <= _DAY_MINUTES:
            raise Fault(f"cannot read {item!r}", f"write {LEGEND['opening']}", item)
        for day in _days(_DAYS.index(match[1]), _DAYS.index(match[2] or match[1])):
            spans.setdefault(day, []).append((start, end))
    return Opening({day: tuple(sorted(spans[day])) for day in sorted(spans)})


def _days(first: int, last: int) -> list[int]:
    return [day for day in range(7) if (first <= day <= last if first <= last else day >= first or day <= last)]


def _pattern(_site: Site, text: str) -> Value:
    text = unquoted(text)
    if len(_COUNTER.findall(text)) != 1 or "{" in _PATTERN_PIECE.sub("", text):
        raise Fault(f"{text!r} needs exactly one counter", f"write {LEGEND['pattern']}")
    return text


def _measure(site: Site, text: str) -> Value:
    match = _MEASURE.fullmatch(text)
    function, inner = (match[1], match[2]) if match else ("each", text)
    if function == "count":
        if inner not in (None, "all"):
            raise Fault(f"{text!r} counts rows, not fields", "write count(all)")
        return MeasureOf("count", None)
    if inner is None:
        raise Fault(f"{text!r} measures nothing", f"write {LEGEND['measure']}")
    numbers = frozenset({Base.NUM, Base.MONEY}) if function in ("sum", "avg", "each") else frozenset[Base]()
    return MeasureOf(function, on_row_or_part(site, inner, numbers))


def _moments(site: Site, text: str) -> Value:
    actions = site.catalog.actions()
    for word in words(text):
        if word not in ("save", "add", "edit", "delete") and word not in actions:
            how = "write save, add, edit, delete or rule.action; actions: " + ", ".join(actions)[:160]
            raise Fault(f"{word!r} is no moment", how, word)
    return tuple(dict.fromkeys(words(text)))


def _acts(site: Site, text: str) -> Value:
    for word in words(text):
        rule, _, action = word.partition(".")
        use = site.catalog.uses.get(rule)
        if use is None:
            raise Fault(f"unknown rule {rule!r}", known(rule, site.catalog.rules), word)
        names = [a.name for a in use.actions]
        if not names or (action and action not in names):
            raise Fault(f"{rule} has no action {action}".rstrip(), known(action, names), word)
    return tuple(words(text))


def _formats(_site: Site, text: str) -> Value:
    for word in words(text):
        if word not in _FORMATS:
            raise Fault(f"{word!r} is no format", "choose of " + ", ".join(_FORMATS), word)
    return tuple(words(text))


def _prefix(_site: Site, text: str) -> Value:
    if not text.isidentifier():
        raise Fault(f"{text!r} cannot begin a name", "write an identifier")
    return text


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "field": _field,
        "of_field": _of_field,
        "who": _who,
        "fields": _fields,
        "entity": _entity,
        "expr": _expr,
        "trigger": _trigger,
        "exprs": _exprs,
        "text": _text,
        "num": _num,
        "opt": _opt,
        "roles": _roles,
        "opening": _opening,
        "pattern": _pattern,
        "measure": _measure,
        "moments": _moments,
        "acts": _acts,
        "formats": _formats,
        "prefix": _prefix,
        **kinds_states.KINDS,
        **kinds_writes.KINDS,
        **kinds_parts.KINDS,
        **kinds_later.KINDS,
    }
)
"""The function of each kind."""
