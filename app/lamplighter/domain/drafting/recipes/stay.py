"""Stays by nights: a room, kennel or space is taken from one day to another."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

NEAR = "stay booking rental"
BODY = """
+ {e}: {x} ref({x})! | {x.one} ; {g} ref({g})! | {g.one} ; from_day date! | «From» ; to_day date! | «Leaving day» ;
    nights num := to_day - from_day | «Nights»
?plate + {e}: plate text | «Plate» ; code text auto | «Code»
?price + {x}: rate money! =20 min 0 | «Price per night»
?price + {e}: price money := nights * {x}.rate | «Price»
?owner + {g}: {owner} ref({owner}) | {owner.one}
?sized + {x}: size choice({sized})! | «Size»
?pet ?sized + {g}: size choice({sized}) | «Size»
?invoice + {e}: nr text | «Number» ; left yesno =no | «Picked up»
+ {x}: taken_now yesno := count({e} where from_day <= today and to_day > today) > 0 | «Taken now»
! slot booking {e}: what={x}; from=from_day; to=to_day; say=«Taken in these nights.»
?pet ?sized ! fits require {e}: check=blank({g}.size) or {g}.size = {x}.size or {x}.size = '{large}'; say=«Too small
    for this one.»
?cap ! cap limit {e}: max={cap}; sum=nights; per={g}, month(from_day); say=«No more nights this month.»
?own ! before require {e}: check=from_day > today; at=delete; say=«It has begun already.»
?invoice ! paper number {e}: field=nr; form={{yyyy}}-{{000}}; per=year; when=left
?invoice ! leave act {e}: label=«Pick up and bill»; when=not left; set=left=yes
?plate ! slip_code number {e}: field=code; form={{code6}}
# days calendar {e} «Calendar»: date=from_day; to=to_day; show={x}, {g}; color={x}
# free list {x} «Free now»: where=not taken_now
?invoice # paper print {e} «Invoice»: layout=letter; show=nr, {g}, {x}, from_day, to_day, nights, price; where=left
?plate # slip print {e} «Slip»: layout=labels; show={x}, {g}, from_day, to_day, plate, code
= {e}: {x},{g},from_day,to_day: {x.a}|{g.a}|today+1|today+3 / {x.b}|{g.b}|today-1|today+1 /
    {x.a}|{g.c}|today-9|today-8
* reserve «Reserve nights without overlap» slot, days :: add {e} {x}={x.a}, {g}={g.d}, from_day=today+2,
    to_day=today+3 => refused by slot // add {e} {x}={x.a}, {g}={g.d}, from_day=today+3, to_day=today+4 => ok
?price * price «Price from nights and rate» {e} :: add {e} {x}={x.c}, {g}={g.d}, from_day=today+5, to_day=today+8 =>
    {e}[4].price = 3 * {x}[{x.c}].rate
?pet ?sized * fits «Large ones only where they fit» fits :: edit {x}[{x.a}] size={small}; edit {g}[{g.d}]
    size={large}; add {e} {x}={x.a}, {g}={g.d}, from_day=today+20, to_day=today+21 => refused by fits
?cap * cap «A limit of nights a month» cap :: add {e} {x}={x.c}, {g}={g.d}, from_day=2026-12-01, to_day={over} =>
    refused by cap
?own * before «Cancel only before it starts» before :: delete {e}[2] => refused by before // delete {e}[1] => ok
?invoice * paper «Invoice with a running number» paper, leave :: leave.run {e}[1] => {e}[1].nr = '2026-001'
?plate * slip «Print a slip» slip, slip_code :: add {e} {x}={x.c}, {g}={g.d}, from_day=today+5, to_day=today+6 => not
    blank({e}[4].code)
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    return (
        "booking" in sketch.able
        and reading.says("stay")
        and reading.mention("room", "plot", "place", "vehicle", "item") is not None
        and not reading.says("rota", "loan")
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    guest = sketch.pick("animal", NEAR, own=True) or sketch.need("household person", "limit stay")
    pet = guest.is_a("animal")
    room = sketch.pick("room plot", NEAR, [guest], own=True) or sketch.need(
        "room plot place vehicle item", NEAR, but=[guest]
    )
    stay = sketch.event("stay appointment", "Stay | Stays | 🛏️" if pet else "Reservation | Reservations | 🛏️", NEAR)
    owner = sketch.who("", but=[guest, room], fresh="Owner | Owners | 🧑") if pet else None
    sketch.slots.setdefault("who", owner or guest)
    cap = reading.number("limit", "stay")
    options = _sizes(sketch)
    for index, row in enumerate(room.rows if options else []):
        row["size"] = options[-1] if index != 1 else options[0]
    for row in guest.rows if options and pet else []:
        row["size"] = ""
    write(
        sketch,
        BODY,
        e=stay,
        x=room,
        g=guest,
        owner=owner,
        pet="yes" if pet else "",
        price="yes" if reading.has("price") or reading.says("invoice", "price") else "",
        sized=",".join(options) if options else "",
        small=options[0] if options else "",
        large=options[-1] if options else "",
        cap=cap,
        over=f"2026-12-{2 + int(cap or 0):02d}" if int(cap or 0) < 28 else "2026-12-30",
        own="yes" if not pet else "",
        plate="yes" if reading.says("label", "print") and not reading.says("invoice") else "",
        invoice="yes" if reading.says("invoice") else "",
    )
    sketch.slots["event"] = stay
    sketch.grant(f"see|add|edit|delete {stay} own" if guest is sketch.slots["who"] else f"see {stay}", f"see {room}")
    sketch.serve(
        "stay", "booking", "rental", "calendar", "cancel", "lookup", "expire_date", *(("limit",) if cap else ())
    )
    sketch.serve(*(("invoice", "print", "number") if reading.says("invoice") else ("label", "print")))


def _sizes(sketch: Sketch) -> list[str]:
    """`small/large` as the text says it."""
    for match in sketch.reading.tongue.patterns["sizes"].finditer(sketch.reading.folded):
        return [match["a"], match["b"]]
    return []


RECIPE = Recipe("stay", 12, _fits, _apply)
