"""Ratings: stars on a thing, the best on top."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {t}: stars stars | «Stars»
# {id} list {t} «The best first»: where=not blank(stars); sort=-stars
* {id} «The best first» {id} :: {check}
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.wants("rate") and sketch.main() is not None


def _apply(sketch: Sketch) -> None:
    thing = sketch.need("media recipe food product item diary plant work place event thing", "rate")
    if not any("stars" in t.fields and t.fields["stars"].startswith("stars!") for t in sketch.things):
        write(
            sketch,
            BODY,
            t=thing,
            id=sketch.free("best"),
            check=f"edit {thing}[1] stars=1 => {thing}[1].stars = 1" if thing.rows else "",
        )
    sketch.serve("rate", "score")


RECIPE = Recipe("ratings", 76, _fits, _apply)
