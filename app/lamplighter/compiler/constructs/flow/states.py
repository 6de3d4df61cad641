"""What a flow allows, worked out from its parameters: read by the rule text and by its generated tests."""

from __future__ import annotations

from lamplighter.domain.blueprint.app import App, Option, RulePlan


def field_of(rule: RulePlan) -> str:
    """The field that flows."""
    path = rule.with_.path("field")
    assert path is not None, "field is required"
    return path.hops[0].field


def options(rule: RulePlan, app: App) -> tuple[Option, ...]:
    """The states, in order."""
    return app.entities[rule.on].fields[field_of(rule)].options


def start_of(rule: RulePlan, app: App) -> Option:
    """The state of a new row: the default, else the first option."""
    states = options(rule, app)
    default = app.entities[rule.on].fields[field_of(rule)].default
    return next((state for state in states if default and state.id == default.value), states[0])


def allowed(rule: RulePlan, app: App) -> dict[str, tuple[str, ...]]:
    """State → the states a row can go to from there."""
    states = [state.id for state in options(rule, app)]
    moves = set(rule.with_.moves("moves"))
    return {
        before: tuple(
            after for after in states if after != before and ((before, after) in moves or ("*", after) in moves)
        )
        for before in states
    }
