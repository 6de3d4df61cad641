"""Compiles an app with the web pack and runs tests of its server inside the sandbox: generated code never runs here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest

from lamplighter.compiler.project import compile_blueprint
from lamplighter.compiler.toolkit import Toolkit, toolkit
from lamplighter.domain.blueprint.schema import from_raw
from lamplighter.services.containment import Containment, Limits, Outcome
from lamplighter.services.discover import RESOURCES, TEMPLATES, bundled
from lamplighter.services.packages import pack_packages

from .club import CLUB

INSIDE = Path(__file__).parent / "inside"
LIMITS = Limits(wall=180, cpu=180)
Inside = Callable[..., Awaitable[Outcome]]


@pytest.fixture(scope="session")
def tools() -> Toolkit:
    """Everything the compiler works with."""
    return toolkit(bundled(TEMPLATES), bundled(RESOURCES))


@pytest.fixture(scope="session")
def club(tools: Toolkit) -> Mapping[str, bytes]:
    """The project of the made-up club."""
    compiled = compile_blueprint(from_raw(CLUB), tools.packs["web"], tools)
    assert compiled.not_compiled == ()
    return compiled.files


@pytest.fixture
def inside(tools: Toolkit, containment: Containment, project: Path) -> Inside:
    """`await inside(files, "roles", 'test_x')`: run tests of inside/ on a project, in the sandbox."""
    packages = pack_packages(tools.packs["web"])
    assert packages is not None

    async def run(files: Mapping[str, bytes], name: str, *only: str) -> Outcome:
        own = {f"inside_{name}.py": (INSIDE / f"{name}.py").read_bytes(), "desk.py": (INSIDE / "desk.py").read_bytes()}
        for path, content in {**files, **own}.items():
            target = project / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        command = ["python", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"inside_{name}.py", *only]
        return await containment.run(command, project, packages=(packages,), limits=LIMITS)

    return run
