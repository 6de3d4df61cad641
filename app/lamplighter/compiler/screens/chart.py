"""A chart with the same numbers as a table, and the finding in words."""

from __future__ import annotations

from lamplighter.compiler.front.columns import Columns
from lamplighter.compiler.front.javascript import Literal
from lamplighter.compiler.front.page import Page
from lamplighter.compiler.front.plan import Front
from lamplighter.compiler.screen import ScreenSource
from lamplighter.domain.blueprint.app import ScreenPlan
from lamplighter.domain.blueprint.signature import Parameter, ScreenSignature
from lamplighter.domain.blueprint.tree import Call, Expression

SIGNATURE = ScreenSignature(
    "chart",
    (
        Parameter("by", "expr", required=True),
        Parameter("value", "measure", required=True),
        Parameter("kind", "opt", default="bar", options=("bar", "line", "pie")),
        Parameter("series", "expr"),
        Parameter("where", "expr", types="bool"),
        Parameter("sort", "exprs"),
        Parameter("limit", "num"),
        Parameter("live", "num"),
        Parameter("role", "roles"),
    ),
)
_STEPS = ("month", "week", "hour", "year", "day", "weekday")


def emit(screen: ScreenPlan, front: Front) -> ScreenSource:
    """The module of one chart."""
    page = Page(screen, front)
    columns = page.columns(page.entity)
    by, series, measure = (
        screen.with_.expression("by"),
        screen.with_.expression("series"),
        screen.with_.measure("value"),
    )
    body: dict[str, Literal] = {
        **page.place("chart"),
        "of": columns.thing(screen.of),
        "kind": screen.with_.word("kind") or "bar",
        "rows": columns.rows(page.where()),
        "by": _named(page, columns, by),
        "step": _step(by),
        "series": columns.column(series) if series else None,
        "value": columns.measure(measure) if measure else None,
        "sort": [columns.key(key) for key in screen.with_.keys("sort")] or None,
        "limit": page.count("limit"),
    }
    return page.written("chart", "chartScreen", body)


def _named(page: Page, columns: Columns, by: Expression | None) -> Literal:
    """The column of the groups; a time has the name of its unit."""
    if by is None:
        return None
    column, step = columns.column(by), _step(by)
    return {**column, "label": page.front.words.say(f"by_{step}")} if step and isinstance(column, dict) else column


def _step(by: Expression | None) -> str | None:
    """The unit of time a chart goes by, or None."""
    tree = by.tree if by else None
    return tree.function if isinstance(tree, Call) and tree.function in _STEPS else None
