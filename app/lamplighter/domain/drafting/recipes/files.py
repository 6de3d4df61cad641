"""Files in and out: a spreadsheet read with its bad lines told, or written."""

from __future__ import annotations

from lamplighter.domain.drafting.body import write
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import Sketch
from lamplighter.domain.drafting.thing import Thing

BODY = """
?in ! {id} csv {t}: in={fields}; key={key}; out=csv{reads}
?!in ! {id} csv {t}: out=csv{ics}
* {id}_check «{label}» {id} ::
"""


def _fits(sketch: Sketch) -> bool:
    return sketch.wants("import", "export") and "csv" in sketch.able and sketch.main() is not None


def _apply(sketch: Sketch) -> None:
    reading = sketch.reading
    reads = sketch.wants("import")
    thing = _listed(sketch) if reads else sketch.main()
    if thing is None or sketch.has_rule("csv", thing):
        sketch.serve("import", "export")
        return
    fields = [
        n
        for n, line in thing.fields.items()
        if ":=" not in line and " auto" not in line and not line.startswith(("photo", "file", "refs("))
    ]
    key = thing.key or ", ".join(fields[:3])
    comma = "; dates=dmy; decimal=comma" if reading.tongue.code in ("de", "fr", "es") else ""
    dated = any(line.startswith("datetime") for line in thing.fields.values())
    write(
        sketch,
        BODY,
        t=thing,
        id=sketch.free("file"),
        **{"in": "yes" if reads else ""},
        fields=", ".join(fields[:10]),
        key=key,
        reads=comma,
        ics=", ics" if dated and reading.says("calendar") else "",
        label=sketch.say("Bring in the list") if reads else sketch.say("Take the list out"),
    )
    sketch.serve("import", "export")


def _listed(sketch: Sketch) -> Thing | None:
    """The thing a list would be brought in of: named beside the wish, else what stands on its own."""
    named = {t.one: t for t in sketch.things}
    near = [
        named[m.noun.one]
        for m in sketch.reading.mentions
        if m.clause in sketch.reading.where("import") and m.noun.one in named
    ]
    alone = [
        t
        for t in sketch.things
        if t.key
        and t.id != "settings"
        and not any(line.startswith("ref(") and "!" in line[:40].split(" ")[0] for line in t.fields.values())
    ]
    goods = [t for t in alone if not t.is_a("person", "household")]
    return next(iter([*near, *goods, *alone]), None)


RECIPE = Recipe("files", 72, _fits, _apply)
