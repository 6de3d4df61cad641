"""Tokens for help: ask, another takes it, tokens move when it is done."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {r}: asker ref({p})! | «Asked by» ; on_day date! | «Day» ; hours num! =2 min 0.5 | «Hours» ; helper ref({p}) |
    «Helper» ; done yesno =no | «Done»
+ {p}: start_tokens int! =0 | «Tokens at the start» ; tokens num := start_tokens + sum({r}.hours via helper where
    done) - sum({r}.hours via asker where done) | «Token balance» ; reserved num := start_tokens + sum({r}.hours via
    helper where done) - sum({r}.hours via asker) | «Balance with open requests»
! self require {r}: check=blank(helper) or helper != asker; say=«Not your own request.»
! floor require {r}: check=asker.reserved >= {floor}; at=add; say=«Not enough tokens.»
! take act {r}: label=«Take it on»; when=blank(helper); ask=helper
! finish act {r}: label=«Done»; when=not blank(helper) and not done; set=done=yes
! locked require {r}: check=not done; at=edit, delete; say=«It is settled already.»
# open_list list {r} «Open requests»: where=blank(helper); sort=on_day; columns=asker, on_day, hours
# balances list {p} «Token balance»: sort=-tokens; columns={p.key}, tokens, reserved
?detail # of_each detail {p} «{p.one}»: show={p.key}, tokens, reserved; parts={r}(on_day, hours, done)
= {r}: asker,on_day,hours,helper,done: {p.a}|today-7|3|{p.b}|yes / {p.b}|today+2|2||
* ask «Ask, and another takes it once» take, self, open_list :: take.run {r}[2] helper={p.c}; take.run {r}[2]
    helper={p.a} => refused by take // take.run {r}[2] helper={p.b} => refused by self
* tokens «Tokens move when it is done» finish, balances :: take.run {r}[2] helper={p.c}; finish.run {r}[2] =>
    {p}[{p.c}].tokens = 2
* floor «Nobody goes below the limit» floor :: add {r} asker={p.a}, on_day=today+1, hours=100 => refused by floor
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.reading.says("tokens") and {"act", "require"} <= sketch.able.constructs


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    family = sketch.need("household person", "tokens accept")
    request = sketch.event("ticket", "Request | Requests | 🙋")
    floor = next((q.value for q in reading.quantities if q.kind == "below"), "0")
    write(sketch, BODY.replace("?detail #", "?never #"), p=family, r=request, floor=floor, never="")
    sketch.slots["who"], sketch.slots["event"] = family, request
    sketch.grant(f"see {family}", f"see|add {request}", "do take")
    sketch.serve("tokens", "accept", "balance", "flow", "limit", "range", "not_own", "history", "stock", "points")


RECIPE = Recipe("tokens", 5, _fits, _apply)
