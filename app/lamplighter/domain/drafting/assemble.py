"""The sketch as a blueprint: rows of strings within the limits of the format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from lamplighter.domain.blueprint.model import (
    Blueprint,
    Demo,
    Entity,
    Feature,
    Kind,
    Measure,
    NotCovered,
    Pain,
    Role,
    Rule,
    Screen,
)
from lamplighter.domain.drafting import demo
from lamplighter.domain.drafting.names import identifier, label
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing

_RULES, _SCREENS, _FEATURES, _NOT, _ASSUMED, _TEXT = 30, 16, 12, 10, 8, 200


def assembled(sketch: Sketch, name: str, pitch: str, kind: Kind) -> Blueprint:
    """The whole blueprint; what passes a limit of the format is left off at the end."""
    rules = tuple(Rule(r.id, r.use, r.on, r.with_) for r in sketch.rules[:_RULES])
    return Blueprint(
        v=1,
        id=identifier(name, fallback="app"),
        name=name,
        pitch=pitch,
        lang=sketch.reading.tongue.code,
        kind=kind,
        pains=_pains(sketch),
        roles=tuple(Role(r.id, r.label[:40], r.is_, "; ".join(r.may), _join(r.join)) for r in sketch.roles),
        entities=tuple(
            Entity(t.id, _names(t.one, t.many, t.icon), _lines(t.fields, _counted(t, sketch))) for t in sketch.things
        ),
        rules=rules,
        screens=tuple(Screen(s.id, s.type, s.of, s.label, s.with_) for s in sketch.screens[:_SCREENS]),
        demo=tuple(Demo(t.id, ",".join(columns), tuple(lines)) for t, columns, lines in demo.blocks(sketch)),
        features=_features(sketch),
        measures=_measures(sketch),
        not_covered=tuple(NotCovered(t[:_TEXT], "not_built") for t in unique(sketch.not_built)[:_NOT]),
        assumed=tuple(t[:_TEXT] for t in unique(sketch.assumed)[:_ASSUMED]),
    )


def unique(texts: Iterable[str]) -> list[str]:
    """Each text once, in order."""
    return list(dict.fromkeys(texts))


def _join(word: str) -> Literal["", "list", "invite", "self"]:
    return "list" if word == "list" else "self" if word == "self" else "invite" if word == "invite" else ""


def _names(one: str, many: str, icon: str) -> str:
    return f"{one} | {many} | {icon}"


def _entity(thing: Thing, sketch: Sketch) -> Entity:
    return Entity(thing.id, _names(thing.one, thing.many, thing.icon), _lines(thing.fields, _counted(thing, sketch)))


def _lines(fields: dict[str, str], counted: str) -> tuple[str, ...]:
    lines = [f"{name} {line}" for name, line in list(fields.items())[:24]]
    return tuple(re.sub(r"(?<=^name text)(.*)\| .*$", rf"\1| {counted}", line) if counted else line for line in lines)


def _counted(thing: Thing, sketch: Sketch) -> str:
    """The word for one of them where the text counts them by another: "Parking … 4 spaces", "sensors … 30 devices"."""
    spoken = {word.lower() for other in sketch.things for word in (other.one, other.many)}
    for mention in sketch.reading.mentions:
        counted = re.search(r"\d $", sketch.reading.folded[: mention.start])
        if counted and mention.noun.is_a(*thing.classes[:1]) and mention.noun.one.lower() not in spoken:
            return label(mention.noun.one)
    return ""


def _pains(sketch: Sketch) -> tuple[Pain, ...]:
    who = next((t.low for t in sketch.things if t.is_a("person", "household")), sketch.say("whoever keeps the list"))
    return (Pain("p1", who, label_of_pain(sketch)),)


def label_of_pain(sketch: Sketch) -> str:
    """The idea's own first words as the guess of what hurts."""
    first = sketch.reading.clauses[0].text if sketch.reading.clauses else ""
    words = label_long(first)
    return f"{sketch.say('guess')}: {words or sketch.say('things get lost in heads and on paper')}"


def label_long(text: str) -> str:
    """A readable line of at most 120 characters."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w \-,.']", " ", text)).strip()[:120]


def _features(sketch: Sketch) -> tuple[Feature, ...]:
    standing = {r.id for r in sketch.rules[:_RULES]} | {s.id for s in sketch.screens[:_SCREENS]}
    standing |= {t.id for t in sketch.things}
    lines = [(f, [u for u in f.uses if u in standing]) for f in sketch.features]
    kept = [(f, uses) for f, uses in lines if uses][:_FEATURES]
    return tuple(Feature(f.id, f.label, "p1", "must", ", ".join(uses), f.checks[:8]) for f, uses in kept)


def _measures(sketch: Sketch) -> tuple[Measure, ...]:
    """The first thing of the first feature: rows of its entity."""
    main = main_thing(sketch)
    return (
        (Measure("added", f"{main}.added", f"{sketch.say('Rows added')}: {label(main_many(sketch))}"),) if main else ()
    )


def main_thing(sketch: Sketch) -> str:
    """The thing most rules stand on, else the first."""
    counts = {t.id: sum(r.on == t.id for r in sketch.rules) for t in sketch.things}
    return max(counts, key=lambda i: counts[i], default="")


def main_many(sketch: Sketch) -> str:
    """Its plural."""
    thing = sketch.thing(main_thing(sketch))
    return thing.many if thing else ""
