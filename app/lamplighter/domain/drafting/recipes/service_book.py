"""Service book: what falls due by date or by distance, what it cost, the bill as a photo."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {v}: km int =0 min 0 unit km | «Distance»
+ {u}: {v} ref({v})! | {v.one} ; what text! | «What» ; every_km int min 0 unit km | «Every so far» ; every_months int
    min 1 | «Every so many months» ; last_on date! =today | «Last on» ; last_km int =0 min 0 unit km | «Last at» ;
    next_on date := add_months(last_on, or_else(every_months, 1200)) | «Next on» ; km_left num := last_km + every_km
    - {v}.km | «Distance left»
+ {b}: {v} ref({v})! | {v.one} ; what text! | «What» ; on_day date! =today | «Day» ; cost money! min 0 | «Cost» ;
    photo photo | «Photo»
! due due {u}: date=if(km_left <= 0, lesser(next_on, today - 1), next_on); soon=30
! never_back require {v}: check=blank(old.km) or km >= old.km; at=edit; say=«The distance never goes down.»
! serviced act {u}: label=«Done today»; set=last_on=today, last_km={v}.km
! soon alert {u}: when=km_left <= 0 or next_on < today; say={{{v}.{v.key}}}: {{what}}
# due_list list {u} «What is due»: sort=next_on; columns={v}, what, next_on, km_left
# cost_chart chart {b} «Cost per year»: kind=bar; by=year(on_day); value=sum(cost); series={v}
# bills list {b} «Bills»: sort=-on_day; total=sum(cost); group={v}
= {u}: {v},what,every_km,every_months,last_on,last_km: {v.a}|{w1}|15000|12|today-400|0 / {v.a}|{w2}||24|today-30| /
    {v.b}|{w1}|15000|12|today-100|0
= {b}: {v},what,on_day,cost: {v.a}|{w1}|today-400|189 / {v.b}|{w1}|today-100|210 / {v.a}|{w2}|today-30|96
* due «Due by date or distance, whichever comes first» due, soon, due_list :: edit {v}[{v.b}] km=16000 =>
    {u}[3].due_state = 'overdue' // => still {u}[1].due_state = 'overdue'
* done «Done moves the next date» serviced :: serviced.run {u}[1] => {u}[1].due_state = 'ok'
* km «The distance never goes down» never_back :: edit {v}[{v.a}] km=500; edit {v}[{v.a}] km=400 => refused by
    never_back
* cost «What it costs a year» cost_chart, bills :: => still sum({b}.cost) = 495
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    care = reading.says("interval", "due", "remind") or reading.has("distance")
    return (
        care
        and any(m.noun.classes[0] == "vehicle" for m in reading.mentions)
        and {"due", "act"} <= sketch.able.constructs
        and not reading.says("booking", "loan", "rental")
    )


def _apply(sketch: Sketch) -> None:
    vehicle = sketch.need("vehicle", own=True)
    item = sketch.event("upkeep", "Service item | Service items | 🔧")
    bill = sketch.event("document", "Bill | Bills | 🧾")
    write(sketch, BODY, v=vehicle, u=item, b=bill, w1=sketch.say("Oil change"), w2=sketch.say("Tyres"))
    sketch.slots["event"] = item
    sketch.serve("interval", "due", "remind", "chart", "invoice", "history", "paid", "done", "valid", "budget")


RECIPE = Recipe("service_book", 3, _fits, _apply)
