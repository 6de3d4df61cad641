"""Stock: what comes in and goes out, never below zero, what to order from whom."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {x}: code text unique | «Barcode» ; least int =5 min 0 | «Order below»
?s + {x}: {s} ref({s}) | {s.one}
+ {m}: {x} ref({x})! | {x.one} ; qty num! | «In or out» ; why text | «Why» ; on_day date! =today | «Day»
?ledger ! stock ledger {m}: of={x}; amount=qty; floor=0; low={x}.least; date=on_day; say=«Not that much in stock.»
?!ledger + {x}: balance num := sum({m}.qty) | «In stock» ; low yesno := sum({m}.qty) < least | «Low»
?!ledger ! stock require {m}: check={x}.balance >= 0; say=«Not that much in stock.»
?!ledger ! nothing require {m}: check=qty != 0; say=«A movement needs a quantity.»
! order_more alert {x}: when=low; say={{{x.key}}}: {{balance}}
! articles csv {x}: in={x.key}, code, least; key={x.key}; out=csv
# levels list {x} «In stock»: columns={x.key}, code, balance, least; search={x.key}, code; sort={x.key}
# order_list list {x} «Order list»: where=low; {group}columns={x.key}, balance, least
# per_month chart {m} «Movements per month»: kind=bar; by=month(on_day); value=sum(qty)
= {m}: {x},qty,on_day: {x.a}|40|today-20 / {x.b}|3|today-20 / {x.a}|-2|today-1
* move «In and out, never below zero» stock, levels :: add {m} {x}={x.b}, qty=-4 => refused by stock // add {m}
    {x}={x.b}, qty=-3 => {x}[{x.b}].balance = 0
* order «See what to order» order_more, order_list :: add {m} {x}={x.b}, qty=50 => {x}[{x.b}].low = no
* articles «Bring in the list» articles ::
"""
MORE = """
+ {k}: {x} ref({x})! | {x.one} ; counted num! min 0 | «Counted» ; on_day date! =today | «Day» ; differs num :=
    counted - {x}.balance | «Difference»
= {k}: {x},counted: {x.b}|3
* count «Compare a count with the stock» {k} :: add {k} {x}={x.b}, counted=1 => {k}[2].differs = -2
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    return reading.says("stock") and "event" not in sketch.slots and not reading.says("medicine")


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    article = sketch.need("product item food device plant", "stock")
    supplier = sketch.pick("company", own=True)
    move = sketch.event("", "Movement | Movements | 🔃")
    write(sketch, BODY, x=article, s=supplier, m=move, group=f"group={supplier}; " if supplier else "")
    if reading.says("stocktake"):
        count = sketch.make("event", "Stocktake | Stocktakes | 📋", bare=True)
        write(sketch, MORE, k=count, x=article)
        sketch.serve("stocktake")
        sketch.not_built.append(
            sketch.say("Writing the difference of a count by itself; it is shown, and you book it.")
        )
    sketch.slots["event"] = move
    sketch.serve("stock", "low", "remind", "import", "order", "balance", "range", "due", "budget", "chart")
    sketch.assumed.append(sketch.say("Outgoing goods are written with a minus."))


RECIPE = Recipe("stock", 29, _fits, _apply)
