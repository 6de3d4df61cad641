"""A tally: everybody ticks what they took, the price of that moment counts, then it is settled."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing

BODY = """
+ {x}: price money! =2 min 0 | «Price» ; least int =40 min 0 | «Warn below»
+ {s}: {p} ref({p})! | {p.one} ; {x} ref({x})! | {x.one} ; qty int! =1 min 1 | «Quantity» ; on_day date! =today |
    «Day» ; unit_price money auto | «Price each» ; amount money := qty * unit_price | «Amount» ; settled yesno =no |
    «Settled»
+ {g}: {x} ref({x})! | {x.one} ; qty int! min 1 | «Quantity» ; on_day date! =today | «Day»
+ {p}: open money := sum({s}.amount where not settled) | «Open»
+ {x}: stock_left num := sum({g}.qty) - sum({s}.qty) | «Stock left» ; few yesno := sum({g}.qty) - sum({s}.qty) <
    least | «Running low»
! price lookup {s}: from={x}; match=id={x}; set=unit_price=price; at=add
! enough require {s}: check={x}.stock_left >= 0; say=«Not that much in stock.»
! fixed require {s}: check=not settled; at=edit, delete; say=«It is settled already.»
! settle act {s}: label=«Settle»; {who}when=not settled; set=settled=yes; many=not settled
! low alert {x}: when=few; say={{{x.key}}}: {{stock_left}}
# bill list {p} «Settlement»: columns={p.key}, open; sort=-open
# month_sheet print {p} «Month sheet»: parts={s}(on_day, {x}, qty, amount); show={p.key}, open
# stock list {x} «Stock»: columns={x.key}, stock_left, least, few; sort=stock_left
# per_month list {s} «Per month»: group={p}, month(on_day); total=sum(amount); columns=on_day, {x}, qty, amount
= {g}: {x},qty: {x.a}|120 / {x.b}|48 / {x.c}|10
= {s}: {p},{x},qty,on_day,unit_price: {p.a}|{x.a}|1|today-2|2 / {p.b}|{x.b}|2|today-1|2
* tick «Tick what was taken» price, enough, stock :: add {s} {p}={p.a}, {x}={x.a}, qty=500 => refused by enough //
    add {s} {p}={p.c}, {x}={x.a}, qty=2 => {p}[{p.c}].open = 2 * {x}[{x.a}].price
* price «The price of that moment counts» price :: edit {x}[{x.a}] price=9; add {s} {p}={p.c}, {x}={x.a}, qty=1 =>
    {s}[3].amount = 9 // edit {x}[{x.a}] price=9 => still {s}[1].amount = 2
* settle «Settled is final» settle, fixed, bill, month_sheet, per_month :: settle.run {s}[1]; edit {s}[1] qty=9 =>
    refused by fixed
* goods «Goods coming in» low :: add {g} {x}={x.c}, qty=100 => {x}[{x.c}].stock_left = 110
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    return (
        reading.says("tally")
        and reading.mention("product", "food") is not None
        and {"lookup", "require", "act"} <= sketch.able.constructs
    )


def _apply(sketch: Sketch) -> None:
    person = sketch.who("tally")
    drink = _word(sketch)
    tick = sketch.event("", "Tally mark | Tally marks | ➕")
    goods = sketch.make("event", "Goods in | Goods in | 🚚", bare=True)
    who = f"who={sketch.boss()}; " if sketch.wanted == "web" else ""
    write(sketch, BODY, p=person, x=drink, s=tick, g=goods, who=who)
    sketch.slots["event"] = tick
    sketch.grant(f"see {drink}", f"see|add {tick} own", f"see {person} own")
    sketch.serve(
        "tally stock low remind invoice chart balance paid lookup lock limit print range",
        *(("roles", "own") if who else ()),
    )


def _word(sketch: Sketch) -> Thing:
    """The general word for what is taken, rather than one sort of it."""
    general = ("drink", "getrank", "boisson", "bebida", "飲み物", "snack")
    named = next((m for m in sketch.reading.mentions if m.noun.word in general), None)
    return sketch.adopt(named) if named else sketch.need("product food item", "tally")


RECIPE = Recipe("tally", 6, _fits, _apply)
