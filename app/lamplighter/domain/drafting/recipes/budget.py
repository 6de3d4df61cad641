"""Household money: spending by category, a budget a month, the bank's file."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {c}: budget money =200 min 0 | «Budget a month»
+ {e}: what text! | «What» ; amount money! min 0 | «Amount» ; on_day date! =today | «Day» ; {c} ref({c}) | {c.one} ;
    receipt photo | «Receipt»
+ {c}: spent money := sum({e}.amount where month(on_day) = month(today)) | «Spent this month» ; left money := budget
    - sum({e}.amount where month(on_day) = month(today)) | «Left»
?rules + {u}: word text! unique | «Text» ; {c} ref({c})! | {c.one} ; pos int =10 | «Order»
?rules ?classify ! sort classify {e}: set={c}; text=what; from={u}; contains=word; value={c}; order=pos
?rules ?!classify ! sort lookup {e}: from={u}; match=word=what; set={c}={c}; at=add
! over alert {c}: when=spent > budget; say={{{c.key}}}: {{spent}} / {{budget}}
?twice ! twice require {e}: check=count(all {e} where what = this.what and amount = this.amount and on_day >=
    this.on_day - 3 and on_day <= this.on_day + 3) <= 1; mode=warn; say=«The same was paid a few days ago.»
! bank csv {e}: in=on_day, what, amount; key=on_day, what, amount; out=csv{reads}
# budgets list {c} «Budgets»: columns={c.key}, budget, spent, left; sort=left
# months chart {e} «Spending per month»: kind=bar; by=month(on_day); value=sum(amount); series={c}
# loose list {e} «Without a category»: where=blank({c}); sort=-on_day
# biggest list {e} «The biggest ten of the month»: where=month(on_day) = month(today); sort=-amount; limit=10
= {e}: what,amount,on_day,{c}: {n1}|45|today-3|{c.a} / {n2}|30|today-9|{c.b} / {n3}|12|today-1| /
    {n1}|230|today-35|{c.a}
?rules = {u}: word,{c}: {n2}|{c.b} / {n1}|{c.a}
* spend «See where the money goes» budgets, months, biggest :: add {e} what=X, amount=10, {c}={c.a} =>
    {c}[{c.a}].spent = 55
* over «A warning when a budget is passed» over :: add {e} what=X, amount=500, {c}={c.b} => {c}[{c.b}].left < 0
?rules * rules «Categories by your rules» sort, loose :: add {e} what={n2}, amount=1 => {e}[5].{c} = '{c.b}' // add
    {e} what={n2}, amount=1, on_day=today+9; edit {e}[5] {c}={c.c} => {e}[5].{c} = '{c.c}'
?twice * twice «A warning when something is paid twice» twice :: add {e} what={n2}, amount=30, on_day=today-8 =>
    warned by twice
* import «Bring in the bank's file» bank ::
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    money = reading.mention("expense") is not None
    return (
        reading.says("budget", "classify", "duplicate")
        and (money or reading.says("classify", "budget"))
        and not reading.says("split", "invoice", "claims", "approve", "draw")
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    category = sketch.make("kind")
    spending = sketch.event("expense", "Expense | Expenses | 💳")
    rules = sketch.make("note", "Rule | Rules | 🪄", bare=True) if reading.says("classify") else None
    names = reading.tongue.names.get("expense", ("A", "B", "C"))
    comma = reading.tongue.code in ("de", "fr", "es")
    write(
        sketch,
        BODY,
        c=category,
        e=spending,
        u=rules,
        rules="yes" if rules else "",
        twice="yes" if reading.says("duplicate") else "",
        reads="; dates=dmy; decimal=comma" if comma else "",
        n1=names[0],
        n2=names[1],
        n3=names[2],
    )
    sketch.slots["event"] = spending
    sketch.serve("budget", "import", "export", "chart", "remind", "duplicate", "once", "unique", "score", "print")
    if rules:
        sketch.serve("classify")
        if "classify" not in sketch.able:
            sketch.not_built.append(
                sketch.say("Rules that look inside a text; a rule fits when the whole text is equal.")
            )


RECIPE = Recipe("budget", 24, _fits, _apply)
