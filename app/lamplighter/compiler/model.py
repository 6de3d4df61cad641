"""The model module of a compiled app: what kinds of things there are and what their fields take."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lamplighter.compiler.names import attribute, camel, snake
from lamplighter.compiler.prose import indented, remark
from lamplighter.compiler.scribe import AppScribe
from lamplighter.domain.blueprint.app import (
    App,
    Cell,
    Default,
    EntityPlan,
    Field,
    FromNow,
    FromToday,
    Me,
    Option,
    RowNamed,
)
from lamplighter.domain.blueprint.tree import Base

_TYPES = {Base.BOOL: "bool", Base.NUM: "int", Base.MONEY: "int", Base.REF: "int"}
_KINDS = {Base.BOOL: "yesno", Base.REF: "ref", Base.REFS: "refs", Base.ANY: "text", Base.BLANK: "text"}


def class_name(entity: str) -> str:
    """The name of the row class: ToolLoan for tool_loan."""
    return "".join(part[:1].upper() + part[1:] for part in snake(entity).split("_")) or "Thing"


def constant_name(entity: str) -> str:
    """The name of the constant that describes an entity: TOOL_LOAN."""
    return snake(entity).upper()


def kind_of(field: Field) -> str:
    """The kind of a field as the compiled app knows it; a field a rule gives has the kind of its type."""
    base = field.type.base
    return _KINDS.get(base, base.value) if field.given_by or not field.raw else field.raw


def model_module(app: App, scribe: AppScribe) -> str:
    """The whole module."""
    return _python(app, scribe) if scribe.language == "python" else _javascript(app, scribe)


def _python(app: App, scribe: AppScribe) -> str:
    classes = [_row_class(entity) for entity in app.entities.values()]
    constants = [_constant(entity, scribe) for entity in app.entities.values()]
    names = "".join(f"\n    {scribe.text(e.id)}: {constant_name(e.id)}," for e in app.entities.values())
    body = "\n\n\n".join([*classes, "\n\n".join(constants), f"ENTITIES = {{{names}\n}}"])
    scribe.use("Entity", "Field")
    top = remark("python", f"What {app.name} knows of: its things and their fields.")
    imports = scribe.imports()
    return (
        f"{top}\n\nfrom __future__ import annotations\n\nfrom dataclasses import dataclass\n\n{imports}\n\n\n{body}\n"
    )


def _row_class(entity: EntityPlan) -> str:
    lines = [remark("python", f"{entity.one}: one row."), "", "id: int | None = None"]
    lines += ["created: str | None = None", "created_by: str | None = None"]
    for field in entity.stored:
        many = field.type.base is Base.REFS
        kind = "tuple[int, ...]" if many else f"{_TYPES.get(field.type.base, 'str')} | None"
        lines.append(f"{attribute(field.id)}: {kind} = {'()' if many else 'None'}")
    return f"@dataclass(slots=True, eq=False)\nclass {class_name(entity.id)}:\n{indented(lines, 4)}"


def _constant(entity: EntityPlan, scribe: AppScribe) -> str:
    fields = indented([_call("Field", _field(field, scribe)) + "," for field in entity.fields.values()], 8)
    head = f"{scribe.text(entity.id)},\n    one={scribe.text(entity.one)},\n    many={scribe.text(entity.many)},"
    shown = f"\n    shown={scribe.text(entity.shown)}," if entity.shown else ""
    body = f"    {head}\n    row={class_name(entity.id)},\n    fields=(\n{fields}\n    ),{shown}"
    return f"{constant_name(entity.id)} = Entity(\n{body}\n)"


def _call(name: str, values: dict[str, str]) -> str:
    first = [values["name"], values["label"], values["kind"]]
    rest = [f"{key}={value}" for key, value in values.items() if key not in ("name", "label", "kind")]
    line = f"{name}({', '.join(first + rest)})"
    return line if len(line) <= 110 else f"{name}(\n{indented([part + ',' for part in first + rest], 4)}\n)"


def _javascript(app: App, scribe: AppScribe) -> str:
    entities = indented([_object(entity, scribe) + "," for entity in app.entities.values()], 2)
    top = remark("javascript", f"What {app.name} knows of: its things and their fields.")
    imports = scribe.imports("./lib")
    return "\n\n".join(part for part in (top, imports, f"export const ENTITIES = {{\n{entities}\n}};\n") if part)


def _object(entity: EntityPlan, scribe: AppScribe) -> str:
    words = {"name": entity.id, "one": entity.one, "many": entity.many, "icon": entity.icon, "shown": entity.shown}
    lines = [f"{key}: {scribe.text(word)}," for key, word in words.items()]
    fields = []
    for field in entity.fields.values():
        inner = ", ".join(f"{camel(key)}: {value}" for key, value in _field(field, scribe).items())
        fields.append(f"{_key(field.id, scribe)}: {{ {inner} }},")
    lines.append(f"fields: {{\n{indented(fields, 2)}\n}},")
    return f"{_key(entity.id, scribe)}: {{\n{indented(lines, 2)}\n}}"


def _key(name: str, scribe: AppScribe) -> str:
    return name if name.isidentifier() and name != "__proto__" else f"[{scribe.text(name)}]"


def _field(field: Field, scribe: AppScribe) -> dict[str, str]:
    """What is said of a field, by the names of the library's Field; what is usual is left out."""
    values = {"name": scribe.text(field.id), "label": scribe.text(field.label), "kind": scribe.text(kind_of(field))}
    if field.type.target and field.type.base in (Base.REF, Base.REFS):
        values["to"] = scribe.text(field.type.target)
    if field.options:
        values["options"] = _options(field.options, scribe)
    for name in ("required", "unique", "auto", "owned", "private"):
        if getattr(field, name):
            values[name] = scribe.value(True)
    if not field.stored:
        values["derived"] = scribe.value(True)
    if field.unit:
        values["unit"] = scribe.text(field.unit)
    for name, limit in (("least", field.minimum), ("most", field.maximum)):
        if limit is not None:
            values[name] = _late(border(limit), scribe)
    if field.default is not None:
        values["default"] = _default(field.default, field, scribe)
    return values


def _options(options: Iterable[Option], scribe: AppScribe) -> str:
    python = scribe.language == "python"
    pairs = [f"{scribe.text(o.id) if python else _key(o.id, scribe)}: {scribe.text(o.text)}" for o in options]
    return f"{{{', '.join(pairs)}}}" if python else f"{{ {', '.join(pairs)} }}"


def border(limit: int | str) -> Cell:
    """A border as a cell: "today+3 14:00" and "now-30" are relative."""
    if isinstance(limit, int):
        return limit
    day = re.fullmatch(r"today([+-]\d+)?(?:[ T](\d\d):(\d\d))?", limit)
    if day:
        return FromToday(int(day[1] or 0), int(day[2]) * 60 + int(day[3]) if day[2] else None)
    now = re.fullmatch(r"now([+-]\d+)?", limit)
    return FromNow(int(now[1] or 0)) if now else limit.replace(" ", "T")


def _late(cell: Cell, scribe: AppScribe) -> str:
    """A value, or a function of the tables where it depends on the day or on another row."""
    code = scribe.value(cell)
    if not isinstance(cell, FromToday | FromNow | Me | RowNamed):
        return code
    return _of_db(code, scribe)


def _of_db(code: str, scribe: AppScribe) -> str:
    return f"lambda db: {code}" if scribe.language == "python" else f"(db) => {code}"


def _default(default: Default, field: Field, scribe: AppScribe) -> str:
    count = default.value if isinstance(default.value, int) else 0
    match default.kind:
        case "today":
            return _late(FromToday(count, default.minute), scribe)
        case "now":
            return _late(FromNow(count), scribe)
        case "me":
            return _late(Me(), scribe)
        case "row":
            return _late(RowNamed(field.type.target, str(default.value)), scribe)
        case "setting":
            return _of_db(scribe.attribute("db.settings", str(default.value)), scribe)
    return scribe.value(default.value)
