"""The modules of the things: `things/<entity>.js` says how a tool or a loan looks and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lamplighter.compiler.construct import Action
from lamplighter.compiler.front.columns import kind_import
from lamplighter.compiler.front.javascript import Code, Literal, Module, literal
from lamplighter.compiler.front.plan import Front, ViewScribe, field_of, paths_in
from lamplighter.compiler.identity import subject_of
from lamplighter.domain.blueprint.app import EntityPlan, Field
from lamplighter.domain.blueprint.tree import Base, Expression, Root

_SECOND = ("ref", "choice", "phone", "email", "date", "datetime", "money", "text")
_REACH = ("phone", "email")


def thing_module(front: Front, entity: EntityPlan) -> str:
    """The source of one thing."""
    module = Module(depth=1)
    scribe = front.scribe.fresh()
    thing = module.use("lib/ui/thing.js", "thing")
    entities = module.use("model.js", "ENTITIES")
    kinds = {f.raw: kind_import(module, f.raw) for f in sorted(entity.fields.values(), key=lambda f: f.raw)}
    limits = _limits(front, entity, scribe)
    icon = front.icon(entity)
    actions = [each for a in front.emitted.actions if a.entity == entity.id for each in _buttons(front, entity, a)]
    body: dict[str, Literal] = {
        "icon": icon or front.face.icon if front.named_by(entity) or entity is _first(front) else icon or None,
        "add": front.words.about("add", entity),
        "one_in": front.words.inside(entity.one),
        "many_in": front.words.inside(entity.many),
        **_titled(front, entity),
        "second": _second(front, entity) or None,
        **_pictured(front, entity),
        "reach": _reach(front, entity),
        "limits": limits or None,
        "files": _files(module, actions),
        "actions": actions or None,
        "kinds": {name: kinds[name] for name in kinds},
    }
    member = f"{entities.text}.{entity.id}" if entity.id.isidentifier() else f'{entities.text}["{entity.id}"]'
    name = front.names[entity.id]
    source = f"export const {name} = {thing.text}({member}, {literal(body)});"
    return module.source(
        f"{entity.one}: how it looks on the screens and what can be done with it.", source, scribe.imports("../lib")
    )


def _first(front: Front) -> EntityPlan:
    return next(e for e in front.app.entities.values() if e.id != "settings")


def _titled(front: Front, entity: EntityPlan) -> dict[str, Literal]:
    field = front.named_by(entity)
    return {"titled_by": field.id} if field else {}


def _second(front: Front, entity: EntityPlan) -> list[Literal]:
    """The fields of the second line, which tells rows apart: at most two."""
    title = front.shown_field(entity) or front.named_by(entity)
    dues = {
        field_of(front.app.rule(d.rule).with_.values.get("date")) for d in front.emitted.dues if d.entity == entity.id
    }
    fields = [f for f in entity.stored if f is not title and f.raw in _SECOND and f.id not in dues and not f.private]
    fields.sort(key=lambda f: _SECOND.index(f.raw))
    return [f.id for f in fields[: 2 if front.named_by(entity) or len(fields) < 3 else 1]]


def _pictured(front: Front, entity: EntityPlan) -> dict[str, Literal]:
    """A photo, else an icon for each option of a choice when every other option has one."""
    photo = next((f for f in entity.stored if f.raw == "photo"), None)
    if photo:
        return {"photo": photo.id}
    for field in entity.stored:
        icons = {option.id: subject_of(front.faces, option.text) for option in field.options}
        if icons and sum(map(bool, icons.values())) * 2 >= len(icons):
            return {"icons": {field.id: {name: icon for name, icon in icons.items() if icon}}}
    return {}


def _reach(front: Front, entity: EntityPlan) -> Literal:
    """How to call or write to the person of a row: an own field, or one of whom the row refers to."""
    own = _contact(entity)
    if own:
        return {"field": own.id}
    for field in entity.stored:
        target = front.app.entities.get(field.type.target) if field.type.base is Base.REF else None
        contact = _contact(target) if target else None
        if contact:
            return {"via": field.id, "field": contact.id}
    return None


def _contact(entity: EntityPlan) -> Field | None:
    fields = [f for f in entity.stored if f.raw in _REACH]
    return min(fields, key=lambda f: _REACH.index(f.raw)) if fields else None


# -- what a picker offers ---------------------------------------------------------------------------------------------


def _limits(front: Front, entity: EntityPlan, scribe: ViewScribe) -> dict[str, Literal]:
    """By reference field: which rows may be chosen, and what must be chosen before."""
    limits: dict[str, Literal] = {}
    for field in entity.stored:
        if field.where:
            limits[field.id] = _limit(entity, field.type.target, field.where, scribe)
        elif any(p.entity == entity.id and p.field == field.id for p in front.emitted.pickers):
            free = _free(front, entity, field)
            if free:
                limits[field.id] = {"where": Code(f"({front.names[field.type.target]}) => {free}")}
    return limits


def _limit(entity: EntityPlan, target: str, where: Expression, scribe: ViewScribe) -> Literal:
    """`where` holds for the rows that may be chosen; the fields of `needs` must be filled in before."""
    candidate = scribe.variable(target)
    row = "row" if candidate != "row" else "written"
    condition = scribe.condition(where, candidate, {Root.IT: candidate, Root.THIS: row})
    needs = sorted({path.hops[0].field for path in paths_in(where.tree) if path.root is Root.THIS and path.hops})
    own = [name for name in needs if name in entity.fields and entity.fields[name].stored]
    return {"where": Code(f"({candidate}, {row}, db) => {condition}"), "needs": own or None}


def _free(front: Front, entity: EntityPlan, field: Field) -> str:
    """The field by which a rule of this thing says that a candidate is free, as an expression."""
    target = front.entity(field.type.target)
    name = front.names[target.id]
    for given in target.fields.values():
        rule = next((r for r in front.app.rules if r.id == given.given_by), None)
        if rule and rule.on == entity.id and given.type.base is Base.BOOL:
            return f"{name}.{given.id}"
    return ""


# -- buttons ----------------------------------------------------------------------------------------------------------


def _buttons(front: Front, entity: EntityPlan, action: Action) -> list[dict[str, Literal]]:
    """The buttons of an action: one, but an export has one for each form of file."""
    button = _button(front, entity, action)
    if button["file"] != "export":
        return [button]
    forms = [f for f in front.app.rule(action.rule).with_.words("out") if f != "ics" or _has_day(entity)] or ["csv"]
    names = {"history": "CSV"}
    return [button | {"label": f"{action.label} ({names.get(f, f.upper())})", "form": f} for f in forms]


def _has_day(entity: EntityPlan) -> bool:
    return any(f.type.base in (Base.DATE, Base.DATETIME) for f in entity.stored)


def _files(module: Module, actions: Sequence[Mapping[str, Literal]]) -> Literal:
    """The functions that read and write files, when a button needs them."""
    kinds = {"import": "importList", "export": "exportList"}
    used = {str(action["file"]) for action in actions if action["file"]}
    return {kind: module.use("lib/ui/import_list.js", name) for kind, name in kinds.items() if kind in used} or None


def _file(action: Action) -> str | None:
    """Whether the action reads or writes a file."""
    if "preview" in action.arguments:
        return "import"
    return "export" if set(action.arguments) == {"form"} else None


def _button(front: Front, entity: EntityPlan, action: Action) -> dict[str, Literal]:
    """A button: its name, label, and what it asks for first."""
    back = field_of(front.app.rule(action.rule).with_.path("back"))
    whole = [f.id for f in entity.stored if not f.auto and f.id != back]
    asks = whole if action.open_form else list(action.asks)
    return {
        "name": f"{action.rule}.{action.name}",
        "label": _label(front, entity, action),
        "on_row": action.on_row,
        "adds": action.open_form and not action.on_row,
        "many": action.many,
        "asks": asks or None,
        "step": _step(front, entity, action) if action.step else None,
        "file": _file(action),
        "opens": action.opens or None,
        "opens_via": action.opens_via or None,
    }


def _label(front: Front, entity: EntityPlan, action: Action) -> str:
    """ "Lend a tool": the verb of a rule with the thing it is about."""
    about = front.named_by(entity)
    if not action.open_form or about is None or not about.type.target or " " in action.label:
        return action.label
    return front.words.about(
        "act_on", front.entity(about.type.target), label=action.label, verb=action.label[:1].lower() + action.label[1:]
    )


def _step(front: Front, entity: EntityPlan, action: Action) -> Literal:
    """A move: the field, where each state may go, and how the states are called."""
    rule = front.app.rule(action.rule)
    field = entity.fields[field_of(rule.with_.path("field"))]
    moves: dict[str, Literal] = {}
    for state in field.options:
        targets = dict.fromkeys(
            to for start, to in rule.with_.moves("moves") if start in (state.id, "*") and to != state.id
        )
        if targets:
            moves[state.id] = list(targets)
    return {
        "field": field.id,
        "moves": moves,
        "states": {option.id: _capitalised(option.text) for option in field.options},
    }


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
