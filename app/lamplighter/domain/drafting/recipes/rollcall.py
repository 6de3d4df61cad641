"""Who has and who has not: paid, returned, signed, brought; one tick each."""

from __future__ import annotations

import re

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {p}: {fields}
# missing list {p} «Still missing»: where={open}; columns={p.key}, {names}
! remind alert {p}: when={open}; say={{{p.key}}}
* missing «See who is still missing» missing, remind :: edit {p}[{p.a}] {all} => count({p} where {open}) = {left}
"""
WORDS = (
    ("paid", "Paid", r"\bpaid\b|\bpays?\b|bezahl|paye|pagad|pago\b|払"),
    ("returned", "Returned", r"return|zuruckgegeb|abgegeben|rendu|devuel|entregad|返|提出"),
    ("signed", "Signed", r"\bsign(?:ed|ature)|unterschr|signe|firmad|署名"),
    ("answered", "Answered", r"answer|replied|geantwortet|repondu|respond|contest|回答|返事"),
    ("brought", "Brought", r"brought|bring|mitgebracht|apporte|traid|持参"),
)


def _asked(sketch: Sketch) -> list[tuple[str, str]]:
    """The ticks the text asks for, from clauses that begin with who has or who has not."""
    reading = sketch.reading
    clauses = [c for c in reading.clauses if reading.tongue.patterns["who"].search(reading.folded[c.start : c.end])]
    texts = [reading.folded[c.start : c.end] for c in clauses]
    return [(name, english) for name, english, pattern in WORDS if any(re.search(pattern, t) for t in texts)]


def _fits(sketch: Sketch) -> bool:
    return (
        bool(_asked(sketch))
        and "event" not in sketch.slots
        and "alert" in sketch.able
        and not sketch.reading.says("loan", "split", "invoice", "order")
    )


def _apply(sketch: Sketch) -> None:
    person = sketch.who("missing paid")
    ticks = _asked(sketch)
    for number, row in enumerate(person.rows):
        row.update({name: "yes" if (number + place) % 3 == 1 else "no" for place, (name, _) in enumerate(ticks)})
    unticked = " or ".join(f"not {name}" for name, _ in ticks)
    missing = sum(any(row.get(name) != "yes" for name, _ in ticks) for row in person.rows)
    write(
        sketch,
        BODY,
        p=person,
        fields=" ; ".join(f"{name} yesno =no | {sketch.say(english)}" for name, english in ticks),
        open=unticked,
        names=", ".join(name for name, _ in ticks),
        all=", ".join(f"{name}=yes" for name, _ in ticks),
        left=str(missing - 1),
    )
    sketch.slots["event"] = person
    sketch.serve("missing", "paid", "print", "label")


RECIPE = Recipe("rollcall", 48, _fits, _apply)
