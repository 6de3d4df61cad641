"""Approval: somebody asks, somebody else says yes or no, never for their own."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {r}: {p} ref({p}) | {p.one} ; state choice(asked:«Asked»,approved:«Approved»,rejected:«Rejected») =asked | «State»
    ; decided_on date auto | «Decided on»
! decide flow {r}: field=state; moves=asked>approved, asked>rejected; who=approved rejected: {boss}; when=approved:
    {p} != me; stamp=approved: decided_on | rejected: decided_on
# to_decide list {r} «To decide»: where=state = 'asked'
# board board {r} «{r.many}»: by=state
* decide «Somebody else approves» decide, to_decide, board :: decide.move {r}[1] to=approved => refused by decide //
    decide.move {r}[2] to=approved => {r}[2].state = 'approved'
"""

THINGS = (
    *("ticket", "order", "document", "expense", "work", "topic", "appointment"),
    *("event", "task", "media", "item", "product", "note", "recipe"),
)


def _fits(sketch: Sketch) -> bool:
    thing = sketch.reading.mention(*THINGS) is not None
    return sketch.wants("approve") and "flow" in sketch.able and thing


def _apply(sketch: Sketch) -> None:
    thing = sketch.need(" ".join(THINGS), "approve")
    if sketch.has_rule("flow", thing):
        return
    person = sketch.who(but=[thing])
    if len(thing.rows) < 2:
        thing.rows[:] = [{thing.key: f"{thing.one} {n}"} if thing.key else {} for n in range(1, 4)]
    for row, name in zip(thing.rows, (person.a, person.b, person.c), strict=False):
        row[person.id] = name
    write(sketch, BODY, r=thing, p=person, boss=sketch.boss(person))
    sketch.grant(f"see|add {thing} own", f"see {person}({person.key})")
    sketch.serve("approve", "not_own", "reject", "roles", "flow")


RECIPE = Recipe("approvals", 56, _fits, _apply)
