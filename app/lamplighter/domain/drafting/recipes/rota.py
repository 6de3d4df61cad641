"""Rotas: shifts, who is on them, who may not, and swapping."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.settings import settings
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing

BODY = """
+ {s}: name text! | «Name» ; start datetime! | «Start» ; ends datetime! | «End» ; need int! ={need} min 1 | «People
    needed»
?kinds + {s}: kind choice({kinds})! | «Kind»
+ {d}: {s} ref({s})! owned | {s.one} ; {p} ref({p})! | {p.one} ; hours num := ({s}.ends - {s}.start) / 60 | «Hours»
+ {s}: filled num := count({d}) | «People on it» ; short yesno := count({d}) < need and start >= now | «Too few»
?away + {a}: {p} ref({p})! | {p.one} ; first_day date! | «From» ; last_day date! | «Until» ; note text | «Note»
?swap ?!permit + {d}: offered yesno =no | «Offered»
?permit + {c}: {d} ref({d})! | {d.one} ; taker ref({p})! | «Takes over» ; state
    choice(asked:«Asked»,accepted:«Accepted»,approved:«Approved»,refused:«Refused») =asked | «State» ; carried_out
    yesno =no | «Carried out»
+ {p}: hours_week num := sum({d}.hours where week({s}.start) = week(today)) | «Hours this week»
! once limit {d}: max=1; per={s}, {p}; say=«Is on this shift already.»
! clash require {d}: check=count(all {d} where {p} = this.{p} and {s}.start < this.{s}.ends + {rest} and {s}.ends +
    {rest} > this.{s}.start) <= 1; mode=warn; say=«Has another shift too close to this one.»
! order require {s}: check=ends > start; say=«The end lies before the start.»
?hours ! hours limit {d}: max={hours}; sum=hours; per={p}, week({s}.start); mode=warn; say=«More hours than a week
    may have.»
?nights ! nights limit {d}: max=settings.most_nights; per={p}, month({s}.start); where={s}.kind = '{night}'; say=«No
    more of these this month.»
?away ! away require {d}: check=count(all {a} where {p} = this.{p} and first_day <= day(this.{s}.start) and last_day
    >= day(this.{s}.start)) = 0; mode=warn; say=«Is away that day.»
?swap ?!permit ! offer act {d}: label=«Offer for swap»; when=not offered; set=offered=yes
?swap ?!permit ! take act {d}: label=«Take over»; when=offered; ask={p}; set=offered=no
?permit ! change flow {c}: field=state; moves=asked>accepted>approved, asked>refused, accepted>refused; who=approved:
    {boss}
?permit ! exchange act {c}: label=«Exchange»; who={boss}; when=state = 'approved' and not carried_out;
    set={d}.{p}=taker, carried_out=yes
! empty alert {s}: when=short; say={{name}} {{start}}: {{filled}} / {{need}}
?ics ! file csv {s}: out=csv, ics
# plan calendar {s} «{plan}»: date=start; to=ends; show=name, filled, need
# short_list list {s} «Too few people»: where=short; sort=start; columns=name, start, filled, need
# sheet print {d} «Print»: show={s}.start, {s}, {p}; group={s}.name; sort={s}.start
?swap ?!permit # offers list {d} «Offered for swap»: where=offered; columns={s}, {s}.start, {p}
= {s}: name,start,ends{kindcol}: {n1}|today+3 08:00|today+3 14:00{k1} / {n2}|today+3 14:00|today+3 20:00{k2} /
    {n1}|today+4 08:00|today+4 14:00{k1} / {n3}|today+4 20:00|today+5 04:00{k3}
= {d}: {s},{p}: #1|{p.a} / #2|{p.b} / #3|{p.a}
?away = {a}: {p},first_day,last_day: {p.c}|today+3|today+10
?permit = {c}: {d},taker,state: #1|{p.d}|asked
* assign «Put people on shifts» once, clash, plan :: add {d} {s}=1, {p}={p.a} => refused by once // add {s}
    name=X{kindarg}, start=today+3 09:00, ends=today+3 12:00; add {d} {s}=5, {p}={p.a} => warned by clash
* short «See where people are missing» empty, short_list :: add {s} name=X{kindarg}, start=today+9 09:00,
    ends=today+9 12:00 => {s}[5].short = yes
?hours * hours «A warning above the hours of a week» hours :: add {s} name=X{kindarg}, start=today+9 00:00,
    ends=today+11 23:00; add {d} {s}=5, {p}={p.d} => warned by hours
?nights * nights «A limit of {night} shifts a month» nights :: {night_check}
?away * away «Know who is away» away :: add {d} {s}=2, {p}={p.c} => warned by away
?swap ?!permit * swap «Swap shifts» offer, take, offers :: offer.run {d}[1]; take.run {d}[1] {p}={p.d} => {d}[1].{p}
    = '{p.d}'
?permit * swap «Change shifts with permission» change, exchange :: change.move {c}[1] to=accepted; change.move {c}[1]
    to=approved; exchange.run {c}[1] => {d}[1].{p} = '{p.d}'
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    return reading.says("rota") and "limit" in sketch.able and not reading.says("lessons", "turns")


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    person = sketch.who("rota")
    shift = sketch.event("shift", "Shift | Shifts | 🕗")
    duty = sketch.make("shift", "Assignment | Assignments | 🧷", bare=True)
    away = sketch.make("event", "Absence | Absences | 🏖️", bare=True) if reading.says("away") else None
    if away and any(w in reading.folded for w in ("availab", "can come", "verfugbar", "disponib", "都合")):
        away.one, away.many = sketch.say("Availability"), sketch.say("Availability")
    permit = "yes" if reading.says("swap") and reading.says("approve") and "flow" in sketch.able else ""
    change = sketch.event("ticket", "Change | Changes | 🔄") if permit else None
    kinds = _kinds(sketch)
    hours, rest = reading.quantity("limit", "hours_week"), reading.number("least", "rota") if kinds else ""
    found = next((v for w in reading.wishes if w.frame == "hours_week" for k, v in w.groups if k == "n"), "")
    nights = _capped(sketch) if kinds else ""
    write(
        sketch,
        BODY,
        plan=_plan_name(sketch, shift),
        s=shift,
        d=duty,
        p=person,
        a=away,
        c=change,
        away=away,
        permit=permit,
        swap="yes" if reading.says("swap") else "",
        boss=sketch.boss() if permit else "",
        kinds=",".join(kinds),
        hours=found or (hours.value if hours else ""),
        nights=nights,
        night=kinds[-1] if kinds else "",
        need=(reading.number("least") if not kinds else "") or "1",
        rest=str(60 * int(float(rest))) if rest else "0",
        ics="yes" if reading.says("export") else "",
        n1=kinds[0] if kinds else sketch.say("Morning"),
        n2=kinds[1 % len(kinds)] if kinds else sketch.say("Afternoon"),
        n3=kinds[-1] if kinds else sketch.say("Evening"),
        kindcol=",kind" if kinds else "",
        kindarg=f", kind={kinds[0]}" if kinds else "",
        k1=f"|{kinds[0]}" if kinds else "",
        k2=f"|{kinds[1 % len(kinds)]}" if kinds else "",
        k3=f"|{kinds[-1]}" if kinds else "",
        night_check=_night_check(shift, duty, person, kinds, int(nights or 0)),
    )
    if nights:
        settings(sketch, most_nights=f"int! ={nights} min 0 | {sketch.say('Most nights a month')}")
    sketch.slots["event"] = shift
    sketch.grant(
        f"see {shift}",
        f"see {duty}",
        f"see {person}({person.key})",
        *((f"see|add|edit {away} own",) if away else ()),
        *((f"see|add {change}",) if change else ()),
    )
    sketch.serve(
        "rota calendar away hours_week missing limit swap booking series remind accept turns print",
        *(("approve",) if permit else ()),
        *(("export",) if reading.says("export") else ()),
    )


def _kinds(sketch: Sketch) -> list[str]:
    """Sorts of shift the text names, such as morning and night."""
    match = sketch.reading.tongue.patterns["dayparts"].search(sketch.reading.folded)
    return [w for w in match[0].replace(",", " ").replace("/", " ").split() if len(w) > 3][:4] if match else []


def _plan_name(sketch: Sketch, shift: Thing) -> str:
    """The text's own word for the whole plan, when it has one beside that for a shift."""
    words = [m.noun.one for m in sketch.reading.mentions if m.noun.classes[0] == "shift" and m.noun.one != shift.one]
    return words[0] if words else shift.many


def _capped(sketch: Sketch) -> str:
    return next((q.value for q in sketch.reading.quantities if q.kind == "limit"), "")


def _night_check(shift: Thing, duty: Thing, person: Thing, kinds: list[str], cap: int) -> str:
    if not kinds or not cap:
        return ""
    days_ = ("2026-12-03", "2026-12-07")
    shifts = [f"add {shift} name=X{n}, kind={kinds[-1]}, start={d} 20:00, ends={d} 23:00" for n, d in enumerate(days_)]
    steps = ["edit settings most_nights=1", *shifts, *(f"add {duty} {shift}=X{n}, {person}={person.d}" for n in (0, 1))]
    return "; ".join(steps) + " => refused by nights"


RECIPE = Recipe("rota", 15, _fits, _apply)
