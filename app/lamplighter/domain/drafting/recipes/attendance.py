"""Attendance: who was there, how often, who was missing last time."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {s}: on_day date! =today | «Day» ; note text | «Note»
+ {a}: {s} ref({s})! owned | {s.one} ; {p} ref({p})! | {p.one} ; present yesno =yes | «Present»
+ {p}: times_there num := count({a} where present) | «Times present» ; times_missing num := count({a} where not
    present) | «Times missing» ; last_there date := max({a}.{s}.on_day where present) | «Last present»
+ {s}: there num := count({a} where present) | «Present»
! once limit {a}: max=1; per={s}, {p}; say=«Is on the list already.»
! gone alert {p}: when=times_missing >= 3; say={{{p.key}}}: {{times_missing}}
# who_missing list {a} «Missing»: where=not present; sort=-{s}.on_day; columns={p}, {s}.on_day
# overview list {p} «Attendance»: sort=-times_there; columns={p.key}, times_there, times_missing, last_there
# per_day chart {s} «Present»: kind=bar; by=on_day; value=sum(there)
# sheet print {s} «Attendance sheet»: show=on_day, there; parts={a}({p}, present)
= {s}: on_day: today-7 / today
= {a}: {s},{p},present: #1|{p.a}|yes / #1|{p.b}|no / #2|{p.a}|yes
* there «Each is marked once» once, overview, sheet :: add {a} {s}=2, {p}={p.a} => refused by once // add {a} {s}=2,
    {p}={p.b} => {p}[{p.b}].times_there = 1
* missing «See who was missing» gone, who_missing, per_day :: edit {a}[3] present=no => {p}[{p.a}].times_missing = 1
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.wants("attendance") and {"limit", "alert"} <= sketch.able.constructs


def _apply(sketch: Sketch) -> None:
    person = sketch.who("attendance")
    session = sketch.make("event", "Session | Sessions | 📅", bare=True)
    mark = sketch.make("event", "Attendance mark | Attendance marks | ✔️", bare=True)
    write(
        sketch,
        BODY.replace("max({a}.{s}.on_day where present)", "max({a}.day_of where present)"),
        p=person,
        s=session,
        a=mark,
    )
    mark.add("day_of", f"date := {session}.on_day | {sketch.say('Day')}")
    sketch.slots.setdefault("event", mark)
    sketch.grant(f"see {mark} own", f"see {session}")
    sketch.serve("attendance", "missing", "chart", "print", "once")


RECIPE = Recipe("attendance", 9, _fits, _apply)
