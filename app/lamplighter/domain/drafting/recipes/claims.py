"""Claims: what was spent, with the receipt, approved by others, paid out by month."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.names import identifier
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import RoleLine, Sketch
from lamplighter.domain.drafting.thing import Thing

BODY = """
+ {c}: {p} ref({p})! | {p.one} ; what text! | «What» ; amount money! min 0.01 | «Amount» ; on_day date! =today |
    «Day» ; receipt photo | «Receipt» ; {k} ref({k}) | {k.one} ; state
    choice(asked:«Asked»,checked:«Checked»,approved:«Approved»,paid:«Paid out»,rejected:«Rejected») =asked | «State»
    ; paid_on date auto | «Paid on»
?fx + {c}: currency text =EUR | «Currency» ; factor num =1 auto | «Rate» ; own_amount money := amount *
    or_else(factor, 1) | «In own currency»
?fx + {u}: currency text! | «Currency» ; on_day date! =today | «Day» ; factor num! min 0 | «Rate»
! order flow {c}: field=state; moves=asked>checked>approved>paid, asked>approved, asked>rejected, checked>rejected;
    who=checked: {mgr} {top} | approved: {mgr} {top} | paid: {mgr} {top} | rejected: {mgr} {top}; when=checked: {p}
    != me | approved: {p} != me and (amount <= {above} or role = '{top}'); stamp=paid: paid_on
! receipt require {c}: check=amount <= {from_} or not blank(receipt); say=«A receipt is needed for this amount.»
?fx ! rate lookup {c}: from={u}; match=currency=currency, on_day<=on_day; set=factor=factor; at=add
! money csv {c}: out=csv
# to_decide list {c} «To decide»: where=state = 'asked' or state = 'checked'; sort=on_day; columns={p}, what, amount,
    state
# payout list {c} «Payout list»: where=state = 'approved' or state = 'paid'; group=month(on_day), {p};
    total=sum(amount); columns=on_day, what, amount, state
# months chart {c} «Per month»: kind=bar; by=month(on_day); value=sum(amount); series=state
?fx = {u}: currency,on_day,factor: EUR|today-400|1 / USD|today-60|0.9 / USD|today-5|0.95
= {c}: {p},what,amount,on_day,state{fxcol}: {p.b}|«Train»|18|today-3|asked{fxcell} /
    {p.c}|«Hotel»|24|today-9|approved{fxcell} / {p.a}|«Taxi»|12|today-1|asked{fxcell}
* receipt «A receipt from a certain amount» receipt :: add {c} {p}={p.b}, what=X, amount={much} => refused by receipt
* approve «Approved by others, never one's own» order, to_decide :: as {mgr}[{p.a}]; order.move {c}[3] to=approved =>
    refused by order // as {mgr}[{p.a}]; order.move {c}[1] to=approved => {c}[1].state = 'approved'
* above «Above an amount somebody else too» order :: edit {c}[2] what=Y; as {mgr}[{p.a}]; edit {c}[1] amount={more},
    receipt=x.jpg; order.move {c}[1] to=approved => refused by order
* payout «Payout list by month» payout, months, money :: as {top}[{p.d}]; order.move {c}[2] to=paid => not
    blank({c}[2].paid_on)
?fx * rate «The rate of the day» rate :: add {c} {p}={p.b}, what=X, amount=10, currency=USD => {c}[4].own_amount =
    9.50
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    claim = any(m.noun.classes[0] == "claim" for m in reading.mentions) or (
        reading.says("approve") and any(m.noun.classes[0] == "expense" for m in reading.mentions)
    )
    return claim and {"flow", "require"} <= sketch.able.constructs and reading.says("approve")


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    person = sketch.need("person staff", "approve")
    sketch.slots["who"] = person
    claim = sketch.event("claim expense", "Claim | Claims | 🧾")
    category = sketch.make("kind")
    fx = "yes" if reading.says("fx") and "lookup" in sketch.able else ""
    table = sketch.make("kind", "Exchange rate | Exchange rates | 💱", bare=True) if fx else None
    manager, top = _roles(sketch, person)
    above = reading.number("above", "approve", far=120) or reading.number("below", "approve", far=120) or "500"
    start = reading.number("above", "receipt_over", far=60) or "25"
    write(
        sketch,
        BODY,
        c=claim,
        p=person,
        k=category,
        u=table,
        fx=fx,
        mgr=manager,
        top=top,
        above=above,
        from_=start,
        much=str(float(start) + 1),
        more=str(float(above) + 1),
        fxcol=",currency,factor" if fx else "",
        fxcell="|EUR|1" if fx else "",
    )
    sketch.slots["event"] = claim
    sketch.grant(f"see|add {claim} own", f"see {category}", f"see {person}({person.key})")
    sketch.serve(
        "approve not_own roles reject chart export own flow fx paid invoice range budget lookup limit interval",
    )


def _roles(sketch: Sketch, person: Thing) -> tuple[str, str]:
    """The one who approves, and the one above them when the text names two."""
    words = list(dict.fromkeys(m.noun.one for m in sketch.reading.mentions if m.noun.classes[0] == "boss"))
    manager = sketch.boss(person)
    if len(words) < 2:
        words = [words[0] if words else "", sketch.say("Director")]
    name = identifier(words[1], [t.id for t in sketch.things], "director")
    sketch.roles.append(RoleLine(name, words[1], person.id, ["all *"], "list"))
    return manager, name


RECIPE = Recipe("claims", 4, _fits, _apply)
