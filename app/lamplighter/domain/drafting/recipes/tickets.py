"""Tickets: reported, taken up, moved along, kept in time."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.names import option
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.states import from_text
from lamplighter.domain.drafting.thing import Thing

BODY = """
+ {t}: title text! | «Title» ; words long | «Details»
?sla + {v}: name text! unique | «Name» ; hours int! =16 min 1 | «Hours»
?sla + {t}: {v} ref({v})! | {v.one} ; hours int auto | «Hours allowed» ; due_at datetime := created + hours * 60 |
    «Due»
?!sla + {t}: priority choice(low:«Low»,normal:«Normal»,urgent:«Urgent») =normal | «Priority»
+ {t}: {a} ref({a})! | {a.one} ; {k} ref({k}) | {k.one} ; state choice({states}) ={first} | «State» ; solved_at
    datetime auto | «Solved at»
?sla + {t}: breached yesno := or_else(solved_at, now) > due_at | «Breached»
?comment + {c}: {t} ref({t})! owned | {t.one} ; words long! | «Words»
?sla ! target lookup {t}: from={v}; match=id={v}; set=hours=hours; at=add
! step flow {t}: field=state; moves={moves}; {who}stamp={last}: solved_at
?sla ! late due {t}: date=due_at; done=state = '{last}'; soon=0
?sla ! breach alert {t}: when=breached and state != '{last}'; say={{title}}: {{due_at}}
! log history {t}: fields=*
?assign ! deal assign {t}: field={k}; mode=least; open=state != '{last}'
# board board {t} «Board»: by=state; show=title, {a}, {k}
# open_list list {t} «Open»: where=state != '{last}'; sort=created; columns=title, {a}, {k}, state
?sla # breaches list {t} «Breach report»: where=breached; columns=title, {v}, {k}, due_at
?sla # breach_chart chart {t} «Breaches per month»: kind=bar; by=month(created); value=count(all); where=breached
?!sla # month_chart chart {t} «Per month»: kind=bar; by=month(created); value=count(all); series=state
?sla = {v}: {v.key},hours: {v1}|{h1} / {v2}|{h2}
= {t}: title,{a}{vcol},{k},state: {n1}|{a.a}{vc1}|{k.a}|{first} / {n2}|{a.b}{vc2}|{k.b}|{second} /
    {n3}|{a.a}{vc2}||{first}
?comment = {c}: {t},words: {n1}|{w1} / {n2}|{w2}
* steps «Move along the steps» step, board :: {step_check}
* log «Keep every change» log :: edit {t}[{n1}] title=Changed => {t}[1].changes >= 1
?sla * target «Target time from the priority» target, late, breaches :: add {t} title=New, {v}={v1}, {a}={a.a} =>
    {t}[New].hours = {h1} // clock +9d => {t}[{n1}].breached = yes
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    ticket = any(m.noun.classes[0] == "ticket" for m in reading.mentions)
    return (
        "flow" in sketch.able
        and (reading.says("flow", "sla", "done") or [m.noun.classes[0] for m in reading.mentions[:1]] == ["ticket"])
        and ticket
        and "event" not in sketch.slots
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    ticket = sketch.event("ticket", "Ticket | Tickets | 🎫")
    helper = sketch.need("staff", fresh="Technician | Technicians | 🧑", own=False, but=[])
    asker = sketch.need("person household", but=[helper])
    sketch.slots["who"], sketch.slots["event"] = asker, ticket
    comment = sketch.pick("note", own=True)
    if comment:
        comment = sketch.event("note", "Comment | Comments | 💬")
    sla = "yes" if reading.says("sla") and "lookup" in sketch.able else ""
    states = from_text(sketch) or ["new", "in work", "waiting", "solved"]
    steps = [option(x, n) for n, x in enumerate(states, 1)]
    rows = [*ticket.rows] or [{"title": f"{ticket.one} {n}"} for n in range(1, 4)]
    names = [r.get("title", f"{ticket.one} {n}") for n, r in enumerate(rows, 1)]
    names = [f"{ticket.one} {n}" for n in range(1, 4)] if len(names) < 3 else names
    ticket.rows.clear()
    signed = reading.says("own", "roles") or sketch.wanted == "web"
    fast, slow = _targets(sketch)
    level = sketch.make("kind", "Priority | Priorities | ⏱️", bare=True) if sla else None
    write(
        sketch,
        BODY,
        t=ticket,
        a=asker,
        k=helper,
        c=comment,
        comment=comment,
        sla=sla,
        v=level,
        states=",".join(f"{i}:{sketch.say(x.capitalize())}" for i, x in zip(steps, states, strict=True)),
        first=steps[0],
        second=steps[1],
        last=steps[-1],
        moves=">".join(steps)
        + (f", {steps[-1]}>{steps[1]}" if len(steps) > 2 else "")
        + (f", {steps[1]}>{steps[3]}, {steps[2]}>{steps[1]}" if len(steps) == 4 else ""),
        who=f"who=*: {sketch.boss()}; " if signed else "",
        n1=names[0],
        n2=names[1],
        n3=names[2],
        v1=sketch.say("Urgent"),
        v2=sketch.say("Normal"),
        h1=fast,
        h2=slow,
        vcol=f",{level}" if level else "",
        vc1="|" + sketch.say("Urgent") if level else "",
        vc2="|" + sketch.say("Normal") if level else "",
        w1=sketch.say("Looked at it today"),
        w2=sketch.say("Waiting for a part"),
        step_check=_step_check(ticket, names[0], steps),
    )
    sketch.grant(f"see|add {ticket} own", f"see {helper}({helper.key})", *((f"see|add {comment}",) if comment else ()))
    sketch.serve(
        "flow sla due history board missing done",
        *(("chart",) if reading.says("chart") else ()),
        *(("roles", "own", "accept") if signed else ()),
    )


def _step_check(ticket: Thing, name: str, steps: list[str]) -> str:
    far = f"step.move {ticket}[{name}] to={steps[-1]} => "
    far += "refused by step" if len(steps) > 2 else f"{ticket}[{name}].state = '{steps[-1]}'"
    return f"{far} // step.move {ticket}[{name}] to={steps[1]} => {ticket}[{name}].state = '{steps[1]}'"


def _targets(sketch: Sketch) -> tuple[str, str]:
    """Hours of the fast and the slow target."""
    spans = [q for q in sketch.reading.quantities if q.kind == "span" and q.unit in ("hour", "day")]
    hours = [str(round(float(q.value) * (24 if q.unit == "day" else 1))) for q in spans]
    return (hours[0], hours[1]) if len(hours) >= 2 else ("4", "48")


RECIPE = Recipe("tickets", 17, _fits, _apply)
