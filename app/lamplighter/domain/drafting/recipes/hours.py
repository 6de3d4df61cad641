"""Working time: start, end, breaks, hours of a week."""

from __future__ import annotations

from lamplighter.domain.drafting.body import feature, write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.settings import settings
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing

BODY = """
?project + {p}: rate money! =60 min 0 | «Hourly rate»
?client + {p}: {c} ref({c}) | {c.one}
?project + {s}: {p} ref({p})! | {p.one}
+ {s}: what text | «What» ; start datetime! =now | «Start» ; ends datetime | «End»
?pause + {s}: pause minutes =0 min 0 | «Break»
+ {s}: worked num := or_else(ends - start, 0){minus} | «Worked minutes»
?project + {s}: project_rate money := {p}.rate | «Hourly rate»
?week + {s}: hours num := worked / 60 | «Hours»
! order require {s}: check=blank(ends) or ends >= start; say=«The end lies before the start.»
! one limit {s}: max=1; where=blank(ends){per}; say=«One is running already.»
! stop act {s}: label=«Stop»; when=blank(ends); set=ends=now
?timer ! clock timer {s}: from=start; to=ends; one=yes
! file csv {s}: out=csv
# running list {s} «Running»: where=blank(ends); columns=start, what
# per_week chart {s} «Hours per week»: kind=bar; by=week(start); value=sum(worked){series}
# report list {s} «Week report»: group=week(start); sort=-start; total=sum(worked); columns=start, ends, what, worked
= {s}: {pcol}what,start,ends: {pa}{w1}|today-2 09:00|today-2 10:30 / {pb}{w2}|today-1 15:00|today-1 16:00
* clock «Start and stop, only one running» one, stop, running :: add {s} {pe}start=today 07:00; add {s}
    {pe}start=today 07:30 => refused by one // add {s} {pe}start=today 07:00; stop.run {s}[3] => {s}[3].worked = 60
* report «Hours of a week» report, per_week, file :: => still {s}[1].worked = 90
?over * fix «Correct the end by hand» {s} :: edit {s}[1] ends=today-2 11:00 => {s}[1].worked = 120
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.reading.says("timer") and {"act", "limit"} <= sketch.able.constructs


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    project = sketch.pick("work", "timer", own=True)
    client = sketch.pick("person company contact", "timer") if project else None
    client = client if client and not client.is_a("staff") else None
    if project is None and reading.says("invoice"):
        project = sketch.need("person company contact", "timer invoice", fresh="Client | Clients | 🧑")
        sketch.slots["client"] = project
    spell = sketch.event("", "Time entry | Time entries | ⏱️")
    pause = "yes" if reading.says("breaks") else ""
    over = (
        next(
            (
                q.value
                for q in reading.quantities
                if q.kind in ("span", "above") and q.unit in ("hour", "") and q.kind == "span"
            ),
            "",
        )
        if reading.says("overtime")
        else ""
    )
    write(
        sketch,
        BODY,
        s=spell,
        p=project,
        c=client,
        project=project,
        client=client,
        pause=pause,
        minus=" - or_else(pause, 0)" if pause else "",
        week="yes",
        per="",
        series=f"; series={project}" if project else "",
        pcol=f"{project}," if project else "",
        pa=f"{project.a}|" if project else "",
        pb=f"{project.b}|" if project else "",
        pe=f"{project}={project.a}, " if project else "",
        w1=sketch.say("First part"),
        w2=sketch.say("Second part"),
        over="yes",
    )
    if over:
        _overtime(sketch, spell, over)
    if project:
        sketch.slots["spell"] = spell
    if client:
        sketch.slots["client"] = client
    sketch.serve("timer", "export", "chart", "breaks", "overtime", "hours_week")


def _overtime(sketch: Sketch, spell: Thing, over: str) -> None:
    settings(sketch, week_hours=f"num! ={over} min 0 | {sketch.say('Hours a week')}")
    spell.add(
        "over",
        f"num := sum(all {spell}.worked where week(start) = week(this.start)) / 60 - settings.week_hours"
        f" | {sketch.say('Overtime of the week')}",
    )
    feature(
        sketch,
        "overtime",
        sketch.say("Overtime of the week"),
        [spell.id],
        [f"edit settings week_hours=1 => {spell}[1].over = 1.5"],
    )


RECIPE = Recipe("hours", 18, _fits, _apply)
