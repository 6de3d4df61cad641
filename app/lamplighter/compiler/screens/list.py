"""A list of rows: columns, what belongs in it, its order, its groups and its total."""

from __future__ import annotations

from lamplighter.compiler.front.columns import columns_of, default_columns, default_sort
from lamplighter.compiler.front.javascript import Literal
from lamplighter.compiler.front.page import Page
from lamplighter.compiler.front.plan import Front
from lamplighter.compiler.screen import ScreenSource
from lamplighter.domain.blueprint.app import ScreenPlan
from lamplighter.domain.blueprint.signature import Parameter, ScreenSignature

SIGNATURE = ScreenSignature(
    "list",
    (
        Parameter("columns", "exprs"),
        Parameter("where", "expr", types="bool"),
        Parameter("sort", "exprs"),
        Parameter("group", "exprs"),
        Parameter("total", "measure"),
        Parameter("search", "fields"),
        Parameter("limit", "num"),
        Parameter("live", "num"),
        Parameter("role", "roles"),
    ),
)


def emit(screen: ScreenPlan, front: Front) -> ScreenSource:
    """The module of one list."""
    page = Page(screen, front)
    columns = page.columns(page.entity)
    wanted, group = screen.with_.keys("columns"), screen.with_.keys("group")
    measure = screen.with_.measure("total")
    body: dict[str, Literal] = {
        **page.place(front.icon(page.entity) or "list"),
        "of": columns.thing(screen.of),
        "home": page.slot.home,
        "rows": columns.rows(page.where()),
        "sort": [columns.key(key) for key in screen.with_.keys("sort")] or default_sort(front, columns, page.entity),
        "group": columns.column(group[0].expression) if group else None,
        "columns": columns_of(columns, wanted) if wanted else default_columns(front, columns, page.entity),
        "search": [columns.path(path) for path in screen.with_.paths("search")] or None,
        "total": columns.measure(measure) if measure else None,
        "limit": page.count("limit"),
    }
    return page.written("list", "listScreen", body)
