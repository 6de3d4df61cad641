"""Properties the text names become fields of the thing they belong to."""

from __future__ import annotations

import re

from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing

WITH = re.compile(r"\b(?:with|mit|avec|con)\b")  # what follows belongs to what came first
SKIPPED = {
    "price": ("rate", "fee", "unit_price", "amount", "cost"),
    "amount": ("price", "cost", "total", "qty", "worked"),
    "due_on": ("until", "ends_on"),
    "stars": ("stars", "points", "mark_1"),
    "phone": ("phone",),
    "meal": ("meal",),
    "seats": ("seats", "places"),
    "quantity": ("qty", "amount"),
    "minutes": ("length", "spent", "worked", "minutes"),
    "receipt": ("receipt", "photo"),
    "certificate": ("certificate",),
    "place": ("found_at", "place", "spot"),
    "link": ("link", "target"),
    "code": ("code", "nr"),
    "plate": ("plate",),
    "score": ("points", "total"),
    "temperature": ("temperature",),
    "battery": ("battery",),
    "category": ("category",),
    "budget": ("budget",),
    "fee": ("fee", "rate", "amount"),
    "kind": ("kind",),
    "notes": ("notes", "note", "words", "steps"),
    "distance": ("km",),
    "reason": ("reason", "why"),
    "mood": ("mood",),
    "chance": ("chance",),
    "song": ("song",),
    "allergies": ("allergies",),
}


def _apply(sketch: Sketch) -> None:
    beyond = _beyond(sketch)
    for part in sketch.reading.properties:
        if part.clause in beyond or re.match(r"\s*\d", sketch.reading.folded[part.end : part.end + 3]):
            continue
        owner = _owner(sketch, part.start, part.clause)
        word = part.attribute
        if (
            owner is None
            or word.field in owner.fields
            or any(f in t.fields for t in sketch.things for f in SKIPPED.get(word.field, (word.field,)))
        ):
            continue
        if any(
            m.start <= part.start < m.end and any(t.one == m.noun.one for t in sketch.things)
            for m in sketch.reading.mentions
        ):
            continue
        if len(owner.fields) < 20:
            owner.add(word.field, f"{_said(sketch, word.type)} | {word.label}")
            sketch.told.add(part.clause)


def _beyond(sketch: Sketch) -> set[int]:
    """Clauses about the world outside the app."""
    reading = sketch.reading
    hits = [m.start() for _, pattern in sketch.lexicon.outside if (m := pattern.search(reading.folded))]
    return {c.index for c in reading.clauses for place in hits if c.start <= place < c.end}


def _said(sketch: Sketch, kind: str) -> str:
    """Options of a choice in the language of the app."""
    if not kind.startswith("choice("):
        return kind
    inside, _, rest = kind[7:].partition(")")
    return "choice(" + ",".join(f"{o}:{sketch.say(o.capitalize())}" for o in inside.split(",")) + ")" + rest


def _owner(sketch: Sketch, start: int, clause: int) -> Thing | None:
    """The thing named last before the property, within two clauses; else the main thing."""
    named = {t.one: t for t in sketch.things}
    before = [m for m in sketch.reading.mentions if m.start < start and m.clause >= clause - 2 and m.noun.one in named]
    after = [m for m in sketch.reading.mentions if m.start > start and m.clause == clause and m.noun.one in named]
    head = [m for m in before if m.clause == clause]
    listed = head and WITH.search(sketch.reading.folded[head[0].end : start])
    best = head[0] if listed else before[-1] if before else after[0] if after else None
    return named[best.noun.one] if best else sketch.main()


RECIPE = Recipe("attributes", 57, lambda sketch: bool(sketch.reading.properties), _apply)
