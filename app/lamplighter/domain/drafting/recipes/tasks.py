"""Tasks with a day: what is due, ticked off, what comes back."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
?g + {t}: {g} ref({g}) | {g.one}
?who + {t}: {p} ref({p}) | {p.one}
+ {t}: due_on date | «Due» ; done_on date | «Done on»
?priority + {t}: priority choice(high:«High»,normal:«Normal»,low:«Low») =normal | «Priority»
?!repeat ?back + {t}: every_days int min 1 | «Comes back after days»
?repeat + {t}: every_days int min 1 | «Comes back after days»
! late due {t}: date=due_on; done=not blank(done_on); soon=1
! tick act {t}: label=«Done»; when=blank(done_on); set=done_on=today
?back ! once_more act {t}: label=«Once more»; when=not blank(done_on) and not blank(every_days); set=due_on=today +
    every_days, done_on=blank
?repeat ! again repeat {t}: date=due_on; every=every_days; when=not blank(done_on) and not blank(every_days);
    copy={copy}
# today today -:
# open_list list {t} «Open»: where=blank(done_on); sort={sort}due_on; columns={t.key}, {gcol}due_on{group}
# done_list list {t} «Done»: where=not blank(done_on); sort=-done_on
# days calendar {t} «Calendar»: date=due_on; show={t.key}
* tick «Tick off; it stays in the list of done ones» tick, open_list, done_list :: tick.run {t}[1] => count({t} where
    blank(done_on)) = {left} // tick.run {t}[1]; tick.run {t}[1] => refused by tick
* due «See what is due» late, days :: edit {t}[4] due_on=today-1 => {t}[4].due_state = 'overdue'
?back * back «Things that come back» once_more :: edit {t}[1] every_days=7; tick.run {t}[1]; once_more.run {t}[1] =>
    {t}[1].due_on = today + 7
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    task = any(m.noun.classes[0] in ("task", "note") for m in reading.mentions) or reading.says("vague")
    return (
        task
        and (sketch.wants("done", "remind", "due", "repeat", "vague"))
        and "event" not in sketch.slots
        and {"act", "due"} <= sketch.able.constructs
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    vague = not any(m.noun.classes[0] in ("task", "note") for m in reading.mentions)
    task = (
        sketch.make("task", "Thing to remember | Things to remember | 🔔")
        if vague
        else sketch.need("task note", own=True)
    )
    if not task.key:
        task.add("what", f"text! | {sketch.say('What')}")
    group = sketch.pick("work group place room", own=True) if not vague else None
    group = group if group and group.told and not group.is_a("place") else None
    person = sketch.pick("person", own=True) if not vague and not group else None
    back = "yes" if reading.says("repeat", "interval", "vague") or reading.quantity("every") else ""
    for row, day in zip(task.rows, ("today-2", "today", "today+1", "today+6"), strict=False):
        row["due_on"] = day
    priority = "yes" if reading.has("priority") else ""
    write(
        sketch,
        BODY,
        t=task,
        g=group,
        p=person,
        who=person,
        priority=priority,
        back=back,
        copy=f"{task.key}, every_days",
        sort="priority, " if priority else "",
        gcol=f"{group}, " if group else "",
        group=f"; group={group}" if group else "",
        left=str(max(0, len(task.rows) - 1)),
    )
    sketch.slots["event"] = task
    sketch.serve(
        "done due remind calendar vague interval missing limit once",
        "repeat" if "repeat" in sketch.able else "done",
    )
    if reading.says("repeat") and "repeat" not in sketch.able:
        sketch.not_built.append(sketch.say("Coming back by themselves; one tap brings a thing back after its days."))
        sketch.serve("repeat")
    if vague:
        sketch.assumed.append(
            sketch.say("The idea is short: a list of things with a day. Tell me more and I change it.")
        )


RECIPE = Recipe("tasks", 50, _fits, _apply)
