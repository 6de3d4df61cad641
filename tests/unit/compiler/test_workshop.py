"""Roles, rights, locks, moves, borders and deleting, each proved as a compiled test in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from lamplighter.compiler.proofs import Proofs, javascript_tests, python_tests
from lamplighter.compiler.toolkit import Toolkit
from lamplighter.domain.blueprint.app import App

from . import workshop
from .change_runs import JAVASCRIPT, PYTHON
from .conftest import Make, Sandbox, save, written
from .random_changes import Chance
from .test_commit import different, run

RUN_TESTS = '''"""Runs every test function and prints the names of those that fail."""

import json
import traceback

from tests import test_examples, test_features

failed = {}
for module in (test_examples, test_features):
    for name, test in vars(module).items():
        if name.startswith("test_"):
            try:
                test()
            except Exception:
                failed[name] = traceback.format_exc()[-600:]
print(json.dumps(failed))
'''
AT_ONCE = 8


@pytest.fixture(scope="session")
def shop(make: Make) -> App:
    """The workshop without its checks."""
    return make(**parts([]))


def parts(checks: list[str]) -> dict[str, object]:
    return {
        "entities": workshop.ENTITIES, "roles": workshop.ROLES, "rules": workshop.RULES, "demo": workshop.DEMO,
        "checks": checks,
    }  # fmt: skip


@pytest.mark.parametrize("start", range(0, len(workshop.CHECKS), AT_ONCE))
def test_the_workshop_keeps_its_promises(
    start: int, make: Make, tools: Toolkit, sandbox: Sandbox, tmp_path: Path
) -> None:
    made = written(make(**parts(workshop.CHECKS[start : start + AT_ONCE])), tools, tmp_path)
    python = python_tests(made, Proofs(), "server", "")
    javascript = javascript_tests(made, Proofs(), "../src/", "")
    save({f"tests/{name}": text for name, text in {**python, **javascript}.items()} | {"run.py": RUN_TESTS}, tmp_path)
    assert sandbox.answer(tmp_path, "python", "run.py") == {}
    outcome = sandbox.run(tmp_path, "node", "--test", "--test-reporter=tap")
    assert outcome.code == 0, "\n".join(line for line in outcome.stdout.splitlines() if "not ok" in line)


@pytest.mark.parametrize("seed", range(8))
def test_random_changes_by_everybody_end_alike(
    seed: int, shop: App, tools: Toolkit, sandbox: Sandbox, tmp_path: Path
) -> None:
    made = written(shop, tools, tmp_path)
    save({"run.py": PYTHON, "run.js": JAVASCRIPT}, tmp_path)
    steps = Chance(made, seed).steps(200)
    assert different(steps, *run(shop, steps, tools, sandbox, tmp_path)) == []
