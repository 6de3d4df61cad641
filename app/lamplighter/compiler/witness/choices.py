"""Values to try: what makes a comparison true or false at its border, and what else an expression could be."""

from __future__ import annotations

from collections.abc import Iterator

from lamplighter.compiler.witness.plausible import ONE
from lamplighter.compiler.witness.scene import Scene
from lamplighter.compiler.witness.steps import nearby
from lamplighter.domain.blueprint.tree import Base, Call, Compare, Node, Path
from lamplighter.domain.blueprint.values import Value

DAY_PARTS = {
    "month": ("2026-12", "2027-01"),
    "week": ("2026-W49", "2027-W02"),
    "hour": ("2026-11-21T09", "2026-11-21T10"),
}
"""Texts that days and moments are grouped by, other than those of the start of the tests."""


def targets(scene: Scene, node: Compare, side: Node, against: Value, wanted: bool, flipped: bool) -> Iterator[Value]:
    """Values of one side that make a comparison as wanted, those at the border first."""
    signs = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
    operator = signs.get(node.operator, node.operator) if flipped else node.operator
    if operator in ("=", "!="):
        if (operator == "=") == wanted:
            yield against
        else:
            yield from (each for each in some_values(scene, side, against) if each != against)
        return
    if against is None:
        return
    below, above = nearby(side, against)
    equal_holds = operator in ("<=", ">=")
    if equal_holds == wanted:
        yield against
    yield from (below if (operator in ("<", "<=")) == wanted else above)


def some_values(scene: Scene, node: Node, beside: Value = None) -> Iterator[Value]:
    """Values an expression could have, other than one that is known."""
    kind = node.type.base
    if kind is Base.BOOL:
        yield beside is not True
    elif kind in (Base.NUM, Base.MONEY):
        size = beside if isinstance(beside, int) else ONE
        yield from (size + ONE, size - ONE, size + ONE // 100, 0)
    elif kind is Base.CHOICE:
        yield from _options(scene, node)
    elif kind in (Base.DATE, Base.DATETIME):
        start = str(beside) if beside else (scene.world.today if kind is Base.DATE else scene.world.now)
        below, above = nearby(node, start)
        yield from (*([] if beside else [start]), *below, *above)
    elif kind is Base.REF and node.type.target in scene.world.app.entities:
        yield from (row.id for row in scene.world.of(node.type.target))
        yield scene.world.next_id(node.type.target)
    elif kind is Base.TIME:
        yield from ("09:00", "17:30")
    elif isinstance(node, Call) and node.function in DAY_PARTS:
        yield from DAY_PARTS[node.function]
    else:
        yield from ("another", "other")


def _options(scene: Scene, node: Node) -> Iterator[Value]:
    if isinstance(node, Path) and node.hops:
        hop = node.hops[-1]
        yield from (option.id for option in scene.world.app.entities[hop.entity].fields[hop.field].options)
