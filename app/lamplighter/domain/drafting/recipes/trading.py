"""Swapping things: what is offered and wanted, an agreed swap holds both, one rating afterwards."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {x}: name text! | «Name» ; {p} ref({p})! | {p.one} ; side choice(give:«Gives»,want:«Wants»)! =give | {sides} ;
    photo photo | «Photo» ; note text | «Note»
+ {s}: {x} ref({x})! | {x.one} ; taker ref({p})! | «With» ; on_day date! =today | «Day» ; state
    choice(asked:«Asked»,agreed:«Agreed»,done:«Done»,declined:«Declined») =asked | «State»
+ {x}: promised yesno := count({s} where state = 'agreed' or state = 'done') > 0 | «Promised»
?r + {r}: {s} ref({s})! | {s.one} ; rater ref({p})! | «By» ; stars stars! | «Stars» ; words text | «Words»
! step flow {s}: field=state; moves=asked>agreed>done, asked>declined
! held limit {s}: max=1; per={x}; where=state = 'agreed' or state = 'done'; say=«It is promised to somebody else.»
! self require {s}: check=taker != {x}.{p}; say=«That is your own.»
?r ! once limit {r}: max=1; per={s}, rater; say=«You have rated this one already.»
?r ! after require {r}: check={s}.state = 'done'; at=add; say=«Only after the swap.»
# offered list {x} «Offered»: where=side = 'give' and not promised; columns=name, {p}, photo
# wanted list {x} «Wanted»: where=side = 'want'; columns=name, {p}
# board board {s} «{s.many}»: by=state; show={x}, taker
= {x}: name,{p},side: {n} 1|{p.a}|give / {n} 2|{p.b}|give / {n} 2|{p.a}|want / {n} 1|{p.b}|want
= {s}: {x},taker,state: #1|{p.b}|asked / #2|{p.a}|done / #1|{p.c}|asked
?r = {r}: {s},rater,stars: #2|{p.a}|5
* offer «Enter what you give and want» {x}, offered, wanted :: add {x} name=Z, {p}={p.a}, side=give => count({x}
    where side = 'give') = 3
* swap «Ask, and the other agrees» step, board, self :: step.move {s}[1] to=done => refused by step // step.move
    {s}[1] to=agreed => {s}[1].state = 'agreed'
* held «Promised to one only» held :: step.move {s}[1] to=agreed; step.move {s}[3] to=agreed => refused by held
?r * rate «One rating after the swap» once, after :: add {r} {s}=2, rater={p.a}, stars=3 => refused by once // add
    {r} {s}=1, rater={p.b}, stars=3 => refused by after
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    return reading.says("trade") and {"flow", "limit"} <= sketch.able.constructs and not reading.says("rota")


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    person = sketch.who()
    thing = next(
        (
            sketch.adopt(m)
            for m in reading.mentions
            if m.noun.classes[0] in ("item", "media", "plant", "product", "thing")
        ),
        None,
    ) or sketch.make("item")
    thing.fields.clear()
    thing.rows.clear()
    swap = sketch.event("", "Swap | Swaps | 🔄")
    rating = sketch.event("", "Rating | Ratings | ⭐") if reading.says("rate", "score") else None
    write(sketch, BODY, p=person, x=thing, s=swap, r=rating, n=thing.one, sides=sketch.say("Gives or wants"))
    sketch.slots["event"] = swap
    sketch.grant(f"see {thing}", f"see|add {swap}", f"see {person}({person.key})")
    sketch.serve(
        "trade approve flow rate score loan accept swap",
        "pick" if "pick" in sketch.able else "trade",
    )
    if "pick" not in sketch.able:
        sketch.not_built.append(sketch.say("Finding matches by itself; the two lists stand side by side."))
        sketch.serve("pick")


RECIPE = Recipe("trading", 5, _fits, _apply)
