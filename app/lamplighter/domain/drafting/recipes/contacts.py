"""Contacts and deals: whom to call, what stands where, what it may bring."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.spans import days

BODY = """
?o + {c}: {o} ref({o}) | {o.one}
+ {c}: next_on date | «Next contact» ; last_on date := max({n}.on_day) | «Last contact»
+ {n}: {c} ref({c})! owned | {c.one} ; on_day date! =today | «Day» ; words long! | «Words»
?d ?o + {d}: {o} ref({o}) | {o.one}
?d + {d}: {c} ref({c}) | {c.one} ; amount money! =1000 min 0 | «Amount» ; chance int! =50 min 0 max 100 unit % |
    «Chance» ; stage choice({states}) ={first} | «Stage» ; forecast money := amount * chance / 100 | «Forecast»
! follow due {c}: date=next_on; soon=1
! silent alert {c}: when=or_else(last_on, day(created)) < today - {quiet}; say={{{c.key}}} {{phone}}
! talked act {c}: label=«Talked today»; ask=next_on; add={n}
?d ! stages flow {d}: field=stage; moves={moves}
! file csv {c}: in={c.key}, phone, email; key=email; out=csv
?d # board board {d} «{d.many}»: by=stage; show={d.key}, amount, chance; total=sum(amount)
# to_call list {c} «Whom to call»: where=next_on <= today + 1; sort=next_on; columns={c.key}, next_on, phone
# silent_list list {c} «Silent for long»: where=or_else(last_on, day(created)) < today - {quiet}; sort=last_on;
    columns={c.key}, last_on, phone
?d # forecast chart {d} «Forecast»: kind=bar; by=stage; value=sum(forecast)
= {n}: {c},on_day,words: {c.a}|today-5|{w1} / {c.b}|today-{long}|{w2} / {c.c}|today-20|{w2}
?d = {d}: {d.key},{c},amount,chance,stage: {d1}|{c.a}|4000|50|{first} / {d2}|{c.b}|900|90|{second}
* call «Know whom to call» follow, to_call :: edit {c}[{c.c}] next_on=today-1 => {c}[{c.c}].due_state = 'overdue'
* silent «See who has been silent for long» silent, silent_list, {n} :: => still {c}[{c.b}].last_on = today - {long}
    // add {n} {c}={c.b}, words=x => {c}[{c.b}].last_on = today
?d * deals «Steps on a board, with a forecast» stages, board, forecast :: => still {d}[{d1}].forecast = 2000 //
    stages.move {d}[{d1}] to={last} => {deal_end}
* file «Bring in the contacts» file ::
* unique «No two with one e-mail» {c} :: edit {c}[{c.a}] email=same@example.org; add {c} {c.key}=Y,
    email=same@example.org => refused by email
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    contact = any(m.noun.classes[0] in ("contact", "deal") for m in reading.mentions)
    return (
        (contact or reading.says("silent"))
        and reading.says("followup", "silent", "remind", "flow", "chance", "due")
        and "event" not in sketch.slots
        and {"due", "alert", "act"} <= sketch.able.constructs
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    contact = sketch.need("contact person company", "silent followup")
    email = contact.fields.get("email", f"email unique | {sketch.say('E-mail')}")
    contact.fields["email"] = email if "unique" in email else email.replace("email", "email unique", 1)
    contact.add("phone", f"phone | {sketch.say('Phone')}")
    company = sketch.pick("company", but=[contact], own=True)
    deal = sketch.pick("deal", own=True)
    if deal:
        deal = sketch.event("deal", "Deal | Deals | 🤝")
        deal.add("title", f"text! | {sketch.say('Title')}")
    note = sketch.event("note", "Call note | Call notes | 📞")
    states = ["new", "offer", "won", "lost"]
    quiet = days(reading.quantity("span", "silent", "day|week|month"), "60")
    names = reading.tongue.names.get("deal", ("A", "B"))
    write(
        sketch,
        BODY,
        c=contact,
        o=company,
        d=deal,
        n=note,
        states=",".join(f"{s}:{sketch.say(s.capitalize())}" for s in states),
        first="new",
        second="offer",
        last="won",
        moves="new>offer>won, *>lost",
        quiet=quiet,
        long=str(int(quiet) + 5),
        w1=sketch.say("Looked at it today"),
        w2=sketch.say("Waiting for an answer"),
        d1=names[0],
        d2=names[1],
        deal_end="refused by stages",
    )
    sketch.slots["event"], sketch.slots["who"] = note, contact
    sketch.serve(
        "followup silent remind due flow chance board import export unique once missing interval",
    )


RECIPE = Recipe("contacts", 35, _fits, _apply)
