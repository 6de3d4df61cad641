"""Dues: who has paid this month or year, and who has not."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {p}: {rate} money! ={price} min 0 | «Amount due»
+ {m}: {p} ref({p})! | {p.one} ; for_day date! =today | {label} ; amount money! ={price} min 0.01 | «Amount»
+ {p}: paid_now yesno := count({m} where {span}(for_day) = {span}(today)) > 0 | «Paid now»
! once limit {m}: max=1; per={p}, {span}(for_day); say=«Has been paid already.»
! unpaid alert {p}: when=not paid_now{cond}; say={{{p.key}}} {{phone}}
! fee due {p}: date=if(paid_now, today + 30, today - 1); done=paid_now{done}; soon=0
# not_paid list {p} «Not paid yet»: where=not paid_now{cond}; columns={p.key}, phone, {rate}
# per_month chart {m} «Payments per month»: kind=bar; by=month(for_day); value=sum(amount)
= {m}: {p},for_day,amount: {p.a}|today|{price} / {p.a}|{before}|{price} / {p.b}|{before}|{price}
* pay «Record each payment once» once :: add {m} {p}={p.a} => refused by once // add {m} {p}={p.b} =>
    {p}[{p.b}].paid_now = yes
* unpaid «See who has not paid» unpaid, not_paid, fee :: => still {p}[{p.a}].paid_now = yes // => still count({p}
    where not paid_now) = {left}
"""
WORDS = (
    "dues",
    "fee",
    "membership fee",
    "rent",
    "contribution",
    "subscription",
    "beitrag",
    "mitgliedsbeitrag",
    "miete",
    "cotisation",
    "loyer",
    "cuota",
    "alquiler",
    "会費",
    "家賃",
)


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    said = sketch.wants("paid") and (reading.says("missing", "due", "remind") or reading.quantity("every") is not None)
    return (
        "limit" in sketch.able and said and _word(sketch) and not reading.says("split", "invoice", "order", "lessons")
    )


def _word(sketch: Sketch) -> bool:
    return any(m.noun.classes[0] == "payment" for m in sketch.reading.mentions)


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    payer = sketch.who("paid")
    paid = sketch.event("payment", "Payment | Payments | 💶", "paid missing")
    every = reading.quantity("every", "paid missing", far=120)
    yearly = every is not None and every.unit == "year"
    write(
        sketch,
        BODY,
        p=payer,
        m=paid,
        rate="due_each",
        price=reading.number("price") or "10",
        span="year" if yearly else "month",
        before="today-370" if yearly else "today-40",
        label=sketch.say("Year" if yearly else "Month"),
        cond="",
        done="",
        left=str(max(0, len(payer.rows) - 1)),
    )
    if every is None:
        sketch.assumed.append(sketch.say("It is paid once a month."))
    sketch.slots["dues"] = paid
    sketch.grant(f"see {paid} own", f"see {payer} own")
    sketch.serve("paid", "missing", "due", "once")


RECIPE = Recipe("dues", 23, _fits, _apply)
