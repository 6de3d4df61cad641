"""Writes source text for one module of a compiled app and remembers what it must import."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import jinja2

from lamplighter.compiler.construct import Roots
from lamplighter.compiler.expressions import Writer
from lamplighter.compiler.languages import Language
from lamplighter.compiler.library import BASE
from lamplighter.compiler.locale import Locale
from lamplighter.compiler.names import distinct, is_reserved, snake
from lamplighter.compiler.pieces import Names, Pen, Scope
from lamplighter.domain.blueprint.app import (
    App,
    Cell,
    FromNow,
    FromToday,
    Me,
    RowNamed,
    RowsNamed,
    TextTemplate,
)
from lamplighter.domain.blueprint.tree import Base, Expression, Hop, Node, Path, Root

MICROS = 1_000_000
_NO_ROOTS: Roots = {}


@dataclass(frozen=True, slots=True)
class Facts:
    """What every scribe of one app knows."""

    app: App
    locale: Locale
    environment: jinja2.Environment
    computed: Mapping[tuple[str, str], str]  # (entity, field) → snake_case name of its function


class Mode(StrEnum):
    """How a derived field is reached: by its function, as a property of a row, or by its name."""

    RULES = "rules"
    VIEW = "view"
    TESTS = "tests"


@dataclass(frozen=True, slots=True)
class AppScribe:
    """The scribe of one module (see construct.Scribe)."""

    facts: Facts
    spelling: Language
    mode: Mode = Mode.RULES
    used: set[str] = field(default_factory=set)

    @property
    def language(self) -> str:
        return self.spelling.name

    def fresh(self) -> AppScribe:
        """A scribe for another module: nothing used yet."""
        return replace(self, used=set())

    def in_mode(self, mode: Mode) -> AppScribe:
        """A scribe that reaches derived fields another way, with nothing used yet."""
        return replace(self, mode=mode, used=set())

    # -- expressions

    def expression(self, expression: Expression | Node, row: str, roots: Roots = _NO_ROOTS) -> str:
        return self._writer().value(_tree(expression), _scope(row, roots)).code

    def condition(self, expression: Expression | Node, row: str, roots: Roots = _NO_ROOTS) -> str:
        return self._writer().condition(_tree(expression), _scope(row, roots)).code

    def path(self, path: Path | tuple[Hop, ...], row: str, roots: Roots = _NO_ROOTS) -> str:
        if isinstance(path, tuple):
            return self._writer().paths.along(path, row)
        return self._writer().paths.path(path, _scope(row, roots)).code

    def template(self, template: TextTemplate, row: str, roots: Roots = _NO_ROOTS) -> str:
        parts = [self.text(p) if isinstance(p, str) else self.shown(p, row, roots) for p in template.parts]
        if len(parts) == 1 and isinstance(template.parts[0], str):
            return parts[0]
        return f"{self.use('joined')}({', '.join(parts)})"

    def shown(self, path: Path, row: str, roots: Roots = _NO_ROOTS) -> str:
        """The value of a path as people read it."""
        value = self.path(path, row, roots)
        last = path.hops[-1] if path.hops else None
        if path.type.base in (Base.REF, Base.REFS) and path.type.target:
            if path.type.base is Base.REF:
                return f"db.name({self.text(path.type.target)}, {value})"
            return f"{self.use('shown_reference')}(db, {self.text(path.type.target)}, {value})"
        if path.type.base is Base.CHOICE and last is not None:
            return f"db.option({self.text(last.entity)}, {self.text(last.field)}, {value})"
        kind = self._kind(last)
        return value if kind in ("text", "") else f"{self.use('shown')}({self.text(kind)}, {value})"

    def _kind(self, hop: Hop | None) -> str:
        """How a value is shown: num money minutes date datetime yesno, or text."""
        if hop is None:
            return ""
        entity = self.facts.app.entities[hop.entity]
        raw = entity.fields[hop.field].raw if hop.field in entity.fields else ""
        if raw == "minutes":
            return raw
        kinds = {Base.BOOL: "yesno", Base.NUM: "num", Base.MONEY: "money", Base.DATE: "date", Base.DATETIME: "datetime"}
        return kinds.get(hop.type.base, "text")

    # -- literals

    def value(self, cell: Cell) -> str:
        match cell:
            case None:
                return self.spelling.none
            case bool():
                return self.spelling.yes if cell else self.spelling.no
            case int():
                return self.number(cell)
            case str():
                return self.text(cell)
            case FromToday(days=days, minute=minute):
                return self._day(days, minute)
            case FromNow(minutes=minutes):
                return f"{self.use('plus_minutes')}(db.now, {self.number(minutes * MICROS)})" if minutes else "db.now"
            case RowNamed(entity=entity, key=key):
                return f"db.find({self.text(entity)}, {self.text(key)})"
            case RowsNamed(rows=rows):
                ids = ", ".join(self.value(row) for row in rows)
                return f"[{ids}]" if self.language == "javascript" else f"({ids}{',' if len(rows) == 1 else ''})"
            case Me():
                return f"db.{self.spelling.spelled('me_id')}"

    def _day(self, days: int, minute: int | None) -> str:
        day = f"{self.use('plus_days')}(db.today, {self.number(days * MICROS)})" if days else "db.today"
        return day if minute is None else f"{day} + {self.text(f'T{minute // 60:02d}:{minute % 60:02d}')}"

    def text(self, text: str) -> str:
        return self.spelling.text(text)

    def number(self, micros: int) -> str:
        return self.spelling.number(micros)

    def say(self, key: str, **words: str) -> str:
        return self.text(self.message(key, **words))

    def message(self, key: str, **words: str) -> str:
        """A standard text in the app's language, as it is."""
        return self.facts.locale.text(key, **words)

    # -- names

    def named(self, *words: str) -> str:
        name = snake(*words)
        return self.spelling.spelled(f"{name}_it" if is_reserved(name) or name in BASE else name)

    def variable(self, entity: str, *taken: str) -> str:
        name = snake(entity)
        if is_reserved(name) or name in BASE or self.spelling.spelled(name) in taken:
            name = f"the_{name}" if self.spelling.spelled(name) not in taken else f"other_{name}"
        return self.spelling.spelled(distinct(name, taken))

    def field(self, entity: str, name: str, row: str) -> str:
        return self._derived(entity, name, row) or self.attribute(row, name)

    def attribute(self, row: str, field: str) -> str:
        return self.spelling.attribute(row, field)

    def computed(self, entity: str, field: str) -> str:
        return self.spelling.spelled(self.facts.computed[entity, field])

    def use(self, *names: str) -> str:
        self.used.update(names)
        return self.spelling.spelled(names[-1])

    # -- templates

    def render(self, template: str, /, **context: object) -> str:
        suffix = "py.j2" if self.language == "python" else "js.j2"
        text = self.facts.environment.get_template(f"{template}.{suffix}").render(
            context | {"scribe": self, "app": self.facts.app}
        )
        return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).strip("\n")

    def imports(self, folder: str = ".", *others: tuple[str, str]) -> str:
        """The import lines of what was used and of `others` (module, name); the library lies in `folder`."""
        by_module: dict[str, set[str]] = {}
        for module, name in (*((BASE[name], name) for name in self.used), *others):
            by_module.setdefault(module, set()).add(self.spelling.spelled(name))
        lines = ((module, ", ".join(sorted(names))) for module, names in sorted(by_module.items()))
        return "\n".join(self.spelling.imported(module, names, folder) for module, names in lines)

    def _writer(self) -> Writer:
        return Writer(Pen(self.spelling, Names(self._derived, self._another, self.use)))

    def _derived(self, entity: str, field: str, row: str) -> str:
        name = self.facts.computed.get((entity, field), "")
        if not name or self.mode is Mode.VIEW:
            return ""
        if self.mode is Mode.TESTS:
            return f"db.value({self.text(entity)}, {row}, {self.text(field)})"
        return f"{self.spelling.spelled(name)}(db, {row})"

    def _another(self, entity: str, taken: frozenset[str]) -> str:
        return self.variable(entity, *taken)


def computed_names(app: App) -> Mapping[tuple[str, str], str]:
    """A name for the function of every derived field, all different."""
    names: dict[tuple[str, str], str] = {}
    for entity in app.entities.values():
        for one in entity.fields.values():
            if not one.stored:
                names[entity.id, one.id] = distinct(snake(entity.id, one.id), names.values())
    return names


def _tree(expression: Expression | Node) -> Node:
    return expression.tree if isinstance(expression, Expression) else expression


def _scope(row: str, roots: Mapping[Root, str]) -> Scope:
    return Scope(row, roots, frozenset(roots.values()))
