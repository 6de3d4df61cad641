"""Care by interval: plants, pets, devices; overdue first, one tap moves the next date."""

from __future__ import annotations

import re

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.spans import days

THINGS = "plant device animal item room place product media contact vehicle thing"
BODY = """
?months + {x}: every_months int! ={every} min 1 | «Every so many months» ; last_on date! =today | {label}
?!months + {x}: every_days int! ={every} min 1 | «Every so many days» ; last_on date! =today | {label}
+ {x}: next_on date := {next} | «Next on»
?file + {x}: certificate file | «Certificate»
?record + {r}: {x} ref({x})! | {x.one} ; on_day date! =today | «Day» ; note text | «Note» ; file file | «File»
! due due {x}: date={next}; soon={soon}
! care act {x}: label={label}; set=last_on=today
! log history {x}: fields=last_on
! late alert {x}: when={next} < today; say={{{x.key}}}: {{next_on}}
?lent ! valid require {lent}: check={x}.next_on >= out_on; at=add; say=«The date has passed; not before it is done
    again.»
# today today -:
# order list {x} «What is due»: sort=next_on; columns={x.key}, last_on, next_on
* care «The next date moves» care, due, log :: clock +400d; care.run {x}[{x.a}] => {x}[{x.a}].due_state = '{after}'
    // clock +400d => {x}[{x.b}].due_state = 'overdue'
* late «See what is overdue, and when it was last done» late, order :: clock +400d; care.run {x}[{x.a}] =>
    {x}[{x.a}].changes >= 1
?lent * valid «Not given out after its date» valid :: edit {x}[{x.d}] last_on=2020-01-01; add {lent} {x}={x.d},
    {borrower}={person} => refused by valid
?record = {r}: {x},on_day: {x.a}|today-40 / {x.b}|today-10
"""
LABELS = (
    ("water", "Watered"),
    ("calib|kalibr", "Calibrated"),
    ("feed|fed\\b", "Fed"),
    ("clean|putz|nettoy|limpi", "Cleaned"),
    ("vaccin|impf|vacun", "Vaccinated"),
    ("groom", "Groomed"),
    ("inspect|pruf", "Inspected"),
)


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    thing = reading.mention(*THINGS.split()) is not None
    free = "event" not in sketch.slots or reading.says("loan")
    return (
        sketch.wants("interval")
        and thing
        and free
        and {"due", "act"} <= sketch.able.constructs
        and not reading.says("booking", "stay")
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    loan = sketch.has_rule("loan")
    lent = sketch.thing(loan.on) if loan else None
    own = [t for t in sketch.things if lent and lent.refers(t) == t.id]
    thing = own[0] if own else sketch.need(THINGS, "interval")
    span = reading.quantity("every", "interval") or reading.quantity("span", "interval", "day|week|month|year")
    months = (span is not None and span.unit in ("month", "year")) or (thing.is_a("device") and reading.says("months"))
    every = (
        str(round(float(span.value) * (12 if span.unit == "year" else 1)))
        if span and months
        else days(span, "12" if months else "7")
    )
    step = int(every) * (30 if months else 1)
    for row, share in zip(thing.rows, (1.2, 0.5, 0.9, 0.1), strict=False):
        row["last_on"] = f"today-{max(1, round(step * share))}"
    label = sketch.say(next((word for head, word in LABELS if re.search(head, reading.folded)), "Done today"))
    borrower = own[1] if len(own) > 1 else None
    record = (
        sketch.event("upkeep", "Record | Records | 📄")
        if reading.has("certificate") or reading.mention("upkeep")
        else None
    )
    write(
        sketch,
        BODY,
        x=thing,
        r=record,
        record=record,
        months="yes" if months else "",
        every=every,
        next="add_months(last_on, every_months)" if months else "last_on + every_days",
        soon=str(max(0, min(14, step // 5))),
        label=label,
        file="yes" if reading.has("certificate") else "",
        lent=lent,
        borrower=borrower,
        person=borrower.a if borrower else "",
        after="ok" if step > max(0, min(14, step // 5)) else "soon",
    )
    sketch.serve(
        "interval due remind history done valid inspection",
        *(("repeat",) if not reading.says("series") else ()),
    )
    sketch.slots.setdefault("event", thing)


RECIPE = Recipe("upkeep", 31, _fits, _apply)
