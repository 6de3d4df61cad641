"""The tests of a compiled project: its features, its rules, its example rows, and values both languages agree on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lamplighter.compiler.construct import Construct, Scenario
from lamplighter.compiler.core import Core
from lamplighter.compiler.field_proofs import field_scenarios
from lamplighter.compiler.role_proofs import role_scenarios
from lamplighter.compiler.scenarios import (
    Case,
    CaseWriter,
    cases,
    feature_cases,
    scribe_of_tests,
    usual_role,
)
from lamplighter.compiler.steps import Tongue
from lamplighter.compiler.witness import Witness

_FEATURES = "What the features promise, each on a fresh copy of the example rows."
_ROLES = "What each role may see, change and press."
_FIELDS = "What each field takes, and what is worked out."
_RULES = "What each rule lets pass and what it stops, with no other rule in the way."


@dataclass(frozen=True, slots=True)
class Proofs:
    """The generated tests of a project before they are written in a language."""

    rules: Sequence[Scenario] = ()
    roles: Sequence[Scenario] = ()
    fields: Sequence[Scenario] = ()


def proofs(made: Core, constructs: Mapping[str, Construct], witness: Witness) -> Proofs:
    """The generated tests of every rule, role and field, in the order of the blueprint."""
    buttons = [action.rule for action in made.emission.actions]
    return Proofs(
        [one for rule in made.app.rules for one in constructs[rule.use].scenarios(rule, made.app, witness)],
        role_scenarios(made.app, buttons, witness),
        field_scenarios(made.app, witness),
    )


def python_tests(made: Core, proved: Proofs, package: str, vectors: str) -> dict[str, str]:
    """The test files in Python by name; `package` is where the app's modules lie, `vectors` the values expected."""
    scribe = scribe_of_tests(made.python)
    context = {"package": package, "role": scribe.value(usual_role(made.app)), "vectors": vectors}
    found = {"__init__.py": "", **_fixed(made, ("world.py", "test_examples.py"), context)}
    for name, about, several in _files(made, proved):
        writer = CaseWriter(made.app, Tongue(scribe.fresh()), made.own)
        imports = f"from tests.world import World{', alone' if _any_alone(several) else ''}"
        found[f"test_{name}.py"] = writer.module(about, several, imports, package)
    return found


def javascript_tests(made: Core, proved: Proofs, source: str, vectors: str) -> dict[str, str]:
    """The test files in JavaScript by name; `source` is the way from them to the app's modules."""
    scribe = scribe_of_tests(made.javascript)
    context = {"source": source, "role": scribe.value(usual_role(made.app)), "vectors": vectors}
    found = _fixed(made, ("world.mjs", "examples.test.mjs"), context)
    top = 'import assert from "node:assert/strict";\nimport test from "node:test";\n'
    for name, about, several in _files(made, proved):
        writer = CaseWriter(made.app, Tongue(scribe.fresh()), made.own)
        imports = f'{top}\nimport {{ World{", alone" if _any_alone(several) else ""} }} from "./world.mjs";'
        found[f"{name}.test.mjs"] = writer.module(about, several, imports, f"{source}lib")
    return found


def _fixed(made: Core, names: Iterable[str], context: Mapping[str, object]) -> dict[str, str]:
    """The files that are the same in every project but for a few words."""
    environment = made.facts.environment
    return {name: environment.get_template(f"shared/tests/{name}.j2").render(context) for name in names}


def _files(made: Core, proved: Proofs) -> list[tuple[str, str, list[Case]]]:
    files = [
        ("features", _FEATURES, feature_cases(made.app)),
        ("rules", _RULES, cases("rule", proved.rules)),
        ("roles", _ROLES, cases("role", proved.roles)),
        ("fields", _FIELDS, cases("field", proved.fields)),
    ]
    return [(name, about, several) for name, about, several in files if several]


def _any_alone(several: Sequence[Case]) -> bool:
    return any(case.scenario.alone for case in several)
