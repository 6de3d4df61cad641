"""A project's own tests: what fails is named with place and proof, and what did not run is never called passed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from lamplighter.domain.blueprint.model import Blueprint, Demo, Rule
from lamplighter.domain.findings import DropDemo, DropRule, Finding, Severity
from lamplighter.services.checks import Subject
from lamplighter.services.checks import tests as tests_check
from lamplighter.services.containment import Containment, Limits

Checked = Callable[..., Awaitable[tuple[Finding, ...]]]
NODE = "import test from 'node:test';\nimport assert from 'node:assert/strict';\n"


def blueprint(rules: tuple[str, ...] = (), demo: tuple[str, ...] = ()) -> Blueprint:
    """A blueprint with rules and demo rows by name."""
    return Blueprint(
        *(1, "b", "B", "", "en", "web", (), (), ()),
        tuple(Rule(rule, "limit", "loan", "") for rule in rules),
        (),
        tuple(Demo(entity, "", ()) for entity in demo),
        *((), (), (), ()),
    )


async def test_a_failing_python_test_is_named_with_place_and_proof(check: Checked) -> None:
    files = {
        "app.py": "def add(a, b):\n    return a - b\n",
        "tests/test_app.py": "from app import add\n\n\ndef test_adds():\n    print('x')\n    assert add(1, 2) == 3\n",
    }
    (found,) = await check("tests", files)
    assert (found.path, found.line, found.severity) == ("tests/test_app.py", 6, Severity.ERROR)
    assert found.message == "test_adds fails: assert -1 == 3 + where -1 = add(1, 2)"
    assert "assert add(1, 2) == 3" in found.proof
    assert str(Path("/tmp")) not in found.proof


async def test_a_failing_node_test_is_named_with_place_and_proof(check: Checked) -> None:
    files = {
        "lib.mjs": "export const add = (a, b) => a - b;\n",
        "tests/a.test.mjs": NODE
        + "import { add } from '../lib.mjs';\ntest('adds', () => {\n  assert.equal(add(1, 2), 3);\n});\n",
    }
    (found,) = await check("tests", files)
    assert (found.path, found.line, found.severity) == ("tests/a.test.mjs", 5, Severity.ERROR)
    assert found.message == "adds fails: Expected values to be strictly equal: -1 !== 3"
    assert "node:internal" not in found.proof


async def test_projects_whose_tests_pass_have_no_findings(check: Checked) -> None:
    files = {
        "tests/test_a.py": (
            "import unittest\n\nclass T(unittest.TestCase):\n    def test_a(self): pass\n\ndef test_b(): pass\n"
        ),
        "tests/a.test.mjs": NODE + "test('a', () => {});\ntest.skip('later', () => {});\ntest.todo('some day');\n",
    }
    assert await check("tests", files) == ()


async def test_every_kind_of_failure_is_one_finding(check: Checked) -> None:
    files = {
        "tests/test_a.py": (
            "import pytest\n"
            "@pytest.mark.parametrize('n', [1, 2])\ndef test_p(n): assert n == 1\n"
            "@pytest.fixture\ndef broken(): raise ValueError('no')\ndef test_f(broken): pass\n"
            "@pytest.fixture\ndef leaves():\n    yield\n    raise ValueError('late')\ndef test_t(leaves): pass\n"
        ),
        "tests/test_b.py": "import no_such_module_here\n",
        "tests/test_c.py": "def test_c(:\n",
        "tests/a.test.mjs": NODE
        + "test('outer', async (t) => { await t.test('inner', () => { throw new Error('x'); }); });\n",
        "tests/b.test.mjs": NODE + "import './gone.mjs';\n",
    }
    found = await check("tests", files)
    named = sorted(finding.message.partition(" ")[0] for finding in found)
    assert named == ["inner", "test_f", "test_p[2]", "test_t", "tests/b.test.mjs", "tests/test_b.py", "tests/test_c.py"]
    assert {finding.severity for finding in found} == {Severity.ERROR}
    assert "tests/gone.mjs" in next(f for f in found if "b.test" in f.message).message


async def test_a_project_without_tests_is_a_warning(check: Checked) -> None:
    (found,) = await check("tests", {"app.py": "x = 1\n"})
    assert (found.severity, found.message) == (Severity.WARNING, "the project has no tests")


@pytest.mark.parametrize(
    "files",
    [
        {"tests/test_a.py": "import pytest\n@pytest.mark.skip\ndef test_a(): assert False\n"},
        {"tests/test_a.py": "x = 1\n"},
        {"tests/test_a.py": "def test_a(): assert False\n", "pytest.ini": "[pytest]\naddopts = --collect-only\n"},
        {"tests/a.test.mjs": "import test from 'node:test';\n"},
    ],
    ids=["all skipped", "none in the file", "only collected", "none in the script"],
)
async def test_tests_of_which_none_ran_are_not_passed(check: Checked, files: dict[str, str]) -> None:
    (found,) = await check("tests", files)
    assert found.severity is Severity.WARNING
    assert found.message.startswith("no test ran")


@pytest.mark.parametrize(
    "cheat",
    [
        "import os\nos._exit(0)\n",
        "import sys\nsys.exit(0)\n",
        "def pytest_sessionstart(session):\n    import os\n    os._exit(0)\n",
        "def pytest_runtest_protocol(item, nextitem):\n    import os\n    os._exit(0)\n",
        "import signal, os\nos.kill(os.getpid(), signal.SIGKILL)\n",
    ],
)
async def test_a_project_that_ends_its_own_tests_is_not_passed(check: Checked, cheat: str) -> None:
    found = await check("tests", {"conftest.py": cheat, "test_a.py": "def test_a(): assert False\n"})
    assert found
    assert all(finding.severity is Severity.ERROR for finding in found)
    assert any("did not finish" in finding.message for finding in found)


async def test_own_settings_that_need_what_is_not_here_are_left_out(check: Checked) -> None:
    files = {
        "pytest.ini": "[pytest]\naddopts = --cov=app --no-such-option\n",
        "test_a.py": "def test_a(): assert 1 == 2\n",
    }
    (found,) = await check("tests", files)
    assert found.message == "test_a fails: assert 1 == 2"


async def test_tests_that_never_end_are_stopped(check: Checked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tests_check, "TEST_LIMITS", Limits(wall=1.5))
    files = {"test_a.py": "import time\ndef test_a(): pass\ndef test_b(): time.sleep(60)\n"}
    (found,) = await check("tests", files)
    assert found.severity is Severity.ERROR
    assert "took too long" in found.message


async def test_a_declared_package_that_is_not_here_is_said(check: Checked) -> None:
    files = {"requirements.txt": "numpy\n", "test_a.py": "import numpy\ndef test_a(): pass\n"}
    (found,) = await check("tests", files)
    assert found.severity is Severity.NOTE
    assert "numpy" in found.message


async def test_tests_for_another_runner_are_said_not_to_have_run(check: Checked) -> None:
    (found,) = await check("tests", {"src/a.test.ts": "test('x', () => {})", "package.json": "{}"})
    assert found.severity is Severity.NOTE
    assert found.message.startswith("not run: src/a.test.ts")


async def test_without_pytest_its_tests_are_said_not_to_have_run(containment: Containment, project: Path) -> None:
    files = {"test_a.py": b"def test_a(): assert False\n"}
    (project / "test_a.py").write_bytes(files["test_a.py"])
    (found,) = await tests_check.run(Subject(project, files), containment)
    assert found.severity is Severity.NOTE
    assert "pytest is not among the packages" in found.message


async def test_tests_run_in_a_copy(check: Checked, project: Path) -> None:
    files = {
        "test_a.py": "import pathlib\ndef test_a(): pathlib.Path('made').touch(); pathlib.Path('test_a.py').unlink()\n"
    }
    assert await check("tests", files) == ()
    assert sorted(path.name for path in project.iterdir()) == ["test_a.py"]


async def test_the_packs_own_commands_are_used(check: Checked) -> None:
    files = {
        "tests/test_a.py": "def test_a(): assert False\n",
        "tests/a.test.mjs": NODE + "test('a', () => assert.ok(false));\n",
    }
    assert len(await check("tests", files, pack="web")) == 2
    assert len(await check("tests", files, pack="static")) == 1


@pytest.mark.parametrize(
    ("name", "repair"),
    [
        ("tests/test_rules.py::test_rule_lend__no_double_loan", DropRule("lend")),
        ("test_rule_lend_2__x", DropRule("lend_2")),
        ("rule lend: no double loan", None),
        ("test_rule_lender__x", None),
        ("test_rule_lend", DropRule("lend")),
        ("test_feature_lend__x", None),
        ("test_demo_rows_pass", None),
    ],
)
def test_only_a_certain_repair_is_offered(project: Path, name: str, repair: object) -> None:
    subject = Subject(project, {}, "web", blueprint(("lend", "lend_2"), ("loan", "tool")))
    assert tests_check.repair_for(name, subject) == repair
    assert tests_check.repair_for(name, Subject(project, {})) is None


@pytest.mark.parametrize(
    ("said", "repair"),
    [
        ("Refusal(rule='lend', say='Out already.', field='tool', mode='block', entity='tool')", DropDemo("tool")),
        ("Refusal(rule='lend', say='Out already.', field='tool', mode='block', entity='')", DropDemo("loan")),
        ('Refusal {\n  rule: "lend",\n  entity: ""\n}', DropDemo("loan")),
        ("Refusal(rule='other', entity='ghost')", None),
        ("AssertionError", None),
    ],
)
def test_example_rows_that_break_a_rule_are_taken_out(project: Path, said: str, repair: object) -> None:
    subject = Subject(project, {}, "web", blueprint(("lend",), ("loan", "tool")))
    assert tests_check.repair_for("tests/test_examples.py::test_demo_rows_pass", subject, said) == repair


async def test_a_failing_generated_test_brings_its_repair(check: Checked) -> None:
    files = {"tests/rules.test.mjs": NODE + "test('test_rule_late__is_told', () => assert.ok(false));\n"}
    (found,) = await check("tests", files, blueprint=blueprint(("late",)))
    assert found.repair == DropRule("late")
