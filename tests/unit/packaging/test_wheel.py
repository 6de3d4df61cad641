"""The wheel carries the program's data, and the program finds it there."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("*.whl")
    return found


def test_wheel_holds_every_tracked_file_of_the_program_and_its_data(wheel: Path) -> None:
    listed = ["git", "ls-files", "-z", "app/lamplighter", "resources", "templates"]
    tracked = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    there = [name for name in tracked if name and (ROOT / name).exists()]
    wanted = {name.removeprefix("app/") if name.startswith("app/") else f"lamplighter/{name}" for name in there}
    missing = wanted - set(zipfile.ZipFile(wheel).namelist())
    assert wanted
    assert not missing


def test_program_from_a_wheel_finds_its_data(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
    code = "from lamplighter.services import discover as d; print(d.bundled(d.TEMPLATES), d.bundled(d.RESOURCES))"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {code}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert said == [str(tmp_path / "lamplighter" / name) for name in ("templates", "resources")]
