"""Ways out of a project folder: links, names, magic links, pipes, and a process that swaps links while we write."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lamplighter.domain.errors import BadName, LamplighterError, ProjectTooLarge
from lamplighter.domain.filenames import MAX_FILES
from lamplighter.services.project_files import ProjectFiles
from lamplighter.services.project_files.beneath import Root
from lamplighter.services.project_files.by_path import PathRoot
from lamplighter.services.project_files.handles import HandleRoot, Resolve, strongest, walked

SECRET = b"secret of the person"


BY_HANDLE: dict[str, Resolve] = {"strongest": strongest(), "walk": walked}
WAYS: dict[str, Callable[[Path], Root]] = {
    "strongest": HandleRoot,
    "walk": lambda path: HandleRoot(path, walked),
    "paths": PathRoot,
}


@pytest.fixture(params=BY_HANDLE)
def resolve(request: pytest.FixtureRequest) -> Resolve:
    return BY_HANDLE[request.param]


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret").write_bytes(SECRET)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


@pytest.fixture(params=WAYS)
def project(request: pytest.FixtureRequest, folder: Path, outside: Path) -> Iterator[ProjectFiles]:
    with ProjectFiles(folder, WAYS[request.param]) as opened:
        yield opened
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == {"secret": SECRET}


NAMES = ["../outside/secret", "a/../../outside/secret", "/etc/passwd", "~/x", "C:\\x", "\\\\server\\share", "a\\..\\b"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_out_is_refused(project: ProjectFiles, name: str) -> None:
    for action in everything_with(project, name):
        with pytest.raises(BadName):
            action()


def everything_with(project: ProjectFiles, path: str) -> tuple[Callable[[], object], ...]:
    return (
        lambda: project.read(path),
        lambda: project.write(path, b"evil"),
        lambda: project.remove(path),
        lambda: project.replace_all({path: b"evil"}),
        lambda: project.move_aside(path),
    )


def test_a_linked_folder_is_not_entered(project: ProjectFiles, folder: Path, outside: Path) -> None:
    (folder / "link").symlink_to(outside)
    (folder / "inner").mkdir()
    (folder / "inner/link").symlink_to("../../outside")
    for path in ("link/secret", "link/new", "inner/link/secret", "inner/link/deeper/new"):
        for action in everything_with(project, path):
            with pytest.raises(BadName):
                action()
    assert project.list() == ()
    assert project.snapshot() == {}


def test_a_link_that_stays_inside_is_not_followed_either(project: ProjectFiles, folder: Path) -> None:
    project.write("real/file", b"1")
    (folder / "link").symlink_to("real")
    with pytest.raises(BadName):
        project.read("link/file")


def test_a_linked_file_is_not_read_and_writing_replaces_the_link_itself(
    project: ProjectFiles, folder: Path, outside: Path
) -> None:
    (folder / "link").symlink_to(outside / "secret")
    with pytest.raises(BadName, match="link"):
        project.read("link")
    project.write("link", b"mine now")
    assert not (folder / "link").is_symlink()
    assert project.read("link") == b"mine now"


def test_removing_a_link_leaves_its_target(project: ProjectFiles, folder: Path, outside: Path) -> None:
    (folder / "link").symlink_to(outside / "secret")
    project.remove("link")
    assert list(folder.iterdir()) == []


def test_magic_links_lead_nowhere(project: ProjectFiles, folder: Path) -> None:
    (folder / "magic").symlink_to("/proc/self/root")
    (folder / "own").symlink_to("/proc/self/fd")
    for path in ("magic/etc/passwd", "own/0", "magic", "own"):
        with pytest.raises(BadName):
            project.read(path)


def test_openat2_refuses_a_magic_link_in_the_root_itself(resolve: Resolve) -> None:
    handle = os.open("/proc/self", os.O_RDONLY | os.O_DIRECTORY)
    try:
        for folders in (["root"], ["root", "etc"], ["cwd"]):
            with pytest.raises(OSError, match=r"symbolic links|Not a directory"):
                resolve(handle, folders)
    finally:
        os.close(handle)


@pytest.mark.parametrize("folders", [[".."], ["a", "..", ".."], ["/"], ["/etc"]])
def test_neither_way_of_opening_leaves_the_root_even_without_the_name_rules(
    folder: Path, resolve: Resolve, folders: list[str]
) -> None:
    (folder / "a").mkdir()
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with pytest.raises((OSError, BadName)):
            resolve(handle, folders)
    finally:
        os.close(handle)


def test_pipes_sockets_and_devices_are_refused_without_waiting(project: ProjectFiles, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        here = os.getcwd()
        os.chdir(folder)
        try:
            listener.bind("socket")
        finally:
            os.chdir(here)
        if os.getuid() == 0:
            os.mknod(folder / "device", 0o600 | 0o020000, os.makedev(1, 5))  # /dev/zero: endless
        begun = time.monotonic()
        for name in ("pipe", "socket", "device"):
            if (folder / name).exists():
                with pytest.raises(BadName):
                    project.read(name)
        assert project.snapshot() == {}
        assert time.monotonic() - begun < 1


def test_a_million_files_and_bottomless_folders_stop_at_the_cap(project: ProjectFiles, folder: Path) -> None:
    for number in range(MAX_FILES + 1):
        (folder / str(number)).touch()
    with pytest.raises(ProjectTooLarge):
        project.list()
    with pytest.raises(ProjectTooLarge):
        project.snapshot()


def test_three_hundred_folders_deep_is_told_and_not_entered(project: ProjectFiles, folder: Path) -> None:
    here = os.getcwd()
    os.chdir(folder)
    try:
        for _ in range(300):
            os.mkdir("d")
            os.chdir("d")
        Path("bottom").touch()
    finally:
        os.chdir(here)
    assert project.list() == ()
    (deep,) = project.strange()
    assert deep.count("/") == 12
    with pytest.raises(BadName):
        project.write("/".join("d" * 20), b"")


def test_any_bytes_are_carried(project: ProjectFiles, folder: Path) -> None:
    contents = {
        "zeros": bytes(1000),
        "invalid": b"\xff\xfe\x80",
        "line": b"x" * 2_000_000,
        "control": b"\x1b]52;c;x\x07",
    }
    project.replace_all(contents)
    assert project.snapshot() == contents
    os.mkdir(os.fsencode(folder) + b"/\xff\xfe")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe/x")).touch()
    assert set(project.list()) == set(contents)
    assert len(project.strange()) == 1


RACER = """
import ctypes, os, sys
folder = sys.argv[1]
libc = ctypes.CDLL(None, use_errno=True)
link, place = os.fsencode(folder + "/link"), os.fsencode(folder + "/swap")
here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
while libc.renameat2(here, link, here, place, exchange) == 0:
    pass
raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
"""


@pytest.mark.parametrize("way", BY_HANDLE)
def test_a_link_swapped_in_while_we_read_and_write_never_leads_out(folder: Path, outside: Path, way: str) -> None:
    """A process exchanges a folder and a link to the outside without a pause, for two seconds.

    By path alone, as on systems without handles, this race cannot be won, so that way is not run here.
    """
    (folder / "swap").mkdir()
    (folder / "swap/secret").write_bytes(b"inside")
    (folder / "link").symlink_to(outside)
    turns = itertools.cycle(("read", "write", "remove"))
    done, refused, wrong = Counter[str](), Counter[str](), []
    with (
        ProjectFiles(folder, lambda path: HandleRoot(path, BY_HANDLE[way])) as project,
        subprocess.Popen([sys.executable, "-c", RACER, str(folder)]) as racer,
    ):
        try:
            end = time.monotonic() + 2
            while time.monotonic() < end:
                turn = next(turns)
                try:
                    if turn == "read" and project.read("swap/secret") != b"inside":
                        wrong.append("read")
                    if turn == "write":
                        project.write("swap/new", b"written")
                    if turn == "remove":
                        project.remove("swap/new")
                    done[turn] += 1
                except (LamplighterError, FileNotFoundError):
                    refused[turn] += 1
            still_racing = racer.poll() is None
        finally:
            racer.kill()
    print(f"done {dict(done)}, refused {dict(refused)}")
    assert wrong == []
    assert sorted(path.name for path in outside.iterdir()) == ["secret"]
    assert still_racing
    for counts in (done, refused):
        assert min(counts[turn] for turn in ("read", "write", "remove")) > 5, "the race must be on to mean something"


def test_checking_first_and_opening_then_loses_that_race(folder: Path, outside: Path) -> None:
    """The way the confined class does not work: the same race, lost. It shows that the test above can fail."""
    (folder / "swap").mkdir()
    (folder / "swap/secret").write_bytes(b"inside")
    (folder / "link").symlink_to(outside)
    escaped = False
    with subprocess.Popen([sys.executable, "-c", RACER, str(folder)]) as racer:
        try:
            end = time.monotonic() + 20
            while not escaped and time.monotonic() < end:
                path = folder / "swap" / "secret"
                try:
                    if path.resolve().is_relative_to(folder):
                        escaped = path.read_bytes() == SECRET
                except OSError:
                    continue
        finally:
            racer.kill()
    assert escaped
