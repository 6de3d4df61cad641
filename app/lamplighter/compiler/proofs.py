"""The tests of a compiled project: its features, its rules, its example rows, and values both languages agree on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lamplighter.compiler.construct import Construct, Scenario, Witness
from lamplighter.compiler.core import Core
from lamplighter.compiler.scenarios import (
    Case,
    CaseWriter,
    feature_cases,
    rule_cases,
    scribe_of_tests,
    usual_role,
)
from lamplighter.compiler.steps import Tongue

_FEATURES = "What the features promise, each on a fresh copy of the example rows."
_RULES = "What each rule lets pass and what it stops, with no other rule in the way."


def scenarios(made: Core, constructs: Mapping[str, Construct], witness: Witness) -> list[Scenario]:
    """The generated tests of every rule, in the order of the blueprint."""
    return [one for rule in made.app.rules for one in constructs[rule.use].scenarios(rule, made.app, witness)]


def python_tests(made: Core, proofs: Iterable[Scenario], package: str, vectors: str) -> dict[str, str]:
    """The test files in Python by name; `package` is where the app's modules lie, `vectors` the values expected."""
    scribe = scribe_of_tests(made.python)
    context = {"package": package, "role": scribe.value(usual_role(made.app)), "vectors": vectors}
    found = {"__init__.py": "", **_fixed(made, ("world.py", "test_examples.py"), context)}
    for name, about, cases in _files(made, proofs):
        writer = CaseWriter(made.app, Tongue(scribe.fresh()), made.own)
        imports = f"from tests.world import World{', alone' if _any_alone(cases) else ''}"
        found[f"test_{name}.py"] = writer.module(about, cases, imports, package)
    return found


def javascript_tests(made: Core, proofs: Iterable[Scenario], source: str, vectors: str) -> dict[str, str]:
    """The test files in JavaScript by name; `source` is the way from them to the app's modules."""
    scribe = scribe_of_tests(made.javascript)
    context = {"source": source, "role": scribe.value(usual_role(made.app)), "vectors": vectors}
    found = _fixed(made, ("world.mjs", "examples.test.mjs"), context)
    top = 'import assert from "node:assert/strict";\nimport test from "node:test";\n'
    for name, about, cases in _files(made, proofs):
        writer = CaseWriter(made.app, Tongue(scribe.fresh()), made.own)
        imports = f'{top}\nimport {{ World{", alone" if _any_alone(cases) else ""} }} from "./world.mjs";'
        found[f"{name}.test.mjs"] = writer.module(about, cases, imports, f"{source}lib")
    return found


def _fixed(made: Core, names: Iterable[str], context: Mapping[str, object]) -> dict[str, str]:
    """The files that are the same in every project but for a few words."""
    environment = made.facts.environment
    return {name: environment.get_template(f"shared/tests/{name}.j2").render(context) for name in names}


def _files(made: Core, proofs: Iterable[Scenario]) -> list[tuple[str, str, list[Case]]]:
    files = [("features", _FEATURES, feature_cases(made.app)), ("rules", _RULES, rule_cases(proofs))]
    return [(name, about, cases) for name, about, cases in files if cases]


def _any_alone(cases: Sequence[Case]) -> bool:
    return any(case.scenario.alone for case in cases)
