"""Rights beside what is shown: warnings about buttons nobody may press and columns nobody may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lamplighter.domain.blueprint.app import Grant, RolePlan, RulePlan, ScreenPlan, SortKey, TextTemplate
from lamplighter.domain.blueprint.features import MUST
from lamplighter.domain.blueprint.problems import Notes, Place
from lamplighter.domain.blueprint.reading import Reading
from lamplighter.domain.blueprint.special import needed
from lamplighter.domain.blueprint.tree import Expression, Path, Root

EVERY = "*"
PUBLIC = "public"
_SLOTS = ("columns", "show", "head", "to", "foot", "group")
_LISTED = 4

Pair = tuple[str, str]


def check_visibility(reading: Reading, notes: Notes) -> None:
    """Warn where a button, a column or a form cannot be used by those it is for."""
    roles = [role for role in reading.app.roles if role.id != PUBLIC]
    ordinary = [role for role in roles if not role.everything]
    if ordinary:
        _check_buttons(reading, ordinary, notes)
        _check_alerts(reading, roles, notes)
        _check_screens(reading, roles, notes)
    for role in ordinary:
        _check_adding(role, reading, notes)
    _check_forms(reading, notes)


# -- buttons


def _check_buttons(reading: Reading, ordinary: list[RolePlan], notes: Notes) -> None:
    used = {name for feature in reading.app.features if feature.when == MUST for name in feature.uses}
    for rule in reading.app.rules:
        actions = reading.catalog.uses[rule.id].actions
        if not actions or rule.id not in used or _runs_alone(rule):
            continue
        named = _called_for(rule)
        asked = [role for role in ordinary if not named or role.id in named]
        if asked and not any(_may_do(role, rule) for role in asked):
            who = ", ".join(role.id for role in asked[:_LISTED])
            notes.warn(
                Place("rule", rule.id, note=rule.use),
                f"a must uses {rule.id}.{actions[0].name}, and no ordinary role may do it",
                f"add `do {rule.id}` to `may` of {who}",
            )


def _runs_alone(rule: RulePlan) -> bool:
    """Whether the app does it by itself, so that nobody needs the button."""
    return rule.use in ("assign", "classify") or (rule.use == "make" and not rule.with_.has("label"))


def _called_for(rule: RulePlan) -> tuple[str, ...]:
    """The roles the rule itself names; empty when it is for all."""
    in_states = [role for entry in rule.with_.states("who") for role in entry.roles]
    return (*rule.with_.words("who"), *in_states)


def _may_do(role: RolePlan, rule: RulePlan) -> bool:
    return any(grant.rule in (rule.id, EVERY) for grant in role.does)


# -- columns, alerts, slots


def _check_alerts(reading: Reading, roles: list[RolePlan], notes: Notes) -> None:
    for rule in reading.app.rules:
        if rule.use != "alert":
            continue
        named = rule.with_.words("to")
        readers = [role for role in roles if (role.id in named if named else _sees_any(role, rule.on))]
        say = rule.with_.template("say")
        hidden = _hidden(_of_template(say), readers, reading) if say else []
        _tell(hidden, Place("rule", rule.id, "say", note=rule.use), notes)


def _check_screens(reading: Reading, roles: list[RolePlan], notes: Notes) -> None:
    for screen in reading.app.screens:
        if screen.type == PUBLIC or not screen.of:
            continue
        named = screen.with_.words("role")
        readers = [role for role in roles if (role.id in named if named else _sees_any(role, screen.of))]
        place = Place("screen", screen.id, note=screen.type)
        if not readers:
            notes.warn(place, f"no role may see {screen.of}", f"add `see {screen.of}` to a role")
            continue
        for slot in _SLOTS:
            _tell(_hidden(_of_slot(screen, slot), readers, reading), place.at(slot), notes)


def _tell(hidden: list[Pair], place: Place, notes: Notes) -> None:
    for entity, name in dict.fromkeys(hidden):
        notes.warn(place, f"no role that reads it may see {entity}.{name}", f"add `see {entity}({name})` to a role")


def _of_template(template: TextTemplate) -> Iterator[Pair]:
    for part in template.parts:
        if isinstance(part, Path):
            yield from _of_path(part)


def _of_slot(screen: ScreenPlan, slot: str) -> Iterator[Pair]:
    for item in (*screen.with_.keys(slot), *screen.with_.paths(slot)):
        if isinstance(item, Path):
            yield from _of_path(item)
        elif isinstance(item, SortKey):
            yield from _of_expression(item.expression)


def _of_expression(expression: Expression) -> Iterator[Pair]:
    """Plain paths only: what a formula computes may be shown although its parts may not."""
    if isinstance(expression.tree, Path):
        yield from _of_path(expression.tree)


def _of_path(path: Path) -> Iterator[Pair]:
    """The field at the end; a reference on the way shows nothing but a name, and names are always shown."""
    if path.hops and path.root is Root.ROW:
        yield path.hops[-1].entity, path.hops[-1].field


def _hidden(pairs: Iterable[Pair], readers: list[RolePlan], reading: Reading) -> list[Pair]:
    if not readers:
        return []
    shown = reading.catalog.shown
    return [
        (entity, name)
        for entity, name in pairs
        if name not in ("id", shown.get(entity)) and not any(sees(role, entity, name) for role in readers)
    ]


def sees(role: RolePlan, entity: str, field: str) -> bool:
    """Whether a role may see this field of at least some rows."""
    return any(_reads(g, entity) and (g.fields is None or field in g.fields) for g in role.grants)


def _sees_any(role: RolePlan, entity: str) -> bool:
    return any(_reads(grant, entity) for grant in role.grants)


def _reads(grant: Grant, entity: str) -> bool:
    return grant.entity in (entity, EVERY) and ("see" in grant.verbs or "edit" in grant.verbs)


# -- forms


def _check_adding(role: RolePlan, reading: Reading, notes: Notes) -> None:
    """A role that may add rows, but not fill in what every row needs."""
    for grant in role.grants:
        if "add" not in grant.verbs or grant.fields is None:
            continue
        left_out = [name for name in needed(reading.catalog, grant.entity) if name not in grant.fields]
        missing = [name for name in left_out if not _own(name, grant, role)]
        if missing:
            notes.warn(
                Place("role", role.id, "may"),
                f"may add {grant.entity} but not fill in its required {', '.join(missing)}",
                f"add {', '.join(missing)} to `add {grant.entity}(…)`, or give a default",
            )


def _own(name: str, grant: Grant, role: RolePlan) -> bool:
    path = grant.own.path if grant.own is not None else None
    return bool(role.is_) and path is not None and len(path.hops) == 1 and path.hops[0].field == name


def _check_forms(reading: Reading, notes: Notes) -> None:
    for screen in reading.app.screens:
        shown = {path.hops[-1].field for path in screen.with_.paths("show")}
        if screen.type != "form" or not shown:
            continue
        missing = [name for name in needed(reading.catalog, screen.of) if name not in shown]
        if missing:
            notes.warn(
                Place("screen", screen.id, "show", note=screen.type),
                f"the form leaves out the required {', '.join(missing)}",
                f"add {', '.join(missing)} to show, or give a default",
            )
