"""Entities: from their lines to plans; every expression typed, derived fields in the order they can be computed."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from lamplighter.domain.blueprint.app import Default, EntityPlan, Field, FromNow, FromToday
from lamplighter.domain.blueprint.catalog import SETTINGS, Catalog, FieldLine, said
from lamplighter.domain.blueprint.expressions import expression, value_for
from lamplighter.domain.blueprint.fields import BORDERED, field_line, late_flag
from lamplighter.domain.blueprint.lines import unquoted
from lamplighter.domain.blueprint.literal import cell
from lamplighter.domain.blueprint.lowering import fits
from lamplighter.domain.blueprint.model import Blueprint, Entity
from lamplighter.domain.blueprint.phrases import phrase, plural
from lamplighter.domain.blueprint.problems import Fault, Notes, Place, known
from lamplighter.domain.blueprint.scopes import candidate_scope, row_scope
from lamplighter.domain.blueprint.tree import Base, Expression, Type
from lamplighter.domain.blueprint.words import RESERVED

_PATH = re.compile(r"[^\W\d]\w*\.\w+(?:\.\w+)*")


def declare(blueprint: Blueprint, catalog: Catalog, notes: Notes) -> None:
    """Every field line into the catalog; lines that mean nothing are noted and left out."""
    for entity in blueprint.entities:
        catalog.entities.setdefault(entity.id, {})
        if entity.id in RESERVED and entity.id != SETTINGS:
            notes.add(Place("entity", entity.id), "is a reserved word", f"choose another name, say {entity.id}_x")
        for text in entity.fields:
            with notes.at(field_place(entity.id, text)):
                _add(field_line(text), catalog.entities[entity.id])
    for entity_id, lines in catalog.entities.items():
        for line in list(lines.values()):
            with notes.at(Place("entity", entity_id, f"field {line.id!r}")):
                _check_target(line, catalog, lines)
        catalog.shown[entity_id] = _shown(lines)


def field_place(entity: str, text: str) -> Place:
    """Where a field line stands, named by its first word."""
    first = text.split(maxsplit=1)[0] if text.strip() else text
    return Place("entity", entity, f"field {first[:40]!r}")


def _add(line: FieldLine, lines: dict[str, FieldLine]) -> None:
    if line.id in lines:
        raise Fault("stands twice", "rename one")
    lines[line.id] = line


def _check_target(line: FieldLine, catalog: Catalog, lines: dict[str, FieldLine]) -> None:
    if line.type.base not in (Base.REF, Base.REFS) or line.type.target in catalog.entities:
        return
    lines[line.id] = msgspec.structs.replace(line, type=Type(Base.ANY))  # so that one fault does not become many
    raise Fault(f"points to unknown entity {line.type.target!r}", known(line.type.target, catalog.entities))


def _shown(lines: Mapping[str, FieldLine]) -> str:
    texts = [f for f in lines.values() if f.raw == "text" and f.stored]
    return next((f.id for f in texts if f.required), texts[0].id if texts else "")


def planned(blueprint: Blueprint, catalog: Catalog, notes: Notes) -> dict[str, EntityPlan]:
    """Every entity as a plan; what means nothing is noted."""
    plans: dict[str, EntityPlan] = {}
    for entity in blueprint.entities:
        if entity.id in plans:
            continue
        fields: dict[str, Field] = {}
        for line in catalog.entities[entity.id].values():
            fields[line.id] = _field(entity.id, line, catalog, notes)
        plans[entity.id] = _plan(entity, fields, catalog, blueprint.lang)
    return plans


def _plan(entity: Entity, fields: dict[str, Field], catalog: Catalog, lang: str) -> EntityPlan:
    pieces = [piece.strip() for piece in entity.label.split("|")] + ["", "", ""]
    one = pieces[0] or phrase(entity.id)
    many = pieces[1] or (plural(one, lang) if lang[:2] != "de" else one)
    return EntityPlan(entity.id, one, many, pieces[2], fields, catalog.shown[entity.id])


def _field(entity: str, line: FieldLine, catalog: Catalog, notes: Notes) -> Field:
    place = Place("entity", entity, f"field {line.id!r}")
    derived = where = None
    default: Default | None = None
    borders: list[int | str | None] = [None, None]
    with notes.at(place):
        _check_flags(line)
    if line.derived is not None:
        with notes.at(place):
            derived = _derived(entity, line, catalog)
    if line.where is not None:
        with notes.at(place):
            where = _where(entity, line, catalog)
    if line.default is not None:
        with notes.at(place):
            default = _default(entity, line, catalog)
    with notes.at(place):
        borders = [_border(line, "min", line.minimum), _border(line, "max", line.maximum)]
        _check_borders(borders)
    return Field(
        line.id, line.label, line.raw, line.type, line.options, line.required, line.unique, line.auto, line.owned,
        line.private, borders[0], borders[1], line.unit, default, derived, where, line.given_by,
    )  # fmt: skip


def _check_flags(line: FieldLine) -> None:
    if line.where is not None and line.raw not in ("ref", "refs"):
        raise Fault(
            "`where` narrows a reference only",
            "use it on ref(…) or refs(…); for other fields write a `require` rule",
        )
    if line.derived is not None and line.default is not None:
        raise Fault("has a default and an expression", "keep one")
    if line.derived is not None and line.auto:
        raise Fault("is derived and `auto`", "drop auto; nobody writes a derived field")


def _derived(entity: str, line: FieldLine, catalog: Catalog) -> Expression:
    text = line.derived or ""
    try:
        found = expression(text, catalog, row_scope(entity, catalog.person()))
    except Fault as fault:
        raise late_flag(text) or fault from fault
    if not fits(found.type, line.type):
        raise Fault(
            f"derived gives {said(found.type)}, the field is {said(line.type)}",
            f"declare it {said(found.type)} or change the expression",
        )
    return value_for(text, line.type, line.options, line.id, catalog, row_scope(entity, catalog.person()))


def _where(entity: str, line: FieldLine, catalog: Catalog) -> Expression | None:
    if line.type.base not in (Base.REF, Base.REFS):
        return None
    scope = candidate_scope(line.type.target, entity, catalog.person())
    return expression(line.where or "", catalog, scope, frozenset({Base.BOOL}))


def _default(entity: str, line: FieldLine, catalog: Catalog) -> Default:
    text = line.default or ""
    if text == "me":
        return _default_me(line, catalog)
    if text.startswith("settings."):
        return _default_setting(text, line, catalog)
    if line.type.base in (Base.REF, Base.REFS):
        if text.startswith("today") or not text:
            raise Fault(
                f"={text} is no row", "a default of a reference is =me or the shown name of a row that stays (keep)"
            )
        return Default("row", unquoted(text))
    if _PATH.fullmatch(text) and text.partition(".")[0] in catalog.entities[entity]:
        raise Fault(f"={text}: a default cannot follow a reference", "copy it with a `lookup` rule")
    return _literal_default(line, text)


def _literal_default(line: FieldLine, text: str) -> Default:
    try:
        value = cell(line, text)
    except Fault as fault:
        repair = fault.repair + ("; =settings.x copies a setting" if "." in text else "")
        raise Fault(f"default ={text[:40]} does not fit {said(line.type)}", repair) from fault
    match value:
        case FromToday(days=days, minute=minute):
            return Default("today", days, minute)
        case FromNow(minutes=minutes):
            return Default("now", minutes)
        case int() | str() | bool() | None:
            return Default("value", value)
    raise Fault(f"default ={text[:40]} does not fit {said(line.type)}", "leave it out")


def _default_me(line: FieldLine, catalog: Catalog) -> Default:
    people = catalog.people()
    if line.type.base is not Base.REF or line.type.target not in people:
        raise Fault("=me needs a reference to the entity that signs in", f"signs in: {', '.join(people) or 'nobody'}")
    return Default("me")


def _default_setting(text: str, line: FieldLine, catalog: Catalog) -> Default:
    if SETTINGS not in catalog.entities:
        raise Fault("there is no entity settings", f"add one with the field {text.partition('.')[2]}")
    hops = catalog.hops(SETTINGS, text.split(".")[1:])
    if not fits(hops[-1].type, line.type) or len(hops) > 1:
        raise Fault(f"={text} is {said(hops[-1].type)}, the field is {said(line.type)}", "name a setting of that type")
    return Default("setting", hops[0].field)


def _border(line: FieldLine, word: str, text: str | None) -> int | str | None:
    if text is None:
        return None
    if line.type.base not in BORDERED:
        raise Fault(f"{word} {text} does not fit {said(line.type)}", "min and max stand on numbers and dates only")
    try:
        value = cell(line, text)
    except Fault as fault:
        raise Fault(f"{word} {text} does not fit", fault.repair) from fault
    if isinstance(value, FromToday | FromNow):
        return text.replace("T", " ")
    return value if isinstance(value, int | str) else None


def _check_borders(borders: list[int | str | None]) -> None:
    low, high = borders
    if isinstance(low, int) and isinstance(high, int) and low > high:
        raise Fault("min is larger than max", "swap them")


def derived_order(plans: Mapping[str, EntityPlan], given: Mapping[tuple[str, str], frozenset[tuple[str, str]]],
                  notes: Notes) -> tuple[tuple[str, str], ...]:  # fmt: skip
    """Every `:=` field after the derived fields it reads; a cycle (also through fields rules give) is noted.

    `given` says what each field a rule gives depends on.
    """
    reads = dict(given)
    for plan in plans.values():
        for line in plan.fields.values():
            if line.derived is not None:
                reads[plan.id, line.id] = line.derived.reads
    order: list[tuple[str, str]] = []
    state: dict[tuple[str, str], int] = {}
    for start in reads:
        cycle = _visit(start, reads, state, order)
        if cycle:
            notes.add(
                Place("entity", cycle[0], f"field {cycle[1]!r}"),
                "derived fields form a cycle", "let one of them be stored",
            )  # fmt: skip
            return ()
    return tuple(node for node in order if node not in given)


def _visit(
    start: tuple[str, str],
    reads: Mapping[tuple[str, str], frozenset[tuple[str, str]]],
    state: dict[tuple[str, str], int],
    order: list[tuple[str, str]],
) -> tuple[str, str] | None:
    """Depth first without recursion; the node a cycle comes back to, if there is one."""
    stack = [(start, False)]
    while stack:
        node, done = stack.pop()
        if done:
            state[node] = 2
            order.append(node)
        elif state.get(node) is None:
            state[node] = 1
            stack.append((node, True))
            for child in sorted(reads[node]):
                if child in reads and state.get(child) == 1:
                    return child
                if child in reads:
                    stack.append((child, False))
    return None
