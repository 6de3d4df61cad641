"""Diaries: entries with a mood and what comes back in them."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
?m + {d}: mood choice(good:«Good»,fair:«Fair»,bad:«Bad») | «Mood»
?s + {d}: {many} refs({s}) | {s.many}
?s + {s}: times num := count({d}) | «How often» ; last_seen date := max({d}.on_day) | «Last seen»
# entries calendar {d} «Calendar»: date=on_day; show={d.key}
?m # moods chart {d} «Mood over time»: kind=bar; by=month(on_day); value=count(all); series=mood
?!m # per_month chart {d} «Per month»: kind=line; by=month(on_day); value=count(all)
?s # often list {s} «What comes back»: sort=-times; columns={s.key}, times, last_seen
= {d}: {d.key},on_day{cols}: {a}|today-2{va} / {b}|today-9{vb} / {c}|today-40{vc}
* write «Write down each entry» entries, {d} :: add {d} {d.key}=X => count({d} where on_day = today) = 1
?s * often «See what comes back, and when» often :: => still {s}[{s.a}].times = 2 // add {d} {d.key}=X, {many}={s.c}
    => {s}[{s.c}].last_seen = today
"""


def _fits(sketch: Sketch) -> bool:
    diary = any(m.noun.classes[0] == "diary" for m in sketch.reading.mentions)
    return diary and "event" not in sketch.slots and not sketch.reading.says("poll", "loan", "booking", "hide")


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    entry = sketch.need("diary", own=True)
    mood = reading.has("mood") and entry.one.lower() not in ("mood", "stimmung")
    symbol = next(
        (
            sketch.adopt(m)
            for m in reading.mentions
            if m.noun.classes[0] in ("symbol", "criterion") or m.noun.is_a("symbol")
        ),
        None,
    )
    names = [r.get(entry.key, f"{entry.one} {n}") for n, r in enumerate(entry.rows, 1)] or [
        f"{entry.one} {n}" for n in range(1, 4)
    ]
    entry.rows.clear()
    many = "marks" if symbol else ""
    write(
        sketch,
        BODY,
        d=entry,
        s=symbol,
        m="yes" if mood else "",
        many=many,
        cols=(",mood" if mood else "") + (",marks" if symbol else ""),
        a=names[0],
        b=names[1],
        c=names[2],
        va=("|good" if mood else "") + (f"|{symbol.a}+{symbol.b}" if symbol else ""),
        vb=("|bad" if mood else "") + (f"|{symbol.a}" if symbol else ""),
        vc=("|fair" if mood else "") + (f"|{symbol.c}" if symbol else ""),
    )
    sketch.slots["event"] = entry
    sketch.serve("chart", "calendar", "streak" if "streak" in sketch.able else "chart", "tags")


RECIPE = Recipe("diary", 41, _fits, _apply)
