"""Limits said with a number: not more than so many of this for that."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing

BODY = """
! {id} limit {t}: max={n}; per={per}; say=«No more than allowed.»
* {id} «Not more than allowed» {id} ::
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.wants("limit", "once") and "limit" in sketch.able and sketch.main() is not None


def _apply(sketch: Sketch) -> None:
    thing = sketch.main()
    if thing is None:
        return
    refs = [name for name, line in thing.fields.items() if line.startswith("ref(") and "!" in line.split(" ")[0]]
    who = sketch.slots.get("who")
    mine = thing.refers(who) if who else ""
    per = mine or (refs[0] if refs else "")
    if not per or sketch.has_rule("limit", thing) or sketch.proven("add", thing):
        return
    reading = sketch.reading
    every = reading.quantity("every", "limit once")
    date = next((n for n, line in thing.fields.items() if line.startswith(("date!", "datetime!"))), "")
    span = (
        f", {every.unit if every.unit != 'hour' else 'day'}({date})"
        if every and date and every.unit in ("day", "week", "month", "year")
        else ""
    )
    if reading.says("once") and not reading.says("limit") and not span and len(refs) > 1:
        per = ", ".join(refs[:2])
    most = reading.number("limit", "limit") or ("1" if reading.says("once") else "")
    if most and _holds(thing, per, int(most)):
        write(sketch, BODY, t=thing, id=sketch.free("cap"), n=most, per=per + span)
        sketch.serve("limit", "once")


def _holds(thing: Thing, per: str, most: int) -> bool:
    """Whether the example rows obey it."""
    names = [n.strip() for n in per.split(",")]
    groups = [tuple(row.get(n, "") for n in names) for row in thing.rows]
    return all(groups.count(g) <= most for g in groups)


RECIPE = Recipe("limits", 65, _fits, _apply)
