"""Damaged, newer, foreign, locked and unwritable idea files: refused or recovered in words, never deleted."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lamplighter.domain.errors import CorruptStore, NewerSchema, StoreBusy, StoreError
from lamplighter.services.paths import Home, home
from lamplighter.services.store import IdeaStore, Library, schema

FILES = {"README.md": b"read me", "src/app.js": b"let a = 1"}


def library(found: Home, patience: float = 5.0) -> Library:
    return Library(found, lambda: datetime.now(UTC), patience)


@pytest.fixture
def idea(temp_home: Home) -> Path:
    """The file of a closed idea with 40 events, one version and one backup."""
    with library(temp_home).create("Tool library", "Who has the drill?") as store:
        for turn in range(40):
            store.record("job", {"turn": turn, "text": "x" * 300})
        store.commit_version("builder", "scaffold", FILES)
        store.write_project()
        assert store.backup() is not None
    return store.folder / "idea.sqlite"


def opened(found: Home, file: Path) -> IdeaStore:
    return library(found).open(file.parent.name)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def set_version(file: Path, version: int) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "garbage over all": lambda raw: b"garbage" * (len(raw) // 7),
    "header zeroed": lambda raw: bytes(100) + raw[100:],
    "a page zeroed": lambda raw: raw[:4096] + bytes(4096) + raw[8192:],
    "cut in half": lambda raw: raw[: len(raw) // 2],
    "emptied": lambda _raw: b"",
    "ten bytes": lambda raw: raw[:10],
    "another program's database": lambda raw: raw[:68] + b"\x00\x00\x00\x01" + raw[72:],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_set_aside_and_the_newest_backup_opened(temp_home: Home, idea: Path, damage: str) -> None:
    broken = DAMAGES[damage](idea.read_bytes())
    idea.write_bytes(broken)
    with opened(temp_home, idea) as store:
        assert len(store.events("job")) == 40
        assert store.files() == FILES
        (notice,) = store.notices
    assert "damaged" in notice
    (aside,) = idea.parent.glob("damaged *.sqlite")
    assert aside.read_bytes() == broken
    with opened(temp_home, idea) as again:
        assert again.notices == ()


@pytest.mark.parametrize("damage", DAMAGES)
def test_without_a_backup_a_damaged_file_is_kept_and_named(temp_home: Home, idea: Path, damage: str) -> None:
    shutil.rmtree(temp_home.backups / idea.parent.name)
    broken = DAMAGES[damage](idea.read_bytes())
    idea.write_bytes(broken)
    for _ in range(2):
        with pytest.raises(CorruptStore) as caught:
            opened(temp_home, idea)
        (aside,) = idea.parent.glob("damaged *.sqlite")
        assert aside.name in caught.value.hint
        assert aside.read_bytes() == broken
    assert (idea.parent / "project/README.md").read_bytes() == b"read me"
    (summary,) = library(temp_home).ideas()
    assert summary.problem != ""


def test_what_is_missing_after_a_recovery_is_said(temp_home: Home, idea: Path) -> None:
    with opened(temp_home, idea) as store:
        last = [store.record("job", {"late": turn}) for turn in range(3)][-1]
        store.commit_version("builder", "generate", FILES | {"new.txt": b"new"})
        store.write_project()
    raw = bytearray(idea.read_bytes())
    with closing(sqlite3.connect(idea)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'blobs'").fetchone()
    raw[(page - 1) * 4096 : page * 4096] = bytes(4096)
    idea.write_bytes(raw)
    with opened(temp_home, idea) as store:
        (notice,) = store.notices
        assert f"to {last + 3} are missing" in notice
        assert store.files() == FILES
        adopted = store.adopt_edits()
        assert store.files(adopted) == FILES | {"new.txt": b"new"}, "the folder still held the lost version"


def test_a_stop_between_setting_aside_and_putting_back_is_mended(temp_home: Home, idea: Path) -> None:
    idea.rename(idea.with_name("damaged 2026-01-01 00-00-00.sqlite"))
    with opened(temp_home, idea) as store:
        assert len(store.events("job")) == 40


def test_a_file_of_a_newer_version_is_refused_and_not_one_byte_changes(temp_home: Home, idea: Path) -> None:
    set_version(idea, schema.SCHEMA + 1)
    before = everything(temp_home.root)
    with pytest.raises(NewerSchema, match="later version") as caught:
        opened(temp_home, idea)
    assert "newer version" in caught.value.hint
    assert everything(temp_home.root) == before
    (summary,) = library(temp_home).ideas()
    assert "later version" in summary.problem


def test_a_damaged_stored_file_is_noticed_by_its_hash(temp_home: Home, idea: Path) -> None:
    raw = idea.read_bytes()
    assert raw.count(b"let a = 1") == 1
    idea.write_bytes(raw.replace(b"let a = 1", b"let a = 2"))
    with opened(temp_home, idea) as store, pytest.raises(CorruptStore, match=r"src/app\.js"):
        store.files()


def test_a_damaged_stored_file_does_not_stop_the_next_version(temp_home: Home, idea: Path) -> None:
    idea.write_bytes(idea.read_bytes().replace(b"let a = 1", b"let a = 2"))
    with opened(temp_home, idea) as store:
        (store.project / "README.md").write_bytes(b"my words")
        adopted = store.adopt_edits()
        assert store.files(adopted)["README.md"] == b"my words", "the folder still holds the sound bytes of the rest"
        assert store.files(1) == FILES, "saving sound bytes mends every version that shares them"
        store.commit_version("builder", "generate", {"src/app.js": b"let a = 3"})
        store.write_project()
        assert (store.project / "src/app.js").read_bytes() == b"let a = 3"


def test_one_unreadable_event_hides_no_other(temp_home: Home, idea: Path) -> None:
    raw = idea.read_bytes()
    idea.write_bytes(raw.replace(b'{"turn":20,', b'{"turn":\xff\xff,'))
    with opened(temp_home, idea) as store:
        events = store.events()
        assert [event.kind for event in events].count("unreadable") == 1
        turns = [event.body["turn"] for event in events if event.kind == "job" and isinstance(event.body, dict)]
    assert turns == [turn for turn in range(40) if turn != 20]


def test_an_unreadable_newest_value_gives_the_one_before(temp_home: Home, idea: Path) -> None:
    with opened(temp_home, idea) as store:
        store.put("blueprint", {"mark": "older-value"})
        store.put("blueprint", {"mark": "newer-value"})
    raw = idea.read_bytes()
    idea.write_bytes(raw.replace(b'{"mark":"newer-value"}', b'{"mark":"newer-value"\xff'))
    with opened(temp_home, idea) as store:
        assert store.get("blueprint") == {"mark": "older-value"}


@pytest.mark.parametrize("table", ["events", "blobs", "versions"])
@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM {table}",
        "UPDATE {table} SET rowid = rowid + 1000",
        "REPLACE INTO {table} SELECT * FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
    ],
)
def test_no_statement_changes_or_removes_a_row(idea: Path, table: str, attack: str) -> None:
    with closing(sqlite3.connect(idea)) as connection:
        before = connection.execute(f"SELECT rowid, * FROM {table}").fetchall()
        assert before
        refused = nullcontext() if "REPLACE" in attack else pytest.raises(sqlite3.IntegrityError, match="append-only")
        with refused, connection:
            connection.execute(attack.format(table=table))
        assert connection.execute(f"SELECT rowid, * FROM {table}").fetchall() == before


def test_a_second_writer_waits_until_the_first_is_done(temp_home: Home, idea: Path) -> None:
    with opened(temp_home, idea) as store, closing(sqlite3.connect(idea, check_same_thread=False)) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.3, other.execute, ["COMMIT"])
        release.start()
        begun = time.monotonic()
        store.record("job", {"waited": True})
        release.join()
        assert time.monotonic() - begun > 0.25
        assert len(store.events("job")) == 41


def test_a_second_writer_is_told_when_the_first_holds_on(temp_home: Home, idea: Path) -> None:
    with library(temp_home, patience=0.2).open(idea.parent.name) as store:
        with closing(sqlite3.connect(idea, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreBusy, match="another window"):
                store.record("job", {"late": True})
            assert len(store.events("job")) == 40
            with pytest.raises(StoreBusy):
                library(temp_home, patience=0.2).open(idea.parent.name)
            other.execute("ROLLBACK")
        assert store.record("job", {"late": True}) > 0
        assert list(idea.parent.glob("damaged *")) == []


def test_two_windows_lose_none_of_each_others_work(temp_home: Home, idea: Path) -> None:
    program = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from lamplighter.services.paths import home
from lamplighter.services.store import Library

with Library(home(Path({str(temp_home.root)!r}), {{}}), lambda: datetime.now(UTC)).open({idea.parent.name!r}) as store:
    for turn in range(20):
        store.record("window", {{"who": sys.argv[1], "turn": turn}})
        store.commit_version("builder", "generate", {{"who.txt": sys.argv[1].encode(), "turn.txt": b"%d" % turn}})
        store.write_project()
"""
    windows = [subprocess.Popen([sys.executable, "-c", program, who]) for who in ("left", "right")]
    assert [window.wait(60) for window in windows] == [0, 0]
    with opened(temp_home, idea) as store:
        assert len(store.events("window")) == 40
        assert {version.author for version in store.versions()} == {"builder"}
        assert store.adopt_edits() is None
        store.write_project()
        held = {path.name: path.read_bytes() for path in store.project.rglob("*") if path.is_file()}
        assert held == store.files()


def test_a_read_only_disk_is_said_and_the_file_is_not_taken_for_damaged(temp_home: Home, idea: Path) -> None:
    program = f"""
from datetime import UTC, datetime
from pathlib import Path
from lamplighter.domain.errors import StoreError
from lamplighter.services.paths import home
from lamplighter.services.store import Library

library = Library(home(Path({str(temp_home.root)!r}), {{}}), lambda: datetime.now(UTC))
try:
    library.open({idea.parent.name!r})
except StoreError as error:
    print(type(error).__name__, error.message, "|", error.hint)
"""
    before = everything(temp_home.root)
    argv = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", sys.executable, "-c", program]
    run = subprocess.run(argv, capture_output=True, text=True, timeout=30)
    assert run.stdout.startswith("StoreError"), run.stderr + run.stdout
    assert everything(temp_home.root) == before


def test_ten_thousand_events_open_quickly(temp_home: Home, idea: Path) -> None:
    with opened(temp_home, idea) as store:
        for turn in range(10_000):
            store.record("job", {"turn": turn, "text": "x" * 300})
    opened(temp_home, idea).close()
    begun = time.perf_counter()
    with opened(temp_home, idea) as store:
        assert len(store.events("job")) == 10_040
    print(f"open and read 10,040 events: {time.perf_counter() - begun:.3f} s")
    assert store.notices == ()


def test_an_idea_opened_without_a_place_to_back_up_says_so(temp_home: Home, idea: Path) -> None:
    with opened(temp_home, idea) as store:
        store.record("job", {})
    shutil.rmtree(temp_home.backups)
    temp_home.backups.write_bytes(b"no folder")
    with opened(temp_home, idea) as store:
        assert "No backup" in store.notices[0]
        assert store.record("job", {}) > 0


def test_a_home_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(StoreError, match="cannot be used") as caught:
        home(tmp_path / "file" / "home", {})
    assert "--home" in caught.value.hint
