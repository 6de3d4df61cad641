"""Figures over time without a device: weight, blood sugar, meter counts; limits that warn."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.settings import settings
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
?x + {r}: {x} ref({x})! | {x.one}
+ {r}: at datetime! =now | «Time» ; amount num! | «Value» ; note text | «Note»
?limits + {r}: out yesno := {outside} | «Out of range»
?limits ! warn alert {r}: when=out and day(at) >= today - 1; say={{amount}}: {{at}}
?once ! once limit {r}: max=1; per={per}{span}(at); say=«Is on the list already.»
?twice ! most limit {r}: max=2; per={per}day(at); say=«Enough readings for this day.»
?limits # out_list list {r} «Out of range»: where=out; sort=-at
# curve chart {r} «{r.many}»: kind=line; by=day(at); value=avg(amount){series}
# latest list {r} «Latest»: sort=-at; limit=30
= {r}: {cols}at,amount: {ca}today-9 08:00|{v1} / {cb}today-40 08:00|{v2} / {ca}today-800 08:00|{v1}
?limits * warn «Out of range is marked» warn, out_list :: add {r} {first}amount={far} => {r}[4].out = yes
* values «See it over time» curve, latest :: add {r} {first}amount={v1} => count({r}) = 4
?once * once «Once for each time» once :: add {r} {first}amount=1; add {r} {first}amount=2 => refused by once
"""


def _fits(sketch: Sketch) -> bool:
    value = any(m.noun.classes[0] == "reading" for m in sketch.reading.mentions)
    return value and "event" not in sketch.slots and not sketch.reading.says("loan", "booking", "streak")


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    value = sketch.event("reading", "Reading | Readings | 📈")
    of = sketch.pick("person device animal room household plant plot vehicle", own=True, but=[value])
    low, high = reading.number("below"), reading.number("above")
    limits = ["amount < settings.low" if low else "", "amount > settings.high" if high else ""]
    if low:
        settings(sketch, low=f"num! ={low} | {sketch.say('Lowest allowed')}")
    if high:
        settings(sketch, high=f"num! ={high} | {sketch.say('Highest allowed')}")
    every = reading.quantity("every")
    write(
        sketch,
        BODY,
        r=value,
        x=of,
        limits="yes" if low or high else "",
        outside=" or ".join(x for x in limits if x),
        series=f"; series={of}" if of else "",
        cols=f"{of}," if of else "",
        ca=f"{of.a}|" if of else "",
        cb=f"{of.b}|" if of else "",
        first=f"{of}={of.c}, " if of else "",
        v1=_between(low, high),
        v2=_between(low, high),
        far=str(float(high) + 1) if high else str(float(low or 1) - 1),
        twice="yes" if reading.says("twice_day") else "",
        once="yes" if every and every.unit in ("day", "week", "month", "year") and of else "",
        per=f"{of}, " if of else "",
        span=every.unit if every else "day",
    )
    sketch.slots["event"] = value
    sketch.serve(
        "range chart twice_day remind", "interval", "repeat", "goal", "limit", "missing" if every and of else "range"
    )


def _between(low: str, high: str) -> str:
    if low and high:
        return f"{(float(low) + float(high)) / 2:g}"
    return f"{float(high) - 1:g}" if high else f"{float(low) + 1:g}" if low else "12"


RECIPE = Recipe("figures", 38, _fits, _apply)
