"""Shared bills: who paid, who owes, how to get even."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {e}: what text! | «What» ; amount money! min 0.01 | «Amount» ; payer ref({p})! | «Paid by» ; among refs({p})! |
    «Shared by» ; on_day date! =today | «Day»
+ {m}: giver ref({p})! | «From» ; taker ref({p})! | «To» ; amount money! min 0.01 | «Amount» ; on_day date =today |
    «Day»
?split ! share split {e}: amount=amount; payer=payer; among=among; by=equal; settle={m}; settle_from=giver;
    settle_to=taker; settle_amount=amount
?!split + {e}: portion money := amount / common(among, among) | «Each»
?!split + {p}: paid money := sum({e}.amount via payer) | «Paid» ; share money := sum({e}.portion via among) | «Share»
    ; balance money := sum({e}.amount via payer) - sum({e}.portion via among) + sum({m}.amount via giver) -
    sum({m}.amount via taker) | «Balance»
! self require {m}: check=giver != taker; say=«You cannot pay yourself.»
! debt alert {p}: when=balance < -0.01; say={{{p.key}}}: {{balance}}
# balances list {p} «Balances»: columns={p.key}, paid, share, balance; sort=balance
# months chart {e} «Spending per month»: kind=bar; by=month(on_day); value=sum(amount)
= {e}: what,amount,payer,among,on_day: {n1}|45|{p.b}|{p.a}+{p.b}+{p.c}|today-3 /
    {n2}|30|{p.c}|{p.a}+{p.b}+{p.c}|today-9
= {m}: giver,taker,amount: {p.a}|{p.b}|5
* bills «Split a bill» balances, debt, {e} :: add {e} what=X, amount=10, payer={p.a}, among={p.a}+{p.b} =>
    {p}[{p.a}].paid = 10 // add {m} giver={p.c}, taker={p.b}, amount=1 => {p}[{p.b}].balance < {p}[{p.b}].paid -
    {p}[{p.b}].share - 5
* even «Record who paid whom» self :: add {m} giver={p.b}, taker={p.b}, amount=5 => refused by self
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.reading.says("split") and not sketch.reading.says("lessons", "invoice", "turns")


def _apply(sketch: Sketch) -> None:
    person = sketch.who("split")
    bill = sketch.event("expense", "Expense | Expenses | 💳", "split")
    payment = sketch.event("", "Payment | Payments | 💶")
    names = sketch.reading.tongue.names.get("expense", ("A", "B", "C"))
    write(sketch, BODY, p=person, e=bill, m=payment, n1=names[0], n2=names[1])
    sketch.slots["event"] = bill
    sketch.serve("split", "balance", "paid", "missing", "chart", "budget")
    if "split" not in sketch.able:
        sketch.not_built.append(sketch.say("Cents that do not divide, and who pays whom with the fewest payments."))


RECIPE = Recipe("splitting", 25, _fits, _apply)
