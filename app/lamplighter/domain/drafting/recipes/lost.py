"""Lost and found: what was found, who claims it, one claim wins, names are not kept."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.spans import days

BODY = """
+ {x}: nr text auto | «Number» ; what text! | «What» ; photo photo | «Photo» ; found_at text | «Where found» ;
    found_on date! =today | «Found on» ; state choice(here:«Here»,returned:«Returned»,charity:«Given away») =here |
    «State»
+ {c}: {x} ref({x})! | {x.one} ; {p} ref({p})! | {p.one} ; words long | «How they know it» ; state
    choice(asked:«Asked»,approved:«Approved»,rejected:«Rejected») =asked | «State» ; on_day date! =today | «Day»
! nr number {x}: field=nr; form={{yyyy}}-{{0000}}; per=year
! life flow {x}: field=state; moves=here>returned, here>charity
! decide flow {c}: field=state; moves=asked>approved, asked>rejected{who}
! one limit {c}: max=1; per={x}; where=state = 'approved'; say=«It is promised to somebody else.»
! waiting alert {x}: when=state = 'here' and found_on < today - {keep}; say={{nr}} {{what}}
?expire ! forget expire {c}: after=on_day + {forget}; do=delete
# here list {x} «Here now»: where=state = 'here'; search=what, found_at; sort=-found_on; columns=nr, what, found_at,
    found_on, photo
# for_charity list {x} «To give away»: where=state = 'here' and found_on < today - {keep}; columns=nr, what, found_on
# to_decide list {c} «To decide»: where=state = 'asked'; sort=on_day{role}
= {x}: nr,what,found_at,found_on,state: 2026-0001|«Blue jacket»|«Gym»|today-3|here / 2026-0002|«Lunch
    box»|«Hall»|today-{old}|here
= {c}: {x},{p},state: #1|{p.a}|asked / #1|{p.b}|asked
* log «Each with a number» nr, here :: add {x} what=X => {x}[3].nr = '2026-0003'
* claim «One claim wins» decide, one, to_decide :: decide.move {c}[1] to=approved; decide.move {c}[2] to=approved =>
    refused by one
* charity «Given away after some time» waiting, life, for_charity :: clock +{keep}d => count({x} where state = 'here'
    and found_on < today - {keep}) = 2
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.reading.says("lost") and {"flow", "limit", "number"} <= sketch.able.constructs


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    item = next(
        (
            sketch.event("item", "Found item | Found items | 🧥")
            for m in reading.mentions
            if m.noun.word in ("found item", "lost item", "fundsache", "fundstuck")
        ),
        None,
    )
    item = item or sketch.make("item", "Found item | Found items | 🧥", bare=True)
    person = sketch.who(but=[item])
    claim = sketch.event("claim", "Claim | Claims | ✋")
    keep = days(reading.quantity("span", "", "day|week|month"), "90")
    boss = sketch.boss() if sketch.wanted == "web" else ""
    write(
        sketch,
        BODY,
        x=item,
        p=person,
        c=claim,
        keep=keep,
        old=str(int(keep) + 5),
        forget="30",
        who=f"; who=approved: {boss} | rejected: {boss}" if boss else "",
        role=f"; role={boss}" if boss else "",
    )
    sketch.slots["event"] = item
    sketch.grant(f"see {item}", f"see|add {claim} own", f"see {person} own")
    sketch.serve("lost", "number", "approve", "accept", "missing", "due", *(("roles", "own") if boss else ()))
    if "expire" not in sketch.able:
        sketch.not_built.append(sketch.say("Deleting names by itself after a time."))
        sketch.serve("expire")


RECIPE = Recipe("lost", 2, _fits, _apply)
