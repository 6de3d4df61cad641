"""Recipes, a plan for the week, a shopping list summed from it, what can be cooked now."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {f}: unit text =g | «Unit» ; at_home yesno =no | «At home»
+ {r}: serves int! =4 min 1 | «Serves» ; cook_for int =4 min 1 | «Cook for» ; last_on date | «Last cooked» ; photo
    photo | «Photo»
+ {p}: {r} ref({r})! owned | {r.one} ; {f} ref({f})! | {f.one} ; amount num! min 0 | «Amount» ; scaled num := amount
    * {r}.cook_for / {r}.serves | «Amount for these people»
+ {m}: on_day date! =today | «Day» ; {r} ref({r})! | {r.one} ; people int! =4 min 1 | «People»
+ {r}: missing num := count({p} where not {f}.at_home) | «Missing» ; planned num := sum({m}.people where on_day >=
    today and on_day < today + 7) | «Planned for people»
+ {p}: planned num := amount * {r}.planned / {r}.serves | «Planned this week»
+ {f}: to_buy num := sum({p}.planned) | «To buy»
! got act {f}: label=«Got it»; when=not at_home; set=at_home=yes
! used act {f}: label=«Used up»; when=at_home; set=at_home=no
! cooked act {r}: label=«Cooked today»; set=last_on=today
?pick ! roll pick {r}: from={r}; where=blank(last_on) or today - last_on > 7; by=random; n=1; set=last_on=today
# week calendar {m} «Week plan»: date=on_day; show={r}, people
# shopping list {f} «Shopping list»: where=to_buy > 0 and not at_home; columns={f.key}, to_buy, unit; sort={f.key}
# pantry list {f} «Pantry»: where=at_home; columns={f.key}, unit
# can_cook list {r} «What can I cook»: sort=missing; columns={r.key}, missing, serves, last_on
# not_lately list {r} «Not cooked this week»: where=blank(last_on) or today - last_on > 7; columns={r.key}, last_on,
    missing
= {p}: {r},{f},amount: {r.a}|{f.a}|200 / {r.a}|{f.b}|3 / {r.b}|{f.c}|400 / {r.c}|{f.a}|300
= {m}: on_day,{r},people: today+1|{r.a}|4 / today+2|{r.c}|8 / today-3|{r.b}|4
* week «Plan recipes on days» week :: add {m} on_day=today+3, {r}={r.b}, people=4 => count({m} where on_day >= today)
    = 3
* shopping «One shopping list» shopping, got :: => still {f}[{f.a}].to_buy = 800 // got.run {f}[{f.a}] =>
    {f}[{f.a}].at_home = yes
* cook «What can be cooked with what is there» can_cook, cooked, pantry :: edit {f}[{f.c}] at_home=yes =>
    {r}[{r.b}].missing = 0
* scale «Amounts for more people» {p} :: edit {r}[{r.a}] cook_for=8 => {p}[1].scaled = 400
"""


def _fits(sketch: Sketch) -> bool:
    reading = sketch.reading
    return (
        reading.says("recipes")
        and reading.mention("recipe") is not None
        and "act" in sketch.able
        and not reading.says("judge", "order")
    )


def _apply(sketch: Sketch) -> None:
    recipe = next(
        (
            sketch.adopt(m)
            for m in sketch.reading.mentions
            if m.noun.word in ("recipe", "rezept", "recette", "receta", "レシピ")
        ),
        None,
    )
    recipe = recipe or sketch.need("recipe")
    food = sketch.need("food product", but=[recipe], own=True)
    for row, home in zip(food.rows, ("no", "yes", "no", "yes"), strict=False):
        row["at_home"] = home
    part = sketch.make("food", "Part | Parts | 🧂", bare=True)
    meal = sketch.make("event", "Planned meal | Planned meals | 🍽️", bare=True)
    write(sketch, BODY, r=recipe, f=food, p=part, m=meal)
    sketch.slots["event"] = meal
    sketch.serve("recipes", "shopping", "calendar", "stock", "make", "pick" if "pick" in sketch.able else "recipes")
    if sketch.reading.says("pick") and "pick" not in sketch.able:
        sketch.not_built.append(sketch.say("A random choice; the list “Not cooked this week” is there to choose from."))
        sketch.serve("pick")


RECIPE = Recipe("meals", 22, _fits, _apply)
