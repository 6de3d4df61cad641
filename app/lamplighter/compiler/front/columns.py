"""Columns, facts and keys: an expression of a screen becomes a field of a thing, or a labelled value."""

from __future__ import annotations

from collections.abc import Sequence

from lamplighter.compiler.front.javascript import Code, Literal, Module
from lamplighter.compiler.front.plan import FIELD_MODULES, Front, ViewScribe
from lamplighter.domain.blueprint.app import EntityPlan, Field, MeasureOf, SortKey, TextTemplate
from lamplighter.domain.blueprint.phrases import phrase
from lamplighter.domain.blueprint.tree import Base, Expression, Path, Root, Type

_OF_TYPE = {
    Base.NUM: "num",
    Base.MONEY: "money",
    Base.TEXT: "text",
    Base.BOOL: "yesno",
    Base.DATE: "date",
    Base.DATETIME: "datetime",
    Base.TIME: "time",
    Base.REF: "ref",
    Base.REFS: "refs",
}


def kind_import(module: Module, kind: str) -> Code:
    """Import the control of a kind of field."""
    return module.use(f"lib/ui/fields/{FIELD_MODULES[kind]}.js", kind)


def kind_of_type(module: Module, type_: Type) -> Code:
    """The kind of a value that stands in no field."""
    kind = _OF_TYPE.get(type_.base, "text")
    code = kind_import(module, kind).text
    return Code(f'{code}("{type_.target}")' if kind in ("ref", "refs") else code)


class Columns:
    """Writes the columns of one screen on one entity."""

    def __init__(self, front: Front, module: Module, scribe: ViewScribe, entity: EntityPlan) -> None:
        self._front = front
        self._module = module
        self._scribe = scribe
        self._entity = entity
        self.row = scribe.variable(entity.id)

    def thing(self, entity_id: str) -> Code:
        """Import a thing."""
        name = self._front.names[entity_id]
        return self._module.use(self._front.thing_path(entity_id), name)

    def field(self, field: Field, entity: EntityPlan | None = None, **more: Literal) -> Literal:
        """A field of the thing as a column."""
        owner = entity or self._entity
        base = Code(f"{self.thing(owner.id).text}.field{_member(field.id)}")
        state = "" if entity else self._front.due_of(owner.id, field.id)
        extra: dict[str, Literal] = {"due": Code(f"({self.row}) => {_at(self.row, state)}")} if state else {}
        extra |= more
        return {"...": base, **extra} if extra else base

    def key(self, key: SortKey) -> Literal:
        """One entry of a sort order."""
        column = self.column(key.expression)
        if not key.descending:
            return column
        return {**column, "falling": True} if isinstance(column, dict) else {"...": column, "falling": True}

    def column(self, expression: Expression) -> Literal:
        """The column of an expression."""
        tree = expression.tree
        if isinstance(tree, Path) and tree.root in (Root.ROW, Root.THIS) and tree.hops:
            return self.path(tree)
        return {
            "label": phrase(expression.source),
            "kind": kind_of_type(self._module, expression.type),
            "value": self.function(expression),
        }

    def path(self, path: Path) -> Literal:
        """The column of a field of the row, or of one it refers to."""
        last = path.hops[-1]
        owner = self._front.app.entities.get(last.entity)
        field = owner.fields.get(last.field) if owner else None
        if field is None or owner is None:
            return self._extra(path)
        if len(path.hops) == 1:
            return self.field(field)
        label = self._front.entity(path.hops[-2].entity).fields[path.hops[-2].field].label
        more: dict[str, Literal] = {"label": label} if field.id == owner.shown else {}
        return {
            "...": Code(f"{self.thing(owner.id).text}.field{_member(field.id)}"),
            **more,
            "value": self.function(path),
        }

    def _extra(self, path: Path) -> Literal:
        """`id`, `created` and their like: on every row, in no entity's fields."""
        kind = kind_of_type(self._module, path.type)
        return {"label": phrase(path.hops[-1].field), "kind": kind, "value": self.function(path)}

    def function(self, expression: Expression | Path) -> Code:
        """`(loan, db) => …`"""
        return Code(self._arrow(self._scribe.expression(expression, self.row)))

    def template(self, template: TextTemplate) -> Code:
        """A text with places, filled in from a row."""
        return Code(self._arrow(self._scribe.template(template, self.row)))

    def condition(self, expression: Expression) -> Code:
        """`(loan) => …`, for a filter inside `(db) => …`."""
        body = self._scribe.condition(expression, self.row)
        return Code(f"({self.row}) => {body}")

    def _arrow(self, body: str) -> str:
        arguments = f"({self.row}, db)" if "db." in body or "(db," in body else f"({self.row})"
        return f"{arguments} => {body}"

    def rows(self, where: Expression | None) -> Code:
        """`(db) => db.all("loan").filter(…)`"""
        source = f"db.all({self._scribe.text(self._entity.id)})"
        return Code(f"(db) => {source}.filter({self.condition(where).text})" if where else f"(db) => {source}")

    def measure(self, measure: MeasureOf) -> dict[str, Literal]:
        """One number over rows: what, of which value, shown how."""
        if measure.expression is None:
            return {"label": self._front.words.say("count"), "of": "count"}
        column = self.column(measure.expression)
        base: dict[str, Literal] = dict(column) if isinstance(column, dict) else {"...": column}
        label = self._front.words.say(measure.function) if measure.function in ("avg", "min", "max") else None
        return base | ({"label": label} if label else {}) | {"of": measure.function}


def default_columns(front: Front, columns: Columns, entity: EntityPlan, most: int = 6) -> list[Literal]:
    """The most telling fields of a thing, its name first."""
    shown = front.shown_field(entity) or front.named_by(entity)
    hidden = front.told_elsewhere(entity.id)
    fields = [f for f in entity.fields.values() if f is not shown and f.raw in _TELLING and f.id not in hidden]
    others = sorted(fields, key=_weight)
    chosen = [f for f in entity.fields.values() if f in others[: most - 1]]
    return [columns.field(f) for f in ([shown] if shown else []) + chosen]


def default_sort(front: Front, columns: Columns, entity: EntityPlan) -> list[Literal] | None:
    """By the day a rule watches, else by the day a nameless thing is about; things with a name go by it."""
    watched = [f for f in entity.fields.values() if front.due_of(entity.id, f.id)]
    dated = [f for f in entity.stored if f.required and f.raw in ("date", "datetime") and not entity.shown]
    return [columns.field(f) for f in (watched or dated)[:1]] or None


_TELLING = (
    "choice",
    "ref",
    "date",
    "datetime",
    "money",
    "num",
    "int",
    "minutes",
    "yesno",
    "phone",
    "email",
    "stars",
    "time",
    "text",
    "refs",
    "color",
)


def _weight(field: Field) -> int:
    """The less the more telling."""
    return _TELLING.index(field.raw) + (10 if field.given_by and field.raw == "choice" else 0)


def columns_of(columns: Columns, keys: Sequence[SortKey]) -> list[Literal]:
    """The columns of a list of expressions."""
    return [columns.column(key.expression) for key in keys]


def _member(name: str) -> str:
    return f".{name}" if name.isidentifier() else f'["{name}"]'


def _at(row: str, name: str) -> str:
    return f"{row}{_member(name)}"
