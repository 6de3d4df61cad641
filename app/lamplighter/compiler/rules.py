"""The rules module of a compiled app: every function of every rule, then the table that says which judges what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from lamplighter.compiler.construct import Construct, Emission, Source
from lamplighter.compiler.names import camel, snake
from lamplighter.compiler.prose import comment, indented, remark
from lamplighter.compiler.rights import does_name, does_source, rights_name, rights_source
from lamplighter.compiler.rule_table import choice_name, rules_table
from lamplighter.compiler.scribe import AppScribe
from lamplighter.domain.blueprint.app import App, Field, RulePlan
from lamplighter.domain.blueprint.tree import Root


class TwiceNamed(ValueError):
    """Two functions of the rules module have one name; the construct that wrote the second one must choose another."""


@dataclass(frozen=True, slots=True)
class Group:
    """Functions that stand together under one heading; `wrapped` ones are worked out once between two changes.

    `wrapper` does so in Python, where some rows may be hidden from a role.
    """

    heading: str
    functions: tuple[tuple[str, Source], ...]
    wrapped: frozenset[str] = frozenset()
    wrapper: str = "derived"


def emissions(
    app: App, constructs: Mapping[str, Construct], python: AppScribe, javascript: AppScribe
) -> list[Emission]:
    """What each rule gives, in the order of the blueprint."""
    return [constructs[rule.use].emit(rule, app, python, javascript) for rule in app.rules]


def merged(parts: Iterable[Emission]) -> Emission:
    """All emissions as one."""
    several = list(parts)
    sums: dict[str, object] = {}
    for one in fields(Emission):
        values = [getattr(part, one.name) for part in several]
        union = frozenset[str]().union(*values) if one.name == "library" else None
        sums[one.name] = union if union is not None else tuple(item for value in values for item in value)
    return Emission(**sums)  # type: ignore[arg-type]  # each field is summed as its own type


# -- what the core itself writes


def derived_group(app: App, entity: str, python: AppScribe, javascript: AppScribe) -> Group:
    """The functions of the `:=` fields of an entity, in the order they build on each other."""
    plan = app.entities[entity]
    names = [name for owner, name in app.derived_order if owner == entity and plan.fields[name].derived is not None]
    functions = tuple(
        (snake(python.computed(entity, name)), _both(python, javascript, _derived(plan.fields[name], entity)))
        for name in names
    )
    return Group(f"{plan.one}: what is worked out", functions, frozenset(name for name, _ in functions))


def _both(python: AppScribe, javascript: AppScribe, write: Callable[[AppScribe], str]) -> Source:
    return Source(write(python), write(javascript))


def _derived(plan: Field, entity: str) -> Callable[[AppScribe], str]:
    def write(scribe: AppScribe) -> str:
        assert plan.derived is not None
        row = scribe.variable(entity)
        value = scribe.expression(plan.derived, row)
        if plan.raw == "money":
            value = f"{scribe.use('money')}({value})"
        about = f"{plan.label}: {plan.derived.source}"
        return function(scribe, scribe.computed(entity, plan.id), f"db, {row}", about, value)

    return write


def function(scribe: AppScribe, name: str, parameters: str, about: str, value: str) -> str:
    """A function that gives one value."""
    line = f"return {value}{scribe.spelling.end}"
    about = remark(scribe.language, about)
    if scribe.language == "python":
        return f"def {name}({parameters}):\n{indented([about, line], 4)}"
    return f"function {name}({parameters}) {{\n{indented([about, line], 2)}\n}}"


def choice_group(app: App, python: AppScribe, javascript: AppScribe) -> Group:
    """The functions that say which rows a reference may choose."""
    functions = [
        (choice_name(entity.id, one.id), _both(python, javascript, _choice(one, entity.id)))
        for entity in app.entities.values()
        for one in entity.stored
        if one.where is not None
    ]
    return Group("What may be chosen", tuple(functions))


def _choice(plan: Field, entity: str) -> Callable[[AppScribe], str]:
    def write(scribe: AppScribe) -> str:
        assert plan.where is not None
        row = scribe.variable(entity, "candidate")
        roots = {Root.THIS: row, Root.IT: "candidate"}
        value = scribe.condition(plan.where, "candidate", roots)
        name = scribe.spelling.spelled(choice_name(entity, plan.id))
        return function(scribe, name, f"db, candidate, {row}", f"{plan.label}: {plan.where.source}", value)

    return write


def role_group(app: App, python: AppScribe, javascript: AppScribe) -> Group:
    """The rights of every role."""
    functions = []
    for role in app.roles:
        functions.append((rights_name(role), rights_source(role, python, javascript)))
        functions.append((does_name(role), does_source(role, python, javascript)))
    return Group("Who may do what", tuple(functions))


# -- the whole module


def groups(app: App, parts: Sequence[Emission], python: AppScribe, javascript: AppScribe) -> list[Group]:
    """All functions of the module under their headings."""
    wrapper = "given" if app.roles else "derived"
    found = [_rule_group(rule, part, wrapper) for rule, part in zip(app.rules, parts, strict=True)]
    found += [derived_group(app, entity, python, javascript) for entity in app.entities]
    found += [choice_group(app, python, javascript), role_group(app, python, javascript)]
    return [group for group in found if group.functions]


def rule_functions(rule: RulePlan, part: Emission) -> tuple[str, ...]:
    """The snake_case names of the functions of one rule."""
    return tuple(name for name, _ in _rule_group(rule, part).functions)


def _rule_group(rule: RulePlan, part: Emission, wrapper: str = "derived") -> Group:
    named = [
        *part.helpers,
        *((one.name, one.source) for one in part.computed),
        *((one.name, one.source) for one in part.pieces),
        *((one.name, one.source) for one in part.guards),
        *((one.name, one.source) for one in part.pickers),
        *((one.name, one.source) for one in part.alerts),
        *((one.name, one.date) for one in part.dues),
    ]
    for action in part.actions:
        named += [(action.shown_name, action.shown)] if action.shown is not None else []
        named.append((action.run_name, action.run))
    distinct = {snake(name): source for name, source in named}
    return Group(
        f"{rule.id} ({rule.use})",
        tuple(distinct.items()),
        frozenset(snake(one.name) for one in part.computed),
        wrapper,
    )


def module(app: App, part: Emission, written: Sequence[Group], scribe: AppScribe, library: str) -> str:
    """The source of the rules module; `library` is where its library lies, as JavaScript imports it."""
    names = [name for group in written for name, _ in group.functions]
    twice = sorted({name for name in names if [camel(n) for n in names].count(camel(name)) > 1})
    if twice:
        raise TwiceNamed(", ".join(twice))
    body = "\n\n".join(_group(group, scribe) for group in written)
    sheet = rules_table(app, part, scribe)
    if "Refusal(" in body:
        scribe.use("Refusal")
    head = f"The rules of {app.name}: what is worked out, what must hold, what can be done."
    others = tuple((name, one) for name, one in part.imports if name in part.library)
    imports = scribe.imports(library, ("model", "ENTITIES"), *others)
    if scribe.language == "javascript":
        imports = imports.replace(f'"{library}/model.js"', '"./model.js"')
        return f"// {remark('javascript', head)[3:]}\n\n{imports}\n\n{body}\n\n{sheet}\n"
    top = f"{remark('python', head)}\n\nfrom __future__ import annotations\n\n{imports}"
    return f"{top}\n\n\n{body}\n\n\n{sheet}\n".replace("\n\n\n\n", "\n\n\n")


def _group(group: Group, scribe: AppScribe) -> str:
    python = scribe.language == "python"
    texts = [comment(scribe.language, f"-- {group.heading}")]
    for name, source in group.functions:
        text = source.python if python else source.javascript
        if name in group.wrapped:
            text = _wrapped(text, name, group.wrapper, scribe)
        texts.append(text)
    return ("\n\n\n" if python else "\n\n").join(texts)


def _wrapped(text: str, name: str, wrapper: str, scribe: AppScribe) -> str:
    if scribe.language == "python":
        return f"@{scribe.use(wrapper)}\n{text}"
    return f"const {camel(name)} = {scribe.use('derived')}({text});"
