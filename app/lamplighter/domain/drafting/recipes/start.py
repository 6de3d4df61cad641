"""The start page: what is due and what to look after, in every app."""

from __future__ import annotations

from lamplighter.domain.drafting.body import feature
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing


def _apply(sketch: Sketch) -> None:
    if not any(s.type == "today" for s in sketch.screens):
        sketch.screen("today", "today", "", "", "")
    main = sketch.main()
    if main and not sketch.features:
        more = f"add {main} {main.key}=X => count({main}) = {len(main.rows) + 1}"
        feature(sketch, "keep", sketch.say("Keep the list"), [main.id], [more] if main.key and _open(main) else [])


def _open(thing: Thing) -> bool:
    """Whether a row needs nothing but its name."""
    others = [line for name, line in thing.fields.items() if name != thing.key]
    return all("!" not in line.split(" ")[0] or " =" in line for line in others)


RECIPE = Recipe("start", 95, lambda _: True, _apply)
