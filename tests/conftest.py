"""What every test stands on: state kept away from the person's own, and a guard against anything left running.

A test that leaves a child process, a thread or a task behind fails, even when it passed otherwise. What a fixture of a
wider scope started may stay until that fixture ends.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
import os
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lamplighter.services import paths
from lamplighter.services.containment import Containment, Toolchain, found_toolchain

GRACE_SECONDS = 2.0
MARK = "LAMPLIGHTER_TESTS"


@pytest.fixture
def temp_home(tmp_path: Path) -> paths.Home:
    """The app's state folders, empty, for this test alone."""
    return paths.home(tmp_path / "home", {})


@pytest.fixture(scope="session")
def toolchain() -> Toolchain:
    """The interpreters of this computer."""
    return found_toolchain()


@pytest.fixture
def containment(tmp_path: Path, toolchain: Toolchain) -> Containment:
    """A containment of this test's own, with an empty folder for its short-lived files."""
    temp = tmp_path / "temp"
    temp.mkdir()
    return Containment(temp, toolchain)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An empty folder for a project."""
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True, scope="session")
def _away_from_the_persons_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the state, the keys or the settings of the person who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAMPLIGHTER_HOME", str(tmp_path_factory.mktemp("state") / "home"))
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv(MARK, str(os.getpid()))
        yield
        orphans = _orphans(os.getpid())
    assert not orphans, f"processes outlived the tests that started them: {orphans}"


class Running:
    """The child processes and threads there are; those of wider fixtures are expected.

    A process is known by its number alone: just after its start it still carries its parent's command line.
    """

    def __init__(self) -> None:
        self.expected: set[str] = set()

    def now(self) -> set[str]:
        """One line a child process (zombies too) and a thread."""
        threads = {f"thread {thread.name} ({thread.ident})" for thread in threading.enumerate()}
        return threads | {f"process {child}" for child in _children()}

    def left_over(self, before: set[str]) -> set[str]:
        """What is there now and was not before, after a moment's grace for what is just ending."""
        end = time.monotonic() + GRACE_SECONDS
        while True:
            more = self.now() - before - self.expected
            if not more or time.monotonic() > end:
                return more
            time.sleep(0.01)


RUNNING = pytest.StashKey[Running]()
BEFORE = pytest.StashKey[set[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[RUNNING] = Running()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> Iterator[None]:
    """Expect what a fixture of a wider scope than one test starts."""
    running = request.config.stash[RUNNING]
    before = running.now() if fixturedef.scope != "function" else set()
    result = yield
    if fixturedef.scope != "function":
        running.expected |= running.now() - before
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    item.stash[BEFORE] = item.config.stash[RUNNING].now()
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
        item.obj = _without_left_over_tasks(item.obj)
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    result = yield
    left = item.config.stash[RUNNING].left_over(item.stash[BEFORE])
    if left:
        commands = {f"process {child}": _command(child) for child in _children()}
        lines = [f"{line} {commands.get(line, '')}".rstrip() for line in sorted(left)]
        pytest.fail(f"left running by this test: {', '.join(lines)}", pytrace=False)
    return result


def _without_left_over_tasks(test: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    @functools.wraps(test)
    async def watched(*arguments: object, **named: object) -> None:
        before = asyncio.all_tasks()
        await test(*arguments, **named)
        await asyncio.sleep(0)
        left = [task.get_name() + repr(task.get_coro()) for task in asyncio.all_tasks() - before]
        assert not left, f"tasks left over: {left}"

    return watched


def _children() -> list[int]:
    """Process ids of the direct children, where the system tells them (Linux)."""
    try:
        lists = [task.joinpath("children").read_text() for task in Path("/proc/self/task").iterdir()]
    except OSError:
        return []
    return [int(word) for text in lists for word in text.split()]


def _command(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:120]
    except OSError:
        return "(gone)"


def _orphans(owner: int) -> list[str]:
    """Processes that carry our mark in their environment and lost their parent."""
    wanted = f"\0{MARK}={owner}\0".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            marked = wanted in b"\0" + (folder / "environ").read_bytes()
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if marked and parent == "1":
            found.append(_command(int(folder.name)))
    return found
