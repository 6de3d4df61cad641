"""Orders for a round (a delivery, a distribution): who wants what, until when, who has paid."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.names import label, option
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.settings import settings
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {r}: on_day date! | «Day» ; until datetime! | «Order until»
+ {o}: {p} ref({p})! | {p.one} ; {r} ref({r})! | {r.one}
?sizes + {o}: size choice({s1}:{l1},{s2}:{l2})! ={s1} | «Size» ; price money := if(size = '{s1}',
    settings.price_{s1}, settings.price_{s2}) | «Price»
?x + {x}: price money! =5 min 0 | «Price»
?x + {o}: {x} ref({x})! | {x.one} ; qty int! =1 min 1 | «Quantity» ; unit_price money auto | «Price each» ; price
    money := qty * unit_price | «Price»
+ {o}: handed yesno =no | «Handed out»
+ {m}: {p} ref({p})! | {p.one} ; amount money! min 0.01 | «Amount» ; on_day date =today | «Day»
+ {p}: due money := sum({o}.price) | «Total due» ; paid money := sum({m}.amount) | «Paid» ; open money :=
    sum({o}.price) - sum({m}.amount) | «Left to pay»
?sizes ! once limit {o}: max=1; per={p}, {r}; say=«Only one order for each.»
?x ! once limit {o}: max=1; per={p}, {r}, {x}; say=«Only one order for each.»
?x ! copy lookup {o}: from={x}; match=id={x}; set=unit_price=price; at=add
?shut ! closed require {o}: check=now <= {r}.until; at=add{not_for}; say=«Orders are closed.»
! unpaid alert {p}: when=open > 0; say={{{p.key}}}: {{open}}
# prepare list {o} «To prepare»: group={r}.on_day, {what}; total=count; where={r}.on_day >= today
# owing list {p} «Not paid yet»: where=open > 0; sort=-open; columns={p.key}, due, paid, open
# sheet print {r} «Sign-off sheet»: show=on_day; parts={o}({p}, {what}, handed)
= {r}: on_day,until: today+3|today+1 20:00 / today-4|today-6 20:00
?sizes = {o}: {p},{r},size: {p.a}|#1|{s2} / {p.b}|#1|{s1} / {p.a}|#2|{s2}
?x = {o}: {p},{r},{x},qty,unit_price: {p.a}|#1|{x.a}|2|5 / {p.b}|#1|{x.b}|1|5 / {p.a}|#2|{x.a}|1|5
= {m}: {p},amount: {p.a}|{half} / {p.b}|{full}
* order «Order once for each round» once :: add {o} {p}={p.a}, {r}=1, {again} => refused by once
?shut * closed «Closed after the deadline» closed :: {asked}clock +2d; add {o} {p}={p.c}, {r}=1, {again} => refused
    by closed
* prepare «Know how many to prepare» prepare, sheet :: => still count({o} where {r}.on_day >= today) = 2
* owe «See who has not paid» unpaid, owing :: => still {p}[{p.b}].open = 0 // add {m} {p}={p.a}, amount=1 =>
    {p}[{p.a}].paid = {half} + 1
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    rounds = reading.says("deadline") or reading.mention("event") is not None or reading.quantity("every") is not None
    return (
        "limit" in sketch.able
        and reading.says("order")
        and rounds
        and not reading.says("invoice", "stock", "loan", "lookup", "claims")
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    person = sketch.who("order")
    options = _options(sketch)
    article = (
        None if options else sketch.need("product food recipe", "order", fresh="Product | Products | 🏷️", own=False)
    )
    order = sketch.event("order", "Order | Orders | 📝", but=[article] if article else [])
    event = sketch.event("event", "Delivery | Deliveries | 🚚")
    paid = sketch.event("payment", "Payment | Payments | 💶")
    if options:
        small, large = (option(w, n) for n, w in enumerate(options, 1))
        settings(
            sketch,
            **{
                f"price_{small}": f"money! =12 min 0 | {sketch.say('Price')} {options[0]}",
                f"price_{large}": f"money! =20 min 0 | {sketch.say('Price')} {options[1]}",
            },
        )
    else:
        small = large = ""
    signed = sketch.wanted == "web" or reading.says("own", "roles")
    boss = sketch.boss() if signed else ""
    write(
        sketch,
        BODY,
        o=order,
        r=event,
        p=person,
        m=paid,
        x=article,
        sizes="yes" if options else "",
        s1=small,
        s2=large,
        l1=label(options[0].capitalize()) if options else "",
        l2=label(options[1].capitalize()) if options else "",
        shut="yes",
        not_for=f"; not_for={boss}" if boss else "",
        what="size" if options else (article.id if article else ""),
        half="20" if options else "10",
        full="12" if options else "5",
        again=f"size={small}" if options else f"{article}={article.a}" if article else "",
        asked=f"as {person}[{person.c}]; " if boss else "",
    )
    sketch.slots["event"] = order
    sketch.grant(
        f"see {event}",
        f"see|add {order} own",
        f"see {paid} own",
        f"see {person} own",
        *((f"see {article}",) if article else ()),
    )
    sketch.serve(
        "order deadline paid missing print once signup lookup chart limit",
        *(("roles", "own") if boss else ()),
    )
    if not reading.says("deadline"):
        sketch.assumed.append(sketch.say("Each round has a time until which orders are taken."))


def _options(sketch: Sketch) -> list[str]:
    for match in sketch.reading.tongue.patterns["sizes"].finditer(sketch.reading.folded):
        return [match["a"], match["b"]]
    return []


RECIPE = Recipe("orders", 19, _fits, _apply)
