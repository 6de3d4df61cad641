"""Challenges: what counts how much, a table for the month, not more than so many a day."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.spans import named_numbers

BODY = """
+ {k}: points int! =1 min 0 | «Points»
+ {w}: {p} ref({p})! | {p.one} ; {k} ref({k})! | {k.one} ; on_day date! =today | «Day» ; points int auto | «Points»
+ {p}: points_month num := sum({w}.points where month(on_day) = month(today)) | «Points this month» ; this_week num
    := count({w} where week(on_day) = week(today)) | «This week»
! worth lookup {w}: from={k}; match=id={k}; set=points=points; at=add
?cap ! cap limit {w}: max={cap}; per={p}, on_day; say=«No more count on one day.»
?streak ! chain streak {w}: of={p}; date=on_day; unit=week
# leaderboard list {p} «Leaderboard»: sort=-points_month; columns={p.key}, points_month, this_week
# months chart {w} «Points per month»: kind=bar; by=month(on_day); value=sum(points); series={p}
{kinds}
= {w}: {p},{k},on_day,points: {p.a}|{k.a}|today-1|{v1} / {p.b}|{k.b}|today-1|{v2} / {p.a}|{k.b}|today-2|{v2}
* count «Points by kind» worth, leaderboard, months :: add {w} {p}={p.c}, {k}={k.a} => {p}[{p.c}].points_month = {v1}
?cap * cap «Only so many a day» cap :: {cap_check}
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    workout = reading.mention("workout", "habit", "task") is not None
    return reading.says("points") and workout and "lookup" in sketch.able and "event" not in sketch.slots


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    person = sketch.who("score points")
    done = sketch.event("workout task habit", "Entry | Entries | 🏅", but=[person])
    kind = sketch.make("thing", "Kind | Kinds | 🗂️")
    pairs = named_numbers(reading) or [("A", "1"), ("B", "2"), ("C", "3")]
    kind.rows[:] = [{kind.key: name, "points": worth} for name, worth in pairs[:8]]
    cap = reading.number("limit")
    adds = "; ".join([f"add {done} {person}={person.c}, {kind}={kind.a}"] * (int(cap or 0) + 1))
    write(
        sketch,
        BODY.replace("{kinds}\n", ""),
        p=person,
        w=done,
        k=kind,
        cap=cap,
        v1=pairs[0][1],
        v2=pairs[1][1],
        cap_check=adds + " => refused by cap" if cap and int(cap) < 6 else "",
    )
    sketch.slots["event"] = done
    sketch.grant(f"see|add|edit|delete {done} own", f"see {kind}", f"see {person}")
    sketch.serve("points", "score", "limit", "chart", "lookup", "own", "goal")
    if "streak" in sketch.able:
        sketch.serve("streak")


RECIPE = Recipe("challenge", 26, _fits, _apply)
