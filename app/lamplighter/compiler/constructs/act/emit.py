"""Writes the rule of `act`: when its button is shown, and what one press changes."""

from __future__ import annotations

from lamplighter.compiler.construct import Action, Emission, Scribe
from lamplighter.compiler.constructs.prose import both, filled, keyed, met, remark, source
from lamplighter.domain.blueprint.app import App, Assignment, RulePlan
from lamplighter.domain.blueprint.tree import Base


def emit(rule: RulePlan, app: App, python: Scribe, javascript: Scribe) -> Emission:
    """One button."""
    run = source("act/run", python, javascript, lambda scribe: _words(rule, app, scribe))
    shown = None
    if rule.with_.expression("when"):
        shown = source("act/shown", python, javascript, lambda scribe: _words(rule, app, scribe))
    label = rule.with_.template("label")
    opens = rule.with_.word("add")
    action = Action(
        rule=rule.id,
        name="run",
        entity=rule.on,
        label=label.source if label else rule.id,
        run_name=python.named("run", rule.id),
        run=run,
        shown_name=python.named("can", rule.id) if shown else "",
        shown=shown,
        asks=asks_of(rule),
        opens=opens,
        opens_via=_via(rule, app) if opens else "",
        many=rule.with_.has("many"),
        roles=rule.with_.words("who"),
    )
    return Emission(actions=(action,))


def asks_of(rule: RulePlan) -> tuple[str, ...]:
    """The fields asked for before the button acts."""
    return tuple(path.hops[0].field for path in rule.with_.paths("ask"))


def _via(rule: RulePlan, app: App) -> str:
    """The reference by which the opened form refers to the row acted on."""
    fields = app.entities[rule.with_.word("add")].stored
    return next((f.id for f in fields if f.type.base is Base.REF and f.type.target == rule.on), "")


def _words(rule: RulePlan, app: App, scribe: Scribe) -> dict[str, object]:
    row = scribe.variable(rule.on)
    asked = scribe.variable("asked", row) if _reads_asked(rule, app) else row
    when, many = rule.with_.expression("when"), rule.with_.expression("many")
    own = [item for item in rule.with_.assignments("set") if len(item.target) == 1]
    return {
        "name": scribe.named("run", rule.id),
        "shown_name": scribe.named("can", rule.id),
        "row": row,
        "remark": remark(scribe, _sentence(rule)),
        "asks": bool(asks_of(rule)),
        "asked": asked if asked != row else "",
        "changed": scribe.use("changed") if asked != row else "",
        "when": scribe.condition(when, row) if when else "",
        "rows": f"db.all({scribe.text(rule.on)})",
        "many": both(scribe, met(scribe, many, row), met(scribe, when, row) if when else "") if many else "",
        "values": [_value(item, scribe, asked) for item in own],
        "others": _others(rule, scribe, row, asked),
    }


def _reads_asked(rule: RulePlan, app: App) -> bool:
    """Whether what is set depends on what was asked for: it then reads a row that has the new values."""
    asks, fields = set(asks_of(rule)), app.entities[rule.on].fields
    reads = {field for item in _sets(rule) for entity, field in item.value.reads if entity == rule.on}
    reads |= {item.target[0].field for item in _sets(rule) if len(item.target) == 2}
    return any(name in asks or not fields[name].stored for name in reads if name in fields) if asks else False


def _sentence(rule: RulePlan) -> str:
    sets = [f"{'.'.join(hop.field for hop in item.target)} to {item.value.source}" for item in _sets(rule)]
    asks = [f"asks for {', '.join(asks_of(rule))}"] if asks_of(rule) else []
    return "; ".join([*asks, *([f"sets {', '.join(sets)}"] if sets else [])] or ["opens a form"]).capitalize() + "."


def _sets(rule: RulePlan) -> tuple[Assignment, ...]:
    return rule.with_.assignments("set")


def _value(item: Assignment, scribe: Scribe, row: str) -> tuple[str, str]:
    return keyed(scribe, item.target[-1].field), scribe.expression(item.value, row)


def _others(rule: RulePlan, scribe: Scribe, row: str, asked: str) -> list[dict[str, object]]:
    """The rows referred to that change too: the variable, how it is found, and its values."""
    groups: dict[str, list[Assignment]] = {}
    for item in _sets(rule):
        if len(item.target) == 2:
            groups.setdefault(item.target[0].field, []).append(item)
    found: list[dict[str, object]] = []
    for reference, items in groups.items():
        entity = items[0].target[0].type.target
        variable = scribe.variable(entity, row, asked, *(str(other["variable"]) for other in found))
        found.append(
            {
                "variable": variable,
                "found": f"db.get({scribe.text(entity)}, {scribe.attribute(asked, reference)})",
                "known": filled(scribe, variable),
                "values": [_value(item, scribe, asked) for item in items],
                "name": scribe.variable(f"{reference}_values", row, asked),
            }
        )
    return found
