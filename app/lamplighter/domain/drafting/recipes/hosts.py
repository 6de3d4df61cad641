"""Whose turn it is to host: who has not for the longest is first."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {m}: on_day date! | «Day» ; host ref({p})! | «Host» ; what text | «What»
+ {p}: hosted num := count({m}) | «Times hosted» ; last_hosted date := max({m}.on_day) | «Last hosted»
! once limit {m}: max=1; per=on_day; say=«There is one on that day already.»
! soon alert {m}: when=on_day >= today and on_day <= today + 7; say={{host.{p.key}}}: {{on_day}}
# turn list {p} «Whose turn it is»: sort=last_hosted, hosted; columns={p.key}, last_hosted, hosted
# days calendar {m} «Calendar»: date=on_day; show=host, what
= {m}: on_day,host: today-30|{p.a} / today-2|{p.b} / today+12|{p.c}
* turn «Whose turn it is» turn, days, soon, once :: add {m} on_day=today+40, host={p.d} => {p}[{p.d}].hosted = 1 //
    add {m} on_day=today+12, host={p.d} => refused by once
"""


def _fits(sketch: Sketch) -> bool:
    host = sketch.reading.says("hosting") or (
        sketch.wants("turns") and sketch.reading.mention("appointment", "event") is not None
    )
    return host and {"limit", "alert"} <= sketch.able.constructs


def _apply(sketch: Sketch) -> None:
    person = sketch.who("turns poll")
    meeting = sketch.event("appointment event", "Meeting | Meetings | 📅")
    write(sketch, BODY, p=person, m=meeting)
    sketch.slots.setdefault("event", meeting)
    sketch.serve("turns", "hosting", "calendar", "repeat")
    if "assign" not in sketch.able:
        sketch.not_built.append(
            sketch.say("Turns that are given out by themselves; the list says who has waited longest.")
        )


RECIPE = Recipe("hosts", 34, _fits, _apply)
