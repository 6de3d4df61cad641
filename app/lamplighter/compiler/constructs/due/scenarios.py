"""The generated tests of `due`: the day before, on and after each border; done wins; a blank day is none."""

from __future__ import annotations

from collections.abc import Iterator

from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.constructs.due.emit import date_of
from lamplighter.compiler.constructs.proof import equal_to
from lamplighter.compiler.witness import Witness
from lamplighter.compiler.witness.cast import placed
from lamplighter.compiler.witness.plausible import ONE
from lamplighter.compiler.witness.scene import Scene
from lamplighter.domain.blueprint.app import App, RulePlan
from lamplighter.domain.blueprint.tree import Base
from lamplighter.domain.blueprint.values import Value, shifted


def scenarios(rule: RulePlan, app: App, witness: Witness) -> tuple[Scenario, ...]:
    """One test for each day around the borders, and for done and blank."""
    open_ = _open(rule, witness)
    return (*_days(rule, app, witness, open_), *_blank(rule, app, witness, open_), *_done(rule, app, witness))


def _open(rule: RulePlan, witness: Witness) -> Scene:
    """A row that is not done."""
    scene, done = witness.scene(rule.on), rule.with_.expression("done")
    return (witness.holding(scene, done, wanted=False) or scene) if done else scene


def _state(rule: RulePlan, app: App, scene: Scene, about: str, state: str) -> Iterator[Scenario]:
    field = rule.prefix + "due_state"
    yield Scenario(rule.id, f"{about} is {state}", placed(scene.world), equal_to(app, scene.row, field, state))


def _days(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    timed = date_of(rule).type.base is Base.DATETIME
    soon = 0 if timed else (rule.with_.number("soon") or 0) // ONE
    now = scene.world.now if timed else scene.world.today
    for days in sorted({-1, 0, 1, soon, soon + 1}):
        at = shifted(now, days * ONE)
        found = witness.giving(scene, date_of(rule).tree, at)
        if found is None or _is_done(rule, witness, found):
            continue
        state = "overdue" if days < 0 else "soon" if not timed and days <= soon else "ok"
        unit = "minutes" if timed else "days"
        yield from _state(rule, app, found, f"due in {days} {unit}".replace("-", "minus "), state)


def _is_done(rule: RulePlan, witness: Witness, scene: Scene) -> bool:
    done = rule.with_.expression("done")
    return done is not None and witness.holds(scene, done) is not False


def _blank(rule: RulePlan, app: App, witness: Witness, scene: Scene) -> Iterator[Scenario]:
    found = witness.giving(scene, date_of(rule).tree, None)
    if found is not None and not _is_done(rule, witness, found):
        yield from _state(rule, app, found, "without a day", "none")


def _done(rule: RulePlan, app: App, witness: Witness) -> Iterator[Scenario]:
    """Done wins over every day."""
    done, late = rule.with_.expression("done"), shifted(witness.empty.today, -9 * ONE)
    if done is None:
        return
    day: Value = f"{late}T08:00" if date_of(rule).type.base is Base.DATETIME else late
    for case in witness.cases(
        witness.giving(witness.scene(rule.on), date_of(rule).tree, day) or witness.scene(rule.on), done
    ):
        date = witness.value(case.scene, date_of(rule))
        if case.holds:
            yield from _state(rule, app, case.scene, f"done, {case.about},", "done")
        elif date == day:
            yield from _state(rule, app, case.scene, f"not done, {case.about},", "overdue")
