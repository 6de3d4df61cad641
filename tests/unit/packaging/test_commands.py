"""The two commands' own decisions: what the words mean, what is run, what is summed up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import run

ROOT = Path(__file__).resolve().parents[3]
COMMANDS = [
    "build",
    "serve",
    "check",
    "export",
    "ideas",
    "show",
    "import",
    "duplicate",
    "archive",
    "history",
    "restore",
    "doctor",
]


@pytest.mark.parametrize("word", [*COMMANDS, "-h", "--help"])
def test_command_goes_through_as_it_is(word: str) -> None:
    assert run.program_arguments([word, "--json", "a b"]) == [word, "--json", "a b"]


def test_no_word_at_all_goes_through() -> None:
    assert run.program_arguments([]) == []


@pytest.mark.parametrize(
    ("words", "idea"),
    [
        (["A tool library", "for our street"], "A tool library for our street"),
        (["builder's", "diary"], "builder's diary"),
        (["Build", "me", "an", "app"], "Build me an app"),
        (["show-and-tell club"], "show-and-tell club"),
        ([""], ""),
    ],
)
def test_any_other_words_are_one_idea(words: list[str], idea: str) -> None:
    assert run.program_arguments(words) == ["build", idea]


def test_idea_that_looks_like_an_option_stays_an_idea() -> None:
    assert run.program_arguments(["--json", "export"]) == ["build", "--", "--json export"]


def test_starting_loads_nothing_that_only_set_up_needs() -> None:
    code = "import run, sys; print(*sys.modules)"
    asked = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, 'packaging'); {code}"]
    loaded = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert not set(loaded) & {"environment", "debian", "subprocess", "pathlib", "re", "typing"}


def test_tests_command_takes_pytest_words_only_behind_two_dashes() -> None:
    asked = subprocess.run(
        [sys.executable, "packaging/test.py", "tests/unit"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 2
    assert "-- PYTEST" in asked.stderr


def test_tests_command_names_every_part_and_its_end() -> None:
    code = (
        "import sys; sys.path.insert(0, 'packaging'); import test\n"
        "print(test.summary([test.Result('style', 0, 0.5), test.Result('types', 1, 2.0)]))\n"
        "print([part.module[0] for part in test.parts(['-k', 'x'])], test.parts(['-k', 'x'])[-1].module[-2:])"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "style    ok" in said
    assert "types    FAILED" in said
    assert "FAILED: types in 2.5 s" in said
    assert "['ruff', 'ruff', 'mypy', 'pytest'] ('-k', 'x')" in said
