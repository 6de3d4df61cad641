"""Writes the locks of `flow`: in some states persons cannot change a row, some of its fields, or its child rows."""

from __future__ import annotations

from collections.abc import Iterator

from lamplighter.compiler.construct import Phase, Piece, Scribe, Source
from lamplighter.compiler.constructs.flow.states import field_of
from lamplighter.compiler.constructs.prose import among, equals, negated, refusal, remark, source
from lamplighter.domain.blueprint.app import App, ForStates, RulePlan
from lamplighter.domain.blueprint.tree import Base


def locks(rule: RulePlan, app: App, python: Scribe, javascript: Scribe) -> Iterator[Piece]:
    """One function for the row, one for each kind of child row, for every entry of `lock`."""
    for number, entry in enumerate(rule.with_.states("lock"), 1):
        suffix = (str(number),) if number > 1 else ()
        if entry.fields:
            name = ("lock", rule.id, *suffix)
            yield Piece(Phase.HANDS, rule.on, python.named(*name), _own(rule, entry, name, python, javascript))
        for child in entry.children:
            name = ("lock", rule.id, child, *suffix)
            text = _child(rule, app, entry, child, name, python, javascript)
            yield Piece(Phase.HANDS, child, python.named(*name), text)


def _own(rule: RulePlan, entry: ForStates, name: tuple[str, ...], python: Scribe, javascript: Scribe) -> Source:
    def context(scribe: Scribe) -> dict[str, object]:
        field = field_of(rule)
        whole = "*" in entry.fields
        stored = scribe.text(field)
        touched = equals(scribe, "name", stored, same=False) if whole else among(scribe, "name", entry.fields)
        return {
            "name": scribe.named(*name),
            "remark": remark(scribe, f"By hand, {_what(entry)} stays as it is while {' or '.join(entry.states)}."),
            "open": negated(scribe, scribe.attribute("stored", field), entry.states),
            "whole": whole,
            "touched": touched,
            "locked": refusal(scribe, rule.id, scribe.say("flow.locked")),
            "locked_field": scribe.say("flow.locked"),
            "rule": scribe.text(rule.id),
        }

    return source("flow/lock", python, javascript, context)


def _what(entry: ForStates) -> str:
    return "everything" if "*" in entry.fields else " and ".join(entry.fields)


def _child(
    rule: RulePlan, app: App, entry: ForStates, child: str, name: tuple[str, ...], python: Scribe, javascript: Scribe
) -> Source:
    ties = [field.id for field in app.entities[child].stored if field.type.target == rule.on]

    def context(scribe: Scribe) -> dict[str, object]:
        row = scribe.variable(child)
        parent = scribe.variable(rule.on, row)
        return {
            "name": scribe.named(*name),
            "remark": remark(scribe, f"By hand, no {child} of a row in {' or '.join(entry.states)} changes."),
            "row": row,
            "parent": parent,
            "parents": [_parents(app, child, tie, rule.on, row, scribe) for tie in ties],
            "single": f"db.get({scribe.text(rule.on)}, {scribe.attribute(row, ties[0])})"
            if _is_single(app, child, ties)
            else "",
            "closed": among(scribe, scribe.attribute(parent, field_of(rule)), entry.states),
            "locked": refusal(scribe, rule.id, scribe.say("flow.locked"), ties[0] if ties else ""),
        }

    return source("flow/lock_child", python, javascript, context)


def _is_single(app: App, child: str, ties: list[str]) -> bool:
    """Whether a child row has exactly one row it belongs to."""
    return len(ties) == 1 and app.entities[child].fields[ties[0]].type.base is Base.REF


def _parents(app: App, child: str, tie: str, parent: str, row: str, scribe: Scribe) -> str:
    """The rows a reference of the child row leads to, as a list."""
    value = scribe.attribute(row, tie)
    many = app.entities[child].fields[tie].type.base is Base.REFS
    if not many:
        return f"[db.get({scribe.text(parent)}, {value})]"
    if scribe.language == "python":
        return f"[db.get({scribe.text(parent)}, one) for one in {value}]"
    return f"{value}.map((one) => db.get({scribe.text(parent)}, one))"
