"""Medicine: what is taken when, what is still open today, how much is left."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
?p + {m}: {p} ref({p}) | {p.one}
+ {m}: dose text | «Dose» ; times int! ={times} min 1 max 3 | «Times a day» ; stock_at_start int! =30 min 0 | «Pieces
    at the start» ; warn_at int! =7 min 0 | «Warn below»
+ {t}: {m} ref({m})! | {m.one} ; on_day date! =today | «Day» ; slot
    choice(morning:«Morning»,noon:«Noon»,evening:«Evening»)! =morning | «Time of day»
+ {m}: taken_today num := count({t} where on_day = today) | «Taken today» ; pieces_left num := stock_at_start -
    count({t}) | «Pieces left»
! once limit {t}: max=1; per={m}, on_day, slot; say=«Has been ticked already.»
! open_today due {m}: date=today; done=taken_today >= times; soon=0
! few alert {m}: when=pieces_left <= warn_at; say={{{m.key}}}: {{pieces_left}}
! refill act {m}: label=«New pack»; ask=stock_at_start
?repeat ! daily repeat {t}: date=on_day; every=1 day; copy={m}, slot
# today today -:
# not_taken list {m} «Not taken yet today»: where=taken_today < times; columns={m.key}, dose, taken_today, times
# days calendar {t} «Calendar»: date=on_day; show={m}, slot
= {t}: {m},on_day,slot: {m.a}|today|morning / {m.b}|today-1|morning / {m.b}|today-1|evening
* tick «Tick each time once» once :: add {t} {m}={m.a}, on_day=today, slot=morning => refused by once // add {t}
    {m}={m.a}, on_day=today, slot=evening => {m}[{m.a}].taken_today = 2
* open «See what is still open today» open_today, not_taken :: => still {m}[{m.b}].due_state = 'soon' // clock +1d =>
    count({m} where taken_today = 0) = 4
* few «Know before it runs out» few, refill :: edit {m}[{m.a}] warn_at=29 => {m}[{m.a}].pieces_left <=
    {m}[{m.a}].warn_at
"""


def _fits(sketch: Sketch) -> bool:
    return (
        sketch.reading.says("medicine")
        and sketch.reading.mention("medicine") is not None
        and {"limit", "due"} <= sketch.able.constructs
    )


def _apply(sketch: Sketch) -> None:
    medicine = sketch.need("medicine")
    taken = sketch.event("", "Dose taken | Doses taken | ✔️")
    twice = sketch.reading.says("twice_day")
    write(sketch, BODY, m=medicine, t=taken, p=sketch.pick("person", own=True), times="2" if twice else "1")
    sketch.slots["event"] = taken
    sketch.serve(
        "medicine remind due stock low limit interval twice_day done missing balance once range calendar",
    )
    if sketch.reading.says("repeat") and "repeat" in sketch.able:
        sketch.serve("repeat")
    sketch.assumed.append(sketch.say("A pack holds 30 pieces; each tick takes one."))


RECIPE = Recipe("medicine", 4, _fits, _apply)
