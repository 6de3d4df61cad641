"""Reading, writing, listing and replacing a project's files, by both ways of opening folders."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lamplighter.domain.errors import BadName, ProjectTooLarge
from lamplighter.domain.filenames import MAX_FILE_BYTES
from lamplighter.services.project_files import Kind, ProjectFiles
from lamplighter.services.project_files.beneath import Root
from lamplighter.services.project_files.by_path import PathRoot
from lamplighter.services.project_files.handles import HandleRoot, strongest, walked

FILES = {"index.html": b"<p>", "src/app.js": b"let a", "src/deep/er/bytes.bin": bytes(range(256)), "empty": b""}


WAYS: dict[str, Callable[[Path], Root]] = {
    "strongest": HandleRoot,
    "walk": lambda path: HandleRoot(path, walked),
    "paths": PathRoot,
}


@pytest.fixture(params=WAYS)
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ProjectFiles]:
    (tmp_path / "project").mkdir()
    with ProjectFiles(tmp_path / "project", WAYS[request.param]) as opened:
        yield opened


def test_on_this_kernel_the_system_itself_resolves_beneath_the_root() -> None:
    major, minor = (int(part) for part in platform.release().split(".")[:2])
    assert (strongest() is not walked) == (platform.system() == "Linux" and (major, minor) >= (5, 6))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "project"


def test_what_is_written_is_read_listed_and_in_the_folder(project: ProjectFiles, folder: Path) -> None:
    for path, content in FILES.items():
        project.write(path, content)
    assert {path: project.read(path) for path in FILES} == FILES
    assert project.list() == tuple(sorted(FILES))
    assert project.snapshot() == FILES
    assert {path: (folder / path).read_bytes() for path in FILES} == FILES


def test_writing_again_replaces_the_whole_file(project: ProjectFiles) -> None:
    project.write("a", b"long content")
    project.write("a", b"x")
    assert project.read("a") == b"x"


def test_a_file_open_elsewhere_keeps_its_old_bytes(project: ProjectFiles, folder: Path) -> None:
    project.write("a", b"old")
    with (folder / "a").open("rb") as reader:
        project.write("a", b"new")
        assert reader.read() == b"old"


def test_a_missing_file_is_missing(project: ProjectFiles) -> None:
    with pytest.raises(FileNotFoundError):
        project.read("nothing")
    with pytest.raises(FileNotFoundError):
        project.read("no/folder")
    with pytest.raises(FileNotFoundError):
        project.remove("nothing")


def test_removing_takes_the_folders_it_leaves_empty(project: ProjectFiles, folder: Path) -> None:
    project.write("a/b/c.txt", b"1")
    project.write("a/d.txt", b"2")
    project.remove("a/b/c.txt")
    assert [path.name for path in (folder / "a").iterdir()] == ["d.txt"]
    project.remove("a/d.txt")
    assert list(folder.iterdir()) == []


def test_a_folder_is_neither_read_nor_written_nor_removed(project: ProjectFiles, folder: Path) -> None:
    project.write("a/b", b"1")
    for action in (lambda: project.read("a"), lambda: project.write("a", b""), lambda: project.remove("a")):
        with pytest.raises(BadName):
            action()
    assert (folder / "a/b").read_bytes() == b"1"
    assert project.list() == ("a/b",)


def test_a_file_is_no_folder(project: ProjectFiles) -> None:
    project.write("a", b"1")
    with pytest.raises(BadName):
        project.write("a/b", b"2")
    with pytest.raises(BadName):
        project.read("a/b")
    assert project.read("a") == b"1"


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    project: ProjectFiles, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("a", b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            project.write("a", b"new")
    assert [path.name for path in folder.iterdir()] == ["a"]
    assert project.read("a") == b"old"


def test_replacing_all_writes_what_differs_and_removes_only_what_was_known(project: ProjectFiles, folder: Path) -> None:
    assert project.replace_all(FILES) == tuple(sorted(FILES))
    project.write("mine.txt", b"mine")
    inode = (folder / "index.html").stat().st_ino
    newer = {"index.html": b"<p>", "src/app.js": b"let b", "new/file": b"n"}
    assert project.replace_all(newer, known=FILES) == ("new/file", "src/app.js")
    assert project.snapshot() == newer | {"mine.txt": b"mine"}
    assert (folder / "index.html").stat().st_ino == inode
    assert not (folder / "src/deep").exists()


def test_replacing_a_folder_by_a_file_and_back(project: ProjectFiles) -> None:
    project.replace_all({"a/b": b"1"})
    project.replace_all({"a": b"2"}, known=["a/b"])
    assert project.snapshot() == {"a": b"2"}
    project.replace_all({"a/b": b"3"}, known=["a"])
    assert project.snapshot() == {"a/b": b"3"}


def test_a_bad_name_among_many_writes_none(project: ProjectFiles) -> None:
    with pytest.raises(BadName):
        project.replace_all({"good": b"1", "../evil": b"2"})
    assert project.list() == ()


def test_what_stands_at_a_path_is_told(project: ProjectFiles, folder: Path) -> None:
    project.write("file", b"1")
    project.write("folder/x", b"1")
    (folder / "large").write_bytes(bytes(MAX_FILE_BYTES + 1))
    (folder / "link").symlink_to("file")
    os.mkfifo(folder / "pipe")
    names = ("file", "folder", "large", "link", "pipe", "nothing", "file/below", "link/below")
    kinds = [Kind.FILE, Kind.FOLDER, Kind.LARGE, Kind.ODD, Kind.ODD, Kind.NOTHING, Kind.NOTHING, Kind.NOTHING]
    assert [project.kind(name) for name in names] == kinds
    assert project.list() == ("file", "folder/x")
    assert project.strange() == ("large", "link", "pipe")


def test_moving_aside_finds_a_free_name(project: ProjectFiles) -> None:
    for turn in range(3):
        project.write("a/b.txt", str(turn).encode())
        project.move_aside("a/b.txt")
    assert project.snapshot() == {"a/b.txt.kept": b"0", "a/b.txt.kept-2": b"1", "a/b.txt.kept-3": b"2"}


def test_the_unfinished_files_of_a_killed_write_are_swept(project: ProjectFiles, folder: Path) -> None:
    project.write("a/b", b"1")
    (folder / "a/.lamplighter-0011").write_bytes(b"half")
    (folder / ".lamplighter-0022").write_bytes(b"half")
    project.sweep()
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["b"]


def test_the_caps_hold_while_reading_and_writing(project: ProjectFiles, folder: Path) -> None:
    project.write("most", bytes(MAX_FILE_BYTES))
    assert len(project.read("most")) == MAX_FILE_BYTES
    with pytest.raises(ProjectTooLarge):
        project.write("more", bytes(MAX_FILE_BYTES + 1))
    (folder / "huge").touch()
    os.truncate(folder / "huge", 10 * 1024**3)
    with pytest.raises(ProjectTooLarge):
        project.read("huge")


def test_a_root_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        ProjectFiles(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="Not a directory"):
        ProjectFiles(tmp_path / "file")
