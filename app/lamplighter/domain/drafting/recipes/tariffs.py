"""A price that follows from the hour: dearer at peak times."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {t}: from_hour int! =0 min 0 max 23 | «From hour» ; price money! =10 min 0 | «Price»
+ {b}: price money auto | «Price»
! {id} lookup {b}: from={t}; match=from_hour<=hour_of({day}); set=price=price; at=add
= {t}: from_hour,price: 0|10 / 17|18 / 21|12
* {id}_check «Price by the hour» {id}, {t} :: {add}
"""


def _fits(sketch: Sketch) -> bool:
    event = sketch.slots.get("event")
    hour = event is not None and event.fields.get("start", "").startswith("datetime")
    return (
        sketch.wants("lookup", "peak")
        and hour
        and "lookup" in sketch.able
        and "price" not in (event.fields if event else {})
    )


def _apply(sketch: Sketch) -> None:
    event = sketch.slots["event"]
    tariff = sketch.make("kind", "Rate | Rates | 💶", bare=True)
    refs = {n: line for n, line in event.fields.items() if line.startswith("ref(") and "!" in line.split(" ")[0]}
    cells = ", ".join(f"{n}={event.rows[-1].get(n)}" for n in refs if event.rows and event.rows[-1].get(n))
    ends = "" if ":=" in event.fields.get("ends", ":=") else ", ends=today+9 19:00"
    number = len(event.rows) + 1
    plain = {*refs, "start", "ends"}
    needs = [n for n, line in event.fields.items() if "!" in line.split(" ")[0] and " =" not in line and n not in plain]
    write(
        sketch,
        BODY,
        t=tariff,
        b=event,
        id=sketch.free("tariff"),
        day="start",
        add=f"edit {tariff}[2] price=19; add {event} {cells}, start=today+9 18:00{ends} => {event}[{number}].price = 19"
        if cells and not needs
        else "",
    )
    sketch.grant(f"see {tariff}")
    sketch.serve("lookup", "peak")


RECIPE = Recipe("tariffs", 56, _fits, _apply)
