"""Lessons: who comes when, who owes what, what a late cancelling costs."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.spans import minutes

BODY = """
+ {p}: parent text | «Parent» ; fee money! ={fee} min 0 | «Fee per lesson»
+ {l}: {p} ref({p})! | {p.one} ; start datetime! | «Start» ; state
    choice(planned:«Planned»,held:«Held»,cancelled:«Cancelled») =planned | «State» ; cancelled_at datetime auto |
    «Cancelled at» ; late yesno := state = 'cancelled' and start - cancelled_at < {notice} | «Cancelled late» ;
    charge money := if(state = 'held' or late, {p}.fee, 0) | «Charged»
+ {m}: {p} ref({p})! | {p.one} ; amount money! min 0.01 | «Amount» ; on_day date! =today | «Day»
+ {p}: owes money := sum({l}.charge) - sum({m}.amount) | «Owes»
?pause + {h}: name text! | «Name» ; first_day date! | «First day» ; last_day date! | «Last day»
?work + {w}: {p} ref({p})! | {p.one} ; on_day date! =today | «Day» ; spent minutes! min 1 | «Minutes»
?work + {p}: this_week num := count({w} where week(on_day) = week(today)) | «Days practised this week»
! slot booking {l}: what=all; from=start; minutes={length}; where=state != 'cancelled'; say=«There is a lesson at
    that time.»
! step flow {l}: field=state; moves=planned>held, planned>cancelled; stamp=cancelled: cancelled_at
! owing alert {p}: when=owes > 0; say={{{p.key}}}: {{owes}}
?pause ! pause require {l}: check=count(all {h} where first_day <= day(this.start) and last_day >= day(this.start)) =
    0; at=add; say=«No lesson in the holidays.»
?work ! once limit {w}: max=1; per={p}, on_day; say=«One entry a day.»
?work ! chain streak {w}: of={p}; date=on_day; unit=day
?repeat ! again repeat {l}: date=start; every=1 week; ahead=8; copy={p}
# week calendar {l} «Calendar»: date=start; show={p}, state; color=state
# owing_list list {p} «Who owes»: where=owes > 0; sort=-owes; columns={p.key}, owes, phone
= {l}: {p},start,state: {p.a}|today-7 15:00|held / {p.b}|today-6 15:00|held / {p.a}|today+3 15:00| / {p.b}|today+3
    16:00|
= {m}: {p},amount,on_day: {p.a}|{fee}|today-7
?pause = {h}: name,first_day,last_day: «Holidays»|today+20|today+34
?work = {w}: {p},on_day,spent: {p.a}|today-1|20 / {p.a}|today|25 / {p.b}|today-1|10
* plan «Plan lessons without overlap» slot, week :: add {l} {p}={p.c}, start=today+3 15:10 => refused by slot
* owe «Know who owes what» owing, owing_list :: step.move {l}[3] to=held => {p}[{p.a}].owes = {fee}
* cancel «Late cancelling counts as held» step :: step.move {l}[3] to=cancelled => still {l}[3].charge = 0 // clock
    +3d; step.move {l}[3] to=cancelled => {l}[3].charge = {fee}
?pause * pause «No lessons in the holidays» pause :: add {l} {p}={p.c}, start=today+25 10:00 => refused by pause
?work * work «A practice log» once :: add {w} {p}={p.a}, on_day=today, spent=5 => refused by once
"""


def _fits(sketch: Sketch) -> bool:
    return "booking" in sketch.able and sketch.reading.says("lessons") and not sketch.reading.says("practice", "loan")


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    pupil = sketch.who("lessons")
    lesson = sketch.event("lesson", "Lesson | Lessons | 🎓")
    paid = sketch.event("payment", "Payment | Payments | 💶")
    pause = sketch.make("event", "Holiday | Holidays | 🏖️", bare=True) if reading.says("holidays") else None
    works = reading.mention("practice") is not None or reading.says("streak")
    work = sketch.event("practice", "Practice | Practice | 🎵") if works else None
    length, notice = reading.quantity("span", "lessons", "minute|hour"), reading.quantity("span", "cancel", "hour|day")
    write(
        sketch,
        BODY,
        p=pupil,
        l=lesson,
        m=paid,
        h=pause,
        w=work,
        pause=pause,
        work=work,
        length=minutes(length, "30"),
        notice=minutes(notice, "1440"),
        fee=reading.number("price") or "25",
    )
    sketch.assumed.append(sketch.say("Cancelled less than a day before counts as held."))
    sketch.slots["event"] = lesson
    sketch.grant(f"see {lesson} own", f"see {paid} own")
    sketch.serve(
        "lessons booking calendar cancel paid missing split balance holidays",
        *(("repeat", "series") if "repeat" in sketch.able else ()),
    )
    if "streak" in sketch.able:
        sketch.serve("streak")


RECIPE = Recipe("lessons", 13, _fits, _apply)
