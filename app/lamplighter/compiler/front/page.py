"""One screen being written: its module, its columns, and what every screen says of itself."""

from __future__ import annotations

from collections.abc import Mapping

from lamplighter.compiler.front.columns import Columns
from lamplighter.compiler.front.javascript import Code, Literal, Module, literal
from lamplighter.compiler.front.plan import Front
from lamplighter.compiler.screen import ScreenSource
from lamplighter.domain.blueprint.app import EntityPlan, ScreenPlan
from lamplighter.domain.blueprint.tree import Expression

MICROS = 1_000_000


class Page:
    """Collects the imports of one screen module and writes it."""

    def __init__(self, screen: ScreenPlan, front: Front) -> None:
        self.screen = screen
        self.front = front
        self.module = Module(depth=1)
        self.scribe = front.scribe.fresh()
        self.slot = front.slots[screen.id]

    def columns(self, entity: EntityPlan) -> Columns:
        """A writer of columns of this entity."""
        return Columns(self.front, self.module, self.scribe, entity)

    @property
    def entity(self) -> EntityPlan:
        """The entity the screen stands on."""
        return self.front.entity(self.screen.of)

    def place(self, icon: str) -> dict[str, Literal]:
        """Where the screen stands: its address, its name in the menu, who sees it, how often it looks again."""
        with_ = self.screen.with_
        return {
            "id": self.screen.id,
            "label": self.screen.label,
            "icon": icon,
            "roles": list(with_.words("role")) or None,
            "live": self.count("live"),
        }

    def count(self, name: str) -> int | None:
        """A whole number of the screen, or None."""
        number = self.screen.with_.number(name)
        return None if number is None else number // MICROS

    def where(self) -> Expression | None:
        """The condition of the rows on it."""
        return self.screen.with_.expression("where")

    def written(self, kind: str, maker: str, body: Mapping[str, Literal], of: str = "") -> ScreenSource:
        """The module `export const out = listScreen({ … });`."""
        made: Code = self.module.use(f"lib/ui/{kind}.js", maker)
        source = f"export const {self.slot.name} = {made.text}({literal(body)});"
        about = f"{self.screen.label}: {_about(self.screen)}" if _about(self.screen) else self.screen.label
        return ScreenSource(
            self.slot.file, self.slot.name, self.module.source(about, source, self.scribe.imports("../lib")), of
        )


def _about(screen: ScreenPlan) -> str:
    where = screen.with_.expression("where")
    return f"{screen.of} where {where.source}." if where else ""
