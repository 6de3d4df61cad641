"""Habits: ticked once a day, how often this week, what is open today."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
?p + {h}: {p} ref({p}) | {p.one}
+ {h}: goal int! =5 min 1 max 7 | «Goal a week»
+ {c}: {h} ref({h})! | {h.one} ; on_day date! =today | «Day»
+ {h}: done_today yesno := count({c} where on_day = today) > 0 | «Done today» ; this_week num := count({c} where
    week(on_day) = week(today)) | «This week» ; goal_part num := round(this_week / goal * 100) | «Part of the goal in
    percent» ; last_three num := count({c} where on_day > today - 3 and on_day <= today) | «In the last three days»
! once limit {c}: max=1; per={h}, on_day; say=«Has been ticked today already.»
! open_today alert {h}: when=not done_today; say={{{h.key}}}
?streak ! chain streak {c}: of={h}; date=on_day; unit=day; need={need}
# today today -:
# open_list list {h} «Open today»: where=not done_today; columns={h.key}, this_week, goal
# goals list {h} «Goals of the week»: columns={h.key}, this_week, goal, goal_part, last_three; sort=-goal_part
# months chart {c} «Per month»: kind=bar; by=month(on_day); value=count(all); series={h}
= {h}.x: :
= {c}: {h},on_day: {h.a}|today / {h.a}|today-1 / {h.b}|today-1
* tick «Tick once a day» once, open_today, open_list :: add {c} {h}={h.a} => refused by once // add {c} {h}={h.b} =>
    {h}[{h.b}].done_today = yes
* goal «How far the week's goal is» goals :: add {c} {h}={h.a}, on_day=today-2 => {h}[{h.a}].this_week = 3 //
    => still {h}[{h.a}].goal_part = 40
"""


def _fits(sketch: Sketch) -> bool:
    habit = any(m.noun.classes[0] == "habit" for m in sketch.reading.mentions)
    return (
        habit
        and {"limit", "alert"} <= sketch.able.constructs
        and "event" not in sketch.slots
        and not sketch.reading.says("points", "practice", "lessons")
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    mention = next(
        (
            m
            for m in reading.mentions
            if m.noun.word in ("habit", "routine", "gewohnheit", "habitude", "habito", "習慣")
        ),
        None,
    )
    habit = sketch.adopt(mention) if mention else sketch.need("habit")
    tick = sketch.event("", "Check-in | Check-ins | ✔️")
    write(
        sketch,
        BODY.replace("= {h}.x: :\n", ""),
        h=habit,
        c=tick,
        p=sketch.pick("person", own=True),
        need=reading.number("count", "streak") or "3",
    )
    sketch.slots["event"] = tick
    sketch.serve(
        "done goal chart once limit remind repeat missing interval",
        "streak" if "streak" in sketch.able else "goal",
    )


RECIPE = Recipe("habits", 36, _fits, _apply)
