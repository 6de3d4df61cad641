"""Cards to learn: known ones come back later, the others tomorrow."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing

BODY = """
?review + {v}: {c} ref({c})! | {c.one} ; {p} ref({p})! | {p.one} ; right yesno =no | «Right» ; on_day date! =today |
    «Day»
?practice ! learn practice {c}: ask=front; answer=back; intervals=1,2,4,8,16{log}
?!practice + {c}: box int =1 min 1 max 5 | «Box» ; next_on date =today | «Next on»
?!practice ! due due {c}: date=next_on; soon=0
?!practice ! knew act {c}: label=«Knew it»; when=next_on <= today; set=next_on=today + if(box = 1, 2, if(box = 2, 4,
    if(box = 3, 8, 16))), box=lesser(box + 1, 5)
?!practice ! missed act {c}: label=«Did not know it»; when=next_on <= today; set=next_on=today + 1, box=1
! words csv {c}: in=front, back; key=front; out=csv
# due_list list {c} «To learn today»: where=next_on <= today; sort=next_on, box; columns=front, box
# boxes chart {c} «Cards per box»: kind=bar; by=box; value=count(all)
?review # done_list list {v} «{v.many}»: group={p}, on_day; total=count
* learn «Known ones come back later» knew, due, due_list :: knew.run {c}[{c.a}] => {c}[{c.a}].box = 2 // knew.run
    {c}[{c.a}]; knew.run {c}[{c.a}] => refused by knew
* again «The others start again in the first box» missed :: missed.run {c}[{c.a}] => {c}[{c.a}].next_on = today + 1
* words «Bring in many words at once» words ::
* boxes «How many are known» boxes :: knew.run {c}[{c.a}] => count({c} where box = 2) = 1
?review = {v}: {c},{p},right: {c.a}|{p.a}|yes / {c.b}|{p.b}|no
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.reading.says("practice") and {"act", "due"} <= sketch.able.constructs


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    card = _card(sketch)
    person = sketch.pick("person", own=True)
    backs = reading.tongue.names.get("card back", ())
    for row, back in zip(card.rows, backs, strict=False):
        row["back"] = back
    review = sketch.make("event", "Review | Reviews | ✔️", bare=True) if person else None
    write(
        sketch,
        BODY,
        c=card,
        p=person,
        v=review,
        review=review,
        log=f"; log={review}; card={card}; right=right; day=on_day; per={person}" if review else "",
    )
    sketch.slots["event"] = card
    sketch.serve(
        "practice import export due repeat chart once unique remind",
        "streak" if "streak" in sketch.able else "practice",
    )
    if person and "practice" not in sketch.able:
        sketch.not_built.append(sketch.say("Own boxes for each learner; all share one set of boxes."))


def _card(sketch: Sketch) -> Thing:
    mention = next((m for m in sketch.reading.mentions if m.noun.classes[0] == "card"), None)
    return sketch.adopt(mention) if mention else sketch.make("card")


RECIPE = Recipe("cards", 2, _fits, _apply)
