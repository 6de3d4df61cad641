"""The example rows of a compiled app, each with the number it has from the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lamplighter.compiler.prose import indented, remark
from lamplighter.compiler.scribe import AppScribe
from lamplighter.domain.blueprint.app import App, Cell, DemoRow, FromNow, FromToday, RowNamed, RowsNamed

SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Finds the number of an example row by the sure names the checker gave: shown name, "#3", unique beginning."""

    names: Mapping[str, Mapping[int, str]]

    def of(self, row: RowNamed) -> int | None:
        """The number; None when no example row has this name."""
        named = self.names.get(row.entity, {})
        exact = next((number for number, name in named.items() if name == row.key), None)
        digits = row.key.removeprefix("#")
        if exact is not None:
            return exact
        if digits.isdecimal() and int(digits) in named:
            return int(digits)
        return next((number for number, name in named.items() if row.key and name.startswith(row.key)), None)


def numbers_of(app: App) -> Numbers:
    """The numbers of all example rows."""
    names: dict[str, dict[int, str]] = {}
    for row in app.demo:
        shown = row.values.get(app.entities[row.entity].shown)
        names.setdefault(row.entity, {})[row.number] = shown if isinstance(shown, str) else ""
    return Numbers(names)


def demo_module(app: App, scribe: AppScribe, library: str) -> str:
    """The whole module: `KEPT` and `examples(db)`."""
    numbers = numbers_of(app)
    rows = sorted(app.demo, key=lambda row: row.entity != SETTINGS)
    kept = dict.fromkeys(row.entity for row in rows if row.keep)
    lines = [_row(row, numbers, scribe) for row in rows]
    about = f"Example rows of {app.name}: they show what it does, and go when the person starts empty."
    names = [scribe.text(name) for name in kept]
    if scribe.language == "python":
        body = indented([f"yield {line}" for line in lines] or ["yield from ()"], 4)
        listed = f"({', '.join(names)}{',' if len(names) == 1 else ''})"
        function = f'def examples(db):\n    """Entity, number and values of each row."""\n{body}'
        imports = scribe.imports()
        parts = [remark("python", about), "from __future__ import annotations", imports]
        return "\n\n".join(part for part in parts if part) + f"\n\nKEPT = {listed}\n\n\n{function}\n"
    body = indented([f"[{line}]," for line in lines], 4)
    function = f"/** Entity, number and values of each row. */\nexport const examples = (db) => [\n{body}\n];"
    parts = [
        remark("javascript", about),
        scribe.imports(library),
        f"export const KEPT = [{', '.join(names)}];",
        function,
    ]
    return "\n\n".join(part for part in parts if part).replace("\n    [", "\n  [") + "\n"


def _row(row: DemoRow, numbers: Numbers, scribe: AppScribe) -> str:
    pairs = [f"{_key(name, scribe)}: {cell(value, numbers, scribe)}" for name, value in row.values.items()]
    inner = ", ".join(pairs)
    values = f"{{{inner}}}" if scribe.language == "python" else f"{{ {inner} }}"
    return f"{scribe.text(row.entity)}, {row.number}, {values}"


def _key(name: str, scribe: AppScribe) -> str:
    return scribe.text(name) if scribe.language == "python" or not name.isidentifier() else name


def cell(value: Cell, numbers: Numbers, scribe: AppScribe) -> str:
    """The value of a cell; rows by their number."""
    match value:
        case RowNamed():
            number = numbers.of(value)
            return scribe.value(value) if number is None else str(number)
        case RowsNamed(rows=rows):
            ids = ", ".join(cell(row, numbers, scribe) for row in rows)
            comma = "," if len(rows) == 1 else ""
            return f"({ids}{comma})" if scribe.language == "python" else f"[{ids}]"
        case FromToday(days=days, minute=None):
            return f"{scribe.use('day')}(db, {days})" if days else "db.today"
        case FromToday(days=days, minute=int(minute)):
            clock = scribe.text(f"{minute // 60:02d}:{minute % 60:02d}")
            return f"{scribe.use('day')}(db, {days}, {clock})"
        case FromNow(minutes=minutes):
            return f"{scribe.use('moment')}(db, {minutes})" if minutes else "db.now"
    return scribe.value(value)
