"""Idea files from strangers: every row is checked, nothing of the file runs, and a refused one leaves no trace."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from lamplighter.domain.errors import LamplighterError
from lamplighter.services.paths import Home, home
from lamplighter.services.store import Library, schema


@pytest.fixture
def library(temp_home: Home) -> Library:
    return Library(temp_home, lambda: datetime.now(UTC))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A sound idea file of somebody else."""
    with Library(home(tmp_path / "there", {}), lambda: datetime.now(UTC)).create("Theirs", "an idea") as store:
        store.commit_version("builder", "scaffold", {"a.txt": b"content of a"})
    path = tmp_path / "received.sqlite"
    path.write_bytes((store.folder / "idea.sqlite").read_bytes())
    return path


def without_guards(path: Path, *statements: str, values: tuple[object, ...] = ()) -> None:
    """Change the file as a stranger could: drop the triggers, write, put them back."""
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement, values if "?" in statement else ())
        for _, sql in triggers:
            connection.execute(sql)
        connection.commit()


def with_manifest(path: Path, manifest: bytes) -> None:
    digest = sha256(manifest).digest()
    without_guards(path, "INSERT INTO blobs (hash, content) VALUES (?, ?)", values=(digest, manifest))
    without_guards(path, "UPDATE versions SET manifest = ?", values=(digest,))


def named(name: str) -> Callable[[Path], None]:
    digest = sha256(b"content of a").hexdigest()
    escaped = name.encode("unicode_escape").decode().replace("\\x", "\\u00")
    return lambda path: with_manifest(path, f'{{"{escaped}":"{digest}"}}'.encode())


CHANGES: dict[str, Callable[[Path], None]] = {
    "a name that leads out": named("../evil"),
    "an absolute name": named("/etc/passwd"),
    "a git hook": named(".git/hooks/post-checkout"),
    "a device": named("aux.txt"),
    "a mark that turns the line around": named("a\u202etxt.exe"),
    "a list that is no list": lambda path: with_manifest(path, b"[1, 2]"),
    "a list with numbers": lambda path: with_manifest(path, b'{"a.txt": 5}'),
    "a list that is no JSON": lambda path: with_manifest(path, b"\xff\xfe"),
    "a hash that is none": lambda path: with_manifest(path, b'{"a.txt": "zz"}'),
    "a file that is missing": lambda path: with_manifest(path, b'{"a.txt": "' + b"00" * 32 + b'"}'),
    "content that does not fit its hash": lambda path: without_guards(path, "UPDATE blobs SET content = x'00'"),
    "an event that is no JSON": lambda path: without_guards(path, "UPDATE events SET body = x'ff' WHERE sequence = 1"),
    "an event nested without end": lambda path: without_guards(
        path, "UPDATE events SET body = ? WHERE sequence = 1", values=(b"[" * 200_000,)
    ),
    "a later format": lambda path: without_guards(path, f"PRAGMA user_version = {schema.SCHEMA + 1}"),
    "another program's mark": lambda path: without_guards(path, "PRAGMA application_id = 7"),
    "no tables": lambda path: without_guards(path, "DROP TABLE versions", "CREATE TABLE versions (x)"),
    "cut in half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "empty": lambda path: os.truncate(path, 0),
    "text": lambda path: (path.write_text("Dear friend,"), None)[1],
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_file_that_was_tampered_with_is_refused_whole(
    library: Library, temp_home: Home, file: Path, change: str
) -> None:
    CHANGES[change](file)
    before = file.read_bytes()
    with pytest.raises(LamplighterError) as caught:
        library.import_file(file)
    assert caught.value.message != ""
    assert library.ideas() == ()
    assert list(temp_home.ideas.iterdir()) == []
    assert list(temp_home.temp.iterdir()) == []
    assert file.read_bytes() == before


def test_a_hidden_trigger_and_view_do_not_come_along(library: Library, temp_home: Home, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "CREATE TRIGGER evil AFTER INSERT ON events BEGIN INSERT INTO blobs VALUES (NULL, x'00', x'00'); END"
        )
        connection.execute("CREATE VIEW secrets AS SELECT load_extension('/tmp/evil.so')")
        connection.commit()
    idea_id = library.import_file(file)
    with library.open(idea_id) as store:
        assert store.get("name") == "Theirs"
    with closing(sqlite3.connect(temp_home.ideas / idea_id / "idea.sqlite")) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
        assert {"evil", "secrets"}.isdisjoint(names)
        assert connection.execute("SELECT count(*) FROM blobs").fetchone() == (2,)


def test_a_folder_a_pipe_and_nothing_are_refused_without_waiting(library: Library, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.sqlite")
    for path in (tmp_path, tmp_path / "pipe.sqlite", tmp_path / "nowhere.sqlite", Path("/dev/zero")):
        with pytest.raises(LamplighterError):
            library.import_file(path)
    assert library.ideas() == ()


def test_the_log_beside_the_file_comes_along(library: Library, tmp_path: Path) -> None:
    there = Library(home(tmp_path / "there", {}), lambda: datetime.now(UTC))
    with there.create("Theirs", "an idea") as store:
        store.put("verdict", "Build")
        assert (store.folder / "idea.sqlite-wal").stat().st_size > 0
        idea_id = library.import_file(store.folder / "idea.sqlite")
    with library.open(idea_id) as taken:
        assert taken.get("verdict") == "Build"


def test_a_stopped_import_leaves_no_idea(library: Library, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("lamplighter.services.store.incoming._check_version", stop)
        with pytest.raises(KeyboardInterrupt):
            library.import_file(file)
    assert library.ideas() == ()
    assert library.import_file(file) == "received"
