"""Posts by many: reported ones disappear after a few reports, the best ten on top."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch

BODY = """
+ {r}: {x} ref({x})! | {x.one} ; {p} ref({p})! | {p.one} ; why text | «Why»
+ {x}: reports num := count({r}) | «Reports» ; hidden yesno := count({r}) >= 3 | «Hidden»
! once_report limit {r}: max=1; per={x}, {p}; say=«You have reported this one already.»
# shown list {x} «{x.many}»: where=not hidden; columns={x.key}{votes}; sort={sort}; limit=10
# reported list {x} «Reported»: where=reports > 0; sort=-reports; columns={x.key}, reports, hidden{role}
= {r}: {x},{p}: {x.a}|{p.a} / {x.a}|{p.b}
* report «Three reports hide it» once_report, shown, reported :: add {r} {x}={x.a}, {p}={p.c} => {x}[{x.a}].hidden =
    yes // add {r} {x}={x.a}, {p}={p.a} => refused by once_report

"""


def _fits(sketch: Sketch) -> bool:
    return sketch.reading.says("hide") and "limit" in sketch.able


def _apply(sketch: Sketch) -> None:
    post = sketch.need("diary note media item topic thing")
    person = sketch.who(but=[post])
    report = sketch.event("", "Report | Reports | 🚫", but=[post])
    boss = sketch.boss() if sketch.wanted == "web" else ""
    votes = "votes" in post.fields
    write(
        sketch,
        BODY,
        x=post,
        p=person,
        r=report,
        boss=boss,
        votes=", votes" if votes else "",
        sort="-votes" if votes else "-created",
        role=f"; role={boss}" if boss else "",
    )
    sketch.grant(f"see {post} where not hidden", f"add {post}", f"add {report} own", f"see {person}({person.key})")
    sketch.serve("hide", "score", *(("roles", "public") if boss else ()))


RECIPE = Recipe("posts", 42, _fits, _apply)
