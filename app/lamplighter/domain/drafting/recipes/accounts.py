"""Accounts: money or points that go in and out, and what is left for each."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {e}: {p} ref({p})! | {p.one} ; amount money! | «In or out» ; what text! | «What» ; on_day date! =today | «Day»
?ledger ! account ledger {e}: of={p}; amount=amount; floor=0; date=on_day; say=«There is not that much left.»
?!ledger + {p}: balance money := sum({e}.amount) | «Balance»
?!ledger ! account require {e}: check={p}.balance >= 0; say=«There is not that much left.»
! nothing require {e}: check=amount != 0; say=«An amount is needed.»
# balances list {p} «Balances»: columns={p.key}, balance; sort=-balance
# latest list {e} «Latest»: sort=-on_day; columns=on_day, {p}, what, amount
# months chart {e} «Per month»: kind=bar; by=month(on_day); value=sum(amount); series={p}
= {e}: {p},amount,what,on_day: {p.a}|20|{w1}|today-9 / {p.a}|-5|{w2}|today-2 / {p.b}|20|{w1}|today-9
* account «What is left for each» balances, latest, months :: add {e} {p}={p.a}, amount=-5, what=X =>
    {p}[{p.a}].balance = 10
* floor «Never more than there is» account, nothing :: add {e} {p}={p.a}, amount=-500, what=X => refused by account
"""


def _fits(sketch: Sketch) -> bool:
    return (
        sketch.wants("balance")
        and "require" in sketch.able
        and "event" not in sketch.slots
        and not sketch.reading.says("split", "tokens", "stock", "medicine", "away")
    )


def _apply(sketch: Sketch) -> None:
    owner = sketch.pick("person household group", "balance") or sketch.make("household", "Account | Accounts | 🐖")
    entry = sketch.make("payment", "Entry | Entries | 💶", bare=True)
    write(sketch, BODY, p=owner, e=entry, w1=sketch.say("Paid in"), w2=sketch.say("Paid out"))
    sketch.slots["event"], sketch.slots["who"] = entry, owner
    sketch.assumed.append(sketch.say("What is taken out is written with a minus."))
    sketch.grant(f"see {entry} own", f"see {owner} own")
    sketch.serve("balance", "chart", "paid", "missing", "points", "budget", "history")


RECIPE = Recipe("accounts", 39, _fits, _apply)
