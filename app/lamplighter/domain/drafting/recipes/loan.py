"""Lending: who has what, back by when, never twice at once."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.spans import days
from lamplighter.domain.drafting.thing import Thing

NEAR = "loan rental"
THINGS = "item device media vehicle product animal room plot thing"
BODY = """
+ {l}: {x} ref({x})! | {x.one} ; {y} ref({y})! | {y.one} ; out_on date! =today | «Out since» ; due_on date | «Due
    back» ; back_on date | «Back on»
+ {y}: phone phone | «Phone»
! lend loan {l}: what={x}; who={y}; out=out_on; due=due_on; back=back_on; days={days}{cap}
! late due {l}: date=due_on; done=not blank(back_on); soon=2
! call alert {l}: when=blank(back_on) and due_on < today; say={{{y}.{y.key}}} {{{y}.phone}}: {{{x}.{x.key}}},
    {{due_on}}
# out_now list {l} «Who has what»: where=blank(back_on); sort=due_on; columns={x}, {y}, out_on, due_on, {y}.phone
# overdue list {l} «Overdue list»: where=blank(back_on) and due_on < today; sort=due_on; columns={x}, {y}, due_on,
    {y}.phone
= {l}: {x},{y},out_on,due_on,back_on: {x.a}|{y.a}|today-20|today-6| / {x.b}|{y.b}|today-3|today+11| /
    {x.c}|{y.a}|today-40|today-26|today-25
* lending «Lend and take back» lend, out_now :: add {l} {x}={x.a}, {y}={y.c} => refused by lend // lend.give_back
    {l}[1] => {x}[{x.a}].available = yes
* late «See who is late» late, call, overdue :: clock +30d => count({l} where blank(back_on) and due_on < today) = 2
?cap * most «No more at once than allowed» lend :: {cap_check}
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    return "loan" in sketch.able and sketch.wants("loan") and reading.mention(*THINGS.split()) is not None


def _apply(sketch: Sketch) -> None:
    item = sketch.need(THINGS, NEAR)
    person = sketch.who(NEAR, but=[item])
    loan = sketch.event("", "Loan | Loans | 🔁")
    span = sketch.reading.quantity("span", NEAR, "day|week|month")
    cap = sketch.reading.number("limit", NEAR)
    if not span:
        sketch.assumed.append(sketch.say("A loan is late after two weeks."))
    write(
        sketch,
        BODY,
        l=loan,
        x=item,
        y=person,
        days=days(span, "14"),
        cap=f"; max={cap}" if cap else "",
        cap_check=_over(loan, item, person, int(cap)) if cap else "",
    )
    sketch.slots["event"] = loan
    sketch.grant(f"see {loan} own")
    sketch.serve("loan", "rental", "remind", "due", *(("limit",) if cap else ()))


def _over(loan: Thing, item: Thing, person: Thing, cap: int) -> str:
    """Lends new items to a person with nothing out until the next one is one too many."""
    names = [f"Extra {n}" for n in range(1, min(cap, 5) + 2)]
    if cap > 5:
        return ""
    adds = [f"add {item} {item.key}={n}" for n in names]
    lends = [f"add {loan} {item}={n}, {person}={person.c}" for n in names]
    return "; ".join([*adds, *lends]) + " => refused by lend"


RECIPE = Recipe("loan", 10, _fits, _apply)
