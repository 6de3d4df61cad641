"""The start page: a sentence about now, who to call, what is due, and one figure."""

from __future__ import annotations

from collections.abc import Sequence

from lamplighter.compiler.construct import Due
from lamplighter.compiler.front.javascript import Code, Literal
from lamplighter.compiler.front.page import Page
from lamplighter.compiler.front.plan import Front, field_of
from lamplighter.compiler.screen import ScreenSource
from lamplighter.domain.blueprint.app import EntityPlan, Field, Option, ScreenPlan
from lamplighter.domain.blueprint.signature import Parameter, ScreenSignature
from lamplighter.domain.blueprint.tree import Base

SIGNATURE = ScreenSignature("today", (Parameter("live", "num"), Parameter("role", "roles")), of=False)


def emit(screen: ScreenPlan, front: Front) -> ScreenSource:
    """The module of the start page."""
    page = Page(screen, front)
    main = main_entity(front)
    columns = page.columns(main)
    body: dict[str, Literal] = {
        **page.place("home"),
        "of": columns.thing(main.id),
        "dues": [_sentences(front, due) for due in front.emitted.dues] or None,
        "figure": _figure(page),
        "coming": _coming(page),
        "steps": _steps(front),
    }
    return page.written("today", "todayScreen", body)


def main_entity(front: Front) -> EntityPlan:
    """What the app is about: the thing a button starts, else what is due, else the thing that refers to most others."""
    for action in front.emitted.actions:
        if action.open_form and not action.on_row:
            return front.entity(action.entity)
    for due in front.emitted.dues:
        return front.entity(due.entity)
    candidates = [e for e in front.app.entities.values() if e.id != "settings" and not front.is_person(e.id)]
    return max(candidates, key=lambda e: sum(f.type.base is Base.REF for f in e.stored), default=candidates[0])


def _sentences(front: Front, due: Due) -> Literal:
    noun = front.noun(front.entity(due.entity))
    forms = {
        name: {"one": front.words.about(f"{name}_one", noun), "other": front.words.about(f"{name}_other", noun)}
        for name in ("late", "soon", "soon_too")
    }
    return {"rule": due.rule, **forms}


def _figure(page: Page) -> Literal:
    """How many are free, or done: the first yes/no field a rule gives, else the last state of the first flow."""
    front = page.front
    for entity in front.app.entities.values():
        given = next((f for f in entity.fields.values() if f.given_by and f.type.base is Base.BOOL), None)
        if given:
            row = page.scribe.variable(entity.id)
            rows = f"db.all({page.scribe.text(entity.id)})"
            return {
                "title": entity.many,
                "words": front.words.about("figure", entity, label=front.words.inside(given.label)),
                "part": Code(f"(db) => {rows}.filter(({row}) => {page.scribe.attribute(row, given.id)}).length"),
                "whole": Code(f"(db) => {rows}.length"),
            }
    return _flow_figure(page)


def _flow_figure(page: Page) -> Literal:
    """How many came to the end of the first flow."""
    front = page.front
    for rule in front.app.rules:
        field = (
            front.entity(rule.on).fields.get(field_of(rule.with_.path("field"))) if rule.with_.moves("moves") else None
        )
        if field and field.options:
            entity, end = front.entity(rule.on), end_of(field, rule.with_.moves("moves"))
            row = page.scribe.variable(entity.id)
            rows = f"db.all({page.scribe.text(entity.id)})"
            state = f"{page.scribe.attribute(row, field.id)} === {page.scribe.text(end.id)}"
            return {
                "title": entity.many,
                "words": front.words.about("figure", entity, label=front.words.inside(end.text)),
                "part": Code(f"(db) => {rows}.filter(({row}) => {state}).length"),
                "whole": Code(f"(db) => {rows}.length"),
            }
    return None


def end_of(field: Field, moves: Sequence[tuple[str, str]]) -> Option:
    """The state that is reached last when the first way through the moves is walked as it is written."""
    seen = [field.options[0].id]
    at = seen[0]
    for start, to in moves:
        if start != at:
            break
        at = to
        if to not in seen:
            seen.append(to)
    return next(option for option in field.options if option.id == seen[-1])


def _coming(page: Page) -> Literal:
    """What the first calendar holds for today and the days after."""
    front = page.front
    screen = next((s for s in front.app.screens if s.type == "calendar"), None)
    date = screen.with_.expression("date") if screen else None
    if screen is None or date is None:
        return None
    columns = page.columns(front.entity(screen.of))
    return {
        "title": screen.label,
        "link": screen.id,
        "of": columns.thing(screen.of),
        "date": columns.function(date),
        "rows": columns.rows(screen.with_.expression("where")),
    }


def _steps(front: Front) -> Literal:
    """The first steps with an empty app: what must exist before the main thing, then the main thing."""
    main = main_entity(front)
    needed = [front.entity(f.type.target) for f in main.stored if f.required and f.type.base is Base.REF]
    chain = [*(e.id for e in needed if not front.is_person(e.id)), main.id]
    steps: list[Literal] = [
        {"label": front.words.about("add", front.entity(name)), "done": Code(f'(db) => db.all("{name}").length > 0')}
        for name in dict.fromkeys(chain)
    ]
    return steps[:3]
