"""The table at the end of a rules module: which function judges what, who may press which button, what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lamplighter.compiler.construct import Action, Alert, Computed, Due, Emission, Phase
from lamplighter.compiler.names import camel, snake
from lamplighter.compiler.prose import indented
from lamplighter.compiler.rights import does_name, own_references, rights_name
from lamplighter.compiler.scribe import AppScribe, computed_names
from lamplighter.domain.blueprint.app import App, RolePlan


@dataclass(slots=True)
class Table:
    """The entries of RULES: section → entity or action → names of functions."""

    sections: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def add(self, section: str, key: str, name: str) -> None:
        """Put a function under a section and a key, after those that are there."""
        self.sections.setdefault(section, {}).setdefault(key, []).append(name)


def choice_name(entity: str, name: str) -> str:
    """The snake_case name of the function that says which rows a reference may choose."""
    return f"may_choose_{snake(entity, name)}"


def table(app: App, part: Emission) -> Table:
    """Which function judges what, from the merged emission."""
    made = Table()
    for (entity, name), function_name in _worked_out(app, part.computed):
        made.sections.setdefault("worked_out", {}).setdefault(entity, []).append(f"{name}\0{function_name}")
    for plan in app.entities.values():
        for one in plan.stored:
            if one.where is not None:
                made.add("choices", plan.id, f"{one.id}\0{choice_name(plan.id, one.id)}")
    for picker in part.pickers:
        made.add("pickers", picker.entity, f"{picker.field}\0{snake(picker.name)}")
    _phases(made, part)
    for guard in part.guards:
        made.add("guards", guard.action, snake(guard.name))
    return made


def _worked_out(app: App, computed: Iterable[Computed]) -> Iterator[tuple[tuple[str, str], str]]:
    """(entity, field) and its function, in the order they build on each other."""
    names = computed_names(app)
    given = {(one.entity, one.field): snake(one.name) for one in computed}
    for entity, name in app.derived_order:
        yield (entity, name), given.pop((entity, name), "") or names[entity, name]
    yield from given.items()


_SECTIONS = {
    Phase.HANDS: "hands",
    Phase.FILL: "fill",
    Phase.MOVE: "move",
    Phase.JUDGE: "judge",
    Phase.DELETE: "delete",
    Phase.AFTER: "after",
    Phase.SWEEP: "sweep",
}


def _phases(made: Table, part: Emission) -> None:
    for piece in sorted(part.pieces, key=lambda one: one.order):
        moment = piece.phase is Phase.JUDGE and not piece.standing
        made.add("moment" if moment else _SECTIONS[piece.phase], piece.entity, snake(piece.name))
        if piece.phase is Phase.FILL and piece.seeds:
            made.add("seed", piece.entity, snake(piece.name))


def rules_table(app: App, part: Emission, scribe: AppScribe) -> str:
    """The last statement of the module."""
    made = table(app, part)
    entries = ["entities=ENTITIES" if scribe.language == "python" else "entities: ENTITIES"]
    for section, keys in made.sections.items():
        entries.append(_entry(scribe, section, _section(section, keys, scribe)))
    if part.actions:
        actions = {f"{one.rule}.{one.name}": _action(one, scribe) for one in part.actions}
        entries.append(_entry(scribe, "actions", _mapping(scribe, actions)))
    if part.alerts:
        entries.append(_entry(scribe, "alerts", _list(scribe, [_alert(one, scribe) for one in part.alerts])))
    if part.dues:
        entries.append(_entry(scribe, "dues", _list(scribe, [_due(one, scribe) for one in part.dues])))
    if part.histories:
        kept = {one.entity: _names_or_none(one.fields, scribe) for one in part.histories}
        entries.append(_entry(scribe, "histories", _mapping(scribe, kept)))
    if app.roles:
        roles = {role.id: _record(scribe, "Role", _role(role, scribe)) for role in app.roles}
        entries.append(_entry(scribe, "roles", _mapping(scribe, roles)))
    if scribe.language == "python":
        return f"RULES = {scribe.use('Rules')}(\n{indented([entry + ',' for entry in entries], 4)}\n)"
    return f"export const RULES = {{\n{indented([entry + ',' for entry in entries], 2)}\n}};"


def _entry(scribe: AppScribe, section: str, value: str) -> str:
    return f"{section}={value}" if scribe.language == "python" else f"{camel(section)}: {value}"


def _section(section: str, keys: Mapping[str, list[str]], scribe: AppScribe) -> str:
    if section == "sweep":
        return _list(scribe, [scribe.spelling.spelled(name) for names in keys.values() for name in names])
    if section in ("worked_out", "choices"):
        return _mapping(scribe, {key: _by_field(names, scribe) for key, names in keys.items()})
    if section == "pickers":
        return _mapping(scribe, {key: _lists_by_field(names, scribe) for key, names in keys.items()})
    return _mapping(
        scribe, {key: _list(scribe, [scribe.spelling.spelled(n) for n in names]) for key, names in keys.items()}
    )


def _by_field(names: Iterable[str], scribe: AppScribe) -> str:
    pairs = (name.split("\0") for name in names)
    return _mapping(scribe, {one: scribe.spelling.spelled(called) for one, called in pairs}, inline=True)


def _lists_by_field(names: Iterable[str], scribe: AppScribe) -> str:
    found: dict[str, list[str]] = {}
    for one, called in (name.split("\0") for name in names):
        found.setdefault(one, []).append(scribe.spelling.spelled(called))
    return _mapping(scribe, {one: _list(scribe, called) for one, called in found.items()}, inline=True)


def _list(scribe: AppScribe, items: Sequence[str]) -> str:
    inner = ", ".join(items)
    if len(inner) > 80:
        lines = indented([item + "," for item in items], 4 if scribe.language == "python" else 2)
        return f"(\n{lines}\n)" if scribe.language == "python" else f"[\n{lines}\n]"
    return f"({inner}{',' if len(items) == 1 else ''})" if scribe.language == "python" else f"[{inner}]"


def _mapping(scribe: AppScribe, entries: Mapping[str, str], *, inline: bool = False) -> str:
    pairs = [f"{_key(key, scribe)}: {value}" for key, value in entries.items()]
    line = ", ".join(pairs)
    if inline and len(line) < 90 and "\n" not in line:
        return f"{{{line}}}" if scribe.language == "python" else f"{{ {line} }}"
    return f"{{\n{indented([pair + ',' for pair in pairs], 4 if scribe.language == 'python' else 2)}\n}}"


def _key(key: str, scribe: AppScribe) -> str:
    plain = key.isidentifier() and key.isascii() and key != "__proto__"
    if scribe.language == "javascript":
        return key if plain else f"[{scribe.text(key)}]"
    return scribe.text(key)


def _record(scribe: AppScribe, kind: str, values: Mapping[str, str]) -> str:
    """A Python value of a class, or a JavaScript object; names in snake_case."""
    if scribe.language == "python":
        inner = ", ".join(f"{name}={value}" for name, value in values.items())
        broken = indented([f"{name}={value}," for name, value in values.items()], 4)
        return f"{scribe.use(kind)}({inner})" if len(inner) < 90 else f"{scribe.use(kind)}(\n{broken}\n)"
    inner = ", ".join(f"{camel(name)}: {value}" for name, value in values.items())
    broken = indented([f"{camel(name)}: {value}," for name, value in values.items()], 2)
    return f"{{ {inner} }}" if len(inner) < 90 else f"{{\n{broken}\n}}"


def _action(one: Action, scribe: AppScribe) -> str:
    values = {"entity": scribe.text(one.entity), "label": scribe.text(one.label)}
    values["run"] = scribe.spelling.spelled(snake(one.run_name))
    if one.shown is not None:
        values["shown"] = scribe.spelling.spelled(snake(one.shown_name))
    values |= {name: _list(scribe, [scribe.text(text) for text in texts]) for name, texts in _lists(one) if texts}
    flags = {"on_row": (one.on_row, True), "open_form": (one.open_form, False), "many": (one.many, False)}
    for name, (flag, usual) in flags.items():
        if flag != usual or (scribe.language == "javascript" and name == "on_row"):
            values[name] = scribe.value(flag)
    return _record(scribe, "Action", values)


def _lists(one: Action) -> tuple[tuple[str, Sequence[str]], ...]:
    return (("asks", one.asks), ("arguments", tuple(one.arguments)), ("roles", one.roles))


def _alert(one: Alert, scribe: AppScribe) -> str:
    values = {"rule": scribe.text(one.rule), "entity": scribe.text(one.entity)}
    values["rows"] = scribe.spelling.spelled(snake(one.name))
    if one.roles:
        values["roles"] = _list(scribe, [scribe.text(role) for role in one.roles])
    return _record(scribe, "Alert", values)


def _due(one: Due, scribe: AppScribe) -> str:
    values = {"rule": scribe.text(one.rule), "entity": scribe.text(one.entity), "state": scribe.text(one.state_field)}
    values["date"] = scribe.spelling.spelled(snake(one.name))
    return _record(scribe, "Due", values)


def _names_or_none(names: tuple[str, ...] | None, scribe: AppScribe) -> str:
    return scribe.spelling.none if names is None else _list(scribe, [scribe.text(name) for name in names])


def _role(role: RolePlan, scribe: AppScribe) -> dict[str, str]:
    values = {"label": scribe.text(role.label or role.id)}
    values["rights"] = scribe.spelling.spelled(rights_name(role))
    values["does"] = scribe.spelling.spelled(does_name(role))
    if role.is_:
        values["person"] = scribe.text(role.is_)
    if role.join:
        values["join"] = scribe.text(role.join)
    own = [_list(scribe, [scribe.text(entity), scribe.text(name)]) for entity, name in own_references(role)]
    if own:
        values["own"] = _list(scribe, own)
    return values
