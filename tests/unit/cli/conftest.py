"""One built idea for all tests of the commands; each test changes a copy of it only."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lamplighter.cli import main

DATA = Path(__file__).parents[2] / "data"
BLUEPRINT = DATA / "own_blueprints" / "one_rule.json"


@dataclass(frozen=True, slots=True)
class Said:
    """What a command gave: its exit code and what it said on each stream."""

    code: int
    out: str
    err: str

    @property
    def result(self) -> dict[str, Any]:
        """The last JSON line."""
        value = json.loads(self.out.splitlines()[-1])
        assert isinstance(value, dict)
        return value


Command = Callable[..., Said]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home all tests share; ideas in it are copies of their own."""
    return tmp_path_factory.mktemp("commands") / "home"


@pytest.fixture
def command(home: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process, in the shared home unless another is named."""

    def ran(*words: str, at: Path = home) -> Said:
        capsys.readouterr()
        code = main([*words, "--home", str(at)])
        told = capsys.readouterr()
        return Said(code, told.out, told.err)

    return ran


@pytest.fixture(scope="session")
def built(home: Path) -> str:
    """The id of an idea that was built and verified."""
    before = set(_ideas(home))
    assert main(["build", "--blueprint", str(BLUEPRINT), "--home", str(home)]) == 0
    (idea_id,) = set(_ideas(home)) - before
    return idea_id


def _ideas(home: Path) -> list[str]:
    folder = home / "ideas"
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


@pytest.fixture
def copy(command: Command, built: str) -> str:
    """A copy of the built idea, its folder written."""
    idea_id = str(command("duplicate", built, "--json").result["idea_id"])
    assert command("restore", idea_id, "1").code == 0
    return idea_id


@pytest.fixture
def project(home: Path, copy: str) -> Path:
    """The folder of the copy."""
    return home / "ideas" / copy / "project"
