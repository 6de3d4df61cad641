"""A kill, a torn log or a full disk at any moment: whatever was called saved is there, and nothing is half there."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lamplighter.services.paths import Home, home
from lamplighter.services.store import Library

HARNESS = Path(__file__).parents[1] / "e2e" / "kill_store.py"


def library(found: Home) -> Library:
    return Library(found, lambda: datetime.now(UTC))


def test_ten_kills_lose_nothing_that_was_called_saved() -> None:
    run = subprocess.run(
        [sys.executable, str(HARNESS), "--kills", "10", "--seed", "7"], capture_output=True, text=True, timeout=120
    )
    told = json.loads(run.stdout.splitlines()[-1])
    assert told["faults"] == []
    assert told["kills"] == 10
    assert told["acknowledged"] > 10
    assert run.returncode == 0


def test_the_harness_notices_a_store_that_calls_saved_what_is_not(tmp_path: Path) -> None:
    """The same harness over a store whose commits are undone must find losses, or it proves nothing."""
    careless = tmp_path / "careless.py"
    careless.write_text(
        "import runpy, sys\n"
        "from lamplighter.services.store import IdeaStore\n"
        "real = IdeaStore.record\n"
        "IdeaStore.record = lambda store, kind, body: 10_000 + real(store, kind, body)\n"
        f"sys.argv[0] = {str(HARNESS)!r}\n"
        f"runpy.run_path({str(HARNESS)!r}, run_name='__main__')\n"
    )
    harness = HARNESS.read_text(encoding="utf-8").replace("__file__,", f"{str(careless)!r},")
    changed = tmp_path / "harness.py"
    changed.write_text(harness, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, str(changed), "--kills", "2", "--seed", "7"], capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 1
    assert "is lost" in run.stdout


@pytest.mark.parametrize("damage", ["cut", "zeroed", "garbage"])
def test_a_torn_log_keeps_a_prefix_and_is_never_corrupt(tmp_path: Path, damage: str) -> None:
    chance = random.Random(damage)
    original = home(tmp_path / "original", {})
    with library(original).create("Torn", "log") as store:
        for turn in range(60):
            store.record("job", {"turn": turn, "text": "x" * turn * 7})
        for attempt in range(25):
            copy = tmp_path / f"copy-{attempt}"
            shutil.copytree(original.root, copy)
            log = copy / "ideas" / store.idea_id / "idea.sqlite-wal"
            torn(log, damage, chance)
            with library(home(copy, {})).open(store.idea_id) as again:
                turns = [event.body["turn"] for event in again.events("job") if isinstance(event.body, dict)]
                assert again.notices == ()
                assert turns == list(range(len(turns)))
                again.record("job", {"turn": len(turns)})
            shutil.rmtree(copy)


def torn(log: Path, damage: str, chance: random.Random) -> None:
    content = bytearray(log.read_bytes())
    place = chance.randrange(len(content))
    if damage == "cut":
        content = content[:place]
    elif damage == "zeroed":
        content[place : place + 512] = bytes(min(512, len(content) - place))
    else:
        content[place:] = chance.randbytes(len(content) - place)
    log.write_bytes(content)


def test_a_full_disk_is_said_and_what_was_saved_before_stays(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    with library(home(folder, {})).create("Full", "disk") as store:
        idea_id = store.idea_id
    program = f"""
import resource
from datetime import UTC, datetime
from pathlib import Path
from lamplighter.domain.errors import StoreError
from lamplighter.services.paths import home
from lamplighter.services.store import Library

with Library(home(Path({str(folder)!r}), {{}}), lambda: datetime.now(UTC)).open({idea_id!r}) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    saved = []
    try:
        while True:
            saved.append(store.record("job", {{"text": "x" * 5_000}}))
    except StoreError as error:
        print(error.message, "|", error.hint)
    print(len(saved))
    assert [event.sequence for event in store.events("job")] == saved
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    told, count = run.stdout.splitlines()
    assert "disk" in told
    with library(home(folder, {})).open(idea_id) as again:
        assert len(again.events("job")) == int(count) > 10
        assert again.notices == ()
        again.record("job", {"after": True})


def test_the_folder_on_a_full_disk_keeps_whole_files(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    with library(home(folder, {})).create("Full", "disk") as store:
        store.commit_version("builder", "scaffold", {"a.txt": b"old", "b.txt": b"old"})
        store.write_project()
        idea_id = store.idea_id
    program = f"""
import resource
from datetime import UTC, datetime
from pathlib import Path
from lamplighter.domain.errors import StoreError
from lamplighter.services.paths import home
from lamplighter.services.store import Library

library = Library(home(Path({str(folder)!r}), {{}}), lambda: datetime.now(UTC))
with library.open({idea_id!r}) as store:
    store.commit_version("builder", "scaffold", {{"a.txt": b"new", "b.txt": b"n" * 1_500_000}})
with library.open({idea_id!r}) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
    try:
        store.write_project()
    except StoreError as error:
        print("refused:", error.message)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert run.stdout.startswith("refused: The project folder"), run.stderr
    with library(home(folder, {})).open(idea_id) as again:
        assert {path.name for path in again.project.iterdir()} == {"a.txt", "b.txt"}
        assert (again.project / "b.txt").read_bytes() == b"old"
        again.write_project()
        assert (again.project / "b.txt").read_bytes() == b"n" * 1_500_000
        assert [version.author for version in again.versions()] == ["builder", "builder"]
