"""Do the project's own tests pass, contained? What did not run is never taken for passed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from pathlib import Path

import msgspec

from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.errors import ToolMissing
from lamplighter.domain.findings import DropDemo, DropRule, Finding, Fix, Severity, not_run
from lamplighter.services.containment import Containment, Limits, Outcome
from lamplighter.services.inspection.dependencies import declared_in_python, normal
from lamplighter.services.inspection.recognise import other_node_tests, test_commands
from lamplighter.services.inspection.subject import Subject
from lamplighter.services.inspection.survey import CONTAINED, together
from lamplighter.services.inspection.working_copy import working_copy

NAME = "tests"
TEST_LIMITS = Limits(wall=120, cpu=120)
PROOF = 2000
MISSING_MODULE = re.compile(r"No module named '?([\w.]+)'?")
REFUSED_ENTITY = re.compile(r"\bentity[=:]\s*['\"](\w+)['\"]")
REFUSED_RULE = re.compile(r"\brule[=:]\s*['\"](\w+)['\"]")
USAGE_ERROR = 4  # pytest did not understand its own configuration


class Counts(msgspec.Struct, frozen=True):
    """How many tests ended how."""

    passed: int
    failed: int
    broken: int
    skipped: int


class End(msgspec.Struct, frozen=True):
    """The last line of a test run."""

    counts: Counts


class Ran(msgspec.Struct, frozen=True):
    """A test that failed, or (`broken`) a file or fixture that did."""

    name: str
    state: str
    path: str
    line: int | None
    message: str
    proof: str


async def run(subject: Subject, containment: Containment) -> tuple[Finding, ...]:
    """A finding for each test that fails; a warning when there are no tests, or none of them ran."""
    commands = test_commands(subject)
    if not commands:
        return _no_tests(subject)
    results = await together(*(_tested(command, subject, containment) for command in commands))
    return tuple(finding for found in results for finding in found)


def _no_tests(subject: Subject) -> tuple[Finding, ...]:
    others = other_node_tests(subject)
    if others:
        return (not_run(NAME, f"{others[0]} is written for a test runner that is not on this computer"),)
    fix = "Add tests that fail when the behaviour breaks."
    return (Finding(NAME, Severity.WARNING, "the project has no tests", fix=fix),)


async def _tested(command: Sequence[str], subject: Subject, containment: Containment) -> tuple[Finding, ...]:
    mark = f"{secrets.token_hex(8)}:"
    try:
        with working_copy(subject, containment.temp, "tests") as folder:
            outcome = await _run(command, (), mark, folder, subject, containment)
            if command[0] == "python" and outcome.code == USAGE_ERROR and not _lines(outcome, mark):
                outcome = await _run(command, ("-o", "addopts="), mark, folder, subject, containment)
            return _judged(command, outcome, _lines(outcome, mark), folder, subject)
    except ToolMissing as missing:
        return (not_run(NAME, f"{missing.message} {missing.hint}"),)


async def _run(
    command: Sequence[str], more: Sequence[str], mark: str, folder: Path, subject: Subject, containment: Containment
) -> Outcome:
    if command[0] == "python":
        argv = [
            *command,
            "-p",
            "lamplighter_report",
            "-p",
            "no:cacheprovider",
            "--continue-on-collection-errors",
            "--tb=short",
            *more,
        ]
    else:
        reporter = [f"--test-reporter={CONTAINED / 'lamplighter_report.mjs'}", "--test-reporter-destination=stdout"]
        argv = ["node", "--test", "--test-concurrency=2", *reporter, *command[2:]]
    return await containment.run(
        argv,
        folder,
        packages=(CONTAINED, *subject.packages),
        limits=TEST_LIMITS,
        environment={"LAMPLIGHTER_MARK": mark, "CI": "true"},
    )


def _lines(outcome: Outcome, mark: str) -> list[str]:
    return [line.removeprefix(mark) for line in outcome.stdout.splitlines() if line.startswith(mark)]


def _judged(
    command: Sequence[str], outcome: Outcome, lines: Sequence[str], folder: Path, subject: Subject
) -> tuple[Finding, ...]:
    ends = [line for line in lines if line.startswith('{"counts"')]
    tests = [msgspec.json.decode(line, type=Ran) for line in lines if line not in ends]
    found = tuple(_of_test(test, folder, subject) for test in tests)
    if not ends:
        return (*found, _not_finished(command, outcome, folder))
    counts = msgspec.json.decode(ends[-1], type=End).counts
    if counts.passed + counts.failed + counts.broken == 0:
        message = f"no test ran ({counts.skipped} skipped)" if counts.skipped else "no test ran"
        return (Finding(NAME, Severity.WARNING, message, proof=_end_of(outcome, folder)),)
    if outcome.code != 0 and not found:
        return (_not_finished(command, outcome, folder),)
    return found


def _not_finished(command: Sequence[str], outcome: Outcome, folder: Path) -> Finding:
    """A run that did not come to its end: a package that is not here, or a project that ends its own tests."""
    said = _end_of(outcome, folder)
    missing = MISSING_MODULE.search(said)
    if missing and outcome.code == 1 and missing[1] in command:
        return not_run(NAME, f"{missing[1]} is not among the packages on this computer")
    why = {"time": "they took too long", "memory": "they took too much memory", "": f"exit code {outcome.code}"}
    reason = why.get(outcome.stopped, f"stopped: {outcome.stopped}")
    fix = "Make the tests run to their end."
    return Finding(NAME, Severity.ERROR, f"the tests did not finish: {reason}", proof=said, fix=fix)


def _of_test(test: Ran, folder: Path, subject: Subject) -> Finding:
    path = test.path.removeprefix(f"{folder}/")
    missing = MISSING_MODULE.search(test.message)
    if test.state == "broken" and missing and normal(missing[1].partition(".")[0]) in declared_in_python(subject):
        return not_run(NAME, f"{test.name} needs the package {missing[1]}, which is not on this computer")
    name = test.name.rpartition("::")[2].removeprefix(f"{folder}/")
    first = " ".join(test.message.split())[:300] or "failed"
    verb = "fails" if test.state == "failed" else "cannot run"
    return Finding(
        NAME,
        Severity.ERROR,
        f"{name} {verb}: {_without(first, folder)}",
        path if path in subject.files else test.name.partition("::")[0].removeprefix(f"{folder}/"),
        test.line if path in subject.files else None,
        proof=_without(test.proof, folder)[-PROOF:],
        fix="Correct the behaviour the test describes, or the test when it is wrong.",
        repair=repair_for(test.name, subject, test.proof),
    )


def repair_for(test: str, subject: Subject, said: str = "") -> Fix | None:
    """The certain repair of a generated test that fails: what it proves is taken out of the blueprint and named.

    `said` is what the test printed; for example rows it names the thing, or the rule, that a row breaks.
    """
    if subject.blueprint is None:
        return None
    name = re.sub(r"[\s-]+", "_", test.rpartition("::")[2])
    if name.startswith("test_demo_rows"):
        return _demo_repair(subject.blueprint, said)
    rules = sorted((rule.id for rule in subject.blueprint.rules), key=len, reverse=True)
    rule = next((rule for rule in rules if re.search(rf"(^|_)rule_{re.escape(rule)}(__|$)", name)), None)
    return DropRule(rule) if rule is not None else None


def _demo_repair(blueprint: Blueprint, said: str) -> Fix | None:
    things = {rule.id: rule.on for rule in blueprint.rules}
    named = [found[1] for found in REFUSED_ENTITY.finditer(said)]
    named += [things[found[1]] for found in REFUSED_RULE.finditer(said) if found[1] in things]
    with_rows = {demo.of for demo in blueprint.demo}
    return next((DropDemo(entity) for entity in named if entity in with_rows), None)


def _end_of(outcome: Outcome, folder: Path) -> str:
    return _without(f"{outcome.stdout}{outcome.stderr}".strip(), folder)[-PROOF:]


def _without(text: str, folder: Path) -> str:
    """The text as the person knows the project: without the path of the copy."""
    return text.replace(f"file://{folder}/", "").replace(f"{folder}/", "").replace(str(folder), ".")
