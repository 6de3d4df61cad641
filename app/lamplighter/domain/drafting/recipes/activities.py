"""Activities: what was done by whom and how far or long, summed for each."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {w}: {p} ref({p})! | {p.one} ; on_day date! =today | «Day» ; {measure} num! ={default} min 0{unit} | {label} ; note
    text | «Note»
+ {p}: this_month num := sum({w}.{measure} where month(on_day) = month(today)) | «This month» ; times num :=
    count({w}) | «Times»
! some require {w}: check={measure} > 0; say=«An amount is needed.»
# leaderboard list {p} «Leaderboard»: sort=-this_month; columns={p.key}, this_month, times
# per_month chart {w} «Per month»: kind=bar; by=month(on_day); value=sum({measure}); series={p}
= {w}: {p},on_day,{measure}: {p.a}|today-1|5 / {p.b}|today-2|8 / {p.a}|today-12|6
* log «Summed for each» leaderboard, per_month, some :: add {w} {p}={p.c}, {measure}=4 => {p}[{p.c}].this_month = 4
    // add {w} {p}={p.c}, {measure}=0 => refused by some
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    workout = any(m.noun.is_a("workout", "practice") for m in reading.mentions) or reading.says("hours_of")
    return (
        workout
        and "event" not in sketch.slots
        and (reading.says("score", "chart", "goal", "hours_of") or reading.has("distance", "minutes"))
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    person = sketch.who("score hours_of")
    done = (
        sketch.event("workout", "Activity | Activities | 🏃")
        if not reading.says("hours_of")
        else sketch.make("workout", "Entry | Entries | ⏱️", bare=True)
    )
    far = reading.has("distance")
    hours = reading.says("hours_of")
    measure = "distance" if far else "hours" if hours else "spent"
    label = sketch.say("Distance") if far else sketch.say("Hours") if hours else sketch.say("Minutes")
    write(
        sketch,
        BODY,
        p=person,
        w=done,
        measure=measure,
        default="1" if hours else "30" if not far else "5",
        unit=" unit km" if far else "",
        label=label,
    )
    sketch.slots["event"] = done
    sketch.grant(f"see|add|edit|delete {done} own", f"see {person}({person.key})")
    sketch.serve("score", "chart", "goal", "hours_of", "timer", "points")


RECIPE = Recipe("activities", 37, _fits, _apply)
