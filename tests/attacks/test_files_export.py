"""Exports that are stopped, starved or met by something hostile: old or new stands there, and no work is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lamplighter.domain.errors import ExportFailed
from lamplighter.domain.gate import judged
from lamplighter.services.exporter import Exported, Form, Parcel, export, placing
from lamplighter.services.exporter.placing import Exchange, exchange
from lamplighter.services.paths import owned_name

HARNESS = Path(__file__).parents[1] / "e2e" / "kill_export.py"
GONE = f"arriving-{2**22 + 1}-00112233"


def cannot(_one: Path, _other: Path) -> bool:
    """A system that cannot exchange two names at once."""
    return False


def exported(target: Path, text: bytes, swap: Exchange = exchange, form: Form = Form.FOLDER) -> Exported:
    return export(
        Parcel("Attack", {"a.txt": text, "b/c.txt": text}), target, gate=judged((), "", ()), form=form, swap=swap
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("way", ["", "--two-steps"])
def test_five_kills_leave_the_old_or_the_new_and_the_next_export_clears(way: str) -> None:
    argv = [sys.executable, str(HARNESS), "--kills", "5", "--seed", "3", *filter(None, [way])]
    run = subprocess.run(argv, capture_output=True, text=True, timeout=120)
    told = json.loads(run.stdout.splitlines()[-1])
    assert told["faults"] == []
    assert (run.returncode, told["kills"]) == (0, 5)
    assert told["acknowledged"] >= 5


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch, lambda path: path.symlink_to("/etc")])
def test_what_appears_at_the_place_at_the_last_moment_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None]
) -> None:
    target, staged = tmp_path / "out", tmp_path / f".out.{GONE}"
    exported(tmp_path / "new", b"two")
    os.rename(tmp_path / "new", staged)
    make(target)
    monkeypatch.setattr(os.path, "lexists", lambda _path: False)
    with pytest.raises(OSError, match="File exists"):
        placing.place(staged, target)
    assert sorted(os.listdir(tmp_path)) == [staged.name, "out"]
    assert not (target / "a.txt").exists()


class Stopped(BaseException):
    """Stands for the process ending at this very moment."""


def stopping_after(renames: int) -> Callable[[Path, Path], None]:
    left = iter(range(renames))
    rename = os.rename

    def stopped(one: Path, other: Path) -> None:
        if next(left, None) is None:
            raise Stopped
        rename(one, other)

    return stopped


@pytest.mark.parametrize(("renames", "stands"), [(0, b"one"), (1, b"two")])
def test_a_stop_between_the_two_steps_is_finished_by_the_next_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int, stands: bytes
) -> None:
    target, staged = tmp_path / "out", tmp_path / f".out.{GONE}"
    exported(target, b"one")
    exported(tmp_path / "new", b"two")
    os.rename(tmp_path / "new", staged)
    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", stopping_after(renames))
        with pytest.raises(Stopped):
            placing.place(staged, target, cannot)
    assert target.exists() == (renames == 0)
    placing.finish_stopped(target)
    assert (target / "a.txt").read_bytes() == stands
    exported(target, b"three", cannot)
    assert names(tmp_path) == ["out", "out.previous"]
    assert (target / "a.txt").read_bytes() == b"three"
    assert (tmp_path / "out.previous/a.txt").read_bytes() == stands


@pytest.mark.parametrize("note", ["", "{", "[]", '{"staged": 1}', '{"staged": "../../x", "previous": "/etc/passwd"}'])
def test_a_damaged_or_hostile_note_moves_nothing_from_elsewhere(tmp_path: Path, note: str) -> None:
    (tmp_path / "x").write_bytes(b"outside")
    inner = tmp_path / "deep/er"
    inner.mkdir(parents=True)
    (inner / ".out.two-steps.json").write_text(note)
    exported(inner / "out", b"one")
    assert names(inner) == ["out"]
    assert (tmp_path / "x").read_bytes() == b"outside"


def test_what_a_killed_export_left_is_cleared(tmp_path: Path) -> None:
    target = tmp_path / "out"
    (tmp_path / f".out.{GONE}/b").mkdir(parents=True)
    (tmp_path / f".out.{GONE}/a.txt").write_bytes(b"half")
    (tmp_path / f".out.{GONE.replace('00', '11')}").write_bytes(b"PK half a zip")
    exported(target, b"one")
    assert names(tmp_path) == ["out"]


def test_an_old_copy_with_a_persons_work_left_by_a_kill_gets_its_name(tmp_path: Path) -> None:
    target = tmp_path / "out"
    exported(target, b"one")
    (target / "mine.txt").write_bytes(b"my work")
    os.rename(target, tmp_path / f".out.{GONE}")
    exported(target, b"two")
    assert names(tmp_path) == ["out", "out.previous"]
    assert (tmp_path / "out.previous/mine.txt").read_bytes() == b"my work"


def test_what_another_living_export_is_writing_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / f".out.{owned_name('arriving')}"
    other = tmp_path / f".out.arriving-{os.getppid()}-00112233"
    strange = tmp_path / ".out.notes"
    for folder in (mine, other, strange):
        folder.mkdir()
    exported(tmp_path / "out", b"one")
    assert names(tmp_path) == sorted([mine.name, other.name, strange.name, "out"])


@pytest.mark.parametrize("form", [Form.FOLDER, Form.ZIP])
def test_a_full_disk_changes_nothing_and_leaves_nothing(tmp_path: Path, form: Form) -> None:
    target = tmp_path / ("out.zip" if form is Form.ZIP else "out")
    exported(target, b"one", form=form)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    program = f"""
import os, resource
from pathlib import Path
from lamplighter.domain.errors import ExportFailed
from lamplighter.domain.gate import judged
from lamplighter.services.exporter import Form, Parcel, export
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
parcel = Parcel("Full", {{"a.txt": b"two", "large.bin": os.urandom(500_000)}})
try:
    export(parcel, Path({str(target)!r}), gate=judged((), "", ()), form=Form({form.value!r}))
except ExportFailed as error:
    print("refused:", error.message, error.hint)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert run.stdout.startswith("refused"), run.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_disk_that_gives_back_other_bytes_is_noticed_before_anything_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out"
    exported(target, b"one")
    with monkeypatch.context() as patch:
        patch.setattr("lamplighter.services.project_files.ProjectFiles.read", lambda _files, _path: b"rotten")
        with pytest.raises(ExportFailed, match="read back"):
            exported(target, b"two")
    assert names(tmp_path) == ["out"]
    assert (target / "a.txt").read_bytes() == b"one"


def test_the_history_runs_nothing_that_this_computer_has_set_up_for_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hooks from a template, a fsmonitor and a filter of the person's own git would each leave a trace."""
    trace = tmp_path / "trace"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\necho ran >> {trace}\n")
    script.chmod(0o755)
    (tmp_path / "template/hooks").mkdir(parents=True)
    for hook in ("post-commit", "pre-commit", "post-checkout", "reference-transaction"):
        (tmp_path / "template/hooks" / hook).write_bytes(script.read_bytes())
        (tmp_path / "template/hooks" / hook).chmod(0o755)
    (tmp_path / ".gitconfig").write_text(
        f"[init]\n templateDir = {tmp_path}/template\n"
        f"[core]\n fsmonitor = {script}\n hooksPath = {tmp_path}/template/hooks\n"
        f'[filter "evil"]\n clean = {script}\n smudge = {script}\n required = true\n'
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    files = {"a.txt": b"one", ".gitattributes": b"* filter=evil\n"}
    export(Parcel("Git", files), tmp_path / "out", gate=judged((), "", ()))
    assert (tmp_path / "out/a.txt").read_bytes() == b"one"
    assert not trace.exists()
    assert not (tmp_path / "out/.git/hooks").exists()


def test_a_folder_full_of_links_passing_as_an_earlier_export_takes_nothing_along(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    target = tmp_path / "out"
    exported(target, b"one")
    (target / "link").symlink_to(tmp_path / "secret")
    exported(target, b"two")
    exported(target, b"three")
    assert (tmp_path / "secret").read_bytes() == b"secret"
    assert (tmp_path / "out.previous/link").is_symlink(), "a folder that was worked in is kept"
    assert not any(path.is_symlink() for path in target.rglob("*"))
