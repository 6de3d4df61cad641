"""Child rows on the page of a row or on a print sheet, with the fields that can be typed in place."""

from __future__ import annotations

from collections.abc import Sequence

from lamplighter.compiler.front.columns import default_columns
from lamplighter.compiler.front.javascript import Code, Literal
from lamplighter.compiler.front.page import Page
from lamplighter.domain.blueprint.app import EntityPlan, Field, MeasureOf, Part
from lamplighter.domain.blueprint.tree import Expression

MOST_IN_ENTRY = 4


def parts_of(page: Page, parts: Sequence[Part]) -> dict[str, Literal]:
    """The parts the screen names: child rows, charts over them, the history."""
    children = [_named(page, part) for part in parts if not part.chart and part.entity != "history"]
    charts: list[Literal] = [_chart(page, part.chart) for part in parts if part.chart in page.front.slots]
    history = any(part.entity == "history" for part in parts)
    return {"parts": children or None, "charts": charts or None, "history": history}


def all_parts(page: Page) -> dict[str, Literal]:
    """Every thing that belongs to the row, and its history where it is kept."""
    children = [_child(page, entity, via) for entity, via in page.front.children(page.screen.of)]
    history = any(each.entity == page.screen.of for each in page.front.emitted.histories)
    return {"parts": children or None, "history": history}


def printed_part(page: Page, part: Part, lent: Sequence[Expression], total: MeasureOf | None) -> Literal:
    """The lines of a part on paper; `lent` are columns the sheet names beside those of the part."""
    entity = page.front.entity(part.entity)
    columns = page.columns(entity)
    shown = [columns.column(e) for e in lent] or [columns.path(path) for path in part.columns]
    return {
        "label": entity.many,
        "of": columns.thing(entity.id),
        "via": part.via,
        "columns": shown or _defaults(page, entity, entity.fields[part.via]),
        "total": columns.measure(total) if total else None,
    }


def _chart(page: Page, chart: str) -> Code:
    slot = page.front.slots[chart]
    return page.module.use(f"screens/{slot.file}", slot.name)


def _named(page: Page, part: Part) -> Literal:
    entity = page.front.entity(part.entity)
    columns = page.columns(entity)
    shown: list[Literal] = [columns.path(path) for path in part.columns]
    fields = [
        entity.fields[p.hops[0].field] for p in part.columns if len(p.hops) == 1 and p.hops[0].field in entity.fields
    ]
    via = entity.fields[part.via]
    return _written(page, entity, via, shown or _defaults(page, entity, via), fields or _telling(entity, via))


def _child(page: Page, entity: EntityPlan, via: Field) -> Literal:
    return _written(page, entity, via, _defaults(page, entity, via), _telling(entity, via))


def _written(page: Page, entity: EntityPlan, via: Field, columns: list[Literal], fields: Sequence[Field]) -> Literal:
    thing = page.columns(entity).thing(entity.id)
    return {"label": entity.many, "of": thing, "via": via.id, "columns": columns, "entry": _entry(entity, via, fields)}


def _telling(entity: EntityPlan, via: Field) -> list[Field]:
    return [f for f in entity.stored if f is not via][:MOST_IN_ENTRY]


def _defaults(page: Page, entity: EntityPlan, via: Field) -> list[Literal]:
    columns = page.columns(entity)
    return [c for c in default_columns(page.front, columns, entity, most=5) if c != columns.field(via)]


def _entry(entity: EntityPlan, via: Field, fields: Sequence[Field]) -> Literal:
    """The fields of the row to type in, when a child can be entered with them alone."""
    open_ = [
        f for f in fields if f.stored and not f.auto and f is not via and f.raw not in ("long", "photo", "file", "refs")
    ]
    typed = [f for f in open_ if f.required] + [f for f in open_ if not f.required][
        : max(0, 3 - sum(f.required for f in open_))
    ]
    typed = [f for f in open_ if f in typed]
    missing = [
        f for f in entity.stored if f.required and not f.default and not f.auto and f is not via and f not in typed
    ]
    return [f.id for f in typed[:MOST_IN_ENTRY]] if not missing and 0 < len(typed) <= MOST_IN_ENTRY else None
