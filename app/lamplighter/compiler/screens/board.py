"""Columns of cards, one for each option of a field or each row it refers to; dragging a card changes that field."""

from __future__ import annotations

from lamplighter.compiler.front.columns import columns_of, default_columns
from lamplighter.compiler.front.javascript import Literal
from lamplighter.compiler.front.page import Page
from lamplighter.compiler.front.plan import Front, field_of
from lamplighter.compiler.screen import ScreenSource
from lamplighter.domain.blueprint.app import ScreenPlan
from lamplighter.domain.blueprint.signature import Parameter, ScreenSignature

SIGNATURE = ScreenSignature(
    "board",
    (
        Parameter("by", "field", types="choice|ref|bool", required=True),
        Parameter("show", "exprs"),
        Parameter("where", "expr", types="bool"),
        Parameter("sort", "exprs"),
        Parameter("total", "measure"),
        Parameter("live", "num"),
        Parameter("role", "roles"),
    ),
)


def emit(screen: ScreenPlan, front: Front) -> ScreenSource:
    """The module of one board."""
    page = Page(screen, front)
    columns = page.columns(page.entity)
    field = page.entity.fields[field_of(screen.with_.path("by"))]
    shown = [key for key in screen.with_.keys("show") if field_of(key.expression) != page.entity.shown]
    measure = screen.with_.measure("total")
    body: dict[str, Literal] = {
        **page.place("board"),
        "of": columns.thing(screen.of),
        "by": columns.field(field),
        "rows": columns.rows(page.where()),
        "show": columns_of(columns, shown) if shown else default_columns(front, columns, page.entity, most=4)[1:],
        "sort": [columns.key(key) for key in screen.with_.keys("sort")] or None,
        "total": columns.measure(measure) if measure else None,
    }
    return page.written("board", "boardScreen", body)
