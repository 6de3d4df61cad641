"""Chores in turn: whose job it is this week, who has not done it, what a miss costs."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {d}: {x} ref({x})! | {x.one} ; {p} ref({p})! | {p.one} ; due_on date! =today | {week} ; done_on date | «Done on»
?fine + {f}: {d} ref({d})! | {d.one} ; {p} ref({p})! | {p.one} ; amount money! ={fine} min 0 | «Amount» ; paid yesno
    =no | «Paid»
?fine + {p}: owed money := sum({f}.amount where not paid) | «Open fines»
! late due {d}: date=due_on; done=not blank(done_on); soon=1
! tick act {d}: label=«Done»; when=blank(done_on); set=done_on=today
! once limit {d}: max=1; per={x}, week(due_on); say=«That one is given out for this week.»
! undone alert {d}: when=blank(done_on) and due_on < today; say={{{p}.{p.key}}}: {{{x}.{x.key}}}
?fine ! one_fine limit {f}: max=1; per={d}; say=«That has been fined already.»
?fine ! fine_it act {d}: label=«Fine»; when=blank(done_on) and due_on < today; add={f}
?fine ! only_late require {f}: check=blank({d}.done_on) and {d}.due_on < today; at=add; say=«Only what is late and
    not done.»
?fine ?make ! fined make {d}: into={f}; when=blank(done_on) and due_on < today; set={d}=this, {p}={p}, amount={fine}
?assign ! turn assign {d}: field={p}; mode=rotate; order=id; per={x}
?repeat ! again repeat {d}: date=due_on; every=1 week; when=not blank(done_on); copy={x}
# today today -:
# this_week list {d} «This week»: where=week(due_on) = week(today); columns={x}, {p}, due_on, done_on
# not_done list {d} «Not done»: where=blank(done_on) and due_on < today; columns={p}, {x}, due_on; sort=due_on
# sheet print {d} «Print»: group=due_on; show={x}, {p}, done_on; sort=due_on
?fine # till list {f} «{till}»: total=sum(amount); columns={p}, amount, paid
= {d}: {x},{p},due_on,done_on: {x.a}|{p.a}|today-7|today-8 / {x.b}|{p.b}|today-7| / {x.a}|{p.b}|today+1| /
    {x.b}|{p.c}|today+1|
?fine = {f}: {d},{p},amount,paid: #2|{p.b}|{fine}|no
* tick «Tick off» tick, once, this_week :: tick.run {d}[3] => not blank({d}[3].done_on) // add {d} {x}={x.a},
    {p}={p.c}, due_on=today+1 => refused by once
* late «See who has not done it» late, undone, not_done, sheet :: clock +3d => count({d} where blank(done_on) and
    due_on < today) = 3
?fine * fine «A fine, exactly once» one_fine, only_late, fine_it, till :: add {f} {d}=2, {p}={p.b} => refused by
    one_fine // add {f} {d}=1, {p}={p.a} => refused by only_late // clock +3d; add {f} {d}=3, {p}={p.b} =>
    {p}[{p.b}].owed = 2 * {fine}
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    meets = reading.mention("appointment", "event") is not None
    return (
        reading.says("turns")
        and not meets
        and {"limit", "due", "act"} <= sketch.able.constructs
        and not reading.says("poll", "dice", "rota")
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    person = sketch.who("turns done missing")
    chore = next(
        (sketch.adopt(m) for m in reading.mentions if m.noun.word in ("chore", "aufgabe", "tache", "tarea", "corvee")),
        None,
    ) or sketch.make("task", "Task | Tasks | 🧹")
    chore.fields.clear()
    chore.add("name", f"text! unique | {sketch.say('Name')}")
    chore.rows[:] = [{"name": name} for name in reading.tongue.names.get("chore", ())[:4]]
    duty = sketch.event("", "Turn | Turns | 🔁")
    price = reading.number("price")
    fine = sketch.event("fine", "Fine | Fines | 💸") if price else None
    write(
        sketch,
        BODY,
        x=chore,
        p=person,
        d=duty,
        f=fine,
        fine=price,
        week=sketch.say("Week until"),
        till=sketch.say("Cash box"),
    )
    sketch.slots["event"] = duty
    sketch.grant(f"see {duty}", "do tick", f"see {person}({person.key})", f"see {chore}")
    sketch.serve(
        *("done", "due", "remind", "balance", "print", "split", "rota"),
        *(() if reading.mention("payment") else ("missing", "paid")),
        *(("turns", "repeat") if {"assign", "repeat"} <= sketch.able.constructs else ()),
    )


RECIPE = Recipe("chores", 5, _fits, _apply)
