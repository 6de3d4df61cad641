"""The Python to make the environment with is found by asking, never by its name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import interpreters


@pytest.mark.parametrize(("version", "fit"), [((3, 10), False), ((3, 11), True), ((3, 13), True), ((3, 14), False)])
def test_program_runs_on_three_versions(version: tuple[int, int], fit: bool) -> None:
    assert interpreters.fits(version) is fit


def test_running_interpreter_is_taken_first() -> None:
    assert interpreters.fitting_interpreter() == sys.executable


@pytest.mark.skipif(sys.platform == "win32", reason="stand-ins are shell scripts")
@pytest.mark.parametrize(
    "script",
    ["exit 127", "echo hello", "echo 3 11; exit 1", ""],
    ids=["shim of an absent version", "other words", "without venv", "silent"],
)
def test_interpreter_that_cannot_answer_is_passed_over(script: str, tmp_path: Path) -> None:
    python = tmp_path / "python3.13"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    assert interpreters.version_of(str(python)) is None
    assert interpreters.version_of(str(tmp_path / "absent")) is None


@pytest.mark.skipif(sys.platform == "win32", reason="stand-ins are shell scripts")
def test_newest_fitting_interpreter_of_the_search_path_is_found_from_one_that_does_not_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, answer in {"python3.14": "3 14", "python3.13": "", "python3.12": "3 12", "python3.11": "3 11"}.items():
        python = tmp_path / name
        python.write_text(f"#!/bin/sh\necho {answer}\n")
        python.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python3.14"))
    monkeypatch.setattr(interpreters, "_usual_places", lambda name: ())
    assert interpreters.fitting_interpreter() == str(tmp_path / "python3.12")


def test_no_fitting_interpreter_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "absent"))
    monkeypatch.setattr(interpreters, "_usual_places", lambda name: ())
    assert interpreters.fitting_interpreter() is None
