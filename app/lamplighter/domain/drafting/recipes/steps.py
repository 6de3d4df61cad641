"""Steps on a board: the states the text names, or new, in work, done."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.names import option
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.states import from_text

BODY = """
+ {t}: state choice({states}) ={first} | «State» ; moved_on date auto | «Finished on»
! {step} flow {t}: field=state; moves={moves}; stamp={last}: moved_on
# {board} board {t} «Board»: by=state
# {going} list {t} «Not finished»: where=state != '{last}'
* {step}s «Move along the steps» {step}, {board}, {going} :: {check}
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.wants("flow", "board") and "flow" in sketch.able and sketch.main() is not None


def _apply(sketch: Sketch) -> None:
    thing = sketch.need(
        "work ticket document order deal task item media wish appointment note plant product person thing", "flow board"
    )
    if (
        sketch.has_rule("flow", thing)
        or any(n in thing.fields for n in ("state", "stage"))
        or (sketch.has_rule("flow") and not thing.told)
    ):
        sketch.serve("flow", "board")
        return
    words = from_text(sketch) or ["new", "in work", "done"]
    ids = [option(w, n) for n, w in enumerate(words, 1)]
    first, last = ids[0], ids[-1]
    check = f"{{step}}.move {thing}[1] to={last} => refused by {{step}}"
    check += f" // {{step}}.move {thing}[1] to={ids[1]} => {thing}[1].state = '{ids[1]}'"
    if len(ids) == 2:
        check = f"{{step}}.move {thing}[1] to={last} => not blank({thing}[1].moved_on)"
    step, board, going = sketch.free("step"), sketch.free("board"), sketch.free("going")
    for row, state in zip(thing.rows, (first, ids[1], first, last), strict=False):
        row["state"] = state
    if not thing.rows and not thing.key:
        check = ""
    moves = ">".join(ids) + (f", {ids[1]}>{first}" if len(ids) > 2 else "")
    write(
        sketch,
        BODY,
        t=thing,
        states=",".join(f"{i}:{sketch.say(w.capitalize())}" for i, w in zip(ids, words, strict=True)),
        first=first,
        last=last,
        moves=moves,
        step=step,
        board=board,
        going=going,
        check=check.format(step=step) if thing.rows else "",
    )
    sketch.serve("flow", "board", "done", "reject")


RECIPE = Recipe("steps", 60, _fits, _apply)
