"""Plain lists for important things no other recipe took up, and the today page."""

from __future__ import annotations

from lamplighter.domain.drafting.nouns import Mention
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

_MOST = 6
_WEAK = ("place", "group", "boss", "note", "staff")


def _apply(sketch: Sketch) -> None:
    enough = 5 if sketch.rules else 3
    for mention in sketch.reading.mentions:
        lead = (
            mention is sketch.reading.mentions[0] and mention.strength >= 3 and not mention.noun.is_a("person", "thing")
        )
        fits = (lead or mention.strength >= enough) and mention.noun.classes[0] not in _WEAK
        if fits and len(sketch.things) < _MOST:
            sketch.adopt(mention)
    if not sketch.things:
        first = _first(sketch)
        if first:
            sketch.adopt(first)
        else:
            sketch.make("thing")
    sketch.serve("track")


def _first(sketch: Sketch) -> Mention | None:
    """What the first property belongs to, else the first noun that is no mere place or group."""
    solid = [m for m in sketch.reading.mentions if m.noun.classes[0] not in _WEAK]
    part = next(iter(sketch.reading.properties), None)
    before = [m for m in solid if part and m.end <= part.start]
    after = [m for m in solid if part and m.start >= part.end]
    return next(iter([*before[-1:], *after[:1], *solid]), None)


RECIPE = Recipe("rest", 55, lambda _: True, _apply)
