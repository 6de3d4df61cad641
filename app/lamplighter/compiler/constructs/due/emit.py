"""Writes the rule of `due`: the state of a row by its day, and the day itself for the start page."""

from __future__ import annotations

from lamplighter.compiler.construct import Computed, Due, Emission, Scribe
from lamplighter.compiler.constructs.prose import blank, remark, source
from lamplighter.domain.blueprint.app import App, RulePlan
from lamplighter.domain.blueprint.tree import Arithmetic, Base, Expression, Number, Type, Word

DATE = Type(Base.DATE)


def emit(rule: RulePlan, _app: App, python: Scribe, javascript: Scribe) -> Emission:
    """The field `due_state` and the date of the row."""
    field = rule.prefix + "due_state"
    name = python.computed(rule.on, field)
    state = source("due/state", python, javascript, lambda scribe: _words(rule, scribe, field))
    date_name = python.named(rule.id, "date")
    day = source("due/date", python, javascript, lambda scribe: _words(rule, scribe, field))
    return Emission(
        computed=(Computed(rule.on, field, Type(Base.TEXT), name, state),),
        dues=(Due(rule.id, rule.on, field, date_name, day),),
    )


def date_of(rule: RulePlan) -> Expression:
    """The day or moment a row is due."""
    date = rule.with_.expression("date")
    assert date is not None, "date is required"
    return date


def _words(rule: RulePlan, scribe: Scribe, field: str) -> dict[str, object]:
    row, date, done = scribe.variable(rule.on), date_of(rule), rule.with_.expression("done")
    timed = date.type.base is Base.DATETIME
    never = done is None or (isinstance(done.tree, Word) and done.tree.word == "no")
    due = scribe.variable("due", row)
    return {
        "name": scribe.computed(rule.on, field),
        "date_name": scribe.named(rule.id, "date"),
        "row": row,
        "remark": remark(scribe, f"Done, overdue, soon or ok, by {date.source}."),
        "date": scribe.expression(date, row),
        "done": "" if never or done is None else scribe.condition(done, row),
        "due": due,
        "blank": blank(scribe, due),
        "now": "db.now" if timed else "db.today",
        "soon": "" if timed else scribe.expression(_soon(rule), row),
        "states": {word: scribe.text(word) for word in ("done", "none", "overdue", "soon", "ok")},
    }


def _soon(rule: RulePlan) -> Arithmetic:
    days = Number(rule.with_.number("soon") or 0)
    return Arithmetic("+", Word("today", DATE), days, DATE)
