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
_EXAMPLES = "The example rows break no rule."


def scenarios(made: Core, constructs: Mapping[str, Construct], witness: Witness) -> list[Scenario]:
    """The generated tests of every rule, in the order of the blueprint."""
    return [one for rule in made.app.rules for one in constructs[rule.use].scenarios(rule, made.app, witness)]


def python_tests(made: Core, proofs: Iterable[Scenario], package: str, world: str) -> dict[str, str]:
    """The test files in Python by name; `package` is where the app's modules lie, `world` the template of world.py."""
    scribe = scribe_of_tests(made.python)
    role = scribe.value(usual_role(made.app))
    template = made.facts.environment.from_string(world)
    found = {"__init__.py": "", "world.py": template.render(package=package, role=role)}
    for name, about, cases in _files(made, proofs):
        writer = CaseWriter(made.app, Tongue(scribe.fresh()), made.own)
        imports = f"from tests.world import World{', alone' if _any_alone(cases) else ''}"
        found[f"test_{name}.py"] = writer.module(about, cases, imports, package)
    examples = f"from {package}.examples import faults\nfrom tests.world import World"
    body = "def test_demo_rows_pass():\n    world = World()\n    assert faults(world.db, world.rules) == []\n"
    found["test_examples.py"] = f'"""{_EXAMPLES}"""\n\n{examples}\n\n\n{body}'
    return found


def javascript_tests(made: Core, proofs: Iterable[Scenario], source: str, world: str) -> dict[str, str]:
    """The test files in JavaScript by name; `source` is the way from them to the app's modules."""
    scribe = scribe_of_tests(made.javascript)
    role = scribe.value(usual_role(made.app))
    found = {"world.mjs": made.facts.environment.from_string(world).render(source=source, role=role)}
    top = 'import assert from "node:assert/strict";\nimport test from "node:test";\n'
    for name, about, cases in _files(made, proofs):
        writer = CaseWriter(made.app, Tongue(scribe.fresh()), made.own)
        imports = f'{top}\nimport {{ World{", alone" if _any_alone(cases) else ""} }} from "./world.mjs";'
        found[f"{name}.test.mjs"] = writer.module(about, cases, imports, f"{source}lib")
    examples = f'{top}\nimport {{ faults }} from "{source}lib/examples.js";\nimport {{ World }} from "./world.mjs";\n'
    body = "  const world = new World();\n  assert.deepEqual(faults(world.db, world.rules), []);\n"
    found["examples.test.mjs"] = f'// {_EXAMPLES}\n\n{examples}\ntest("test_demo_rows_pass", () => {{\n{body}}});\n'
    return found


def _files(made: Core, proofs: Iterable[Scenario]) -> list[tuple[str, str, list[Case]]]:
    files = [("features", _FEATURES, feature_cases(made.app)), ("rules", _RULES, rule_cases(proofs))]
    return [(name, about, cases) for name, about, cases in files if cases]


def _any_alone(cases: Sequence[Case]) -> bool:
    return any(case.scenario.alone for case in cases)
