"""Invoices and quotes: lines, tax, total, a number without gaps, who has not paid."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.spans import days
from lamplighter.domain.drafting.thing import Thing

BODY = """
+ {c}: address long | «Address» ; email email | «E-mail»
+ {d}: nr text auto | «Number» ; {c} ref({c})! | {c.one} ; title text | «Title» ; on_day date! =today | «Day»
?!spell + {n}: {d} ref({d})! owned | {d.one} ; what text! | «What» ; qty num! =1 min 0 | «Quantity» ; price money!
    min 0 | «Price» ; amount money := qty * price | «Amount»
?!spell ?two + {n}: rate choice({r1}:{r1} %,{r2}:{r2} %) ={r2} | «Tax rate» ; tax money := amount * if(rate = '{r1}',
    {r1}, {r2}) / 100 | «Tax»
?!spell + {d}: net money := sum({n}.amount) | «Net»
?!spell ?two + {d}: tax1 money := sum({n}.tax where rate = '{r1}') | «Tax» {r1} % ; tax2 money := sum({n}.tax where
    rate = '{r2}') | «Tax» {r2} % ; gross money := net + tax1 + tax2 | «Total»
?spell + {spell}: {d} ref({d}) | {d.one} ; rounded minutes := ceil(or_else(ends - start, 0) / {round}) * {round} |
    «Rounded minutes» ; amount money := rounded / 60 * project_rate | «Amount»
?spell + {d}: net money := sum({spell}.amount) | «Net»
?one + {d}: tax money := net * {r1} / 100 | «Tax» ; gross money := net + tax | «Total»
?none + {d}: gross money := net | «Total»
?deposit + {d}: deposit money := gross * {deposit} / 100 | «Deposit»
+ {d}: sent yesno =no | «Sent» ; paid_on date | «Paid on»
?pays + {m}: {d} ref({d})! | {d.one} ; amount money! min 0.01 | «Amount» ; on_day date! =today | «Day»
?pays + {d}: left money := gross - sum({m}.amount) | «Left to pay»
! nr number {d}: field=nr; form={{yyyy}}-{{000}}; per=year; when=sent
! send act {d}: label=«Mark as sent»; when=not sent; set=sent=yes
! pay act {d}: label=«Mark as paid»; when=sent and blank(paid_on); set=paid_on=today
! owed due {d}: date=on_day + {term}; done=not blank(paid_on); soon=3
! nag alert {d}: when=sent and blank(paid_on) and today > on_day + {term}; say={{{c}.{c.key}}}: {{gross}}, {{nr}}
?!spell ! fixed require {n}: check=not {d}.sent; at=add, edit, delete; say=«It is sent; nothing can change any more.»
?spell ! fixed require {spell}: check=blank({d}) or not {d}.sent; at=edit, delete; say=«This is on a sent invoice.»
! closed require {d}: check=not sent; at=delete; say=«It is
    sent; nothing can change any more.»
# unpaid list {d} «Not paid yet»: where=sent and blank(paid_on); sort=on_day; columns=nr, {c}, on_day, gross
?!spell # paper print {d} «{d.one}»: layout=letter; show=nr, on_day, title, net, {taxes}gross; parts={n}(what, qty,
    price, amount); file={{nr}}
?spell # paper print {d} «{d.one}»: layout=letter; show=nr, on_day, title, net, {taxes}gross; parts={spell}(what,
    rounded, amount); file={{nr}}
= {d}: {c},title,on_day,sent,paid_on: {c.a}|{t1}|today-30|| / {c.b}|{t2}|today-2||
?!spell = {n}: {d},what,qty,price: #1|{t1}|2|100 / #1|{t2}|1|50 / #2|{t2}|3|20
?pays = {m}: {d},amount: #1|75
* totals «Totals to the cent» {d} :: {total_check}
* number «A number without gaps» nr, send :: send.run {d}[1]; send.run {d}[2] => {d}[2].nr = '2026-002'
* fixed «Sent is final» fixed, closed :: {fixed_check}
* paid «See who has not paid» owed, nag, unpaid :: send.run {d}[1] => count({d} where sent and blank(paid_on)) = 1
?deposit * deposit «Deposit» {d} :: => still {d}[1].deposit = {d}[1].gross * {deposit} / 100
?pays * left «Left to pay» {d} :: add {m} {d}=1, amount=25 => {d}[1].left = {d}[1].gross - 100
"""


def _fits(sketch: Sketch) -> bool:
    return (
        {"number", "act", "require"} <= sketch.able.constructs
        and sketch.wants("invoice")
        and not sketch.reading.says("till")
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    spell = sketch.slots.get("spell")
    client = sketch.slots.get("client") or sketch.need("person company contact", "invoice")
    paper = sketch.event("document", "Invoice | Invoices | 🧾", "invoice")
    rates = list(dict.fromkeys(q.value for q in reading.quantities if q.kind == "percent"))
    deposit = next(
        (q.value for q in reading.quantities if q.kind == "percent" and q.clause in reading.where("deposit")), ""
    )
    rates = [r for r in rates if r != deposit]
    if not rates and reading.says("tax"):
        rates = ["20"]
    pays = reading.says("deposit") or any(m.noun.classes[0] == "payment" for m in reading.mentions)
    line = sketch.event("", "Line | Lines | ➖") if not spell else None
    term = days(reading.quantity("span", "paid missing due invoice", "day|week"), "14")
    write(
        sketch,
        BODY,
        d=paper,
        c=client,
        n=line,
        m=_payments(sketch) if pays else None,
        pays="yes" if pays else "",
        spell=spell,
        two="yes" if len(rates) >= 2 else "",
        one="yes" if len(rates) == 1 or (spell and rates) else "",
        none="" if rates else "yes",
        r1=rates[0] if rates else "",
        r2=rates[1] if len(rates) > 1 else "",
        deposit=deposit,
        term=term,
        round=reading.number("span", "timer", "minute", 120) or "15",
        taxes="tax1, tax2, " if len(rates) >= 2 and not spell else "tax, " if rates else "",
        t1=sketch.say("First part"),
        t2=sketch.say("Second part"),
        total_check=_totals(paper, line, rates)
        if line
        else f"=> still {paper}[1].net = {paper}[1].gross / {(100 + float(rates[0])) / 100 if rates else 1:g}",
        fixed_check=f"send.run {paper}[1]; edit {line}[1] qty=9 => refused by fixed"
        if line
        else f"edit {spell}[1] {paper}=1; send.run {paper}[1]; edit {spell}[1] what=x => refused by fixed",
    )
    sketch.slots["event"] = paper
    sketch.serve(
        "invoice tax number print paid missing due lock deposit",
        "flow" if not reading.says("board") else "paid",
    )
    if len([m for m in reading.mentions if m.noun.classes[0] == "document"]) > 1:
        _also(sketch, paper, client)


def _payments(sketch: Sketch) -> Thing:
    """The person's own word for payments; a deposit is not one."""
    kinds = "" if sketch.reading.says("deposit") else "payment"
    return sketch.event(kinds, "Payment | Payments | 💶")


def _totals(paper: Thing, line: Thing, rates: list[str]) -> str:
    if len(rates) >= 2:
        r1, r2 = float(rates[0]), float(rates[1])
        gross = 160 + r1 + 60 * r2 / 100
        return f"add {line} {paper}=2, what=X, qty=1, price=100, rate={rates[0]} => {paper}[2].gross = {gross:g}"
    total = 160 * (100 + float(rates[0])) / 100 if rates else 160
    return f"add {line} {paper}=2, what=X, qty=1, price=100 => {paper}[2].gross = {total:g}"


def _also(sketch: Sketch, paper: Thing, client: Thing) -> None:
    """A second paper the text names (a quote beside the invoice) says on which it rests."""
    other = sketch.pick("document", but=[paper], own=True)
    if other and not other.refers(client):
        other.fields.clear()
        other.rows.clear()
        write(sketch, ALSO, o=other, d=paper, c=client)


ALSO = """
+ {o}: title text! | «Title» ; {c} ref({c})! | {c.one} ; on_day date! =today | «Day» ; total money min 0 | «Total» ;
    state choice(open:«Open»,accepted:«Accepted»,declined:«Declined») =open | «State»
+ {d}: {o} ref({o}) | {o.one}
! answer flow {o}: field=state; moves=open>accepted, open>declined; lock=accepted: *
= {o}: title,{c},total: {o.one} 1|{c.a}|250 / {o.one} 2|{c.b}|60
* accepted «Accepted is final» answer :: answer.move {o}[1] to=accepted; edit {o}[1] total=9 => refused by answer
"""
RECIPE = Recipe("invoice", 20, _fits, _apply)
