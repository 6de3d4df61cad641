"""A history of every change, and data that is deleted in time."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.spans import days

BODY = """
! {id} history {t}: fields=*
* {id}_check «Keep every change» {id} :: {check}
"""
FORGET = """
! {id} expire {t}: after=day(created) + {days}; do=delete
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.wants("history", "expire") and sketch.main() is not None


def _apply(sketch: Sketch) -> None:
    thing = sketch.main()
    if thing is None:
        return
    if sketch.wants("history") and "history" in sketch.able:
        if not sketch.has_rule("history", thing):
            write(sketch, BODY, t=thing, id=sketch.free("log"), check="")
        sketch.serve("history")
    if sketch.wants("expire") and "expire" in sketch.able:
        write(
            sketch,
            FORGET,
            t=thing,
            id=sketch.free("forget"),
            days=days(sketch.reading.quantity("span", "expire", "day|week|month|year"), "180"),
        )
        sketch.serve("expire")


RECIPE = Recipe("records", 74, _fits, _apply)
