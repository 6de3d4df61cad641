"""The generated tests of `alert`: listed while its condition holds, gone when not, and only for its roles."""

from __future__ import annotations

from collections.abc import Iterator

from lamplighter.compiler.construct import Scenario
from lamplighter.compiler.constructs.proof import as_role
from lamplighter.compiler.witness import Case, Witness
from lamplighter.compiler.witness.cast import acting, named, placed
from lamplighter.domain.blueprint.app import App, Listed, RulePlan
from lamplighter.domain.blueprint.tree import Expression


def scenarios(rule: RulePlan, app: App, witness: Witness) -> tuple[Scenario, ...]:
    """Every comparison of the condition both ways, and each role."""
    cases = witness.cases(witness.scene(rule.on), _when(rule))
    return (*(_listed(rule, case) for case in cases), *_roles(rule, app, witness, cases))


def _when(rule: RulePlan) -> Expression:
    when = rule.with_.expression("when")
    assert when is not None, "when is required"
    return when


def _listed(rule: RulePlan, case: Case) -> Scenario:
    scene = case.scene
    verb = "lists" if case.holds else "does not list"
    steps = (*placed(scene.world), *acting(scene.world))
    say = _say(rule) if case.holds else ""
    return Scenario(
        rule.id, f"{verb} a row where {case.about}", steps, Listed(rule.id, named(scene.row), case.holds, say)
    )


def _say(rule: RulePlan) -> str:
    """The message, when there is nothing in it to fill in."""
    say = rule.with_.template("say")
    return "".join(part for part in say.parts if isinstance(part, str)) if say and _is_plain(rule) else ""


def _is_plain(rule: RulePlan) -> bool:
    say = rule.with_.template("say")
    return say is not None and all(isinstance(part, str) for part in say.parts)


def _roles(rule: RulePlan, app: App, witness: Witness, cases: tuple[Case, ...]) -> Iterator[Scenario]:
    """Roles that are not named do not see it; those that are see it when they may see everything."""
    scene, named_roles = next((case.scene for case in cases if case.holds), None), rule.with_.words("to")
    if scene is None or not named_roles:
        return
    for role in app.roles:
        acted = as_role(witness, scene, role.id)
        if witness.holds(acted, _when(rule)) is not True or (role.id in named_roles and not role.everything):
            continue
        verb = "sees it" if role.id in named_roles else "does not see it"
        steps = (*placed(acted.world), *acting(acted.world))
        expect = Listed(rule.id, named(acted.row), role.id in named_roles)
        yield Scenario(rule.id, f"{role.id} {verb}", steps, expect)
