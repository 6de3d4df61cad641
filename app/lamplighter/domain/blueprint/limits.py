"""How large a blueprint may be, and the closed words and ids of its rows; the schema says the same about the shape."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.problems import Notes, Place

_ID = re.compile(r"[^\W\d]\w*")
_FILE_ID = re.compile(r"[a-z][a-z0-9_]*")
_LANG = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")


class Limits(msgspec.Struct, frozen=True):
    """Most rows of a part and most characters of a text."""

    pains: int = 8
    roles: int = 6
    entities: int = 12
    fields: int = 24
    rules: int = 30
    screens: int = 16
    demo: int = 12
    demo_rows: int = 40
    demo_rows_expanded: int = 500
    features: int = 12
    checks: int = 8
    measures: int = 6
    not_covered: int = 10
    assumed: int = 8
    options: int = 12
    text_id: int = 40
    text_file_id: int = 60
    text_name: int = 60
    text_label: int = 80
    text_role_label: int = 40
    text_screen_label: int = 60
    text_pitch: int = 200
    text_sentence: int = 200
    text_field: int = 300
    text_rule: int = 600
    text_screen: int = 400
    text_may: int = 600
    text_cols: int = 200
    text_row: int = 400
    text_uses: int = 300
    text_check: int = 300
    text_on: int = 80


LIMITS = Limits()
"""The limits of version 1."""

Sized = tuple[Place, str, int]


def check_limits(blueprint: Blueprint, notes: Notes) -> None:
    """Note every text that is too long, every list that is too large, every id that is none or stands twice."""
    for place, text, most in _texts(blueprint):
        if len(text) > most:
            notes.add(place, f"{len(text)} characters: {text[:30]}…", f"at most {most}")
    for place, count, most, repair in _counts(blueprint):
        if count > most:
            notes.add(place, f"{count} entries", f"at most {most}" + (f"; {repair}" if repair else ""))
    _check_ids(blueprint, notes)
    _check_head(blueprint, notes)


def _check_head(blueprint: Blueprint, notes: Notes) -> None:
    if not blueprint.name.strip():
        notes.add(Place("name"), "is empty", "give the product a name")
    if not _LANG.fullmatch(blueprint.lang):
        notes.add(Place("lang"), repr(blueprint.lang), "write a language like en or pt-BR")
    if not _FILE_ID.fullmatch(blueprint.id):
        notes.add(Place("id"), repr(blueprint.id), "small letters, digits and _")
    if not blueprint.entities:
        notes.add(Place("entities"), "there is no entity", "name at least one thing the app keeps")


def _check_ids(blueprint: Blueprint, notes: Notes) -> None:
    for part, ids in (
        ("pain", [row.id for row in blueprint.pains]),
        ("role", [row.id for row in blueprint.roles]),
        ("entity", [row.id for row in blueprint.entities]),
        ("rule", [row.id for row in blueprint.rules]),
        ("screen", [row.id for row in blueprint.screens]),
        ("feature", [row.id for row in blueprint.features]),
        ("measure", [row.id for row in blueprint.measures]),
    ):
        seen: set[str] = set()
        for id_ in ids:
            if id_ in seen:
                notes.add(Place(part, id_), "stands twice", "ids are unique within a part")
            if not _ID.fullmatch(id_):
                notes.add(Place(part, id_), f"{id_[:40]!r} is no id", "letters, digits and _, no digit first")
            seen.add(id_)


def _texts(blueprint: Blueprint) -> Iterator[Sized]:
    yield Place("id"), blueprint.id, LIMITS.text_file_id
    yield Place("name"), blueprint.name, LIMITS.text_name
    yield Place("pitch"), blueprint.pitch, LIMITS.text_pitch
    for text in blueprint.assumed:
        yield Place("assumed"), text, LIMITS.text_sentence
    for wish in blueprint.not_covered:
        yield Place("not_covered"), wish.want, LIMITS.text_sentence
    yield from _texts_of_people(blueprint)
    yield from _texts_of_things(blueprint)
    yield from _texts_of_proof(blueprint)


def _texts_of_people(blueprint: Blueprint) -> Iterator[Sized]:
    for pain in blueprint.pains:
        yield Place("pain", pain.id), pain.id, LIMITS.text_id
        yield Place("pain", pain.id), pain.who, LIMITS.text_label
        yield Place("pain", pain.id), pain.pain, LIMITS.text_sentence
    for role in blueprint.roles:
        yield Place("role", role.id), role.id, LIMITS.text_id
        yield Place("role", role.id, "label"), role.label, LIMITS.text_role_label
        yield Place("role", role.id, "may"), role.may, LIMITS.text_may


def _texts_of_things(blueprint: Blueprint) -> Iterator[Sized]:
    for entity in blueprint.entities:
        yield Place("entity", entity.id), entity.id, LIMITS.text_id
        yield Place("entity", entity.id, "label"), entity.label, LIMITS.text_label
        for line in entity.fields:
            yield Place("entity", entity.id, f"field {line.split(' ', 1)[0][:40]!r}"), line, LIMITS.text_field
    for rule in blueprint.rules:
        yield Place("rule", rule.id), rule.id, LIMITS.text_id
        yield Place("rule", rule.id, note=rule.use), rule.with_, LIMITS.text_rule
    for screen in blueprint.screens:
        yield Place("screen", screen.id), screen.id, LIMITS.text_id
        yield Place("screen", screen.id, "label"), screen.label, LIMITS.text_screen_label
        yield Place("screen", screen.id, note=screen.type), screen.with_, LIMITS.text_screen


def _texts_of_proof(blueprint: Blueprint) -> Iterator[Sized]:
    for demo in blueprint.demo:
        yield Place("demo", demo.of, "cols"), demo.cols, LIMITS.text_cols
        for number, row in enumerate(demo.rows, 1):
            yield Place("demo", demo.of, f"line {number}"), row, LIMITS.text_row
    for feature in blueprint.features:
        yield Place("feature", feature.id), feature.id, LIMITS.text_id
        yield Place("feature", feature.id, "label"), feature.label, LIMITS.text_label
        yield Place("feature", feature.id, "uses"), feature.uses, LIMITS.text_uses
        for number, check in enumerate(feature.checks, 1):
            yield Place("feature", feature.id, f"check {number}"), check, LIMITS.text_check
    for measure in blueprint.measures:
        yield Place("measure", measure.id), measure.id, LIMITS.text_id
        yield Place("measure", measure.id, "on"), measure.on, LIMITS.text_on
        yield Place("measure", measure.id, "label"), measure.label, LIMITS.text_label


def _counts(blueprint: Blueprint) -> Iterator[tuple[Place, int, int, str]]:
    yield Place("pains"), len(blueprint.pains), LIMITS.pains, ""
    yield Place("roles"), len(blueprint.roles), LIMITS.roles, ""
    yield Place("entities"), len(blueprint.entities), LIMITS.entities, ""
    yield Place("rules"), len(blueprint.rules), LIMITS.rules, ""
    yield Place("screens"), len(blueprint.screens), LIMITS.screens, ""
    yield Place("demo"), len(blueprint.demo), LIMITS.demo, ""
    yield Place("features"), len(blueprint.features), LIMITS.features, ""
    yield Place("measures"), len(blueprint.measures), LIMITS.measures, ""
    yield Place("not_covered"), len(blueprint.not_covered), LIMITS.not_covered, ""
    yield Place("assumed"), len(blueprint.assumed), LIMITS.assumed, ""
    for entity in blueprint.entities:
        yield Place("entity", entity.id), len(entity.fields), LIMITS.fields, "split the entity"
    for demo in blueprint.demo:
        how = "a cell 1..40 makes one row per number"
        yield Place("demo", demo.of), len(demo.rows), LIMITS.demo_rows, how
    for feature in blueprint.features:
        how = "move some to another feature"
        yield Place("feature", feature.id), len(feature.checks), LIMITS.checks, how
