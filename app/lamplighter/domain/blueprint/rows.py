"""Example rows by the names people give them: shown name, unique beginning, number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lamplighter.domain.blueprint.app import Cell, DemoRow, RowNamed, RowsNamed
from lamplighter.domain.blueprint.catalog import Catalog
from lamplighter.domain.blueprint.problems import Fault, known
from lamplighter.domain.blueprint.tree import Base


@dataclass(slots=True)
class Rows:
    """The example rows of one blueprint."""

    catalog: Catalog
    by_entity: dict[str, list[DemoRow]] = field(default_factory=dict)

    def of(self, entity: str) -> list[DemoRow]:
        """The rows of one entity, in order of their number."""
        return self.by_entity.get(entity, [])

    def name(self, row: DemoRow) -> str:
        """The shown name; empty when the row has none."""
        value = row.values.get(self.catalog.shown.get(row.entity, ""))
        return value if isinstance(value, str) else ""

    def names(self, entity: str) -> list[str]:
        """The shown names there are."""
        return [name for name in (self.name(row) for row in self.of(entity)) if name]

    def found(self, entity: str, key: str) -> RowNamed | None:
        """The row by a name that is sure: its shown name, its unique beginning, or "#number".

        Also taken: the text of another field, and for rows without a name the name of a row they refer to.
        """
        rows = self.of(entity)
        if any(self.name(row) == key for row in rows):
            return RowNamed(entity, key)
        number = self._by_text(rows, key) or self._by_reference(rows, key) or numbered(key)
        if number is not None:
            return RowNamed(entity, f"#{number}") if 1 <= number <= len(rows) else None
        beginning = [row for row in rows if self.name(row).startswith(key)]
        return RowNamed(entity, key) if len(beginning) == 1 and key else None

    def _by_text(self, rows: Iterable[DemoRow], key: str) -> int | None:
        for row in rows:
            for name, value in row.values.items():
                line = self.catalog.entities[row.entity].get(name)
                if value == key and line is not None and line.type.base is Base.TEXT:
                    return row.number
        return None

    def _by_reference(self, rows: Iterable[DemoRow], key: str) -> int | None:
        for row in rows:
            for value in row.values.values():
                referred = self.row(value) if isinstance(value, RowNamed) else None
                if referred is not None and self.name(referred) == key:
                    return row.number
        return None

    def row(self, named: RowNamed) -> DemoRow | None:
        """The row a sure name means."""
        rows = self.of(named.entity)
        exact = next((row for row in rows if self.name(row) == named.key), None)
        number = numbered(named.key)
        if exact is not None or number is not None:
            return exact or (rows[number - 1] if number and number <= len(rows) else None)
        return next((row for row in rows if named.key and self.name(row).startswith(named.key)), None)

    def sure(self, entity: str, key: str) -> RowNamed:
        """As `found`, but raises Fault when there is no such row."""
        row = self.found(entity, key)
        if row is None:
            raise Fault(f"no {entity} is called {key!r}", known(key, self.names(entity)) + "; or #number", key)
        return row


def numbered(key: str) -> int | None:
    """The number in "#3" or "3"."""
    digits = key.removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else None


def references(value: Cell) -> tuple[RowNamed, ...]:
    """The rows a cell names."""
    match value:
        case RowNamed():
            return (value,)
        case RowsNamed(rows=rows):
            return rows
    return ()
