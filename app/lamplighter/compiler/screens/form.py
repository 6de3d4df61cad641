"""A page with one form that stays open after saving, with the latest rows below."""

from __future__ import annotations

from lamplighter.compiler.front.javascript import Literal
from lamplighter.compiler.front.page import Page
from lamplighter.compiler.front.plan import Front
from lamplighter.compiler.screen import ScreenSource
from lamplighter.domain.blueprint.app import ScreenPlan
from lamplighter.domain.blueprint.signature import Parameter, ScreenSignature

SIGNATURE = ScreenSignature(
    "form",
    (
        Parameter("show", "fields"),
        Parameter("where", "expr", types="bool"),
        Parameter("sort", "exprs"),
        Parameter("limit", "num"),
        Parameter("role", "roles"),
    ),
)


def emit(screen: ScreenPlan, front: Front) -> ScreenSource:
    """The module of one entry page."""
    page = Page(screen, front)
    columns = page.columns(page.entity)
    body: dict[str, Literal] = {
        **page.place("edit"),
        "of": columns.thing(screen.of),
        "show": [path.hops[0].field for path in screen.with_.paths("show") if path.hops] or None,
        "rows": columns.rows(page.where()) if page.where() else None,
        "sort": [columns.key(key) for key in screen.with_.keys("sort")] or None,
        "limit": page.count("limit"),
    }
    return page.written("entry_page", "formScreen", body)
