"""Wish lists: who takes what, so that nobody gives the same."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
?p + {w}: {p} ref({p}) | «For»
+ {w}: what text! | «What» ; price money min 0 | «Price» ; link link | «Link» ; taken_by text | «Taken by»
! take act {w}: label=«I take it»; when=blank(taken_by); ask=taken_by
! free_again act {w}: label=«Give it back»; when=not blank(taken_by); set=taken_by=blank
! keep require {w}: check=blank(old.taken_by) or blank(taken_by) or taken_by = old.taken_by; at=edit; say=«Somebody
    takes this one already.»
# open_list list {w} «Still free»: where=blank(taken_by); sort=price; columns=what, price, link
# taken_list list {w} «Taken»: where=not blank(taken_by); columns=what, taken_by
= {w}: what,price,taken_by: {n1}|25| / {n2}|12|Bo / {n3}|40|
* take «Nobody gives the same» take, keep, open_list, taken_list :: take.run {w}[1] taken_by=Ana => {w}[1].taken_by =
    'Ana' // take.run {w}[2] taken_by=Ana => refused by take // edit {w}[2] taken_by=Ana => refused by keep
"""


def _fits(sketch: Sketch) -> bool:
    wish = any(m.noun.classes[0] == "wish" for m in sketch.reading.mentions)
    return (
        wish
        and {"act", "require"} <= sketch.able.constructs
        and "event" not in sketch.slots
        and not sketch.reading.says("draw", "rsvp", "trade")
    )


def _apply(sketch: Sketch) -> None:
    wish = sketch.event("wish", "Wish | Wishes | 🎁")
    names = sketch.reading.tongue.names.get("wish", ("A", "B", "C"))
    write(sketch, BODY, w=wish, p=sketch.pick("person", own=True), n1=names[0], n2=names[1], n3=names[2])
    sketch.slots["event"] = wish
    sketch.serve("once", "accept", "budget", "unique")


RECIPE = Recipe("wishes", 40, _fits, _apply)
