"""Price tables: by zone and weight, a quote that lasts some days and is booked once."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.spans import days

BODY = """
+ {z}: surcharge money =0 min 0 | «Surcharge»
+ {t}: {z} ref({z})! | {z.one} ; up_to num! min 0 unit kg | «Up to» ; price money! min 0 | «Price»
+ {q}: code text auto | «Number» ; {z} ref({z})! | {z.one} ; weight num! min 0 unit kg | «Weight» ; price money auto
    | «Price» ; total money := price + {z}.surcharge | «Total» ; valid_until date := day(created) + {valid} | «Valid
    until»
+ {b}: {q} ref({q})! | {q.one} ; on_day date! =today | «Day»
! price lookup {q}: from={t}; match={z}={z}, up_to>=weight; set=price=price; missing=refuse; say=«No price for that.»
! code number {q}: field=code; form={{code6}}
! once limit {b}: max=1; per={q}; say=«Has been booked already.»
! valid require {b}: check={q}.valid_until >= today; at=add; say=«It is not valid any more.»
! table csv {t}: in={z}, up_to, price; key={z}, up_to; out=csv
# price_table list {t} «Prices»: group={z}; sort=up_to; columns=up_to, price
# valid_list list {q} «Still valid»: where=valid_until >= today; columns=code, {z}, weight, total, valid_until
= {t}: {z},up_to,price: {z.a}|2|5 / {z.a}|10|8 / {z.b}|2|9 / {z.b}|10|15
= {q}: {z},weight,price: {z.a}|1.5|5 / {z.b}|5|15
= {b}: {q},on_day: #1|today
* price «Price from the table» price, price_table :: add {q} {z}={z.a}, weight=3 => {q}[3].price = 8 // add {q}
    {z}={z.a}, weight=99 => refused by price
* surcharge «A surcharge for some» {z} :: edit {z}[{z.b}] surcharge=3 => {q}[2].total = 18
* book «Book once, while it is valid» once, valid, valid_list :: add {b} {q}=1 => refused by once // clock +{late}d;
    add {b} {q}=2 => refused by valid
* table «Bring in the price table» table, code ::
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    return (
        sketch.wants("lookup")
        and "lookup" in sketch.able
        and (reading.says("zones") or any(m.noun.word == "quote" for m in reading.mentions))
        and "event" not in sketch.slots
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    zone = next(
        (sketch.adopt(m) for m in reading.mentions if m.noun.word in ("zone", "region", "zona")), None
    ) or sketch.make("kind", "Zone | Zones | 🗺️")
    zone.add("name", f"text! unique | {sketch.say('Name')}")
    table = sketch.event("", "Rate | Rates | 💶")
    quote = sketch.event("document", "Quote | Quotes | 🧾")
    booking = sketch.event("", "Booking | Bookings | ✔️")
    valid = days(
        reading.quantity("span", "valid lookup", "day|week|month", 160)
        or reading.quantity("span", "", "day|week|month"),
        "7",
    )
    write(sketch, BODY, z=zone, t=table, q=quote, b=booking, valid=valid, late=str(int(valid) + 1))
    sketch.slots["event"] = quote
    sketch.serve("lookup", "invoice", "valid", "once", "import", "booking", "number", "due", "limit", "zones")


RECIPE = Recipe("rates", 13, _fits, _apply)
