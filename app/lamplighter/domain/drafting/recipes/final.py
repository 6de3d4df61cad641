"""What is written stays: no changing, no deleting; and a time after which nothing more is entered."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.settings import settings
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing

LOCK = """
! {id} require {t}: check=no; at=edit, delete; say=«What is written stays; correct it with a new one.»
* {id} «What is written stays» {id} :: {check}
"""
CLOSE = """
! {id} require {t}: check=now <= settings.closes_at; at=add; say=«It is closed now.»
* {id} «Closed after a time» {id} :: edit settings closes_at=2026-11-19 20:00 => settings.closes_at < now
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.wants("lock", "deadline") and "require" in sketch.able and sketch.main() is not None


def _apply(sketch: Sketch) -> None:
    thing = sketch.main()
    if thing is None:
        return
    if sketch.wants("lock") and not _moving(sketch, thing):
        check = (
            f"delete {thing}[1] => refused by {{id}}"
            if thing.rows and not any(t.refers(thing) for t in sketch.things)
            else ""
        )
        id_ = sketch.free("final")
        write(sketch, LOCK, t=thing, id=id_, check=check.format(id=id_))
        sketch.serve("lock")
    if sketch.wants("deadline"):
        settings(sketch, closes_at=f"datetime! =2030-12-31 20:00 | {sketch.say('Closes at')}")
        write(sketch, CLOSE, t=thing, id=sketch.free("closes"))
        sketch.assumed.append(sketch.say("The closing time stands in the settings."))
        sketch.serve("deadline")


def _moving(sketch: Sketch, thing: Thing) -> bool:
    """Whether rows of it live by being changed."""
    acts = any(sketch.has_rule(use, thing) for use in ("act", "flow", "loan", "queue"))
    return acts or sketch.proven("edit", thing) or sketch.proven("delete", thing)


RECIPE = Recipe("final", 66, _fits, _apply)
