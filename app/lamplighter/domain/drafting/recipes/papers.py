"""Papers that must be valid: refused when they end too early."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {t}: valid_to date | {label}
! {id} require {e}: check={ref}.valid_to >= {day}; {at}say=«The papers do not last that long.»
* {id}_check «Refused without valid papers» {id} :: {check} => refused by {id}
"""
WORDS = ("vaccination", "insurance", "licence", "certificate", "permit")


def _fits(sketch: Sketch) -> bool:
    return sketch.wants("valid") and "require" in sketch.able and "event" in sketch.slots


def _apply(sketch: Sketch) -> None:
    event = sketch.slots["event"]
    targets = [
        t
        for t in sketch.things
        if t is not event and event.refers(t) and t.is_a("animal", "vehicle", "person", "device", "item")
    ]
    target = next((t for t in targets if t.is_a("animal", "vehicle", "device")), targets[0] if targets else None)
    day = next(
        (
            n
            for n in ("to_day", "ends", "due_on", "start", "from_day", "on_day")
            if event.fields.get(n, "").startswith("date")
        ),
        "",
    )
    if target is None or not day or event.fields[day].startswith("datetime") or not event.rows:
        return
    for row in target.rows:
        row["valid_to"] = "today+200"
    first = {k: v for k, v in event.rows[0].items() if v and not v.startswith("today")}
    label = sketch.say("Vaccinated until" if target.is_a("animal") else "Papers valid until")
    free = target.named(len(target.rows) - 1)
    first[event.refers(target)] = free
    dates = "from_day=2027-11-20, to_day=2027-11-25" if day == "to_day" else f"{day}=2027-11-25"
    given = ", ".join(f"{k}={v}" for k, v in first.items() if event.fields[k].startswith("ref("))
    write(
        sketch,
        BODY,
        t=target,
        e=event,
        ref=event.refers(target),
        day=day,
        id=sketch.free("papers"),
        label=label,
        at="",
        check=f"add {event} {given}, {dates}",
    )
    sketch.serve("valid", "interval")


RECIPE = Recipe("papers", 68, _fits, _apply)
