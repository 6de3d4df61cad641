"""The project folder: rebuilt from the store, and what a person does in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lamplighter.domain.filenames import MAX_FILE_BYTES
from lamplighter.services.paths import Home
from lamplighter.services.project_files.handles import HandleFolder
from lamplighter.services.store import IdeaStore, Library

real_replace = HandleFolder.replace
FILES = {"README.md": b"read me", "src/app.js": b"let a = 1", "src/deep/er/part.js": b"let b = 2"}


@pytest.fixture
def store(temp_home: Home) -> Iterator[IdeaStore]:
    library = Library(temp_home, lambda: datetime.now(UTC))
    with library.create("Tool library", "Who has the drill?") as opened:
        opened.commit_version("builder", "scaffold", FILES)
        opened.write_project()
        yield opened


class Stopped(BaseException):
    """Stands for the process ending at this very moment."""


def stopping_after(writes: int) -> Callable[[HandleFolder, str, bytes], None]:
    left = iter(range(writes))

    def replace(folder: HandleFolder, name: str, content: bytes) -> None:
        if next(left, None) is None:
            raise Stopped
        real_replace(folder, name, content)

    return replace


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_folder_holds_the_newest_version_and_nothing_else(store: IdeaStore) -> None:
    assert held(store.project) == FILES
    store.commit_version("builder", "scaffold", {"README.md": b"read me", "new.txt": b"new"})
    store.write_project()
    assert held(store.project) == {"README.md": b"read me", "new.txt": b"new"}
    assert [path.name for path in store.project.iterdir() if path.is_dir()] == []


def test_writing_again_touches_no_file_and_records_nothing(store: IdeaStore) -> None:
    before = {path: path.stat().st_mtime_ns for path in store.project.rglob("*")}
    events = store.events()
    store.write_project()
    assert {path: path.stat().st_mtime_ns for path in store.project.rglob("*")} == before
    assert store.events() == events


def test_only_the_files_that_differ_are_written(store: IdeaStore) -> None:
    inode = (store.project / "README.md").stat().st_ino
    store.commit_version("builder", "scaffold", FILES | {"src/app.js": b"let a = 2"})
    store.write_project()
    assert (store.project / "README.md").stat().st_ino == inode
    assert (store.project / "src/app.js").read_bytes() == b"let a = 2"


def test_a_folder_that_is_gone_is_rebuilt_and_is_no_edit(store: IdeaStore) -> None:
    for path in sorted(store.project.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert store.adopt_edits() is None
    store.project.rmdir()
    assert store.adopt_edits() is None
    store.write_project()
    assert held(store.project) == FILES
    assert len(store.versions()) == 1


def test_an_edit_becomes_a_version_of_the_person(store: IdeaStore) -> None:
    (store.project / "README.md").write_bytes(b"my words")
    (store.project / "notes.txt").write_bytes(b"mine")
    (store.project / "src/app.js").unlink()
    version = store.adopt_edits()
    assert store.versions()[-1].author == "person"
    wanted = {"README.md": b"my words", "notes.txt": b"mine", "src/deep/er/part.js": b"let b = 2"}
    assert store.files(version) == store.files() == held(store.project) == wanted
    assert store.adopt_edits() is None


def test_an_edit_that_is_taken_back_is_a_new_edit(store: IdeaStore) -> None:
    readme = store.project / "README.md"
    for words in (b"my words", b"read me", b"my words", b"other words", b"my words", b"read me"):
        readme.write_bytes(words)
        assert store.adopt_edits() is not None
        assert store.files()["README.md"] == words
    store.write_project()
    assert held(store.project) == FILES


def test_an_edit_is_saved_before_the_builder_writes_over_it(store: IdeaStore) -> None:
    (store.project / "README.md").write_bytes(b"my words")
    newer = FILES | {"README.md": b"the builder's new words"}
    store.commit_version("builder", "generate", newer)
    store.write_project()
    assert held(store.project) == newer
    assert store.files() == newer
    (mine,) = (version for version in store.versions() if version.author == "person")
    store.restore(mine.version)
    store.write_project()
    assert (store.project / "README.md").read_bytes() == b"my words"


def test_edits_are_saved_before_an_older_version_is_restored(store: IdeaStore) -> None:
    store.commit_version("builder", "generate", FILES | {"README.md": b"second"})
    store.write_project()
    (store.project / "README.md").write_bytes(b"my words")
    store.restore(1)
    store.write_project()
    assert held(store.project) == FILES
    assert any(store.files(version.version)["README.md"] == b"my words" for version in store.versions())


def test_typing_exactly_what_the_builder_saved_is_no_edit(store: IdeaStore) -> None:
    newer = FILES | {"README.md": b"second"}
    store.commit_version("builder", "generate", newer)
    (store.project / "README.md").write_bytes(b"second")
    assert store.adopt_edits() is None
    assert [version.author for version in store.versions()] == ["builder", "builder"]


def test_what_a_stopped_writing_left_is_no_edit(store: IdeaStore, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = {"README.md": b"second", "src/app.js": b"second", "src/new.js": b"second", "z.txt": b"second"}
    store.commit_version("builder", "generate", newer)
    with monkeypatch.context() as patch:
        patch.setattr(HandleFolder, "replace", stopping_after(2))
        with pytest.raises(Stopped):
            store.write_project()
    assert held(store.project) == {"README.md": b"second", "src/app.js": b"second"}
    assert store.adopt_edits() is None
    (store.project / "src/new.js").write_bytes(b"mine")
    mine = store.adopt_edits()
    assert store.files(mine) == newer | {"src/new.js": b"mine"}
    store.write_project()
    assert [version.author for version in store.versions()] == ["builder", "builder", "person"]
    assert held(store.project) == newer | {"src/new.js": b"mine"}


def test_a_file_that_replaced_a_folder_is_saved_and_the_folder_comes_back(store: IdeaStore) -> None:
    for path in sorted((store.project / "src").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (store.project / "src").rmdir()
    (store.project / "src").write_bytes(b"a file now")
    version = store.adopt_edits()
    assert store.files(version) == {"README.md": b"read me", "src": b"a file now"}
    store.restore(1)
    store.write_project()
    assert held(store.project) == FILES


def test_what_cannot_be_saved_is_renamed_and_never_lost(store: IdeaStore, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"outside")
    (store.project / "README.md").unlink()
    (store.project / "README.md").symlink_to(outside)
    huge = bytes(MAX_FILE_BYTES + 1)
    (store.project / "src/app.js").write_bytes(huge)
    store.commit_version("builder", "generate", FILES | {"README.md": b"second"})
    store.write_project()
    assert outside.read_bytes() == b"outside"
    assert (store.project / "README.md").read_bytes() == b"second"
    assert (store.project / "README.md.kept").readlink() == outside
    assert (store.project / "src/app.js").read_bytes() == b"let a = 1"
    assert (store.project / "src/app.js.kept").read_bytes() == huge


def test_what_tools_and_other_systems_leave_in_the_folder_stays_and_is_not_saved(store: IdeaStore) -> None:
    (store.project / ".git").mkdir()
    (store.project / ".git/config").write_bytes(b"[core]")
    (store.project / "src/__pycache__").mkdir()
    (store.project / "src/__pycache__/a.pyc").write_bytes(b"x")
    (store.project / "what?.txt").write_bytes(b"a name for Linux alone")
    os.mkfifo(store.project / "pipe")
    assert store.adopt_edits() is None
    store.commit_version("builder", "generate", {"README.md": b"second"})
    store.write_project()
    assert (store.project / ".git/config").read_bytes() == b"[core]"
    assert (store.project / "what?.txt").read_bytes() == b"a name for Linux alone"
    assert (store.project / "pipe").exists()


def test_a_name_that_differs_by_case_alone_is_left_alone(store: IdeaStore) -> None:
    (store.project / "readme.md").write_bytes(b"a twin on some systems")
    assert store.adopt_edits() is None
    store.write_project()
    assert (store.project / "readme.md").read_bytes() == b"a twin on some systems"


def test_an_unfinished_file_of_a_killed_write_is_swept(store: IdeaStore) -> None:
    (store.project / "src/.lamplighter-0011223344556677").write_bytes(b"half")
    assert store.adopt_edits() is None
    store.commit_version("builder", "generate", FILES | {"README.md": b"second"})
    store.write_project()
    assert held(store.project) == FILES | {"README.md": b"second"}


def test_without_a_version_nothing_is_written(temp_home: Home) -> None:
    with Library(temp_home, lambda: datetime.now(UTC)).create("Empty", "nothing yet") as store:
        store.write_project()
        assert held(store.project) == {}
