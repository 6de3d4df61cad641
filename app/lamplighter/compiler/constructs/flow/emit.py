"""Writes the rules of `flow`: the start, the moves with roles, guards and stamps, the locks, and the move button."""

from __future__ import annotations

from lamplighter.compiler.construct import Action, Emission, Phase, Piece, Scribe
from lamplighter.compiler.constructs.flow.locks import locks
from lamplighter.compiler.constructs.flow.states import allowed, field_of, start_of
from lamplighter.compiler.constructs.prose import among, both, keyed, negated, refusal, remark, source, unmet
from lamplighter.domain.blueprint.app import App, RulePlan, TextTemplate
from lamplighter.domain.blueprint.tree import Base, Hop, Path, Root, Type


def emit(rule: RulePlan, app: App, python: Scribe, javascript: Scribe) -> Emission:
    """The start state, the moves, the locks and the button that moves."""

    def piece(phase: Phase, template: str, *name: str, seeds: bool = False, standing: bool = True) -> Piece:
        text = source(f"flow/{template}", python, javascript, lambda scribe: _words(rule, app, scribe, *name))
        return Piece(phase, rule.on, python.named(*name), text, seeds=seeds, standing=standing)

    pieces = [
        piece(Phase.JUDGE, "start", "check", rule.id, "start", standing=False),
        piece(Phase.MOVE, "move", "move", rule.id),
        *locks(rule, app, python, javascript),
    ]
    if app.entities[rule.on].fields[field_of(rule)].default is None:
        pieces.append(piece(Phase.FILL, "fill", "start", rule.id, seeds=True))
    return Emission(pieces=tuple(pieces), actions=(_button(rule, app, python, javascript),))


def _words(rule: RulePlan, app: App, scribe: Scribe, *name: str) -> dict[str, object]:
    row, start, field = scribe.variable(rule.on), start_of(rule, app), field_of(rule)
    return {
        "name": scribe.named(*name),
        "row": row,
        "remark": remark(scribe, _sentence(rule, app)),
        "state": scribe.attribute(row, field),
        "was": scribe.attribute("old", field),
        "start": scribe.text(start.id),
        "not_the_start": refusal(scribe, rule.id, scribe.say("flow.start", state=start.text), field),
        "moves": _moves(rule, app, scribe),
        "no_move": refusal(scribe, rule.id, _no_move(rule, scribe, row), field),
        "roles": _roles(rule, scribe, row),
        "no_role": refusal(scribe, rule.id, scribe.say("flow.role"), field),
        "guards": _guards(rule, scribe, row),
        "not_yet": refusal(scribe, rule.id, scribe.say("flow.not_yet"), field),
        "stamps": _stamps(rule, app, scribe, row),
    }


def _sentence(rule: RulePlan, app: App) -> str:
    moves = (f"{before} to {' or '.join(after)}" for before, after in allowed(rule, app).items() if after)
    return f"The {field_of(rule)} goes from " + ", from ".join(moves) + "."


def _moves(rule: RulePlan, app: App, scribe: Scribe) -> list[tuple[str, str]]:
    """State → the states it can go to, as source texts."""
    closing = ",)" if scribe.language == "python" else "]"
    opening = "(" if scribe.language == "python" else "["
    return [
        (
            scribe.text(before),
            opening + ", ".join(map(scribe.text, after)) + (closing if len(after) == 1 else closing[-1]),
        )
        for before, after in allowed(rule, app).items()
        if after
    ]


def _no_move(rule: RulePlan, scribe: Scribe, row: str) -> str:
    """Gives "new → solved: this step is not possible." with the states as a person knows them."""
    hop = Hop(rule.on, field_of(rule), Type(Base.CHOICE))
    before, now = (Path(root, rule.on, (hop,), hop.type) for root in (Root.OLD, Root.ROW))
    states = scribe.template(TextTemplate("", (before, " → ", now, ": ")), row, {Root.OLD: "old"})
    return f"{states} + {scribe.say('flow.no_move')}"


def _entered(rule: RulePlan, states: tuple[str, ...], scribe: Scribe, row: str) -> str:
    """The condition that a row enters one of the states; empty for every state."""
    return "" if "*" in states else among(scribe, scribe.attribute(row, field_of(rule)), states)


def _roles(rule: RulePlan, scribe: Scribe, row: str) -> list[str]:
    entries = rule.with_.states("who")
    return [
        both(scribe, "person", _entered(rule, entry.states, scribe, row), negated(scribe, "db.role", entry.roles))
        for entry in entries
    ]


def _guards(rule: RulePlan, scribe: Scribe, row: str) -> list[str]:
    return [
        both(scribe, _entered(rule, entry.states, scribe, row), unmet(scribe, entry.condition, row))
        for entry in rule.with_.states("when")
        if entry.condition is not None
    ]


def _stamps(rule: RulePlan, app: App, scribe: Scribe, row: str) -> list[tuple[str, str, str]]:
    """Condition, field and value of each stamp."""
    fields = app.entities[rule.on].fields
    return [
        (
            _entered(rule, entry.states, scribe, row),
            scribe.attribute(row, entry.field),
            "db.today" if fields[entry.field].type.base is Base.DATE else "db.now",
        )
        for entry in rule.with_.states("stamp")
    ]


def _button(rule: RulePlan, app: App, python: Scribe, javascript: Scribe) -> Action:
    run = source("flow/run", python, javascript, lambda scribe: _run(rule, app, scribe))
    shown = None
    if not all(allowed(rule, app).values()):
        shown = source("flow/shown", python, javascript, lambda scribe: _run(rule, app, scribe))
    return Action(
        rule=rule.id,
        name="move",
        entity=rule.on,
        label=app.entities[rule.on].fields[field_of(rule)].label,
        run_name=python.named("run", rule.id, "move"),
        run=run,
        shown_name=python.named("can", "move", rule.id) if shown else "",
        shown=shown,
        arguments={"to": "state"},
        step=True,
    )


def _run(rule: RulePlan, app: App, scribe: Scribe) -> dict[str, object]:
    field, row = field_of(rule), scribe.variable(rule.on)
    return {
        "run_name": scribe.named("run", rule.id, "move"),
        "shown_name": scribe.named("can", "move", rule.id),
        "row": row,
        "state": scribe.attribute(row, field),
        "field": keyed(scribe, field),
        "same": refusal(scribe, rule.id, scribe.say("flow.same"), field),
        "open": among(scribe, scribe.attribute(row, field), [a for a, to in allowed(rule, app).items() if to]),
    }
