"""Appointments: one of the staff does a service for a client; never two at once."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.spans import named_numbers

BODY = """
+ {v}: length minutes! =30 min 5 | «Length» ; price money min 0 | «Price»
+ {c}: phone phone | «Phone»
+ {a}: {c} ref({c})! | {c.one} ; {s} ref({s})! | {s.one} ; {v} ref({v})! | {v.one} ; start datetime! | «Start» ; ends
    datetime := start + {v}.length | «End» ; price money := {v}.price | «Price» ; note text | «Note»
! slot booking {a}: what={s}; from=start; minutes={v}.length; open={open}; say=«That time is taken.»;
    say_open=«Closed then.»
! tomorrow alert {a}: when=day(start) = today + 1; say={{{c}.{c.key}}} {{{c}.phone}}: {{{v}.{v.key}}}, {{start}}
# days calendar {a} «Calendar»: date=start; to=ends; show={c}, {s}, {v}; color={s}
# day board {a} «Today»: by={s}; where=day(start) = today; sort=start; show={c}, {v}, start, ends
# remind list {a} «To remind for tomorrow»: where=day(start) = today + 1; columns=start, {c}, {c}.phone, {v};
    sort=start
= {a}: {c},{s},{v},start: {c.a}|{s.a}|{v.a}|today+3 10:00 / {c.b}|{s.b}|{v.b}|today+3 14:00 /
    {c.c}|{s.a}|{v.b}|today+1 11:00
* book «Book without overlap» slot, days :: add {a} {c}={c.b}, {s}={s.a}, {v}={v.a}, start=today+3 10:10 => refused
    by slot // add {a} {c}={c.b}, {s}={s.b}, {v}={v.a}, start=today+3 10:00 => ok
* open «Only in opening hours» slot :: add {a} {c}={c.b}, {s}={s.b}, {v}={v.a}, start=today+3 {early} => refused by
    slot
* ends «The end follows from the length» {a} :: add {a} {c}={c.b}, {s}={s.b}, {v}={v.b}, start=today+4 12:00 =>
    {a}[4].ends - {a}[4].start = {v}[{v.b}].length
* tomorrow «Know whom to remind» tomorrow, remind :: clock +2d => count({a} where day(start) = today + 1) = 2
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    served = reading.mention("service", "staff") is not None or reading.says("service")
    place = any(m.noun.classes[0] in ("room", "vehicle", "device", "item", "plot", "seating") for m in reading.mentions)
    wanted = sketch.wants("booking") and (served or not place)
    return "booking" in sketch.able and wanted and not reading.says("lessons", "loan", "stay", "standings", "rota")


def _apply(sketch: Sketch) -> None:
    staff = sketch.need("staff", "booking", fresh="Staff member | Staff | 🧑", own=False)
    client = sketch.who("booking", but=[staff])
    lengths = named_numbers(sketch.reading, "min")
    named = None if lengths else sketch.pick("service", own=True)
    service = named or sketch.make("service", "Service | Services | ✂️")
    visit = sketch.event("appointment", "Appointment | Appointments | 📅")
    if lengths:
        service.rows[:] = [
            {service.key: name, "length": number, "price": str(10 + int(number))} for name, number in lengths
        ]
    opening = sketch.reading.number("hours")
    if not opening:
        sketch.assumed.append(sketch.say("Open Monday to Saturday, 9 to 18."))
    write(
        sketch,
        BODY,
        a=visit,
        c=client,
        s=staff,
        v=service,
        open=f"mon-sat {opening or '09:00-18:00'}",
        early="05:00",
    )
    sketch.slots["event"] = visit
    sketch.grant(f"see|add {visit} own", f"see {staff}, {service}")
    sketch.serve("booking", "service", "opening", "calendar", "remind")


RECIPE = Recipe("appointment", 11, _fits, _apply)
