"""Measures that follow a report: an owner, a deadline, overdue ones first."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
?photo + {r}: photo photo | «Photo»
+ {r}: on_day date! =today | «Day» ; area text | «Area»
?risk + {r}: severity int min 1 max 5 | «Severity» ; likelihood int min 1 max 5 | «Likelihood» ; risk num := severity
    * likelihood | «Risk» ; risk_level text := if(risk >= 15, 'red', if(risk >= 6, 'yellow', 'green')) | «Risk level»
+ {m}: {r} ref({r})! | {r.one} ; what text! | «What» ; owner text | «Owner» ; due_on date! | «Deadline» ; done_on
    date | «Done on»
! late due {m}: date=due_on; done=not blank(done_on); soon=3
! finish act {m}: label=«Done»; when=blank(done_on); set=done_on=today
! overdue alert {m}: when=blank(done_on) and due_on < today; say={{what}}: {{due_on}}
# open_measures list {m} «Open»: where=blank(done_on); sort=due_on; columns=what, {r}, owner, due_on
# trend chart {r} «Trend per month»: kind=bar; by=month(on_day); value=count(all); series=area
?risk # by_risk list {r} «By risk»: sort=-risk; columns={r.key}, risk, risk_level, on_day
= {r}: {r.key},on_day,area{rcol}: {n1}|today-40|{a1}{r1} / {n2}|today-5|{a2}{r2}
= {m}: {r},what,owner,due_on: #1|{w1}|Ana|today-2 / #2|{w2}|Bo|today+9
* measure «Measures with a deadline» late, finish, overdue, open_measures :: finish.run {m}[1] => count({m} where
    blank(done_on)) = 1 // clock +30d => count({m} where blank(done_on) and due_on < today) = 2
?risk * risk «Risk is severity times likelihood» by_risk, trend :: edit {r}[2] severity=5, likelihood=4 =>
    {r}[2].risk = 20
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    report = any(m.noun.classes[0] == "ticket" for m in reading.mentions)
    task = any(m.noun.word in WORDS for m in reading.mentions)
    return report and task and {"due", "act", "alert"} <= sketch.able.constructs and "event" not in sketch.slots


WORDS = ("measure", "action", "action item", "massnahme", "maßnahme", "mesure", "medida", "対策")


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    report = sketch.event("ticket", "Report | Reports | ⚠️")
    report.add("title", f"text! | {sketch.say('Title')}")
    report.add("words", f"long | {sketch.say('Details')}")
    measure = next((sketch.adopt(m) for m in reading.mentions if m.noun.word in WORDS), None) or sketch.make("task")
    measure.fields.clear()
    measure.rows.clear()
    names = reading.tongue.names.get("ticket", ("A", "B"))
    risk = "yes" if reading.has("severity", "likelihood") else ""
    write(
        sketch,
        BODY,
        r=report,
        m=measure,
        risk=risk,
        photo="yes" if reading.has("photo") else "",
        rcol=",severity,likelihood" if risk else "",
        r1="|3|2" if risk else "",
        r2="|1|4" if risk else "",
        n1=names[0],
        n2=names[1],
        a1=sketch.say("Hall"),
        a2=sketch.say("Yard"),
        w1=sketch.say("First part"),
        w2=sketch.say("Second part"),
    )
    sketch.slots["event"] = report
    sketch.serve("due", "remind", "chart", "rate" if risk else "due", "done")


RECIPE = Recipe("measures", 16, _fits, _apply)
