"""A repair shop: what came in, what it needs, what it costs, when it is ready."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {c}: phone phone | «Phone»
+ {x}: {c} ref({c}) | {c.one}
+ {r}: nr text auto | «Number» ; {x} ref({x})! | {x.one} ; fault long | «What is wrong» ; state
    choice(received:«Received»,in_work:«In work»,ready:«Ready»,handed:«Handed over») =received | «State» ;
    promised_on date | «Promised for» ; ready_on date auto | «Ready on» ; labour money =0 min 0 | «Labour»
+ {p}: {r} ref({r})! owned | {r.one} ; what text! | «What» ; qty int! =1 min 1 | «Quantity» ; price money! min 0 |
    «Price»
+ {p}: amount money := qty * price | «Amount»
+ {r}: parts_cost money := sum({p}.amount) | «Parts» ; total money := or_else(labour, 0) + sum({p}.amount) | «Total»
! nr number {r}: field=nr; form={{yyyy}}-{{0000}}; per=year
! step flow {r}: field=state; moves=received>in_work>ready>handed, received>ready, in_work>received; stamp=ready:
    ready_on
! late due {r}: date=promised_on; done=state = 'ready' or state = 'handed'; soon=1
! tell alert {r}: when=state = 'ready'; say={{{x}.{c}.{c.key}}} {{{x}.{c}.phone}}: {{{x}.{x.key}}}, {{total}}
# board board {r} «{r.many}»: by=state; show=nr, {x}, promised_on, total
# late_list list {r} «What is due»: where=state = 'received' or state = 'in_work'; sort=promised_on; columns=nr, {x},
    promised_on, fault
# ready_list list {r} «Ready, to be told»: where=state = 'ready'; columns=nr, {x}, {x}.{c}, total
# tag print {r} «Label»: layout=labels; show=nr, {x}, promised_on
= {r}: nr,{x},fault,state,promised_on,labour: 2026-0001|{x.a}|«Needs a look»|in_work|today-2|30 /
    2026-0002|{x.b}|«Needs a look»|received|today+3|
= {p}: {r},what,qty,price: #1|«Spare part»|2|12
* steps «From received to ready to handed over» step, board :: step.move {r}[1] to=handed => refused by step //
    step.move {r}[1] to=ready => not blank({r}[1].ready_on)
* price «The price is labour plus parts» {p} :: add {p} {r}=1, what=X, qty=1, price=5 => {r}[1].total = 59 // =>
    still {r}[1].parts_cost = 24
* number «A number of its own, and a label» nr, tag :: add {r} {x}={x.c} => {r}[3].nr = '2026-0003'
* late «What was promised for when» late, late_list :: edit {r}[2] promised_on=today-1 => {r}[2].due_state = 'overdue'
* tell «Know whom to tell» tell, ready_list :: step.move {r}[1] to=ready => count({r} where state = 'ready') = 1
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    thing = reading.mention("vehicle", "device", "item", "animal") is not None
    return (
        reading.says("repair")
        and thing
        and {"flow", "number", "due"} <= sketch.able.constructs
        and not reading.says("loan", "timer")
    )


def _apply(sketch: Sketch) -> None:
    thing = sketch.need("vehicle device item", "repair")
    client = sketch.need("person company", but=[thing])
    repair = sketch.event("work", "Repair | Repairs | 🔧")
    part = sketch.event("", "Part used | Parts used | 🔩")
    write(sketch, BODY, c=client, x=thing, r=repair, p=part)
    sketch.slots["who"], sketch.slots["event"] = client, repair
    sketch.grant(f"see {repair} own {thing}.{client}", f"see {thing} own")
    sketch.serve(
        "repair",
        "flow",
        "number",
        "label",
        "print",
        "due",
        "remind",
        "invoice",
        "stock",
        "board",
        "interval",
        "paid",
    )


RECIPE = Recipe("repairs", 12, _fits, _apply)
