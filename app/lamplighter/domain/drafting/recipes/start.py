"""The start page: what is due and what to look after, in every app."""

from __future__ import annotations

from lamplighter.domain.drafting.body import feature, write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.spans import days, minutes, named_numbers
from lamplighter.domain.drafting.thing import Thing


def _apply(sketch: Sketch) -> None:
    if not any(s.type == "today" for s in sketch.screens):
        sketch.screen("today", "today", "", "", "")
    for thing in sketch.things:
        if not any(thing.id in f.uses for f in sketch.features) and not sketch.features and thing.id != "settings":
            feature(
                sketch,
                "keep",
                sketch.say("Keep the list"),
                [thing.id],
                [f"delete {thing}[1] => count({thing}) = {len(thing.rows) - 1}"] if thing.rows else [],
            )


RECIPE = Recipe("start", 95, lambda sketch: True, _apply)
