"""Running numbers: one each, without gaps."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {t}: nr text auto | «Number»
! {id} number {t}: field=nr; form={{yyyy}}-{{0000}}; per=year
* {id}_check «Each with a number» {id} :: {check}
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.wants("number") and "number" in sketch.able and sketch.main() is not None


def _apply(sketch: Sketch) -> None:
    thing = sketch.main()
    if thing and not sketch.has_rule("number", thing) and not {"nr", "code"} & set(thing.fields):
        write(sketch, BODY, t=thing, id=sketch.free("nr"), check="")
    sketch.serve("number")


RECIPE = Recipe("numbers", 70, _fits, _apply)
