"""Bookings by the hour: rooms, courts, machines, vehicles; never two at once."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.spans import minutes
from lamplighter.domain.drafting.thing import Thing

NEAR = "booking rental"
THINGS = "room seating vehicle device item plot staff animal place thing"
BODY = """
+ {b}: {x} ref({x})! | {x.one} ; {y} ref({y})! | {y.one} ; start datetime! | «Start»
?fixed + {b}: ends datetime := start + {fixed} | «End»
?!fixed + {b}: ends datetime! | «End»
?seats + {x}: seats int! =8 min 1 | «Seats»
?seats + {b}: people int! =1 min 1 | «People»
?cancel + {b}: state choice(booked:«Booked»,cancelled:«Cancelled») =booked | «State» ; cancelled_at datetime auto |
    «Cancelled at»
?fee + {b}: charged yesno := state = 'cancelled' and start - cancelled_at < {fee} | «Charged»
+ {x}: taken_now yesno := count({b} where start <= now and ends > now{alive}) > 0 | «Taken now»
! slot booking {b}: what={x}; from=start; {to}{open}{where}; say=«That time is taken.»
?seats ! seats require {b}: check=people <= {x}.seats; say=«Not enough seats.»
?cancel ! cancel flow {b}: field=state; moves=booked>cancelled; stamp=cancelled: cancelled_at
?cap ! cap limit {b}: max={cap}; per={y}; where=start >= now{alive}; say=«No more bookings at once.»
# days calendar {b} «Calendar»: date=start; to=ends; show={x}, {y}; color={x}
# free list {x} «Free now»: where=not taken_now
# own_day list {b} «Today»: where=day(start) = today; sort=start; columns=start, ends, {x}, {y}
= {b}: {x},{y},start,{ends}: {x.a}|{y.a}|today+3 {h}:00|{e1} / {x.b}|{y.b}|today+3 {h}:00|{e1} / {x.a}|{y.c}|today-4
    15:00|{e2}
* book «Book without overlap» slot, days :: add {b} {x}={x.a}, {y}={y.d}, start=today+3 {h}:30{until1} => refused by
    slot // add {b} {x}={x.c}, {y}={y.d}, start=today+3 {h}:30{until1} => ok
* free «See what is free now» free :: clock +3d; clock {h}:15 => {x}[{x.a}].taken_now = yes
?seats * seats «Not more people than seats» seats :: add {b} {x}={x.c}, {y}={y.d}, people=999, start=today+3
    15:00{until2} => refused by seats
?cancel * cancel «Cancel a booking» cancel :: cancel.move {b}[1] to=cancelled; add {b} {x}={x.a}, {y}={y.d},
    start=today+3 {h}:00{until1} => ok
?fee * fee «Late cancelling is charged» cancel :: clock +3d; cancel.move {b}[1] to=cancelled => {b}[1].charged = yes
?cap * cap «A limit of bookings at once» cap :: {cap_check} => refused by cap
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    taken = "event" in sketch.slots or (
        reading.says("lessons", "loan", "rota", "standings") and sketch.has_rule("booking")
    )
    return (
        "booking" in sketch.able
        and sketch.wants("booking", "rental")
        and not taken
        and reading.mention(*THINGS.split()) is not None
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    what = sketch.need(THINGS, NEAR)
    who = sketch.who(NEAR, but=[what])
    event = sketch.event("appointment", "Booking | Bookings | 📅", NEAR, but=[what])
    length = reading.quantity("span", NEAR, "minute|hour", 90)
    fee = reading.quantity("span", "cancel", "hour|day")
    length = None if length is not None and fee is not None and length.start == fee.start else length
    fixed = minutes(length, "") if length and length is not fee else ""
    cancel = "yes" if reading.says("cancel") and "flow" in sketch.able else ""
    cap = reading.number("limit", NEAR + " cancel")
    opening = reading.number("hours")
    write(
        sketch,
        BODY,
        b=event,
        x=what,
        y=who,
        fixed=fixed,
        cancel=cancel,
        cap=cap,
        seats="yes" if reading.has("seats") or reading.says("capacity") else "",
        fee=minutes(fee, "") if cancel and fee else "",
        alive=" and state != 'cancelled'" if cancel else "",
        to=f"minutes={fixed}" if fixed else "to=ends",
        open=f"; open=mon-sun {opening}" if opening else "",
        where="; where=state != 'cancelled'" if cancel else "",
        cap_check=_cap_check(event, what, who, cap, fixed, opening),
        **_cells(fixed, opening),
    )
    sketch.slots["event"] = event
    sketch.grant(f"see|add|edit|delete {event} own", f"see {what}", *(("do cancel own",) if cancel else ()))
    sketch.serve(
        "booking rental calendar capacity",
        *(("opening",) if opening else ()),
        *(("cancel",) if cancel else ()),
        *(("limit",) if cap else ()),
    )


def _cells(fixed: str, opening: str) -> dict[str, str]:
    """Hours of the example rows, inside the opening hours, and the end of a booking where it is typed."""
    first = int(opening[:2]) if opening else 10
    h, later = f"{first:02d}", f"{first + 1:02d}"
    if fixed:
        rows = {"ends": "start", "e1": f"today+3 {h}:00", "e2": "today-4 15:00", "until1": "", "until2": ""}
    else:
        rows = {"ends": "ends", "e1": f"today+3 {later}:00", "e2": "today-4 16:00"}
        rows |= {"until1": f", ends=today+3 {later}:30", "until2": ", ends=today+3 16:00"}
    return {"h": h, **rows}


def _cap_check(event: Thing, what: Thing, who: Thing, cap: str, fixed: str, opening: str) -> str:
    first = int(opening[:2]) if opening else 10
    steps = [
        f"add {event} {what}={what.c}, {who}={who.d}, start=today+{n} {first:02d}:00"
        + ("" if fixed else f", ends=today+{n} {first + 1:02d}:00")
        for n in range(4, 5 + min(int(cap or 0), 6))
    ]
    return "; ".join(steps)


RECIPE = Recipe("booking", 14, _fits, _apply)
