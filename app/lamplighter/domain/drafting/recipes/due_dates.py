"""Due dates: what runs out or falls due, overdue first, said on the start page."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.spans import days
from lamplighter.domain.drafting.thing import Thing

BODY = """
+ {t}: {date} date | «Due»
! {due} due {t}: date={date}; {done}soon={soon}
! {alert} alert {t}: when={open}{date} < today + {ahead}; say={say}{{{date}}}
# today today -:
# {list} list {t} «What is due»: where={open}not blank({date}); sort={date}
?row * {due}s «See what is due» {due}, {alert}, {list} :: edit {t}[{row}] {date}=today-5 => {t}[{row}].due_state =
    'overdue'
"""


def _fits(sketch: Sketch) -> bool:
    return (
        sketch.wants("due", "remind", "followup")
        and {"due", "alert"} <= sketch.able.constructs
        and sketch.main() is not None
    )


def _apply(sketch: Sketch) -> None:
    thing = _thing(sketch)
    if sketch.has_rule("due", thing):
        sketch.serve("due", "remind")
        return
    date = (
        next((n for n in ("ends_on", "due_on", "next_on", "promised_on") if n in thing.fields), "")
        or _required_day(thing)
        or "due_on"
    )
    done = next((n for n in ("done_on", "paid_on", "back_on") if n in thing.fields), "")
    state = sketch.has_rule("flow", thing)
    last = state.with_.rpartition("stamp=")[2].partition(":")[0] if state and "stamp=" in state.with_ else ""
    over = f"not blank({done})" if done else f"state = '{last}'" if last and "state" in thing.fields else ""
    span = sketch.reading.quantity("span", "due remind", "day|week|month")
    ahead = days(span, "3")
    key = thing.key
    rows = list(thing.rows)
    for row, day in zip(rows, ("today-2", "today+2", "today+20", "today+60"), strict=False):
        row.setdefault(date, day)
    write(
        sketch,
        BODY,
        t=thing,
        date=date,
        due=sketch.free("due"),
        alert=sketch.free("soon"),
        list=sketch.free("due_list"),
        done=f"done={over}; " if over else "",
        open=f"not ({over}) and " if over else "",
        soon=ahead,
        ahead=ahead,
        say=f"{{{key}}}: " if key else "",
        row=_ahead(thing, date, over),
    )
    sketch.serve(
        "due", "remind", "followup", "valid" if date == "ends_on" else "due", "low" if date == "ends_on" else "due"
    )


def _ahead(thing: Thing, date: str, over: str) -> str:
    """An open example row whose day is still to come, or ""."""
    state = over.partition("'")[2].rstrip("'")
    for number, row in enumerate(thing.rows):
        day = row.get(date, "")
        if day.startswith("today") and not day.startswith("today-") and not (state and row.get("state") == state):
            return thing.named(number)
    return ""


def _thing(sketch: Sketch) -> Thing:
    dated = next((t for t in sketch.things if any(n in t.fields for n in ("ends_on", "due_on"))), None)
    main = sketch.main()
    if dated and not sketch.has_rule("due", dated):
        return dated
    return (
        main
        if main and not main.is_a("person", "household")
        else sketch.need("task food item document product work thing person", "due remind")
    )


def _required_day(thing: Thing) -> str:
    return next((n for n, line in thing.fields.items() if line.startswith("date!") and n != "on_day"), "")


RECIPE = Recipe("due_dates", 62, _fits, _apply)
