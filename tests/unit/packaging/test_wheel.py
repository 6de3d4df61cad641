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


def test_wheel_holds_every_file_of_the_program_and_its_data(wheel: Path) -> None:
    places = {
        "app/lamplighter": "lamplighter",
        "resources": "lamplighter/resources",
        "templates": "lamplighter/templates",
    }
    wanted = {
        f"{place}/{path.relative_to(ROOT / folder).as_posix()}"
        for folder, place in places.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert wanted
    assert wanted <= set(zipfile.ZipFile(wheel).namelist()), wanted - set(zipfile.ZipFile(wheel).namelist())


def test_program_from_a_wheel_finds_its_data(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
    code = "from lamplighter.services import discover as d; print(d.bundled(d.TEMPLATES), d.bundled(d.RESOURCES))"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {code}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert said == [str(tmp_path / "lamplighter" / name) for name in ("templates", "resources")]
