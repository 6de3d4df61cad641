"""Answers and single parts of the blueprint: example people, imports, private fields, consent, roles, measures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from lamplighter.domain.blueprint.answers import Answers, best_match, piece_of, stems, text_of
from lamplighter.domain.blueprint.catalog import FieldLine
from lamplighter.domain.blueprint.fields import field_line
from lamplighter.domain.blueprint.limits import LIMITS
from lamplighter.domain.blueprint.lines import items, keyed
from lamplighter.domain.blueprint.model import Blueprint, Demo, Entity, Measure, Role, Rule
from lamplighter.domain.blueprint.problems import Fault
from lamplighter.domain.blueprint.wishes import words_of
from lamplighter.domain.naming import identifier, label

Pins = frozenset[str]
Outcome = tuple[Blueprint, tuple["Change", ...]]

_PERSONAL = frozenset({"email", "phone"})
_TELLING = frozenset({"text", "long", "email", "phone", "link", "place", "photo", "file", "date", "datetime"})
_COLUMNS = re.compile(r"(?:columns?|spalten|colonnes|columnas|列)\s*:?\s*([^;.]+)|\(([^()]*,[^()]*)\)", re.IGNORECASE)
_NAMED = re.compile(
    r"\b((?:Mrs|Mr|Ms|Dr|Frau|Herr|Mme|Madame|Monsieur|Sra|Sr|Señora|Señor)\.? [^\W\d_][\w'’-]*\.?)"
    r"|([^\W\d_]{2,}さん)"
)
_FORBIDS = re.compile(
    r"([^,.;:]+?)\s+(?:can|may|could)\s+(?:forbid|veto|say no|stop)|\bforbid\w*\s*:\s*([^,.;]+)"
    r"|([^,.;:]+?)\s+kann\s+(?:es\s+)?verbieten",
    re.IGNORECASE,
)
_CONSENT = {"de": "Einwilligung", "fr": "Consentement", "es": "Consentimiento", "ja": "同意", "en": "Consent given"}


@dataclass(frozen=True, slots=True)
class Change:
    """One change or, with `changed` no, a remark."""

    question: str
    where: str
    text: str
    changed: bool = True


def _lines(entity: Entity) -> list[FieldLine]:
    """The fields of an entity that can be read."""
    found: list[FieldLine] = []
    for text in entity.fields:
        try:
            found.append(field_line(text))
        except Fault:
            continue
    return found


def _shown(entity: Entity) -> str:
    texts = [line for line in _lines(entity) if line.raw == "text" and line.stored]
    return next((line.id for line in texts if line.required), texts[0].id if texts else "")


def main_entity(blueprint: Blueprint) -> str:
    """What the app is about: the entity of the first part a feature uses, else the first one that is not settings."""
    used = [name for feature in blueprint.features for name in items(feature.uses)]
    for name in used:
        rule = next((r for r in blueprint.rules if r.id == name), None)
        if rule is not None:
            return rule.on
        if any(e.id == name for e in blueprint.entities):
            return name
    return next((e.id for e in blueprint.entities if e.id != "settings"), "")


# -- B3 and C1: people


def peopled(blueprint: Blueprint, answers: Answers, pins: Pins) -> Outcome:
    """C1: the person of the story becomes the first example person, where no check speaks of the one before."""
    match = _NAMED.search(text_of(answers.get("C1")))
    entity = _people(blueprint)
    if match is None or entity is None or f"demo.{entity.id}" in pins:
        return blueprint, ()
    shown, name = _shown(entity), label(match[1] or match[2])
    block = next((d for d in blueprint.demo if d.of == entity.id and shown in items(d.cols) and d.rows), None)
    if block is None or "|" in name:
        return blueprint, ()
    place = items(block.cols).index(shown)
    names = [cells[place].strip() for cells in (row.split("|") for row in block.rows) if len(cells) > place]
    if not names or name in names or _spoken_of(names[0], blueprint):
        return blueprint, ()
    demo = tuple(_renamed(d, blueprint, entity.id, shown, names[0], name) for d in blueprint.demo)
    change = Change("C1", f"demo.{entity.id}", f"The first example person is {name}, as in the story.")
    return msgspec.structs.replace(blueprint, demo=demo), (change,)


def _people(blueprint: Blueprint) -> Entity | None:
    signing_in = {role.is_ for role in blueprint.roles if role.is_}
    for entity in blueprint.entities:
        if entity.id in signing_in or any(line.raw in _PERSONAL for line in _lines(entity)):
            return entity
    return None


def _spoken_of(name: str, blueprint: Blueprint) -> bool:
    """Whether a check, a rule, a screen, a role or a default names the person, or a cell by a part of the name."""
    first = name.split(maxsplit=1)[0] if name.strip() else name
    texts = [check for feature in blueprint.features for check in feature.checks]
    texts += [rule.with_ for rule in blueprint.rules] + [screen.with_ for screen in blueprint.screens]
    texts += [role.may for role in blueprint.roles]
    texts += [line for entity in blueprint.entities for line in entity.fields]
    cells = [c.strip() for d in blueprint.demo for row in d.rows for cell in row.split("|") for c in cell.split("+")]
    in_part = any(cell and cell != name and name.startswith(cell) for cell in cells)
    return in_part or any(first in text for text in texts)


def _renamed(block: Demo, blueprint: Blueprint, entity: str, shown: str, old: str, new: str) -> Demo:
    """The block with the name changed in the person's own column and in every reference to that entity."""
    lines = next((_lines(e) for e in blueprint.entities if e.id == block.of), [])
    pointing = {line.id for line in lines if line.type.target == entity} | ({shown} if block.of == entity else set())
    places = [index for index, column in enumerate(items(block.cols)) if column in pointing]
    rows = []
    for row in block.rows:
        cells = row.split("|")
        for place in places:
            if place < len(cells):
                cells[place] = "+".join(new if piece.strip() == old else piece for piece in cells[place].split("+"))
        rows.append("|".join(cells))
    return msgspec.structs.replace(block, rows=tuple(rows))


def consented(blueprint: Blueprint, answers: Answers, pins: Pins) -> Outcome:
    """B3: where somebody can forbid it, personal data keeps its history and people are added with their consent."""
    answer = answers.get("B3")
    forbidder = piece_of(answer, "forbids") or piece_of(answer, "can say no")
    match = _FORBIDS.search(answer) if isinstance(answer, str) else None
    forbidder = forbidder or (next((g for g in match.groups() if g), "").strip() if match else "")
    entity = _people(blueprint)
    if not forbidder or entity is None or f"entities.{entity.id}" in pins:
        return blueprint, ()
    blueprint, kept = _with_history(blueprint, entity.id, forbidder)
    blueprint, asked = _with_consent(blueprint, entity, forbidder)
    return blueprint, tuple(change for change in (kept, asked) if change is not None)


def _with_history(blueprint: Blueprint, entity: str, forbidder: str) -> tuple[Blueprint, Change | None]:
    there = any(rule.use == "history" and rule.on == entity for rule in blueprint.rules)
    if there or len(blueprint.rules) >= LIMITS.rules:
        return blueprint, None
    id_ = identifier(f"{entity} history", {rule.id for rule in blueprint.rules})
    rules = (*blueprint.rules, Rule(id_, "history", entity, f"as={id_}"))
    text = f"Changes of {entity} are kept, because {label(forbidder)} can forbid it."
    return msgspec.structs.replace(blueprint, rules=rules), Change("B3", f"rules.{id_}", text)


def _with_consent(blueprint: Blueprint, entity: Entity, forbidder: str) -> tuple[Blueprint, Change | None]:
    if len(entity.fields) >= LIMITS.fields or any(line.id == "consent" for line in _lines(entity)):
        return blueprint, None
    if _added_in_part(blueprint, entity.id):
        text = f"Consent is not asked for: some add {entity.id} by rules or with few fields only."
        return blueprint, Change("B3", f"entities.{entity.id}.consent", text, changed=False)
    words = _CONSENT.get(blueprint.lang[:2], _CONSENT["en"])
    wider = msgspec.structs.replace(entity, fields=(*entity.fields, f"consent yesno! | {words}"))
    changed = msgspec.structs.replace(
        blueprint,
        entities=tuple(wider if e.id == entity.id else e for e in blueprint.entities),
        rules=tuple(_reading_consent(r) if r.on == entity.id and r.use == "csv" else r for r in blueprint.rules),
        demo=tuple(_with_column(d, "consent", "yes") if d.of == entity.id else d for d in blueprint.demo),
        features=tuple(
            msgspec.structs.replace(f, checks=tuple(_with_argument(c, entity.id, "consent=yes") for c in f.checks))
            for f in blueprint.features
        ),
    )
    text = f"People are added with their consent, because {label(forbidder)} can forbid it."
    return changed, Change("B3", f"entities.{entity.id}.consent", text)


def _added_in_part(blueprint: Blueprint, entity: str) -> bool:
    """Whether a rule makes such rows, or a role adds them with named fields only: they could not give a consent."""
    made = any(r.use == "make" and re.search(rf"\binto={re.escape(entity)}\b", r.with_) for r in blueprint.rules)
    adding = rf"\badd\b[^;]*\b{re.escape(entity)}\s*\("
    return made or any(re.search(adding, role.may) for role in blueprint.roles)


def _reading_consent(rule: Rule) -> Rule:
    try:
        pairs = keyed(rule.with_)
    except Fault:
        return rule
    with_ = "; ".join(f"{name}={f'{value}, consent' if name == 'in' else value}" for name, value in pairs)
    return msgspec.structs.replace(rule, with_=with_)


def _with_column(block: Demo, name: str, cell: str) -> Demo:
    cols = ",".join([*items(block.cols), name])
    return msgspec.structs.replace(block, cols=cols, rows=tuple(f"{row}|{cell}" for row in block.rows))


def _with_argument(check: str, entity: str, argument: str) -> str:
    """`add entity a=b` gets one argument more, in every step of the check."""
    return re.sub(rf"((?:^|;\s*)add {re.escape(entity)}\b[^;]*?)(?=\s*(?:;|=>|$))", rf"\1, {argument}", check)


# -- C3: the workaround's columns


def narrowed(blueprint: Blueprint, answers: Answers, pins: Pins) -> Outcome:
    """C3: an import reads the columns of what people use today, in their order."""
    match = _COLUMNS.search(text_of(answers.get("C3")))
    rule = next((r for r in blueprint.rules if r.use == "csv" and "in=" in r.with_), None)
    if match is None or rule is None or f"rules.{rule.id}.with" in pins:
        return blueprint, ()
    entity = next((e for e in blueprint.entities if e.id == rule.on), None)
    columns = [name.strip() for name in (match[1] or match[2]).split(",") if name.strip()]
    found = _fields_called(columns, entity)
    if entity is None or len(found) < 2:
        return blueprint, ()
    required = [line.id for line in _lines(entity) if line.required and line.default is None and line.stored]
    wanted = [*found, *(name for name in required if name not in found)]
    with_ = _with_in(rule.with_, wanted)
    if with_ == rule.with_:
        return blueprint, ()
    rules = tuple(msgspec.structs.replace(r, with_=with_) if r.id == rule.id else r for r in blueprint.rules)
    text = f"The import reads the columns in use today: {', '.join(wanted)}."
    return msgspec.structs.replace(blueprint, rules=rules), (Change("C3", f"rules.{rule.id}.with", text),)


def _fields_called(columns: Iterable[str], entity: Entity | None) -> list[str]:
    lines = [line for line in _lines(entity) if line.stored and not line.auto] if entity else []
    found: list[str] = []
    for column in columns:
        ids = best_match(column, [(line.id, f"{line.id} {line.label}") for line in lines])
        if len(ids) == 1 and ids[0] not in found:
            found.append(ids[0])
    return found


def _with_in(text: str, names: list[str]) -> str:
    """`in` with these names; keys that are no longer read stay in it, for a key must be read."""
    try:
        pairs = keyed(text)
    except Fault:
        return text
    keys = next((items(value) for name, value in pairs if name == "key"), [])
    whole = [*names, *(key for key in keys if key not in names)]
    return "; ".join(f"{name}={', '.join(whole) if name == 'in' else value}" for name, value in pairs)


# -- H5: personal data


def private(blueprint: Blueprint, answers: Answers, pins: Pins) -> Outcome:
    """H5: fields the answer names as personal are private: never on public pages, exports off by default."""
    answer = answers.get("H5")
    words = stems(piece_of(answer, "note") or (answer if isinstance(answer, str) else ""))
    entities: list[Entity] = []
    changes: list[Change] = []
    for entity in blueprint.entities:
        texts = list(entity.fields)
        for index, text in enumerate(texts):
            smaller = _made_private(text, words)
            place = f"entities.{entity.id}.{text.split(maxsplit=1)[0] if text.strip() else ''}"
            if smaller != text and place not in pins:
                texts[index] = smaller
                changes.append(Change("H5", place, f"“{_called(text)}” of {entity.id} is private."))
        entities.append(msgspec.structs.replace(entity, fields=tuple(texts)))
    return msgspec.structs.replace(blueprint, entities=tuple(entities)), tuple(changes)


def _called(text: str) -> str:
    return field_line(text).label


def _made_private(text: str, words: frozenset[str]) -> str:
    try:
        line = field_line(text)
    except Fault:
        return text
    telling = line.stored and not line.private and line.raw in _TELLING
    if not telling or not stems(f"{line.id} {line.label} {line.raw}") & words:
        return text
    match = re.match(r"(\S+\s+(?:choice\([^()]*\)|refs?\([^()]*\)|\S+?)!?)(?=\s|$)", text.strip())
    longer = f"{match[1]} private{text.strip()[match.end() :]}" if match else text
    return longer if len(longer) <= LIMITS.text_field else text


# -- B3: who pays is somebody else


def named(blueprint: Blueprint, answers: Answers, pins: Pins) -> Outcome:
    """B3: a user and a payer who are two people become two roles, where there is none yet and a server to keep them."""
    answer = answers.get("B3")
    uses, pays = piece_of(answer, "uses"), piece_of(answer, "pays")
    if blueprint.roles or "roles" in pins or not uses or not pays or stems(uses) & stems(pays):
        return blueprint, ()
    if blueprint.kind in ("static", "cli"):
        text = f"{label(uses)} and {label(pays)} would be two roles; a project without a server cannot keep them apart."
        return blueprint, (Change("B3", "roles", text, changed=False),)
    owner = identifier(pays, (), "owner")
    user = identifier(uses, {owner}, "user")
    does = f"; do {', '.join(rule.id for rule in blueprint.rules)}" if blueprint.rules else ""
    things = ", ".join(e.id for e in blueprint.entities if e.id != "settings")
    may = f"see *; add|edit {things}{does}"
    if len(may) > LIMITS.text_may:
        return blueprint, ()
    roles = (Role(owner, label(pays), "", "all *", "invite"), Role(user, label(uses), "", may, "invite"))
    text = f"{label(pays)} may do everything, {label(uses)} works with it; both sign in."
    return msgspec.structs.replace(blueprint, roles=roles), (Change("B3", "roles", text),)


# -- C2, D2, H2, H3: what is counted


def counted(blueprint: Blueprint, answers: Answers, pins: Pins) -> Outcome:
    """Measures for the pain, the win, the act of the test and the line where one stops."""
    entity = main_entity(blueprint)
    if not entity:
        return blueprint, ()
    changes: list[Change] = []
    measures = list(blueprint.measures)
    for question, id_, words in _wanted(answers):
        line = " ".join(words.split())[: LIMITS.text_label].rstrip()
        measure = Measure(id_, f"{_event_of(words, blueprint) or entity}.added", line)
        place = f"measures.{id_}"
        there = next((m for m in measures if m.id == id_), None)
        if there == measure or place in pins:
            continue
        if there is None and len(measures) >= LIMITS.measures:
            changes.append(Change(question, place, "There is no room for one more measure.", changed=False))
            continue
        measures = [m for m in measures if m.id != id_] + [measure]
        changes.append(Change(question, place, f"“{measure.label}” is counted."))
    order = {m.id: index for index, m in enumerate(blueprint.measures)}
    measures.sort(key=lambda m: order.get(m.id, len(order)))
    return msgspec.structs.replace(blueprint, measures=tuple(measures)), tuple(changes)


def _wanted(answers: Answers) -> list[tuple[str, str, str]]:
    """(question, id of the measure, its words)."""
    found: list[tuple[str, str, str]] = []
    times = piece_of(answers.get("C2"), "times_per_month")
    if times:
        found.append(("C2", "pain_event", f"Pain, {times} times a month"))
    win = text_of(answers.get("D2"))
    if win:
        found.append(("D2", "win", win))
    act = piece_of(answers.get("H2"), "will")
    if act:
        passes = piece_of(answers.get("H2"), "pass_at")
        found.append(("H2", "test_act", act + (f" – pass at {passes}" if passes else "")))
    stop = piece_of(answers.get("H3"), "metric")
    if stop:
        rest = " ".join(filter(None, (piece_of(answers.get("H3"), "stop_if"), piece_of(answers.get("H3"), "by"))))
        found.append(("H3", "stop_line", f"{stop} {rest}".strip()))
    return found


def _event_of(words: str, blueprint: Blueprint) -> str:
    """The entity the words speak of, by its own name or by a feature that uses it; empty when it is not clear."""
    things = [(e.id, f"{e.id} {e.label.replace('|', ' ')}") for e in blueprint.entities if e.id != "settings"]
    found = best_match(words, things)
    if len(found) == 1:
        return found[0]
    features = best_match(words, [(f.id, words_of(f, blueprint)) for f in blueprint.features])
    used = [name for f in blueprint.features if (f.id,) == features for name in items(f.uses)]
    return next((r.on for name in used for r in blueprint.rules if r.id == name), "")
