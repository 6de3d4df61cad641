"""Finds rows that pass or break what a person asked for, on the host, before any generated test runs.

Constructs ask for scenes: small worlds that start empty but for the settings. A scene is exact: the expression has the
wanted value there by the host's evaluator, and the generated test builds the same rows in the compiled app.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from lamplighter.compiler.witness.plausible import changed, with_new
from lamplighter.compiler.witness.scene import Scene
from lamplighter.compiler.witness.solve import giving, holding
from lamplighter.compiler.witness.trees import Deciding, deciding
from lamplighter.compiler.witness.words import said
from lamplighter.domain.blueprint.app import App
from lamplighter.domain.blueprint.evaluate import Row, Unknowable
from lamplighter.domain.blueprint.tree import Expression, Hop, Node, Path, Root
from lamplighter.domain.blueprint.values import Value
from lamplighter.domain.blueprint.worlds import empty_world

TRIES = 60
"""How many scenes a search looks at before it gives up."""

Given = Mapping[tuple[str, str], Expression]


@dataclass(frozen=True, slots=True)
class Case:
    """A scene in which a condition holds or does not, and in words what is special about it."""

    about: str
    holds: bool
    scene: Scene


class Witness:
    """Searches in one app. Fields that rules give are looked at as the expressions the constructs say they equal."""

    def __init__(self, app: App, given: Given, minor_digits: int = 2) -> None:
        self.app = _with_given(app, given)
        self.empty = replace(empty_world(self.app), minor_digits=minor_digits)

    def scene(self, entity: str, values: Mapping[str, Value] | None = None) -> Scene:
        """An empty world with one plausible row, and the rows that one needs."""
        world, row = with_new(self.empty, entity, values or {})
        return Scene(world, row)

    def beside(self, scene: Scene, entity: str, values: Mapping[str, Value]) -> tuple[Scene, Row]:
        """The scene with one more plausible row."""
        world, row = with_new(scene.world, entity, values)
        return scene.in_world(world), row

    def changed(self, scene: Scene, values: Mapping[str, Value]) -> Scene:
        """The scene with some values of its row replaced."""
        return scene.in_world(changed(scene.world, scene.now(scene.row), values)[0])

    def holding(self, scene: Scene, condition: Expression | Node, wanted: bool = True) -> Scene | None:
        """The scene itself when the condition is as wanted there, else one changed as little as needed."""
        node = condition.tree if isinstance(condition, Expression) else condition
        if self.holds(scene, node) is wanted:
            return scene
        return next(holding(scene, node, wanted), None)

    def giving(self, scene: Scene, node: Node, wanted: Value) -> Scene | None:
        """A scene in which an expression has this value."""
        return next(giving(scene, node, wanted), None)

    def all_giving(self, scene: Scene, node: Node, wanted: Value) -> Iterator[Scene]:
        """The first scenes in which an expression has this value."""
        return islice(giving(scene, node, wanted), TRIES)

    def holds(self, scene: Scene, condition: Expression | Node) -> bool | None:
        """Whether a condition holds; None when only the running app could tell."""
        try:
            return scene.read(condition) is True
        except Unknowable:
            return None

    def value(self, scene: Scene, expression: Expression | Node) -> Value:
        """The value of an expression; blank when only the running app could tell."""
        try:
            return scene.read(expression)
        except Unknowable:
            return None

    def path(self, entity: str, name: str) -> Path:
        """The path from a row to one of its fields."""
        plan = self.app.entities[entity].fields[name]
        hop = Hop(entity, name, plan.type, plan.derived is not None, plan.given_by)
        return Path(Root.ROW, entity, (hop,), plan.type)

    def knows(self, scene: Scene, entity: str, name: str) -> bool:
        """Whether the value of a field can be told on the host."""
        try:
            scene.read(self.path(entity, name))
        except Unknowable:
            return False
        return True

    def cases(self, scene: Scene, condition: Expression) -> tuple[Case, ...]:
        """For every single test of a condition: scenes in which it alone decides, at its border, both ways."""
        found: dict[tuple[str, bool], Case] = {}
        for one in deciding(condition.tree):
            for case in self._around(scene, condition.tree, one):
                found.setdefault((case.about, case.holds), case)
        return tuple(found.values())

    def _around(self, scene: Scene, condition: Node, one: Deciding) -> Iterator[Case]:
        for wanted in (True, False):
            scenes = self._isolated(scene, one, wanted)
            for found in islice(scenes, 1):
                holds = self.holds(found, condition)
                if holds is not None:
                    about = said(one.test) if wanted else f"not {said(one.test)}"
                    yield Case(about, holds, found)

    def _isolated(self, scene: Scene, one: Deciding, wanted: bool) -> Iterator[Scene]:
        """Scenes in which one test is as wanted and every other part leaves the decision to it."""
        ready: Scene | None = scene
        for other, value in one.others:
            ready = self.holding(ready, other, value) if ready is not None else None
        for start in (ready, scene) if ready is not None else (scene,):
            for found in islice(holding(start, one.test, wanted), TRIES):
                if all(self.holds(found, other) is value for other, value in one.others):
                    yield found

    def holding_all(self, scene: Scene, conditions: Iterable[Expression | Node]) -> Scene | None:
        """A scene in which all conditions hold."""
        found: Scene | None = scene
        several = list(conditions)
        for condition in several:
            found = self.holding(found, condition) if found is not None else None
        if found is not None and all(self.holds(found, condition) for condition in several):
            return found
        return None


def _with_given(app: App, given: Given) -> App:
    """The app with the given fields as derived ones; what no construct can say stays unknown."""
    if not given:
        return app
    entities = dict(app.entities)
    for (entity, name), expression in given.items():
        plan = entities[entity]
        field = replace(plan.fields[name], derived=expression, given_by="")
        entities[entity] = replace(plan, fields={**plan.fields, name: field})
    return replace(app, entities=entities)


def given_by_rules(app: App, package: str = "lamplighter.compiler.constructs") -> Given:
    """What the constructs say their given fields equal, for the rules of an app."""
    found: dict[tuple[str, str], Expression] = {}
    for rule in app.rules:
        module = f"{package}.{rule.use}.host"
        if importlib.util.find_spec(module) is not None:
            found |= importlib.import_module(module).on_host(rule, app)
    return found


def witness_of(app: App, minor_digits: int = 2) -> Witness:
    """The witness of an app whose money has so many decimals."""
    return Witness(app, given_by_rules(app), minor_digits)
