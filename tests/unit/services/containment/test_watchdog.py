"""The watchdog's eyes: what it sees in a folder and in a family of processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lamplighter.services.containment import Limits, watchdog
from lamplighter.services.containment.watchdog import over_folder, over_free_space, over_usage


def test_an_ordinary_folder_is_within_its_limits(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_bytes(bytes(10_000))
    assert over_folder(tmp_path, Limits()) == ""


def test_too_many_bytes_are_seen_in_any_depth(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    (deep / "big").write_bytes(bytes(300_000))
    assert over_folder(tmp_path, Limits(folder=200_000)) == "disk"
    assert over_folder(tmp_path, Limits(folder=400_000)) == ""


def test_too_many_entries_are_seen(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"f{number}").touch()
    assert over_folder(tmp_path, Limits(files=29)) == "disk"
    assert over_folder(tmp_path, Limits(files=30)) == ""


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "big").write_bytes(bytes(300_000))
    (tmp_path / "project" / "link").symlink_to(tmp_path / "big")
    (tmp_path / "project" / "above").symlink_to(tmp_path)
    assert over_folder(tmp_path / "project", Limits(folder=200_000, files=5)) == ""


def test_holes_in_a_file_do_not_count(tmp_path: Path) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1 << 30)
    assert over_folder(tmp_path, Limits(folder=1 << 20)) == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read every folder")
def test_a_folder_that_hides_is_a_folder_that_cannot_be_bounded(tmp_path: Path) -> None:
    (tmp_path / "hidden").mkdir(mode=0)
    assert over_folder(tmp_path, Limits()) == "disk"
    (tmp_path / "hidden").chmod(0o700)


def test_a_folder_that_is_gone_is_no_trouble(tmp_path: Path) -> None:
    assert over_folder(tmp_path / "gone", Limits()) == ""


def test_free_space_is_held_against_the_floor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = shutil.disk_usage(tmp_path).free
    monkeypatch.setattr(watchdog, "FREE_SPACE_FLOOR", free // 2)
    assert over_free_space(tmp_path) == ""
    monkeypatch.setattr(watchdog, "FREE_SPACE_FLOOR", free * 2)
    assert over_free_space(tmp_path) == "disk"


@pytest.fixture
def family() -> Iterator[subprocess.Popen[str]]:
    """A process with three children of about 60 MB and one thread more."""
    code = (
        "import os, threading, time\n"
        "told, tell = os.pipe()\n"
        "for _ in range(3):\n"
        "    if os.fork() == 0: kept = b'x' * (60 << 20); os.write(tell, b'.'); time.sleep(60); os._exit(0)\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        "for _ in range(3): os.read(told, 1)\n"
        "print('ready', flush=True); time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert parent.stdout is not None
    parent.stdout.readline()
    yield parent
    os.killpg(parent.pid, 9)
    parent.wait()
    parent.stdout.close()


def test_memory_and_threads_of_a_whole_family_are_counted(family: subprocess.Popen[str]) -> None:
    assert over_usage(family.pid, Limits()) == ""
    assert over_usage(family.pid, Limits(memory=150 << 20)) == "memory"
    assert over_usage(family.pid, Limits(processes=2)) == "processes"
    assert over_usage(family.pid, Limits(processes=3)) == ""


def test_a_process_that_is_gone_uses_nothing() -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    assert over_usage(ended.pid, Limits(processes=0, memory=0)) == ""
    assert over_usage(0, Limits(processes=0, memory=0)) == ""
