"""Votes: each has so many, nobody votes twice for the same, the most votes come first."""

from __future__ import annotations

import re

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.names import option
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing

BODY = """
?poll + {r}: name text! | «Name» ; closes_on date | «Closes on»
?poll + {v}: {r} ref({r})! | {r.one} ; {x} ref({x})! | {x.one} ; {p} ref({p})! | {p.one}
?poll ! choose poll {v}: for={r}; choice={x}; who={p}; max={max}; closes={r}.closes_on; hide=yes
?!poll + {v}: {x} ref({x})! | {x.one} ; {p} ref({p})! | {p.one}{kinds}
?!poll + {x}: {count} | {v.many}
?!poll ! most limit {v}: max={max}; per={p}; say=«No votes are left.»
?!poll ! once limit {v}: max=1; per={x}, {p}; say=«Has voted for this one already.»
?!poll # ranking list {x} «Votes»: sort=-votes; columns={x.key}, votes{cols}; limit=10
?!poll # vote_chart chart {v} «Votes»: kind=bar; by={x}.{x.key}; value=count(all){series}
?!poll = {v}: {x},{p}{kcol}: {x.a}|{p.a}{k1} / {x.b}|{p.b}{k1}
?poll = {r}: name,closes_on: «Round» 1|today+7
?poll = {v}: {r},{x},{p}: #1|{x.a}|{p.a} / #1|{x.b}|{p.b}
* vote «Everybody has so many votes» most, once, ranking, vote_chart :: add {v} {x}={x.a}, {p}={p.a}{karg} => refused
    by once // add {v} {x}={x.c}, {p}={p.c}{karg} => {x}[{x.c}].votes = 1
?!poll * most «Not more votes than allowed» most :: {most_check}
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    subject = reading.mention(
        "media",
        "topic",
        "item",
        "diary",
        "note",
        "recipe",
        "work",
        "product",
        "wish",
        "thing",
        "place",
        "person",
        "event",
        "animal",
        "game",
    )
    return sketch.wants("poll") and "limit" in sketch.able and subject is not None and not reading.says("standings")


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    subject = sketch.need("media diary topic note item recipe work product wish event game place animal thing", "poll")
    person = sketch.who("poll", but=[subject])
    vote = sketch.make("topic", "Vote | Votes | 🗳️", bare=True)
    most = reading.number("count", "poll", far=16) or reading.number("limit", "poll") or "1"
    kinds = _kinds(sketch)
    adds = (
        [f"add {subject} {subject.key}=V{n}" for n in range(int(most) + 1)]
        if most.isdigit() and int(most) < 5 and not _needs_more(subject)
        else []
    )
    votes = [f"add {vote} {subject}=V{n}, {person}={person.d}" for n in range(int(most) + 1)] if adds else []
    write(
        sketch,
        BODY,
        x=subject,
        p=person,
        v=vote,
        r=sketch.make("event", "Round | Rounds | 🗳️", bare=True) if "poll" in sketch.able else None,
        max=most,
        count=f"votes num := count({vote})",
        kinds=f" ; choice choice({','.join(kinds)})! | {sketch.say('Choice')}" if kinds else "",
        cols="",
        series="; series=choice" if kinds else "",
        kcol=",choice" if kinds else "",
        k1=f"|{kinds[0]}" if kinds else "",
        karg=f", choice={kinds[0]}" if kinds else "",
        most_check="; ".join([*adds, *votes]) + " => refused by most" if adds and not kinds else "",
    )
    if kinds and most == "1":
        _open_ballot(sketch, vote, subject, kinds)
    sketch.slots.setdefault("event", vote)
    sketch.grant(f"see {subject}", f"see|add|edit|delete {vote} own", f"see {person}({person.key})")
    sketch.serve("poll", "score", "limit", "once", *(("own",) if sketch.wanted == "web" else ()))


def _open_ballot(sketch: Sketch, vote: Thing, subject: Thing, kinds: list[str]) -> None:
    """Yes-or-no votes are given on every subject: no cap over all of them."""
    sketch.rules[:] = [r for r in sketch.rules if r.id != "most"]
    for kind in kinds:
        subject.add(f"votes_{kind}", f"num := count({vote} where choice = '{kind}') | {kind.capitalize()}")


def _needs_more(thing: Thing) -> bool:
    return any(
        "!" in line.split(" ")[0] and name != thing.key and "=" not in line for name, line in thing.fields.items()
    )


def _kinds(sketch: Sketch) -> list[str]:
    """What is voted, when the text names two words: `spooky or fake`."""
    for wish in sketch.reading.wishes:
        if wish.frame == "poll":
            match = re.match(
                r"\W+([a-z]{3,12}) (?:or|oder|ou|o|/) ([a-z]{3,12})\b", sketch.reading.folded[wish.end : wish.end + 30]
            )
            if match:
                return [option(match[1]), option(match[2])]
    return []


RECIPE = Recipe("voting", 33, _fits, _apply)
