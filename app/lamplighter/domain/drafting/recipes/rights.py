"""Roles: who may do everything, who sees and writes only their own."""

from __future__ import annotations

import re

from lamplighter.domain.drafting.body import feature
from lamplighter.domain.drafting.names import identifier
from lamplighter.domain.drafting.recipe import Recipe
from lamplighter.domain.drafting.sketch import RoleLine, Sketch
from lamplighter.domain.drafting.thing import Thing

ASKED = ("roles", "own", "public")


def _fits(sketch: Sketch) -> bool:
    asked = (
        sketch.reading.says(*ASKED)
        or bool(sketch.roles)
        or (sketch.wanted == "web" and "who" in sketch.slots and sketch.reading.mention("boss") is not None)
    )
    return asked and "web" in sketch.able.packs


def _apply(sketch: Sketch) -> None:
    person = sketch.slots.get("who")
    if person is None or not person.is_a("person", "household", "staff"):
        if not sketch.roles and sketch.reading.says("roles"):
            sketch.boss()
            sketch.roles.append(RoleLine("reader", sketch.say("Reader"), "", ["see *"], "invite"))
            sketch.serve("roles")
        return
    grants = [_owned(g, sketch, person) for g in sketch.granted if _known(g, sketch)] or _default(sketch, person)
    if not grants:
        return
    sketch.boss()
    if all(r.is_ != person.id or r.may == ["all *"] for r in sketch.roles) and len(sketch.roles) < 5:
        id_ = identifier(person.one, [r.id for r in sketch.roles], "member")
        sketch.roles.append(RoleLine(id_, person.one, person.id, _with_targets(grants, sketch), "list"))
        _prove(sketch, person, id_)
    sketch.serve("roles", "own")


def _known(grant: str, sketch: Sketch) -> bool:
    """Whether everything a part of `may` names still stands."""
    rules, things = {r.id for r in sketch.rules}, {t.id for t in sketch.things}
    if grant.startswith("do "):
        return grant.split()[1].rstrip(",") in rules
    names = re.sub(r"\([^)]*\)", "", re.sub(r"\b(?:own|where)\b.*$", "", grant.partition(" ")[2]))
    return all(n.strip() in things for n in names.split(","))


def _owned(grant: str, sketch: Sketch, person: Thing) -> str:
    """`own` names the first reference where a thing refers to the person more than once."""
    match = re.match(r"[a-z|]+ (\w+) own$", grant)
    thing = sketch.thing(match[1]) if match else None
    heads = (f"ref({person.id})", f"refs({person.id})")
    refs = [name for name, line in thing.fields.items() if line.startswith(heads)] if thing else []
    return f"{grant} {refs[0]}" if len(refs) > 1 else grant


def _default(sketch: Sketch, person: Thing) -> list[str]:
    main = sketch.main()
    return [_owned(f"see|add|edit {main} own", sketch, person)] if main and main.refers(person) else []


def _with_targets(grants: list[str], sketch: Sketch) -> list[str]:
    """Whoever may add a row must see what its references point to."""
    parts = list(grants)
    for grant in grants:
        match = re.match(r"[a-z|]*add[a-z|]* (\w+)", grant)
        thing = sketch.thing(match[1]) if match else None
        for line in thing.fields.values() if thing else ():
            target = re.match(r"ref\((\w+)\)!", line)
            seen = target and any(
                re.search(rf"^(?:see|edit)[a-z|]* (?:\w+(?:\([^)]*\))?, )*{target[1]}\b", p) for p in parts
            )
            other = sketch.thing(target[1]) if target else None
            if other and not seen:
                parts.append(f"see {other}({other.key})" if other.key else f"see {other}")
    return parts


def _prove(sketch: Sketch, person: Thing, role: str) -> None:
    """A row of another person is not seen by the one who signs in."""
    for grant in sketch.granted:
        match = re.match(r"see(?:\|\w+)* (\w+) own$", grant)
        thing = sketch.thing(match[1]) if match else None
        field = thing.refers(person) if thing else ""
        other = (
            next((n for n, row in enumerate(thing.rows, 1) if row.get(field) not in (person.a, "", None)), 0)
            if thing and field
            else 0
        )
        if thing and other:
            feature(
                sketch,
                "own_rows",
                sketch.say("Everybody sees only their own"),
                [thing.id],
                [f"as {role}[{person.a}] => cannot see {thing}[{other}]"],
            )
            return


RECIPE = Recipe("rights", 90, _fits, _apply)
