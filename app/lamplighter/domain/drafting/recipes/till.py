"""A till: receipt lines, tax by rate, change, a number without gaps, sales of the day."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {x}: price money! =2 min 0 | «Price» ; per choice(piece:«Piece»,kg:kg) =piece | «Per» ; rate choice({r1}:{r1}
    %,{r2}:{r2} %) ={r1} | «Tax rate»
+ {b}: nr text auto | «Number» ; at datetime! =now | «Time»
+ {n}: {b} ref({b})! owned | {b.one} ; {x} ref({x})! | {x.one} ; qty num! =1 min 0.001 | «Quantity» ; unit_price
    money auto | «Price each» ; rate text auto | «Tax rate» ; amount money := qty * unit_price | «Amount» ; tax money
    := amount - amount / (1 + if(rate = '{r1}', {r1}, {r2}) / 100) | «Tax»
+ {b}: total money := sum({n}.amount) | «Total» ; tax1 money := sum({n}.tax where rate = '{r1}') | «Tax» {r1} % ;
    tax2 money := sum({n}.tax where rate = '{r2}') | «Tax» {r2} % ; given money | «Given» ; change money := given -
    total | «Change» ; done yesno =no | «Closed»
! price lookup {n}: from={x}; match=id={x}; set=unit_price=price, rate=rate; at=add
! nr number {b}: field=nr; form={{yyyy}}-{{0000}}; per=year; when=done
! enough require {b}: check=not done or given >= total; say=«Not enough money given.»
! close act {b}: label=«Close»; when=not done; ask=given; set=done=yes
! fixed require {n}: check=not {b}.done; at=add, edit, delete; say=«It is closed; nothing can change any more.»
! kept require {b}: check=not done; at=edit, delete; say=«It is closed; nothing can change any more.»
# paper print {b} «{b.one}»: layout=receipt; show=nr, at, tax1, tax2, total, given, change; parts={n}({x}, qty,
    unit_price, amount)
# takings chart {b} «Sales of the day»: kind=bar; by=day(at); value=sum(total); where=done
= {b}: at: today-1 10:00 / today 07:30
= {n}: {b},{x},qty,unit_price,rate: #1|{x.a}|2|3|{r1} / #1|{x.b}|1|4|{r2} / #2|{x.a}|1|3|{r1}
* total «Quantity times price, and the sum» {n}, paper :: add {n} {b}=2, {x}={x.a}, qty=2 => {b}[2].total = 3 + 2
    * {x}[{x.a}].price
* change «Change and a closed receipt» close, enough, kept, fixed :: close.run {b}[1] given=20 => {b}[1].change = 10
    // close.run {b}[1] given=5 => refused by enough // close.run {b}[1] given=20; edit {n}[1] qty=9 => refused by
    fixed
* number «A number without gaps» nr, takings :: close.run {b}[2] given=10; close.run {b}[1] given=20 => {b}[1].nr =
    '2026-0002'
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.reading.says("till") and {"number", "lookup", "require", "act"} <= sketch.able.constructs


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    article = sketch.need("product food item", "till", fresh="Product | Products | 🏷️")
    receipt = sketch.event("document", "Receipt | Receipts | 🧾")
    line = sketch.event("", "Line | Lines | ➖")
    rates = list(dict.fromkeys(q.value for q in reading.quantities if q.kind == "percent")) or ["20"]
    write(sketch, BODY, x=article, b=receipt, n=line, r1=rates[0], r2=rates[1] if len(rates) > 1 else "0")
    sketch.slots["event"] = receipt
    sketch.serve("till", "invoice", "tax", "number", "print", "lock", "chart", "lookup", "flow", "stock")


RECIPE = Recipe("till", 9, _fits, _apply)
