"""Guests: who comes, what they eat, where they sit."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.settings import settings
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing

BODY = """
+ {h}: song text | «Song wish»
+ {g}: {h} ref({h})! | {h.one} ; coming choice(open:«Not answered»,yes:«Comes»,no:«Does not come») =open | «Answer» ;
    meal choice(meat:«Meat»,fish:«Fish»,vegetarian:«Vegetarian») | «Meal»
?tables + {g}: {t} ref({t}) | {t.one}
+ {h}: waiting num := count({g} where coming = 'open') | «Answers missing»
?tables + {t}: sitting num := count({g}) | «Sitting»
?apart + {a}: one ref({g})! | «One» ; other ref({g})! | «Other»
?tables ! full limit {g}: max={most}; per={t}; where=not blank({t}); say=«This table is full.»
?apart ! apart require {g}: check=blank({t}) or count(all {a} where one = this and other.{t} = this.{t} or other =
    this and one.{t} = this.{t}) = 0; mode=warn; say=«These two should not sit together.»
! silent alert {h}: when=waiting > 0; say={{{h.key}}} {{phone}}
?share ! answer share {h}: show={h.key}; edit=song; parts={g}(coming, meal)
# unanswered list {h} «Not answered yet»: where=waiting > 0; sort=-waiting; columns={h.key}, phone, waiting
# caterer print {g} «Meals for the caterer»: group=meal; where=coming = 'yes'; show={g.key}, meal, {place};
    total=count
# meals chart {g} «Meals»: kind=bar; by=meal; value=count(all); where=coming = 'yes'
?tables # seating board {g} «Seating»: by={t}; show={g.key}, meal; where=coming != 'no'
= {g}: {g.key},{h},coming,meal{tcol}: «Guest» 1|{h.a}|yes|meat{t1} / «Guest» 2|{h.a}|yes|vegetarian{t1} / «Guest»
    3|{h.b}|open|{t0} / «Guest» 4|{h.c}|no|{t0}
?apart = {a}: one,other: #1|#3
* answers «Know who has not answered» silent, unanswered :: => still {h}[{h.b}].waiting = 1 // edit {g}[3] coming=yes
    => {h}[{h.b}].waiting = 0
* meals «Meals for the caterer» caterer, meals :: => still count({g} where coming = 'yes' and meal = 'meat') = 1
?tables * tables «Not more at a table than fit» full, seating :: {table_check}
?apart * apart «Keep some apart» apart :: edit {g}[3] {t}={t.a} => warned by apart
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    return (
        reading.says("rsvp", "tables") and "alert" in sketch.able and not reading.says("signup", "booking", "approve")
    )


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    host = sketch.need("household", fresh="Household | Households | 🏠")
    guest = sketch.need("person", "rsvp tables", fresh="Guest | Guests | 🧑")
    if guest in sketch.slots.values() or any(t.refers(guest) for t in sketch.things):
        guest = sketch.make("person", "Guest | Guests | 🧑")
    guest.rows.clear()
    tables = reading.says("tables") or any(m.noun.word in ("table", "tisch", "mesa") for m in reading.mentions)
    table = sketch.need("seating", fresh="Table | Tables | 🪑", own=True) if tables else None
    apart = (
        sketch.make("group", "Pair to keep apart | Pairs to keep apart | ↔️", bare=True)
        if table and reading.says("apart")
        else None
    )
    most = int(reading.number("limit", "tables") or reading.number("limit") or "8")
    adds = (
        [f"add {guest} {guest.key}=G{n}, {host}={host.a}, {table}={table.b}" for n in range(most + 1)] if table else []
    )
    write(
        sketch,
        BODY,
        h=host,
        g=guest,
        t=table,
        a=apart,
        tables="yes" if table else "",
        apart="yes" if apart else "",
        most=str(most),
        place=table.id if table else host.id,
        tcol=f",{table}" if table else "",
        t1=f"|{table.a}" if table else "",
        t0="|" if table else "",
        table_check="; ".join(adds) + " => refused by full",
    )
    if table and most > 4:
        settings(sketch, table_places=f"int! ={most} min 1 | {sketch.say('Places at a table')}")
        _by_setting(sketch, guest, host, table)
    sketch.slots["who"], sketch.slots["event"] = host, guest
    sketch.grant(f"see|edit {guest} own", f"see {host} own")
    sketch.serve(
        "rsvp tables missing print limit",
        "apart" if apart else "rsvp",
        "share" if "share" in sketch.able else "rsvp",
    )


def _by_setting(sketch: Sketch, guest: Thing, host: Thing, table: Thing) -> None:
    """The places at a table stand in the settings, so that a check need not fill a whole table."""
    for rule in sketch.rules:
        if rule.id == "full":
            full = sketch.say("This table is full.")
            rule.with_ = f"max=settings.table_places; per={table}; where=not blank({table}); say={full}"
    for line in sketch.features:
        if line.id == "tables":
            line.checks = (
                (
                    f"edit settings table_places=2; add {guest} {guest.key}=G, {host}={host.b}, "
                    f"{table}={table.a} => refused by full"
                ),
            )


RECIPE = Recipe("guests", 21, _fits, _apply)
