"""Who owes how much: fines, small debts, what each has still to pay."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {d}: {p} ref({p})! | {p.one} ; amount money! ={price} min 0 | «Amount» ; what text | «What» ; on_day date! =today |
    «Day» ; paid yesno =no | «Paid»
+ {p}: owes money := sum({d}.amount where not paid) | «Owes»
! pay act {d}: label=«Mark as paid»; when=not paid; set=paid=yes
! owing alert {p}: when=owes > 0; say={{{p.key}}}: {{owes}}
# owing_list list {p} «Who owes»: where=owes > 0; sort=-owes; columns={p.key}, owes
# open_list list {d} «Not paid yet»: where=not paid; sort=on_day; total=sum(amount); columns={p}, what, amount, on_day
= {d}: {p},amount,on_day,paid: {p.a}|{price}|today-9|no / {p.b}|{price}|today-5|yes / {p.a}|{price}|today-2|no
* owe «Know who owes what» owing, owing_list, open_list :: add {d} {p}={p.c}, amount=7 => {p}[{p.c}].owes = 7
* pay «Mark as paid» pay :: pay.run {d}[1] => {p}[{p.a}].owes = {price} // pay.run {d}[2] => refused by pay
"""


def _fits(sketch: Sketch) -> bool:
    owed = sketch.wants("paid", "missing") and sketch.reading.says("paid")
    fine = any(m.noun.classes[0] == "fine" for m in sketch.reading.mentions)
    return (
        (owed or fine)
        and "event" not in sketch.slots
        and {"act", "alert"} <= sketch.able.constructs
        and not sketch.reading.says("split")
    )


def _apply(sketch: Sketch) -> None:
    person = sketch.who("paid missing")
    debt = sketch.event("fine payment", "Debt | Debts | 💸")
    write(sketch, BODY, p=person, d=debt, price=sketch.reading.number("price") or "5")
    sketch.slots["event"] = debt
    sketch.grant(f"see {debt} own", f"see {person} own")
    sketch.serve("paid missing due remind")


RECIPE = Recipe("debts", 49, _fits, _apply)
