"""Writes the fields `history` gives; the lines themselves are kept by the one way in, which no rule can change."""

from __future__ import annotations

from lamplighter.compiler.construct import Computed, Emission, History, Scribe, Source
from lamplighter.compiler.constructs.prose import ONE, among, nothing, source
from lamplighter.domain.blueprint.app import App, RulePlan
from lamplighter.domain.blueprint.tree import Base, Type


def emit(rule: RulePlan, app: App, python: Scribe, javascript: Scribe) -> Emission:
    """How often a row changed, and when last."""

    def given(field: str, base: Base) -> Computed:
        name = python.computed(rule.on, rule.prefix + field)
        return Computed(rule.on, rule.prefix + field, Type(base), name, text(field))

    def text(field: str) -> Source:
        return source(f"history/{field}", python, javascript, lambda scribe: _words(rule, app, scribe, field))

    kept = History(rule.id, rule.on, fields_of(rule, app))
    return Emission(
        computed=(given("changes", Base.NUM), given("changed_at", Base.DATETIME)),
        histories=(kept,),
    )


def fields_of(rule: RulePlan, app: App) -> tuple[str, ...] | None:
    """The fields whose changes are written down, or None for all."""
    named = tuple(path.hops[0].field for path in rule.with_.paths("fields") if path.hops)
    return None if not named or set(named) >= {field.id for field in app.entities[rule.on].stored} else named


def _words(rule: RulePlan, app: App, scribe: Scribe, field: str) -> dict[str, object]:
    row, fields = scribe.variable(rule.on), fields_of(rule, app)
    return {
        "name": scribe.computed(rule.on, rule.prefix + field),
        "row": row,
        "lines": f"db.changes({scribe.text(rule.on)}, {row}.id)",
        "of_these": among(scribe, "line.field", fields) if fields else "",
        "one": scribe.number(ONE),
        "nothing": nothing(scribe),
    }
