"""What stays when features are set aside: all that no feature claims, what the musts use, and whatever that needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lamplighter.domain.blueprint.app import (
    Add,
    App,
    Check,
    Delete,
    Do,
    Edit,
    EntityPlan,
    Field,
    Holds,
    Outcome,
    Parameters,
    Part,
    RulePlan,
    Sees,
)
from lamplighter.domain.blueprint.features import MUST
from lamplighter.domain.blueprint.reading import Reading
from lamplighter.domain.blueprint.reads import Pair, reads_of
from lamplighter.domain.blueprint.special import filled_by_rules
from lamplighter.domain.blueprint.tree import Base

Node = tuple[str, str]
"""("entity" | "rule" | "screen", id), or ("entity.field", …) for a derived field."""


def kept(reading: Reading) -> set[Node]:
    """Entities, rules and screens that are compiled when features that are later or never are left out."""
    app = reading.app
    parts = _parts(app)
    claimed = {part: _claims(app, part) for part in parts}
    roots = [part for part in parts if not claimed[part] or MUST in claimed[part]]
    roots += [("entity", role.is_) for role in app.roles if role.is_]
    for feature in app.features:
        if feature.when == MUST:
            roots += [node for check in feature.checks for node in _named(check, app)]
    return _reached(roots, _Graph(reading))


def _parts(app: App) -> list[Node]:
    return [
        *(("entity", entity) for entity in app.entities),
        *(("rule", rule.id) for rule in app.rules),
        *(("screen", screen.id) for screen in app.screens),
    ]


def _claims(app: App, part: Node) -> set[str]:
    return {feature.when for feature in app.features if part[1] in feature.uses}


def _reached(roots: Iterable[Node], graph: _Graph) -> set[Node]:
    found: set[Node] = set()
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += graph.needs(node)
    return found


class _Graph:
    """What each part needs so that it means what it says."""

    def __init__(self, reading: Reading) -> None:
        self.app = reading.app
        self.catalog = reading.catalog
        self.rules = {rule.id: rule for rule in self.app.rules}
        self.screens = {screen.id: screen for screen in self.app.screens}

    def needs(self, node: Node) -> list[Node]:
        """The parts one part needs directly."""
        kind, name = node
        match kind:
            case "entity" if name in self.app.entities:
                return list(self._of_entity(self.app.entities[name]))
            case "rule" if name in self.rules:
                return list(self._of_rule(self.rules[name]))
            case "screen" if name in self.screens:
                screen = self.screens[name]
                return [("entity", screen.of), *self._of_parameters(screen.with_)]
        if kind in self.app.entities:
            return list(self._of_field(self.app.entities[kind].fields.get(name)))
        return []

    def _of_entity(self, plan: EntityPlan) -> Iterator[Node]:
        filled = filled_by_rules(self.catalog, plan.id)
        for field in plan.fields.values():
            if field.required and field.type.base in (Base.REF, Base.REFS):
                yield "entity", field.type.target
            if field.where is not None:
                yield from self._of_pairs(field.where.reads)
            if field.default is not None and field.default.kind == "setting":
                yield "entity", "settings"
            if field.required and field.id in filled:
                yield from (("rule", r.id) for r in self.app.rules if r.on == plan.id and _fills(r, field.id))

    def _of_field(self, field: Field | None) -> Iterator[Node]:
        if field is None:
            return
        if field.given_by:
            yield "rule", field.given_by
        if field.derived is not None:
            yield from self._of_pairs(field.derived.reads)

    def _of_rule(self, rule: RulePlan) -> Iterator[Node]:
        yield "entity", rule.on
        yield from self._of_parameters(rule.with_)
        construct = self.catalog.uses[rule.id]
        for parameter in construct.parameters:
            if parameter.kind == "entity" and rule.with_.word(parameter.name):
                yield "entity", rule.with_.word(parameter.name)
            if parameter.kind in ("moments", "acts"):
                dotted = [word for word in rule.with_.words(parameter.name) if "." in word]
                yield from (("rule", word.partition(".")[0]) for word in dotted)

    def _of_parameters(self, parameters: Parameters) -> Iterator[Node]:
        yield from self._of_pairs(reads_of(parameters))
        for value in parameters.values.values():
            if isinstance(value, tuple):
                charts = [part.chart for part in value if isinstance(part, Part) and part.chart]
                yield from (("screen", chart) for chart in charts)

    def _of_pairs(self, pairs: Iterable[Pair]) -> Iterator[Node]:
        for entity, name in sorted(pairs):
            yield "entity", entity
            field = self.app.entities[entity].fields.get(name) if entity in self.app.entities else None
            if field is not None and not field.stored:
                yield entity, name


def _fills(rule: RulePlan, field: str) -> bool:
    paths = [rule.with_.path(name) for name in ("field", "set", "due")]
    if any(path is not None and path.hops[-1].field == field for path in paths):
        return True
    return any(pair.field == field for pair in rule.with_.pairs("set"))


def _named(check: Check, app: App) -> Iterator[Node]:
    """The parts a check speaks of."""
    for step in check.steps:
        match step:
            case Add(entity=entity):
                yield "entity", entity
            case Edit(row=row) | Delete(row=row):
                yield "entity", row.entity
            case Do(rule=rule):
                yield "rule", rule
    match check.expect:
        case Outcome(by=by) if by:
            yield "rule", by
        case Sees(entity=entity):
            yield "entity", entity
        case Holds(expression=expression):
            for entity, name in sorted(expression.reads):
                yield "entity", entity
                field = app.entities[entity].fields.get(name)
                if field is not None and not field.stored:
                    yield entity, name
