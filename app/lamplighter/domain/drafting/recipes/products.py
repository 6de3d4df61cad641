"""Figures that follow from two others: a times b, as the text says it."""

from __future__ import annotations

import re
from itertools import pairwise

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing

BODY = """
+ {t}: {id} num := {a} * {b}{part} | {label}
* {id} «{label}» {t} :: {check}
"""
TIMES = re.compile(r"^ ?(?:x|×|\*|times|mal|fois|por)s? $")


def _pairs(sketch: Sketch) -> list[tuple[str, str]]:
    parts = sketch.reading.properties
    return [
        (a.attribute.field, b.attribute.field)
        for a, b in pairwise(parts)
        if TIMES.match(sketch.reading.folded[a.end : b.start])
    ]


def _apply(sketch: Sketch) -> None:
    for first, second in _pairs(sketch):
        owner = next(
            (
                t
                for t in sketch.things
                if first in t.fields and second in t.fields and _counts(t, first) and _counts(t, second)
            ),
            None,
        )
        if owner and not any(f":= {first} * {second}" in line for line in owner.fields.values()):
            write(
                sketch,
                BODY,
                t=owner,
                id="product",
                a=first,
                b=second,
                part="",
                label=sketch.say("Together"),
                check=f"edit {owner}[1] {first}=2, {second}=3 => {owner}[1].product = 6" if owner.rows else "",
            )


def _counts(thing: Thing, name: str) -> bool:
    return thing.fields[name].split(" ")[0].rstrip("!") in ("int", "num")


RECIPE = Recipe("products", 77, lambda sketch: bool(_pairs(sketch)), _apply)
