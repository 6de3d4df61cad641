"""Plain lists for important things no other recipe took up, and the today page."""

from __future__ import annotations

from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

_MOST = 6
_WEAK = ("place", "group", "boss", "note", "staff")


def _apply(sketch: Sketch) -> None:
    enough = 5 if sketch.rules else 3
    for mention in sketch.reading.mentions:
        fits = mention.strength >= enough and mention.noun.classes[0] not in _WEAK
        if fits and len(sketch.things) < _MOST:
            sketch.adopt(mention)
    if not sketch.things:
        sketch.adopt(sketch.reading.mentions[0]) if sketch.reading.mentions else sketch.make("thing")
    sketch.serve("track")


RECIPE = Recipe("rest", 55, lambda sketch: True, _apply)
