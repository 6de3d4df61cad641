"""Days off: asked for, approved by somebody else, never too many of a team at once."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {p}: {t} ref({t})! | {t.one} ; allowance int! ={days} min 0 | «Days a year»
+ {r}: {p} ref({p})! | {p.one} ; {t} ref({t}) auto | {t.one} ; first_day date! | «From» ; last_day date! | «Until» ;
    days num := workdays(first_day, last_day) | «Working days» ; state
    choice(asked:«Asked»,approved:«Approved»,rejected:«Rejected») =asked | «State»
+ {p}: taken num := sum({r}.days where state != 'rejected' and year(first_day) = year(today)) | «Days taken» ; left
    num := allowance - sum({r}.days where state != 'rejected' and year(first_day) = year(today)) | «Remaining days»
! team lookup {r}: from={p}; match=id={p}; set={t}={t}; at=save
! order require {r}: check=last_day >= first_day; say=«The end lies before the start.»
! enough require {r}: check=state = 'rejected' or {p}.left >= 0; say=«Not that many days are left.»
! decide flow {r}: field=state; moves=asked>approved, asked>rejected, approved>rejected; who=approved rejected:
    {boss}; when=approved: {p} != me
! crowd booking {r}: what={t}; from=first_day; to=last_day + 1; places={places}; where=state != 'rejected'; say=«Too
    many of the team are away then.»
# off calendar {r} «Calendar»: date=first_day; to=last_day; show={p}, state; color=state; where=state != 'rejected'
# asked list {r} «To decide»: where=state = 'asked'; sort=first_day
# balance list {p} «Remaining days»: columns={p.key}, allowance, taken, left; sort=left
= {r}: {p},{t},first_day,last_day,state: {p.a}|{t.a}|2026-12-07|2026-12-09|asked /
    {p.b}|{t.b}|2026-12-14|2026-12-18|approved
* ask «Ask for days» enough, order, balance :: add {r} {p}={p.c}, first_day=2026-12-01, last_day=2027-06-30 =>
    refused by enough // => still {r}[1].days = 3
* decide «Somebody else approves» decide, asked :: decide.move {r}[1] to=approved => refused by decide // decide.move
    {r}[2] to=rejected => ok
* crowd «Not too many of a team at once» crowd, off :: {crowd}
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    return (
        reading.says("away")
        and reading.says("approve", "balance")
        and not reading.says("rota")
        and {"flow", "booking", "lookup"} <= sketch.able.constructs
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    person = (
        sketch.who("away approve")
        if reading.mention("person")
        else sketch.need("person", fresh="Employee | Employees | 🧑")
    )
    sketch.slots["who"] = person
    team = sketch.need("group", fresh="Team | Teams | 👥")
    request = sketch.event("ticket", "Request | Requests | 🏖️")
    for index, row in enumerate(person.rows):
        row[team.id] = team.named(index % 2)
    places = int(reading.number("limit", "away booking limit") or "2")
    adds = [f"add {person} {person.key}=P{n}, {team}={team.a}" for n in range(places)]
    asks = [f"add {request} {person}=P{n}, first_day=2026-12-08, last_day=2026-12-08" for n in range(places)]
    write(
        sketch,
        BODY,
        p=person,
        t=team,
        r=request,
        boss=sketch.boss(person),
        places=str(places),
        days=reading.number("span", "", "day") or "28",
        crowd="; ".join([*adds, *asks]) + " => refused by crowd" if places < 6 else "",
    )
    sketch.grant(f"see|add {request} own", f"see {team}", f"see {person} own")
    sketch.slots["event"] = request
    sketch.serve("away", "approve", "calendar", "balance", "limit", "not_own", "roles", "own", "missing")


RECIPE = Recipe("leave", 16, _fits, _apply)
