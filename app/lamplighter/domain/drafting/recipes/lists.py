"""Things listed one after the other become lists of their own, joined to what they are about."""

from __future__ import annotations

from lamplighter.domain.drafting.nouns import Mention
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing

EVENTS = (
    "reading",
    "appointment",
    "payment",
    "task",
    "note",
    "workout",
    "event",
    "order",
    "expense",
    "diary",
    "ticket",
    "document",
    "upkeep",
    "service",
    "game",
    "lesson",
    "practice",
)
HOLDERS = (
    "person",
    "household",
    "animal",
    "plant",
    "vehicle",
    "device",
    "room",
    "plot",
    "item",
    "product",
    "work",
    "media",
    "company",
    "contact",
    "recipe",
    "group",
    "thing",
)
_MOST = 6


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    event = sketch.slots.get("event")
    for mention in reading.mentions if event is None or event.classes[0] in HOLDERS else ():
        known = any(p.start == mention.start for p in reading.properties)
        unknown = mention.noun.classes == ("thing",) and event is not None
        fits = (
            not known and not unknown and len(sketch.things) < _MOST and not mention.noun.is_a("place", "boss", "group")
        )
        if fits and _alone(sketch, mention) and not _near_kin(sketch, mention.noun.classes):
            sketch.adopt(mention)
    _join(sketch)


def _alone(sketch: Sketch, mention: Mention) -> bool:
    """Whether the noun is all there is in its clause, and the text lists three things or more."""
    reading = sketch.reading
    words = [w for w in reading.words if w.clause == mention.clause and w.text not in reading.tongue.stopwords]
    return len(reading.clauses) >= 3 and all(mention.start <= w.start < mention.end for w in words)


def _near_kin(sketch: Sketch, classes: tuple[str, ...]) -> bool:
    """Whether a thing of the same first class stands already and recipes made something of it."""
    return any(t.classes[:1] == classes[:1] and any(r.on == t.id for r in sketch.rules) for t in sketch.things)


def _join(sketch: Sketch) -> None:
    """What happens refers to what it happens to: an inspection to its hive, a payment to its member."""
    for thing in sketch.things:
        refers = any(line.startswith(("ref(", "refs(")) for line in thing.fields.values())
        if not thing.is_a(*EVENTS) or thing.classes[0] not in EVENTS or refers or _written(sketch, thing):
            continue
        holder = next((t for t in sketch.things if t is not thing and t.classes[0] in HOLDERS), None)
        if holder:
            fields = dict(thing.fields)
            thing.fields.clear()
            thing.fields[holder.id] = f"ref({holder})! | {holder.one}"
            thing.fields.update(fields)
            thing.add("on_day", f"date =today | {sketch.say('Day')}")
            thing.rows[:] = thing.rows[:3] or [{}, {}, {}]


def _written(sketch: Sketch, thing: Thing) -> bool:
    """Whether a recipe has made something of it already."""
    used = any(r.on == thing.id for r in sketch.rules) or any(thing.id in f.uses for f in sketch.features)
    referred = any(t.refers(thing) for t in sketch.things)
    return used or referred or not thing.told or thing in sketch.slots.values()


RECIPE = Recipe("lists", 54, lambda _: True, _apply)
