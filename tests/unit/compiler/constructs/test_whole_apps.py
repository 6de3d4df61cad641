"""Whole apps: they pass their own tests in both languages, and every rule taken out of one makes a test of it fail."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.unit.compiler.project_runs import OWN, javascript_failures, python_failures
from tests.unit.compiler.removed import rules_without

from lamplighter.compiler.project import compile_blueprint
from lamplighter.compiler.toolkit import Toolkit
from lamplighter.domain.blueprint.schema import loads
from lamplighter.services.containment import Containment

DATA = Path(__file__).parents[3] / "data"
OUR_OWN = sorted([*(DATA / "own_blueprints").glob("*.json"), *(DATA / "completed_sketches").glob("*.json")])
EXAMPLES = sorted((DATA / "blueprints").rglob("*.json"))
EVERY_KIND = {
    *("text", "long", "int", "num", "money", "date", "datetime", "time", "minutes", "yesno", "choice", "photo"),
    *("file", "email", "phone", "link", "color", "place", "stars", "ref", "refs"),
}


def named(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", [*OUR_OWN, *EXAMPLES], ids=named)
def test_every_rule_taken_out_makes_a_generated_test_of_it_fail(
    path: Path, tools: Toolkit, tmp_path: Path, containment: Containment
) -> None:
    compiled = compile_blueprint(loads(path.read_text("utf-8")), tools.packs["web"], tools)
    without = {rule.id: rules_without(compiled.app, rule.id, tools) for rule in compiled.app.rules}
    python = {OWN: None, **{rule: sources[0] for rule, sources in without.items()}}
    javascript = {OWN: None, **{rule: sources[1] for rule, sources in without.items()}}
    in_python = asyncio.run(python_failures(compiled.files, tmp_path / "python", containment, python))
    in_javascript = asyncio.run(javascript_failures(compiled.files, tmp_path / "js", containment, javascript))
    assert in_python[OWN] == {}
    assert in_javascript[OWN] == {}
    unnoticed = {rule for rule in without if not (noticed(rule, in_python) and noticed(rule, in_javascript))}
    assert unnoticed == set()


def noticed(rule: str, failures: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether a test that bears the rule's name failed without it; a module that cannot be loaded proves nothing."""
    return any(f"rule_{rule}__" in name for name in failures[rule]) and "load" not in failures[rule]


@pytest.mark.parametrize("path", [path for path in OUR_OWN if '"roles": []' in path.read_text("utf-8")], ids=named)
def test_an_app_without_roles_passes_its_tests_as_a_static_one(
    path: Path, tools: Toolkit, tmp_path: Path, containment: Containment
) -> None:
    files = compile_blueprint(loads(path.read_text("utf-8")), tools.packs["static"], tools).files
    failures = asyncio.run(javascript_failures(files, tmp_path / "js", containment, {OWN: None}))
    assert failures[OWN] == {}


def test_our_own_apps_exercise_every_construct_and_every_kind_of_field(tools: Toolkit) -> None:
    blueprints = [loads(path.read_text("utf-8")) for path in OUR_OWN]
    constructs = {rule.use for blueprint in blueprints for rule in blueprint.rules}
    lines = [line for one in blueprints for entity in one.entities for line in entity.fields]
    kinds = {line.split(" ")[1].split("(")[0].rstrip("!") for line in lines}
    assert constructs == set(tools.vocabulary.compiled_constructs)
    assert kinds >= EVERY_KIND
    assert {blueprint.lang for blueprint in blueprints} == {"en", "de", "fr", "es", "ja"}
    assert len(OUR_OWN) >= 12
