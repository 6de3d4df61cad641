"""Words in brackets after a thing, or parted by slashes, are what it may be."""

from __future__ import annotations

import re

from lamplighter.domain.drafting.lexicon import key
from lamplighter.domain.drafting.names import label, option
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing

BRACKETS = re.compile(
    r"\(([a-z][\w \-]{1,20}(?:, ?[a-z][\w \-]{1,20}){1,6}|[a-z]{2,15}(?:/[a-z]{2,15}){1,4})\)"
    r"|\b([a-z]{3,15}(?:/[a-z]{3,15}){1,4})\b"
)
NOT = ("and", "or", "yes", "in", "on", "start")


def _apply(sketch: Sketch) -> None:
    for match in BRACKETS.finditer(sketch.reading.folded):
        words = [w.strip() for w in re.split(r"[,/]", match[1] or match[2])]
        owner = _owner(sketch, match.start())
        if owner is None or any(
            w in NOT or w in sketch.reading.tongue.stopwords or any(c.isdigit() for c in w) for w in words
        ):
            continue
        known = [
            w for w in words if key(w) in sketch.reading.tongue.nouns or key(w) in sketch.reading.tongue.attributes
        ]
        ids = [option(w, n) for n, w in enumerate(words, 1)]
        if "kind" in owner.fields or len(known) > len(words) / 2 or len(set(ids)) < len(ids) or _spoken(sketch, ids):
            continue
        owner.add(
            "kind",
            f"choice({_choices(ids, words)}) | {sketch.say('Kind')}",
        )
        sketch.told.update(c.index for c in sketch.reading.clauses if c.start <= match.end() and match.start() <= c.end)


def _choices(ids: list[str], words: list[str]) -> str:
    return ",".join(f"{i}:{label(w.capitalize())}" for i, w in zip(ids, words, strict=True))


def _spoken(sketch: Sketch, ids: list[str]) -> bool:
    """Whether a recipe took these words already."""
    lines = (
        " ".join(line for t in sketch.things for line in t.fields.values())
        + " ".join(str(r) for t in sketch.things for r in t.rows).lower()
    )
    return all(i in lines for i in ids)


def _owner(sketch: Sketch, place: int) -> Thing | None:
    named = {t.one: t for t in sketch.things}
    before = [m for m in sketch.reading.mentions if m.end <= place <= m.end + 14 and m.noun.one in named]
    return named[before[-1].noun.one] if before else None


RECIPE = Recipe("options", 58, lambda sketch: BRACKETS.search(sketch.reading.folded) is not None, _apply)
