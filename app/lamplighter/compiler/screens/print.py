"""A sheet for the printer: one table of rows, or one page or label for each row."""

from __future__ import annotations

from lamplighter.compiler.front.columns import columns_of, default_columns
from lamplighter.compiler.front.javascript import Literal
from lamplighter.compiler.front.page import Page
from lamplighter.compiler.front.parts import parts_of
from lamplighter.compiler.front.plan import Front
from lamplighter.compiler.screen import ScreenSource
from lamplighter.domain.blueprint.app import ScreenPlan
from lamplighter.domain.blueprint.signature import Parameter, ScreenSignature

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
    group, measure, file = with_.keys("group"), with_.measure("total"), with_.template("file")
    show = columns_of(columns, with_.keys("show")) or default_columns(front, columns, page.entity)
    body: dict[str, Literal] = {
        **page.place("print"),
        "of": columns.thing(screen.of),
        "prints": screen.of,
        "layout": layout,
        "single": layout != "sheet" or bool(with_.parts("parts")),
        "rows": columns.rows(page.where()),
        "sort": [columns.key(key) for key in with_.keys("sort")] or None,
        "group": columns.column(group[0].expression) if group else None,
        "show": show,
        "head": columns_of(columns, with_.keys("head")) or None,
        "to": columns_of(columns, with_.keys("to")) or None,
        **parts_of(page, with_.parts("parts")),
        "total": columns.measure(measure) if measure else None,
        "foot": columns_of(columns, with_.keys("foot")) or None,
        "file": columns.template(file) if file else None,
    }
    return page.written("print", "printScreen", body)
