"""A waiting line: a number on arrival, who is next, how long it takes."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.spans import days

BODY = """
+ {v}: {p} ref({p})! | {p.one} ; nr text auto | «Number» ; urgent yesno =no | {first} ; state
    choice(waiting:«Waiting»,called:«Called»,done:«Done»,absent:«Absent») =waiting | «State» ; called_at datetime
    auto | «Called at» ; on_day date! =today | «Day»
+ {v}: ahead num := count(all {v} where state = 'waiting' and (urgent and not this.urgent or urgent = this.urgent and
    created < this.created)) | «Ahead» ; wait num := if(state = 'waiting', 10 * (count(all {v} where state =
    'waiting' and (urgent and not this.urgent or urgent = this.urgent and created < this.created)) + count(all {v}
    where state = 'called')), 0) | «Wait in minutes» ; waited num := called_at - created | «Waited minutes»
! nr number {v}: field=nr; form={{000}}; per=day
! step flow {v}: field=state; moves=waiting>called>done, called>absent>waiting, called>waiting; stamp=called:
    called_at
?k + {v}: {k} ref({k}) | {k.one}
?once ! once limit {v}: max=1; per={p}, {span}(on_day); say=«Has been here already.»
?queue ! line queue {v}: state=state; waiting=waiting; calling=called; done=done; by=-urgent, created; each=auto;
    servers=1
?expire ?forget ! forget expire {v}: after=on_day + {forget}; do=delete
?public # wall public {v} «Screen»: show=nr, state, ahead; where=state = 'waiting' or state = 'called'; sort=-urgent,
    created; live=5
# line_list list {v} «Queue»: where=state = 'waiting'; sort=-urgent, created; columns=nr, {p}, urgent, wait
# board board {v} «Board»: by=state; show=nr, {p}, wait; where=on_day = today; sort=-urgent, created
# screen list {v} «Screen»: where=state = 'called' or state = 'waiting'; sort=state, -urgent, created; columns=nr,
    state, wait
# wait_chart chart {v} «Average wait per day»: kind=line; by=on_day; value=avg(waited); where=not blank(called_at)
= {v}: {p},nr,urgent,state,on_day: {p.a}|001|no|waiting|today / {p.b}|002|yes|waiting|today /
    {p.c}|001|no|done|today-8
* number «A number on arrival» nr, line_list :: add {v} {p}={p.d} => not blank({v}[4].nr)
* next «Call the next, in order» step, board, screen :: step.move {v}[1] to=done => refused by step // step.move
    {v}[1] to=called => {v}[1].state = 'called' // => still {v}[1].ahead = 1
?once * once «Not again too soon» once :: add {v} {p}={p.a} => refused by once
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    wall = sketch.wants("queue") and not reading.says("signup", "dice", "points", "plots", "booking", "dues")
    return (
        wall
        and {"flow", "number"} <= sketch.able.constructs
        and reading.mention("person", "household", "ticket", "animal", "appointment") is not None
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    person = sketch.pick("household", "once", own=True) if reading.says("once") else None
    person = person or sketch.need("person household animal", "queue")
    sketch.slots["who"] = person
    visit = sketch.event("appointment", "Visit | Visits | 🎟️")
    every = reading.quantity("every", "once", far=40)
    once = "yes" if reading.says("once") and every else ""
    forget = reading.quantity("span", "expire", "day|month|week")
    write(
        sketch,
        BODY,
        k=sketch.pick("staff", own=False, but=[person]) if reading.mention("staff") else None,
        v=visit,
        p=person,
        once=once,
        span=every.unit if every and every.unit in ("week", "month", "year") else "day",
        forget=days(forget, "30") if forget else "",
        first=sketch.say("Goes first"),
        public="yes" if sketch.wanted == "web" else "",
    )
    sketch.slots["event"] = visit
    sketch.grant(f"see|add {visit} own")
    sketch.serve(
        "queue", "number", "chart", "live", "urgent", "anonymous", "accept", "print", *(("once",) if once else ())
    )
    if not reading.says("urgent"):
        sketch.assumed.append(sketch.say("Whoever is marked goes first; the wait is ten minutes for each ahead."))


RECIPE = Recipe("waiting", 27, _fits, _apply)
