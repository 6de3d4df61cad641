"""The start page: a sentence about now, who to call, what is due, and one figure."""

from __future__ import annotations

from lamplighter.compiler.construct import Due
from lamplighter.compiler.front.javascript import Code, Literal
from lamplighter.compiler.front.page import Page
from lamplighter.compiler.front.plan import Front
from lamplighter.compiler.screen import ScreenSource
from lamplighter.domain.blueprint.app import EntityPlan, ScreenPlan
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
        "late_title": None,
        "figure": _figure(page),
        "steps": _steps(front),
    }
    return page.written("today", "todayScreen", body)


def main_entity(front: Front) -> EntityPlan:
    """What the app is about: the thing a button starts, else what is due, else the thing most others do not refer to."""
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
    return None


def _steps(front: Front) -> Literal:
    """The first steps with an empty app: what must exist before the main thing, then the main thing."""
    main = main_entity(front)
    needed = [front.entity(f.type.target) for f in main.stored if f.required and f.type.base is Base.REF]
    chain = list(dict.fromkeys(e.id for e in needed if not front.is_person(e.id))) + [main.id]
    return [
        {"label": front.words.about("add", front.entity(name)), "done": Code(f'(db) => db.all("{name}").length > 0')}
        for name in dict.fromkeys(chain)
    ][:3]
