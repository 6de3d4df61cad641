"""Orders made one by one: for whom, until when, what it costs, what is paid."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {o}: {p} ref({p})! | {p.one} ; what text! | «What» ; due_on date! | «Ready for» ; price money min 0 | «Price» ;
    deposit money =0 min 0 | «Deposit» ; state choice(ordered:«Ordered»,ready:«Ready»,handed:«Handed over») =ordered
    | «State» ; paid yesno =no | «Paid»
+ {o}: left money := if(paid, 0, or_else(price, 0) - or_else(deposit, 0)) | «Left to pay»
! step flow {o}: field=state; moves=ordered>ready>handed, ready>ordered
! late due {o}: date=due_on; done=state = 'handed'; soon=1
! pay act {o}: label=«Mark as paid»; when=not paid; set=paid=yes
! soon alert {o}: when=state = 'ordered' and due_on <= today + 1; say={{{p}.{p.key}}}: {{what}}, {{due_on}}
# days calendar {o} «Calendar»: date=due_on; show={p}, what
# to_make list {o} «To make»: where=state = 'ordered'; sort=due_on; columns=due_on, {p}, what
# unpaid list {o} «Not paid yet»: where=left > 0; columns={p}, what, price, deposit, left
= {o}: {p},what,due_on,price,deposit,state,paid: {p.a}|{n1}|today+1|45|10|ordered|no /
    {p.b}|{n2}|today-1|30|0|ready|no / {p.c}|{n1}|today-9|45|10|handed|yes
* steps «From ordered to handed over» step, late, days, to_make :: step.move {o}[1] to=handed => refused by step //
    step.move {o}[2] to=handed => {o}[2].due_state = 'done'
* pay «Know what is left to pay» pay, unpaid :: => still {o}[1].left = 35 // pay.run {o}[1] => {o}[1].left = 0
"""


def _fits(sketch: Sketch) -> bool:
    order = any(m.noun.classes[0] == "order" for m in sketch.reading.mentions)
    return (
        order
        and sketch.wants("order")
        and "event" not in sketch.slots
        and {"flow", "due", "act"} <= sketch.able.constructs
    )


def _apply(sketch: Sketch) -> None:
    person = sketch.need("person company", fresh="Customer | Customers | 🧑")
    order = sketch.event("order", "Order | Orders | 📝")
    names = sketch.reading.tongue.names.get("recipe", ("A", "B"))
    write(sketch, BODY, p=person, o=order, n1=names[0], n2=names[1])
    sketch.slots["event"], sketch.slots["who"] = order, person
    sketch.grant(f"see {order} own")
    sketch.serve(
        "order", "due", "remind", "deposit", "paid", "missing", "flow", "calendar", "loan", "deadline", "board"
    )


RECIPE = Recipe("jobs", 32, _fits, _apply)
