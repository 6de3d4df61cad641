"""Rows by their day: week, month and agenda; dragging to another day changes the field."""

from __future__ import annotations

from lamplighter.compiler.front.columns import columns_of
from lamplighter.compiler.front.javascript import Literal
from lamplighter.compiler.front.page import Page
from lamplighter.compiler.front.plan import Front, field_of
from lamplighter.compiler.screen import ScreenSource
from lamplighter.domain.blueprint.app import ScreenPlan
from lamplighter.domain.blueprint.signature import Parameter, ScreenSignature

SIGNATURE = ScreenSignature(
    "calendar",
    (
        Parameter("date", "expr", types="date|datetime", required=True),
        Parameter("to", "expr", types="date|datetime"),
        Parameter("show", "exprs"),
        Parameter("where", "expr", types="bool"),
        Parameter("color", "expr"),
        Parameter("role", "roles"),
    ),
)


def emit(screen: ScreenPlan, front: Front) -> ScreenSource:
    """The module of one calendar."""
    page = Page(screen, front)
    columns = page.columns(page.entity)
    date, end, color = (screen.with_.expression(name) for name in ("date", "to", "color"))
    field = page.entity.fields.get(field_of(date))
    end_field = page.entity.fields.get(field_of(end)) if end else None
    movable = field is not None and field.stored and not field.auto
    body: dict[str, Literal] = {
        **page.place("calendar"),
        "of": columns.thing(screen.of),
        "rows": columns.rows(page.where()),
        "date": columns.function(date) if date else None,
        "to": columns.function(end) if end else None,
        "moves": field.id if movable and field else None,
        "moves_to": end_field.id if movable and end_field and end_field.stored and not end_field.auto else None,
        "show": columns_of(columns, screen.with_.keys("show")) or None,
        "color": columns.column(color) if color else None,
    }
    return page.written("calendar", "calendarScreen", body)
