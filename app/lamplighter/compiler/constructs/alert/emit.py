"""Writes the rule of `alert`: the rows that hold its condition, each with its message."""

from __future__ import annotations

from lamplighter.compiler.construct import Alert, Emission, Scribe
from lamplighter.compiler.constructs.prose import remark, source
from lamplighter.domain.blueprint.app import App, RulePlan


def emit(rule: RulePlan, _app: App, python: Scribe, javascript: Scribe) -> Emission:
    """One function that lists rows and messages."""
    text = source("alert/rule", python, javascript, lambda scribe: _words(rule, scribe))
    alert = Alert(rule.id, rule.on, rule.with_.words("to"), python.named("alert", rule.id), text)
    return Emission(alerts=(alert,))


def _words(rule: RulePlan, scribe: Scribe) -> dict[str, object]:
    row, when, say = scribe.variable(rule.on), rule.with_.expression("when"), rule.with_.template("say")
    assert when is not None, "when is required"
    assert say is not None, "say is required"
    return {
        "name": scribe.named("alert", rule.id),
        "row": row,
        "remark": remark(scribe, f"Every row where {when.source}."),
        "rows": f"db.all({scribe.text(rule.on)})",
        "when": scribe.condition(when, row),
        "say": scribe.template(say, row),
    }
