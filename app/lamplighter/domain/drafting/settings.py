"""The one row of settings of an app: made when the first recipe needs it."""

from __future__ import annotations

from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing


def settings(sketch: Sketch, **fields: str) -> Thing:
    """The entity `settings` with these field lines added."""
    thing = sketch.thing("settings")
    if thing is None:
        words = sketch.say("Settings")
        thing = Thing("settings", words, words, "⚙️", ("settings",), place=len(sketch.reading.text))
        sketch.things.append(thing)
    for name, line in fields.items():
        thing.add(name, line)
    return thing
