"""A sheet for the printer: one table of rows, or one page or label for each row."""

from __future__ import annotations

from lamplighter.compiler.front.columns import columns_of, default_columns
from lamplighter.compiler.front.javascript import Literal
from lamplighter.compiler.front.page import Page
from lamplighter.compiler.front.parts import printed_part
from lamplighter.compiler.front.plan import Front, starts_at
from lamplighter.compiler.screen import ScreenSource
from lamplighter.domain.blueprint.app import ScreenPlan
from lamplighter.domain.blueprint.signature import Parameter, ScreenSignature
from lamplighter.domain.blueprint.tree import Expression

SIGNATURE = ScreenSignature(
    "print",
    (
        Parameter("layout", "opt", default="sheet", options=("sheet", "letter", "labels", "card", "receipt")),
        Parameter("show", "exprs"),
        Parameter("parts", "parts"),
        Parameter("group", "exprs"),
        Parameter("total", "measure"),
        Parameter("sort", "exprs"),
        Parameter("where", "expr", types="bool"),
        Parameter("head", "exprs"),
        Parameter("to", "exprs"),
        Parameter("foot", "exprs"),
        Parameter("file", "text"),
        Parameter("role", "roles"),
    ),
)


def emit(screen: ScreenPlan, front: Front) -> ScreenSource:
    """The module of one print sheet."""
    page = Page(screen, front)
    columns = page.columns(page.entity)
    with_ = screen.with_
    layout = with_.word("layout") or "sheet"
    file = with_.template("file")
    show = [key for key in with_.keys("show") if _is_own(page, key.expression)]
    group = [key for key in with_.keys("group") if _is_own(page, key.expression)]
    measure = with_.measure("total")
    whole = measure if measure and (measure.expression is None or _is_own(page, measure.expression)) else None
    body: dict[str, Literal] = {
        **page.place("print"),
        "of": columns.thing(screen.of),
        "prints": screen.of,
        "layout": layout,
        "single": layout != "sheet" or bool(with_.parts("parts")),
        "rows": columns.rows(page.where()),
        "sort": [columns.key(key) for key in with_.keys("sort")] or None,
        "group": columns.column(group[0].expression) if group else None,
        "show": columns_of(columns, show) if with_.has("show") else default_columns(front, columns, page.entity),
        "head": columns_of(columns, with_.keys("head")) or None,
        "to": columns_of(columns, with_.keys("to")) or None,
        "parts": _parts(page),
        "total": columns.measure(whole) if whole else None,
        "foot": columns_of(columns, with_.keys("foot")) or None,
        "file": columns.template(file) if file else None,
    }
    return page.written("print", "printScreen", body)


def _is_own(page: Page, expression: Expression) -> bool:
    """Whether the row itself has it; what it lacks is taken from its first part."""
    return starts_at(expression) in ("", page.screen.of)


def _parts(page: Page) -> list[Literal] | None:
    """The lines of each part; the first one takes the columns and the total that the row itself lacks."""
    with_ = page.screen.with_
    parts = [part for part in with_.parts("parts") if part.entity in page.front.app.entities]
    lent = [key.expression for key in with_.keys("show") if not _is_own(page, key.expression)]
    measure = with_.measure("total")
    total = measure if measure and measure.expression and not _is_own(page, measure.expression) else None
    return [printed_part(page, p, lent if not at else [], None if at else total) for at, p in enumerate(parts)] or None
