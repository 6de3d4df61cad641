"""A disk that is really full (a tiny one of its own): it is said, what was saved stays, and work goes on with room."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="a tiny disk is made with bubblewrap")

BEGIN = """
import os
from datetime import UTC, datetime
from pathlib import Path
from lamplighter.domain.errors import ExportFailed, LamplighterError, StoreError
from lamplighter.domain.gate import judged
from lamplighter.services.exporter import Form, Parcel, export
from lamplighter.services.paths import home
from lamplighter.services.settings import Settings, change_settings, read_settings
from lamplighter.services.store import Library

disk = Path("/mnt")
ballast = disk / "ballast"

def fill():
    with ballast.open("wb", buffering=0) as file:
        size = 1 << 20
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2
    assert os.statvfs(disk).f_bavail == 0

def refused(action, kind):
    try:
        action()
    except kind as error:
        assert error.message and error.hint, error
        return error.message
    raise AssertionError("was not refused")

library = Library(home(disk / "home", {}), lambda: datetime.now(UTC))
"""


def on_a_tiny_disk(program: str) -> None:
    """Run the program where /mnt is a disk of 8 MB."""
    argv = ["bwrap", "--bind", "/", "/", "--dev", "/dev", "--size", str(8 << 20), "--tmpfs", "/mnt"]
    run = subprocess.run(
        [*argv, sys.executable, "-c", BEGIN + program], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr


def test_events_and_versions_on_a_full_disk() -> None:
    on_a_tiny_disk("""
store = library.create("Full", "disk")
saved = [store.record("job", {"turn": turn}) for turn in range(5)]
store.commit_version("builder", "scaffold", {"a.txt": b"old"})
fill()
message = refused(lambda: store.commit_version("builder", "scaffold", {"a.txt": os.urandom(1 << 20)}), StoreError)
assert "disk is full" in message, message
assert [event.sequence for event in store.events("job")] == saved
assert store.files() == {"a.txt": b"old"}
ballast.unlink()
store.commit_version("builder", "scaffold", {"a.txt": b"new"})
assert store.files() == {"a.txt": b"new"}
store.close()
again = library.open(store.idea_id)
assert again.notices == () and len(again.versions()) == 2
""")


def test_an_idea_can_be_opened_or_says_why_on_a_full_disk() -> None:
    on_a_tiny_disk("""
store = library.create("Full", "disk")
for turn in range(300):
    store.record("job", {"text": "x" * 2000})
store.close()
fill()
before = {path.name: path.read_bytes() for path in store.folder.iterdir() if path.is_file()}
refused(lambda: library.open(store.idea_id), StoreError)
refused(lambda: library.create("Another", "idea"), StoreError)
assert [idea.idea_id for idea in library.ideas()] == [store.idea_id]
assert not list(store.folder.glob("damaged*"))
assert before["idea.sqlite"] == (store.folder / "idea.sqlite").read_bytes()
ballast.unlink()
again = library.open(store.idea_id)
assert len(again.events("job")) == 300 and again.notices == ()
assert [idea.name for idea in library.ideas()] == ["Full"]
""")


def test_the_project_folder_on_a_full_disk() -> None:
    on_a_tiny_disk("""
store = library.create("Full", "disk")
store.commit_version("builder", "scaffold", {"a.txt": b"old", "b.txt": b"old"})
store.write_project()
store.commit_version("builder", "scaffold", {"a.txt": b"new", "b.txt": os.urandom(1 << 20)})
fill()
refused(store.write_project, StoreError)
held = {path.name: path.read_bytes() for path in store.project.iterdir()}
assert held["b.txt"] == b"old" and set(held) == {"a.txt", "b.txt"}, held
ballast.unlink()
assert store.adopt_edits() is None
store.write_project()
assert (store.project / "b.txt").read_bytes() == store.files()["b.txt"]
""")


def test_an_export_on_a_full_disk() -> None:
    on_a_tiny_disk("""
gate = judged((), "", ())
for form, name in ((Form.FOLDER, "out"), (Form.ZIP, "out.zip")):
    export(Parcel("Full", {"a.txt": b"old"}), disk / name, gate=gate, form=form)
fill()
large = Parcel("Full", {"a.txt": b"new", "b.bin": os.urandom(1 << 20)})
for form, name in ((Form.FOLDER, "out"), (Form.ZIP, "out.zip")):
    refused(lambda: export(large, disk / name, gate=gate, form=form), ExportFailed)
assert (disk / "out/a.txt").read_bytes() == b"old"
assert sorted(path.name for path in disk.iterdir()) == ["ballast", "home", "out", "out.zip"]
ballast.unlink()
export(large, disk / "out", gate=gate)
assert (disk / "out/a.txt").read_bytes() == b"new"
""")


def test_settings_on_a_full_disk() -> None:
    on_a_tiny_disk("""
import msgspec
found = home(disk / "home", {})
change_settings(found, lambda now: msgspec.structs.replace(now, language="ja"))
fill()
refused(lambda: change_settings(found, lambda now: msgspec.structs.replace(now, language="x" * 100_000)), StoreError)
assert read_settings(found) == Settings(language="ja")
""")
