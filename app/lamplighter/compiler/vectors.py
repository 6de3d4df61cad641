"""Values worked out on the host for the example rows: what the compiled app must find, whatever its language."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lamplighter.domain.blueprint.app import App
from lamplighter.domain.blueprint.evaluate import Row, Unknowable, World, field_value
from lamplighter.domain.blueprint.numbers import decimal
from lamplighter.domain.blueprint.values import Value
from lamplighter.domain.blueprint.worlds import demo_world

MOST = 300
"""So many values are enough; an app with hundreds of example rows has the same rules for all of them."""


def vectors(app: App, minor_digits: int) -> str:
    """JSON: entity, id, field and the value wanted, numbers as decimal texts; empty when nothing can be known."""
    world = demo_world(app, minor_digits=minor_digits)
    found = [vector for _, vector in zip(range(MOST), _known(app, world), strict=False)]
    return "[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in found) + "\n]\n" if found else ""


def _known(app: App, world: World) -> Iterator[dict[str, object]]:
    for entity, field in app.derived_order:
        for row in world.of(entity):
            found = _value(world, row, field)
            if not isinstance(found, Unknowable):
                yield {"entity": entity, "id": row.id, "field": field, "want": told(found)}


def _value(world: World, row: Row, field: str) -> Value | Unknowable:
    try:
        return field_value(world, row, field)
    except Unknowable as unknown:
        return unknown


def told(value: Value) -> object:
    """A value as it goes out of the app."""
    if isinstance(value, tuple):
        return list(value)
    return decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
