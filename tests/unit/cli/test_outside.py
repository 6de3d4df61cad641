"""Commands that meet the world: check, export with overrides at a terminal only, and serve until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lamplighter.cli import main
from lamplighter.cli.output import Console
from lamplighter.cli.outside import serve
from lamplighter.engine.workshop import made_library

from .conftest import Command

WHY = "It only shows a page to two neighbours who know that it is broken and may laugh"
SOON = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()


def broken(project: Path) -> None:
    with (project / "src" / "rules.js").open("a", encoding="utf-8") as file:
        file.write("\nconst broken = (\n")


@contextmanager
def terminal(monkeypatch: pytest.MonkeyPatch, *typed: str) -> Iterator[None]:
    """A real terminal on which these lines are typed."""
    ours, theirs = os.openpty()
    os.write(ours, "".join(f"{line}\n" for line in typed).encode())
    with (
        os.fdopen(ours, "rb", buffering=0),
        os.fdopen(os.dup(theirs), "w", encoding="utf-8") as stderr,
        os.fdopen(theirs, "r", encoding="utf-8") as stdin,
        monkeypatch.context() as patch,
    ):
        patch.setattr(sys, "stdin", stdin)
        patch.setattr(sys, "stderr", stderr)
        yield


def test_a_good_folder_passes_and_is_told_so(command: Command, project: Path) -> None:
    said = command("check", str(project))
    assert said.code == 0
    assert said.out == "Nothing found: every check passed.\n"
    assert "checked tests" in said.err


def test_a_bad_folder_is_told_by_place(command: Command, tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("x = 1\ndef broken(:\n", encoding="utf-8")
    said = command("check", str(tmp_path), "--only", "parse")
    assert said.code == 3
    assert said.out.startswith("error (parse) main.py:2: ")


@pytest.mark.parametrize("words", [("/nowhere/at/all",), (".", "--only", "nonsense")])
def test_what_cannot_be_checked_is_bad_input_with_an_empty_list(command: Command, words: tuple[str, ...]) -> None:
    said = command("check", *words, "--json")
    assert said.code == 2
    assert said.result["findings"] == []


@pytest.mark.parametrize(("form", "there"), [((), "index.html"), (("--documents",), "VIABILITY.md")])
def test_what_was_verified_leaves(
    command: Command, copy: str, tmp_path: Path, form: tuple[str, ...], there: str
) -> None:
    said = command("export", copy, str(tmp_path / "out"), *form)
    assert said.code == 0, said.err
    assert said.out.startswith("Exported ")
    assert str(tmp_path / "out") in said.out
    assert (tmp_path / "out" / there).is_file()


def test_a_held_gate_says_why_and_nothing_leaves(command: Command, copy: str, project: Path, tmp_path: Path) -> None:
    broken(project)
    said = command("export", copy, str(tmp_path / "out"))
    assert said.code == 5
    assert "src/rules.js" in said.err
    assert said.out == ""
    body = command("export", copy, str(tmp_path / "out"), "--json").result
    assert body["gate"]["state"] == "locked"
    assert (body["path"], body["files"]) == (None, [])
    assert not (tmp_path / "out").exists()


def test_a_script_cannot_override(
    command: Command, copy: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(project)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{WHY}\n{SOON}\n"))
    said = command("export", copy, str(tmp_path / "out"), "--override", "--json")
    assert said.code == 2
    assert "terminal" in said.result["error"]["message"]
    assert not (tmp_path / "out").exists()


def test_a_person_at_a_terminal_answers_for_it_and_it_leaves_with_the_override(
    copy: str,
    home: Path,
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken(project)
    words = ["export", copy, str(tmp_path / "out"), "--override", "--json", "--home", str(home)]
    with terminal(monkeypatch, WHY, SOON):
        assert main(words) == 0
    body = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert body["gate"]["state"] == "full"
    assert [one["text"] for one in body["gate"]["overrides"]] == [WHY]
    assert WHY in (tmp_path / "out" / "VIABILITY.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("typed", [("because", SOON), (WHY, "some day")])
def test_a_person_without_a_reason_or_a_day_is_refused_too(
    copy: str, home: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, str]
) -> None:
    broken(project)
    with terminal(monkeypatch, *typed):
        assert main(["export", copy, str(tmp_path / "out"), "--override", "--json", "--home", str(home)]) == 2
    assert not (tmp_path / "out").exists()


def test_an_open_gate_needs_no_override_and_asks_nothing(command: Command, copy: str, tmp_path: Path) -> None:
    said = command("export", copy, str(tmp_path / "out"), "--override")
    assert said.code == 0
    assert "Why" not in said.err


async def served(home: Path, idea_id: str, end: Callable[[asyncio.Task[int], int], object]) -> list[dict[str, object]]:
    """Serve an idea, end it in the given way once it answers; gives the lines it said."""
    out = io.StringIO()
    task = asyncio.create_task(serve(argparse.Namespace(home=home, id=idea_id), Console(True, out, io.StringIO())))
    while not out.getvalue().endswith("\n") and not task.done():
        await asyncio.sleep(0.02)
    end(task, int(json.loads(out.getvalue())["pid"]))
    await asyncio.wait([task])
    assert task.cancelled() or task.result() == 3
    return [json.loads(line) for line in out.getvalue().splitlines()]


async def test_serve_says_where_and_ends_with_nothing_left(home: Path, copy: str) -> None:
    lines = await served(home, copy, lambda task, pid: task.cancel())
    assert len(lines) == 1
    assert lines[0]["event"] == "PreviewStarted"
    assert str(lines[0]["url"]).startswith("http://127.0.0.1:")
    assert not Path(f"/proc/{lines[0]['pid']}").exists()


async def test_a_prototype_that_ends_by_itself_is_told(home: Path, copy: str) -> None:
    lines = await served(home, copy, lambda task, pid: os.kill(pid, signal.SIGKILL))
    assert lines[-1]["exit"] == 3
    assert lines[-1]["ok"] is False


def test_what_was_never_built_cannot_leave(command: Command, home: Path, tmp_path: Path) -> None:
    with made_library(home).create("Empty", "nothing yet") as store:
        idea_id = store.idea_id
    said = command("export", idea_id, str(tmp_path / "out"))
    assert said.code == 2
    assert "Build it first" in said.err
