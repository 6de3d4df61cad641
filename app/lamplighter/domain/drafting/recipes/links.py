"""Short links: an alias for an address, how often it is used, until when."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {p}: name text! unique | «Name»
+ {l}: alias text! unique | «Alias» ; target link! | «Address» ; {p} ref({p})! | {p.one} ; ends_on date | «Ends on» ;
    on_day date! =today | «Made on»
+ {k}: {l} ref({l})! owned | {l.one} ; at datetime! =now | «Time»
+ {l}: used num := count({k}) | «Clicks» ; active yesno := blank(ends_on) or ends_on >= today | «Active»
! cap limit {l}: max={max}; per={p}, on_day; say=«No more for today.»
! over require {k}: check={l}.active; at=add; say=«It has ended.»
?expire ! gone expire {l}: after=ends_on; do=delete
# active_list list {l} «Active»: where=active; sort=-used; columns=alias, target, {p}, used, ends_on
# per_day chart {k} «Clicks per day»: kind=bar; by=day(at); value=count(all); series={l}
= {l}: alias,target,{p},ends_on,on_day: shop|https://example.org/shop|{p.a}||today /
    old|https://example.org/old|{p.b}|today-2|today-30
= {k}: {l},at: shop|today-1 10:00 / shop|today 07:00
* link «A link with its own alias» {l}, active_list :: add {l} alias=Shop, target=https://example.org, {p}={p.a} =>
    refused by alias // => still {l}[old].active = no
* clicks «How often it is used» over, per_day :: add {k} {l}=shop => {l}[shop].used = 3 // add {k} {l}=old => refused
    by over
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.reading.says("alias") and {"limit", "require"} <= sketch.able.constructs


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    person = sketch.who()
    link, click = sketch.event("", "Link | Links | 🔗"), sketch.event("", "Click | Clicks | 👆")
    cap = reading.number("limit") or "100"
    sketch.boss()
    write(sketch, BODY, p=person, l=link, k=click, max=cap)
    sketch.slots["event"] = link
    sketch.grant(f"see|add|edit|delete {link} own", f"see {click} own {link}.{person}")
    sketch.serve(
        "alias limit chart roles own due unique number",
        *(("expire",) if "expire" in sketch.able else ()),
    )


RECIPE = Recipe("links", 1, _fits, _apply)
