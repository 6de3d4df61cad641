"""Writes the rule of `require`: a condition judged at a save, an addition, an edit, a deletion or an action."""

from __future__ import annotations

from collections.abc import Mapping

from lamplighter.compiler.construct import Emission, Guard, Phase, Piece, Scribe
from lamplighter.compiler.constructs.prose import among, first_field, reads_old, refusal, remark, source, unmet
from lamplighter.domain.blueprint.app import App, RulePlan
from lamplighter.domain.blueprint.tree import Expression, Root


def emit(rule: RulePlan, app: App, python: Scribe, javascript: Scribe) -> Emission:
    """One function for saves, one for deletions, one for each guarded action."""
    pieces: list[Piece] = []
    moments = rule.with_.words("at")
    if {"save", "add", "edit"} & set(moments):
        text = source("require/save", python, javascript, lambda scribe: _save(rule, app, scribe))
        standing = "save" in moments
        pieces.append(Piece(Phase.JUDGE, rule.on, python.named("require", rule.id), text, standing=standing))
    if "delete" in moments:
        text = source("require/delete", python, javascript, lambda scribe: _delete(rule, app, scribe))
        pieces.append(Piece(Phase.DELETE, rule.on, python.named("require", rule.id, "delete"), text))
    guards = tuple(_guard(moment, rule, app, python, javascript) for moment in moments if "." in moment)
    return Emission(pieces=tuple(pieces), guards=guards)


def check_of(rule: RulePlan) -> Expression:
    """What must hold."""
    check = rule.with_.expression("check")
    assert check is not None, "check is required"
    return check


def _save(rule: RulePlan, app: App, scribe: Scribe) -> Mapping[str, object]:
    row = scribe.variable(rule.on)
    judged, skipped = _judged(rule, row, scribe)
    roots = {Root.OLD: scribe.variable("was", row)} if reads_old(check_of(rule)) else {}
    return _words(rule, app, scribe, judged or row, roots) | {
        "name": scribe.named("require", rule.id),
        "row": row,
        "before": roots.get(Root.OLD, ""),
        "judged": judged,
        "skipped": skipped,
    }


def _judged(rule: RulePlan, row: str, scribe: Scribe) -> tuple[str, str]:
    """The variable of the stored row where that one is judged, and the condition under which nothing is judged."""
    moments = set(rule.with_.words("at"))
    stored = scribe.variable("stored", row) if not reads_old(check_of(rule)) else ""
    if "save" in moments or {"add", "edit"} <= moments:
        return ("" if "save" in moments else stored), ""
    if "edit" in moments:
        return ("old" if stored else ""), "old is None" if scribe.language == "python" else "old === null"
    return "", "old is not None" if scribe.language == "python" else "old !== null"


def _delete(rule: RulePlan, app: App, scribe: Scribe) -> Mapping[str, object]:
    row = scribe.variable(rule.on)
    return _words(rule, app, scribe, row, {Root.OLD: row}) | {
        "name": scribe.named("require", rule.id, "delete"),
        "row": row,
    }


def _guard(moment: str, rule: RulePlan, app: App, python: Scribe, javascript: Scribe) -> Guard:
    words = ("require", rule.id, "at", *moment.split("."))
    acting = next(other for other in app.rules if other.id == moment.partition(".")[0])

    def context(scribe: Scribe) -> Mapping[str, object]:
        row = scribe.variable(rule.on)
        return _words(rule, app, scribe, row, {Root.OLD: row}) | {
            "name": scribe.named(*words),
            "row": row,
            "given": acting.on == rule.on,
            "rows": f"db.all({scribe.text(rule.on)})",
        }

    return Guard(moment, python.named(*words), source("require/guard", python, javascript, context))


def _words(rule: RulePlan, app: App, scribe: Scribe, row: str, roots: Mapping[Root, str]) -> dict[str, object]:
    check, say = check_of(rule), rule.with_.template("say")
    text = scribe.template(say, row) if say else scribe.say("require.unmet", check=check.source)
    spared = rule.with_.words("not_for")
    return {
        "remark": remark(scribe, f"{check.source} (at {', '.join(rule.with_.words('at'))})."),
        "spared": among(scribe, "db.role", spared) if spared else "",
        "unmet": unmet(scribe, check, row, roots),
        "refusal": refusal(scribe, rule.id, text, first_field(app, rule.on, check), rule.with_.word("mode") or "block"),
    }
