"""Runs feature checks of small apps in both languages: what the tests of the constructs stand on."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from tests.unit.compiler.conftest import made
from tests.unit.compiler.project_runs import OWN, javascript_failures, python_failures

from lamplighter.compiler.project import compile_blueprint
from lamplighter.compiler.toolkit import Toolkit
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.services.containment import Containment

MOST_CHECKS = 8


class Both(Protocol):
    """`failing(checks, **parts)`: the checks that do not hold, by language, in an app of these parts."""

    def __call__(self, checks: list[str], **parts: object) -> Mapping[str, object]: ...


def failing(
    blueprint: Blueprint, tools: Toolkit, folder: Path, containment: Containment
) -> Mapping[str, Mapping[str, str]]:
    """What fails of a project's own tests, by language."""
    files = compile_blueprint(blueprint, tools.packs["web"], tools).files
    python = asyncio.run(python_failures(files, folder / "python", containment, {OWN: None}))
    javascript = asyncio.run(javascript_failures(files, folder / "javascript", containment, {OWN: None}))
    return {"python": python[OWN], "javascript": javascript[OWN]}


def app_with(checks: list[str], **parts: object) -> Blueprint:
    """A small app whose features are these checks."""
    groups = [checks[at : at + MOST_CHECKS] for at in range(0, len(checks), MOST_CHECKS)]
    features = [
        {"id": f"f{number}", "label": "F", "pain": "p", "when": "must", "uses": "", "checks": group}
        for number, group in enumerate(groups)
    ]
    return made(**parts, features=features)  # type: ignore[arg-type]  # the parts of `made`, as they come


NOTHING: Mapping[str, Mapping[str, str]] = {"python": {}, "javascript": {}}
"""Everything holds in both languages."""
