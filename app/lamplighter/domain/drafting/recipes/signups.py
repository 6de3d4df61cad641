"""Sign-ups: who takes what, not more than there are places, what is still missing."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {e}: places int! ={places} min 0 | «Places»
?signup + {s}: {e} ref({e})! | {e.one} ; {p} ref({p})! | {p.one} ; brings text | «Brings» ; allergies text |
    «Allergies»
?signup ! list signup {s}: for={e}; places={e}.places; who={p}; wait=yes
?!signup + {s}: {e} ref({e})! | {e.one} ; {p} ref({p})! | {p.one} ; brings text | «Brings» ; allergies text |
    «Allergies» ; waits yesno =no | «On the waiting list»
?!signup + {e}: taken num := count({s} where not waits) | «Taken» ; free num := places - count({s} where not waits) |
    «Free» ; waiting num := count({s} where waits) | «Waiting»
?!signup ! full require {s}: check=waits or {e}.free >= 0; say=«It is full; tick “On the waiting list”.»
?!signup ! once limit {s}: max=1; per={per}; say=«Is on the list already.»
?!signup ! up act {s}: label=«Move up»; when=waits and {e}.free > 0; set=waits=no
# missing list {e} «Still free»: where=free > 0; columns={e.key}, places, taken, free; sort=-free
# who_comes list {s} «{s.many}»: group={e}; columns={p}, brings, allergies
# sheet print {s} «Print»: group={e}; show={p}, brings, allergies
?!signup # waiting_list list {s} «Waiting list»: where=waits; sort=created; columns={e}, {p}
= {s}: {e},{p},brings,allergies: {e.a}|{p.a}|«Something»|«Nuts» / {e.a}|{p.b}|| / {e.b}|{p.c}||
* sign «Not more than there are places» full, who_comes :: edit {e}[{e.a}] places=2; add {s} {e}={e.a}, {p}={p.d} =>
    refused by full // edit {e}[{e.a}] places=2; add {s} {e}={e.a}, {p}={p.d}, waits=yes => {e}[{e.a}].waiting = 1
* once «Each only once» once :: add {s} {e}={e.a}, {p}={p.a} => refused by once
* missing «See what is still missing» missing :: => still {e}[{e.b}].free = {places} - 1
* up «The next moves up» up, waiting_list :: edit {e}[{e.a}] places=2; add {s} {e}={e.a}, {p}={p.d}, waits=yes; edit
    {e}[{e.a}] places=3; up.run {s}[4] => {e}[{e.a}].taken = 3
"""


def _fits(sketch: Sketch) -> bool:
    elsewhere = sketch.reading.says("queue", "rota", "plots", "stay", "judge")
    return sketch.wants("signup") and {"limit", "require"} <= sketch.able.constructs and not elsewhere


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    kind = next((m for m in reading.mentions if m.noun.word in ("dish type", "dish", "gericht", "plat", "plato")), None)
    target = sketch.adopt(kind) if kind else sketch.need("event lesson recipe workout task shift food", "signup")
    person = sketch.who("signup", but=[target])
    entry = sketch.event("", "Sign-up | Sign-ups | ✍️")
    places = reading.number("limit", "signup limit", far=120) or "4"
    write(sketch, BODY, places=places, e=target, p=person, s=entry, per=f"{person}" if kind else f"{target}, {person}")
    sketch.slots["event"] = entry
    sketch.grant(f"see {target}", f"see|add|edit|delete {entry} own", f"see {person}({person.key})")
    sketch.serve("signup", "limit", "missing", "print", "once", "tables", "rsvp", "booking", "calendar")


RECIPE = Recipe("signups", 30, _fits, _apply)
