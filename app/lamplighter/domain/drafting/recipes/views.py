"""Screens the text asks for: charts, a calendar, something to print, a ranking."""

from __future__ import annotations

from lamplighter.domain.drafting.body import feature
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing


def _fits(sketch: Sketch) -> bool:
    return (
        sketch.wants("chart", "calendar", "print", "label", "score", "goal", "twice_day") and sketch.main() is not None
    )


def _apply(sketch: Sketch) -> None:
    thing = sketch.main()
    if thing is None:
        return
    if sketch.wants("chart"):
        _chart(sketch, thing)
    if sketch.wants("calendar"):
        _calendar(sketch, thing)
    if sketch.wants("print", "label"):
        _print(sketch, thing)
    if sketch.wants("score"):
        _ranking(sketch, thing)


def _chart(sketch: Sketch, thing: Thing) -> None:
    """Rows or a sum by month (or hour, day, week, year when the text says so), in colours of the first choice."""
    if any(s.type == "chart" for s in sketch.screens):
        sketch.serve("chart")
        return
    date = sketch.dated(thing)
    every = sketch.reading.quantity("every", "chart")
    unit = every.unit if every and every.unit in ("day", "week", "month", "year") else "month"
    number = next(
        (
            n
            for n, line in thing.fields.items()
            if line.split(" ")[0].rstrip("!") in ("money", "num", "int", "minutes") and n not in ("percent", "year")
        ),
        "",
    )
    average = number and not thing.fields[number].startswith("money")
    value = f"{'avg' if average else 'sum'}({number})" if number else "count(all)"
    series = next((f"; series={n}" for n, line in thing.fields.items() if line.startswith("choice(")), "")
    sketch.screen(
        sketch.free("chart"),
        "chart",
        thing.id,
        sketch.say(f"Per {unit}"),
        f"kind=bar; by={unit}({date}); value={value}{series}",
    )
    feature(sketch, "charts", sketch.say("See it over time"), [sketch.screens[-1].id], [])
    sketch.serve("chart")


def _calendar(sketch: Sketch, thing: Thing) -> None:
    dated = next((t for t in (thing, *sketch.things) if sketch.dated(t) != "created"), None)
    if dated and not any(s.type == "calendar" for s in sketch.screens):
        sketch.screen(sketch.free("days"), "calendar", dated.id, sketch.say("Calendar"), f"date={sketch.dated(dated)}")
    elif dated is None and not any(s.type == "calendar" for s in sketch.screens):
        thing.add("on_day", f"date =today | {sketch.say('Day')}")
        sketch.screen(sketch.free("days"), "calendar", thing.id, sketch.say("Calendar"), "date=on_day")
    sketch.serve("calendar")


def _print(sketch: Sketch, thing: Thing) -> None:
    if not any(s.type == "print" for s in sketch.screens):
        shown = [n for n, line in thing.fields.items() if not line.startswith(("photo", "file", "long"))][:8]
        layout = "labels" if sketch.reading.says("label") else "sheet"
        sketch.screen(
            sketch.free("sheet"), "print", thing.id, sketch.say("Print"), f"layout={layout}; show={', '.join(shown)}"
        )
    sketch.serve("print")
    if "share" in sketch.able or not sketch.reading.says("qr"):
        sketch.serve("label")


def _ranking(sketch: Sketch, thing: Thing) -> None:
    for owner in (thing, *sketch.things):
        number = next(
            (
                n
                for n, line in owner.fields.items()
                if line.split(" ")[0].rstrip("!") in ("num", "int", "stars", "money") and owner.key
            ),
            "",
        )
        if number:
            sketch.screen(
                sketch.free("ranking"),
                "list",
                owner.id,
                sketch.say("Ranking"),
                f"sort=-{number}; columns={owner.key}, {number}; limit=10",
            )
            sketch.serve("score")
            return


RECIPE = Recipe("views", 80, _fits, _apply)
