"""A small world and the row an expression is read on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lamplighter.domain.blueprint.evaluate import Roots, Row, Unknowable, World, value
from lamplighter.domain.blueprint.tree import Expression, Node
from lamplighter.domain.blueprint.values import Value


@dataclass(frozen=True, slots=True)
class Scene:
    """A world and the row an expression is read on; `old` is the row before a change, where there is one."""

    world: World
    row: Row
    this: Row | None = None
    old: Row | None = None
    it: Row | None = None

    @property
    def roots(self) -> Roots:
        """What the roots of paths stand for; always the rows as they stand in the world."""
        row, this = self.now(self.row), self.now(self.this or self.row)
        return Roots(row, this, self.old, self.now(self.it) if self.it else None)

    def now(self, row: Row) -> Row:
        """The row as it stands in the world."""
        return self.world.get(row.entity, row.id) or row

    def read(self, node: Node | Expression) -> Value:
        """The value of an expression here; raises Unknowable."""
        return value(node, self.world, self.now(self.row), self.roots)

    def in_world(self, world: World) -> Scene:
        """The same rows in a changed world."""
        return replace(self, world=world)

    def on(self, row: Row) -> Scene:
        """The same world, read on another row."""
        return Scene(self.world, row)


def reads(scene: Scene, node: Node, wanted: bool) -> bool:
    """Whether a condition is known to be as wanted."""
    found = known(scene, node)
    return bool(found) and (found[0] is True) == wanted


def known(scene: Scene, node: Node) -> tuple[Value, ...]:
    """The value in a tuple, or nothing when only the running app could tell."""
    try:
        return (scene.read(node),)
    except Unknowable:
        return ()
