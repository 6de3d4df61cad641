"""What the tests of the front end stand on: the library as it is bundled, and blueprints compiled once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from lamplighter.compiler.project import Compiled, compile_blueprint
from lamplighter.compiler.toolkit import Toolkit, toolkit
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.services.discover import RESOURCES, TEMPLATES, bundled

DATA = Path(__file__).parents[3] / "data"
Compile = Callable[..., Compiled]


@pytest.fixture(scope="session")
def tools() -> Toolkit:
    """Templates, constructs, screens and faces, as they are bundled."""
    return toolkit(bundled(TEMPLATES), bundled(RESOURCES))


@pytest.fixture(scope="session")
def library(tools: Toolkit) -> dict[str, str]:
    """Every module of the library of the front end by path."""
    return dict(tools.front.modules)


def blueprint(name: str) -> Blueprint:
    """A blueprint of the tests' data: "front/salon", "blueprints/o01_tool_library"."""
    return msgspec.json.decode((DATA / f"{name}.json").read_bytes(), type=Blueprint)


@pytest.fixture(scope="session")
def compiled(tools: Toolkit) -> Compile:
    """Compile a blueprint into a pack; the same one is compiled once."""
    kept: dict[tuple[str, str], Compiled] = {}

    def compile_it(name: str, pack: str = "static") -> Compiled:
        if (name, pack) not in kept:
            kept[name, pack] = compile_blueprint(blueprint(name), tools.packs[pack], tools)
        return kept[name, pack]

    return compile_it
