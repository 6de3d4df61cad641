"""One row with its facts, its child rows, its charts and its history."""

from __future__ import annotations

from lamplighter.compiler.front.columns import columns_of
from lamplighter.compiler.front.javascript import Literal
from lamplighter.compiler.front.page import Page
from lamplighter.compiler.front.parts import all_parts, parts_of
from lamplighter.compiler.front.plan import Front
from lamplighter.compiler.screen import ScreenSource
from lamplighter.domain.blueprint.app import ScreenPlan
from lamplighter.domain.blueprint.signature import Parameter, ScreenSignature

SIGNATURE = ScreenSignature(
    "detail", (Parameter("show", "exprs"), Parameter("parts", "parts"), Parameter("role", "roles"))
)


def emit(screen: ScreenPlan, front: Front) -> ScreenSource:
    """The module of the page of one row."""
    page = Page(screen, front)
    entity = page.entity
    columns = page.columns(entity)
    shown = screen.with_.keys("show")
    hidden = front.told_elsewhere(entity.id)
    fields = [f for f in entity.fields.values() if f.id != entity.shown and f.id not in hidden]
    facts = columns_of(columns, shown) if shown else [columns.field(f) for f in fields]
    parts = screen.with_.parts("parts")
    body: dict[str, Literal] = {
        "of": columns.thing(screen.of),
        "facts": facts,
        **(parts_of(page, parts) if parts else all_parts(page)),
    }
    return page.written("detail", "detailPage", body, of=screen.of)
