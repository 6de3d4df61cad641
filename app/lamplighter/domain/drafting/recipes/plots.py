"""Plots: who rents which, what is free, who has paid, who is next, what was seen."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {x}: {t} ref({t}) | {t.one} ; rent money =60 min 0 | «Rent a year»
+ {x}: rented yesno := not blank({t}) | «Rented»
+ {m}: {x} ref({x})! | {x.one} ; for_year int! =2026 | «Year» ; amount money! =60 min 0.01 | «Amount» ; on_day date
    =today | «Day»
+ {x}: paid_now yesno := count({m} where for_year = year(today)) > 0 | «Paid this year»
+ {w}: name text! | «Name» ; phone phone | «Phone» ; since date! =today | «Since» ; state
    choice(waiting:«Waiting»,called:«Called»,done:«Done») =waiting | «State»
?look + {i}: {x} ref({x})! | {x.one} ; on_day date! =today | «Day» ; fine yesno =yes | «All fine» ; photo photo |
    «Photo» ; note text | «Note»
?look + {x}: warnings num := count({i} where not fine) | «Warnings»
?deposit + {k}: {x} ref({x})! | {x.one} ; {t} ref({t})! | {t.one} ; amount money =30 | «Amount» ; out_on date! =today
    | «Given on» ; back_on date | «Returned on»
?deposit ! key loan {k}: what={x}; who={t}; out=out_on; back=back_on
! rent due {x}: date=if(paid_now or blank({t}), today + 300, today - 1); done=paid_now; soon=0
! unpaid alert {x}: when=rented and not paid_now; say={{{x.key}}}: {{{t}.{t.key}}}
! once limit {m}: max=1; per={x}, for_year; say=«Has been paid already.»
! next flow {w}: field=state; moves=waiting>called>done
?queue ! line queue {w}: state=state; waiting=waiting; calling=called; done=done; by=since
?streak ?look ! warned streak {i}: of={x}; date=on_day; unit=row; where=not fine; need=2
# plan board {x} «{x.many}»: by=rented; show={x.key}, {t}; sort={x.key}
# free list {x} «Free»: where=blank({t}); columns={x.key}, rent
# not_paid list {x} «Not paid yet»: where=rented and not paid_now; columns={x.key}, {t}, {t}.phone, rent
# waiting list {w} «Waiting list»: where=state = 'waiting'; sort=since; columns=name, phone, since
?deposit # keys list {k} «Keys given out»: where=blank(back_on); columns={x}, {t}, amount, out_on
?look # looks list {i} «Inspections»: sort=-on_day; columns={x}, on_day, fine, note
= {m}: {x},for_year,amount: {x.a}|2026|60 / {x.b}|2025|60
= {w}: name,since: {wa}|today-400 / {wb}|today-90
?deposit = {k}: {x},{t},amount,out_on,back_on: {x.a}|{t.a}|30|today-300|
?look = {i}: {x},on_day,fine: {x.a}|today-60|yes / {x.b}|today-60|no
* rent «Rent once a year, and who has not paid» rent, once, unpaid, not_paid :: add {m} {x}={x.a}, for_year=2026 =>
    refused by once // => still {x}[{x.b}].paid_now = no // add {m} {x}={x.b}, for_year=2026 => {x}[{x.b}].paid_now =
    yes
* waiting «A waiting list in order» next, waiting :: next.move {w}[1] to=called => count({w} where state = 'waiting')
    = 1
* free «See what is free» free, plan :: edit {x}[{x.c}] {t}={t.a} => count({x} where blank({t})) = 1
?deposit * key «Key deposits given and returned» key, keys :: key.give_back {k}[1] => {x}[{x.a}].available = yes //
    add {k} {x}={x.a}, {t}={t.b} => refused by key
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    plot = any(m.noun.classes[0] == "plot" for m in reading.mentions)
    return plot and reading.says("paid", "rental") and {"due", "alert", "flow"} <= sketch.able.constructs


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    plot = sketch.need("plot", own=True)
    tenant = sketch.need("person", fresh="Tenant | Tenants | 🧑", own=True)
    for row, who in zip(plot.rows, (tenant.a, tenant.b), strict=False):
        row[tenant.id] = who
    rent = next(
        (
            sketch.adopt(m)
            for m in reading.mentions
            if m.noun.word in ("rent", "pacht", "miete", "loyer", "alquiler", "renta")
        ),
        None,
    )
    rent = rent or sketch.make("payment", "Rent | Rents | 💶", bare=True)
    rent.fields.clear()
    deposit = (
        sketch.make("payment", "Key deposit | Key deposits | 🔑", bare=True)
        if reading.says("loan", "deposit") and "loan" in sketch.able
        else None
    )
    look = sketch.make("event", "Inspection | Inspections | 🔎", bare=True) if reading.says("inspection") else None
    line = sketch.make("person", "Person waiting | Waiting list | ⏳", bare=True)
    names = reading.tongue.names.get("staff", ("A", "B"))
    write(
        sketch,
        BODY,
        x=plot,
        t=tenant,
        m=rent,
        w=line,
        k=deposit,
        i=look,
        deposit=deposit,
        look=look,
        wa=names[0],
        wb=names[1],
    )
    sketch.slots["event"], sketch.slots["who"] = rent, tenant
    if reading.says("streak"):
        sketch.not_built.append(sketch.say("Counting warnings in a row."))
    sketch.serve(
        "paid", "missing", "due", "loan", "deposit", "inspection", "queue", "signup", "rental", "interval", "chart"
    )


RECIPE = Recipe("plots", 1, _fits, _apply)
