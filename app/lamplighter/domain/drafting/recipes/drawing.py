"""Secret draws: everybody gives to one other, never oneself, never an excluded pair."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.settings import settings
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {p}: gives_to ref({p}) | «Gives to» ; {wish} text | {wishes}
+ {x}: one ref({p})! | «One» ; other ref({p})! | «Other»
?assign ! draw assign {p}: field=gives_to; mode=draw; avoid={x} one other
! self require {p}: check=blank(gives_to) or gives_to != this; say=«Nobody draws themselves.»
! once limit {p}: max=1; per=gives_to; where=not blank(gives_to); say=«Somebody gives to this one already.»
! apart require {p}: check=blank(gives_to) or count(all {x} where one = this and other = this.gives_to or other =
    this and one = this.gives_to) = 0; say=«These two do not draw each other.»
# left list {p} «Without a draw yet»: where=blank(gives_to); columns={p.key}
# all_draws list {p} «Draw»: columns={p.key}, gives_to, gives_to.{wish}; sort={p.key}
= {x}: one,other: {p.a}|{p.b}
* draw «Nobody draws themselves or an excluded one» self, once, apart, all_draws, left :: edit {p}[{p.a}]
    gives_to={p.a} => refused by self // edit {p}[{p.a}] gives_to={p.b} => refused by apart // edit {p}[{p.a}]
    gives_to={p.c}; edit {p}[{p.b}] gives_to={p.c} => refused by once
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.reading.says("draw") and {"require", "limit"} <= sketch.able.constructs


def _apply(sketch: Sketch) -> None:
    person = sketch.who(but=[t for t in sketch.things if t.is_a("household")])
    if person.is_a("household"):
        person = sketch.slots["who"] = sketch.make("person")
    apart = sketch.make("group", "Exclusion | Exclusions | ↔️", bare=True)
    wish = next((m for m in sketch.reading.mentions if m.noun.classes[0] == "wish"), None)
    budget = sketch.reading.number("price") or sketch.reading.number("count", "budget", far=10)
    write(sketch, BODY, p=person, x=apart, wish="wish", wishes=wish.noun.one if wish else sketch.say("Wish"))
    if budget:
        settings(sketch, budget=f"money =  {budget} min 0 | {sketch.say('Budget')}".replace("=  ", "="))
    sketch.slots["event"] = person
    sketch.serve("budget", "limit", "poll")
    if "assign" in sketch.able:
        sketch.serve("draw")
    else:
        sketch.serve("draw")
        sketch.not_built.append(sketch.say("Drawing by itself and in secret; the draw is entered by hand and checked."))


RECIPE = Recipe("drawing", 1, _fits, _apply)
