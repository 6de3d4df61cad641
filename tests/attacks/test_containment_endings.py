"""However a run ends, by cancel at any moment, by the program being killed, by Ctrl-C, nothing of it stays behind."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from lamplighter.services.containment import Containment, Limits

QUIET = 0.5  # seconds without a sign of a process before it counts as gone

APP = """
import asyncio, sys
from pathlib import Path
from lamplighter.services.containment import Containment, Toolchain
from lamplighter.services.containment.bwrap import Box
from lamplighter.services.containment import Limits

async def main():
    temp, project, mark = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    containment = Containment(temp, Toolchain(Path(sys.argv[4])))
    print("ready", flush=True)
    sys.stdin.readline()
    script = "while true; do date +%N > alive; sleep 0.01; done; : " + mark
    await containment.run_box(Box(("/bin/sh", "-c", script), project, containment.toolchain, Limits()), b"")

asyncio.run(main())
"""


def sandbox_processes(mark: str) -> list[int]:
    """Every process whose command line holds the mark, but the app itself."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes()
            alive = (folder / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
        except OSError:
            continue
        if mark.encode() in line and b"asyncio.run(main())" not in line and alive:
            found.append(int(folder.name))
    return found


def gone_within(mark: str, seconds: float) -> list[int]:
    """What is still there when the time is over.

    One empty look proves nothing: a sandbox on its way into being has no command line yet. So nothing may show for a
    while before it counts as gone.
    """
    end = time.monotonic() + seconds
    quiet_since = time.monotonic()
    while time.monotonic() < end and time.monotonic() - quiet_since < QUIET:
        if sandbox_processes(mark):
            quiet_since = time.monotonic()
        time.sleep(0.01)
    return sandbox_processes(mark)


def started_app(tmp_path: Path, project: Path, mark: str, containment: Containment) -> subprocess.Popen[str]:
    python = str(containment.toolchain.python)
    app = subprocess.Popen(
        [sys.executable, "-c", APP, str(tmp_path), str(project), mark, python],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert app.stdout is not None
    assert app.stdin is not None
    assert app.stdout.readline() == "ready\n"
    app.stdin.write("\n")
    app.stdin.flush()
    return app


def ended(app: subprocess.Popen[str]) -> None:
    app.wait()
    for stream in (app.stdin, app.stdout):
        if stream is not None:
            stream.close()


async def test_killing_the_program_at_any_moment_ends_the_sandbox(
    tmp_path: Path, project: Path, containment: Containment
) -> None:
    """The first 30 ms count: bubblewrap ties itself to its parent only some milliseconds after its start."""
    chance = random.Random(7)
    seen = 0
    for _ in range(12):
        mark = f"mark-{uuid.uuid4().hex}"
        app = started_app(tmp_path, project, mark, containment)
        time.sleep(chance.uniform(0, 0.03))
        app.kill()
        ended(app)
        seen += bool(sandbox_processes(mark))
        assert not gone_within(mark, 5)
    assert seen, "no sandbox was ever seen, so this test proved nothing"


async def test_killing_the_program_later_ends_the_sandbox(
    tmp_path: Path, project: Path, containment: Containment
) -> None:
    mark = f"mark-{uuid.uuid4().hex}"
    app = started_app(tmp_path, project, mark, containment)
    while not (project / "alive").exists():
        time.sleep(0.01)
    app.kill()
    ended(app)
    killed = time.monotonic()
    assert not gone_within(mark, 5)
    assert time.monotonic() - killed < 3
    written = (project / "alive").read_text()
    time.sleep(0.1)
    assert (project / "alive").read_text() == written


async def test_ctrl_c_ends_the_sandbox_through_the_program(
    tmp_path: Path, project: Path, containment: Containment
) -> None:
    mark = f"mark-{uuid.uuid4().hex}"
    app = started_app(tmp_path, project, mark, containment)
    while not (project / "alive").exists():
        time.sleep(0.01)
    os.killpg(app.pid, signal.SIGINT)
    ended(app)
    assert app.returncode != 0
    assert not sandbox_processes(mark)


async def test_cancel_at_any_moment_leaves_nothing(containment: Containment, project: Path) -> None:
    await containment.probe()
    handles = len(os.listdir("/proc/self/fd"))
    chance = random.Random(11)
    for _ in range(40):
        mark = f"mark-{uuid.uuid4().hex}"
        argv = ["sh", "-c", f"(setsid sleep 30 &) ; sleep 30; : {mark}"]
        running = asyncio.ensure_future(containment.run(argv, project))
        await asyncio.sleep(chance.choice([0, chance.uniform(0, 0.02)]))
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert not sandbox_processes(mark)
    assert len(os.listdir("/proc/self/fd")) == handles
    assert list(containment.temp.iterdir()) == []


async def test_cancel_twice_while_it_cleans_up_leaves_nothing(containment: Containment, project: Path) -> None:
    await containment.probe()
    for pause in (0.0, 0.001, 0.005, 0.02):
        mark = f"mark-{uuid.uuid4().hex}"
        running = asyncio.ensure_future(containment.run(["sh", "-c", f"sleep 30; : {mark}"], project))
        await asyncio.sleep(0.015)
        running.cancel()
        await asyncio.sleep(pause)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert not sandbox_processes(mark)


async def test_cancel_during_the_probe_is_not_remembered(containment: Containment, project: Path) -> None:
    running = asyncio.ensure_future(containment.probe())
    await asyncio.sleep(0.005)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert list(containment.temp.iterdir()) == []
    assert (await containment.probe()).tier == 1


async def test_an_error_in_the_block_ends_what_it_served(
    containment: Containment, project: Path, tmp_path: Path
) -> None:
    mark = f"mark-{uuid.uuid4().hex}"
    sockets = tmp_path / "sockets"
    sockets.mkdir()

    async def fails_while_it_runs() -> None:
        async with containment.serve(["sh", "-c", f"sleep 30; : {mark}"], project, socket_folder=sockets):
            await asyncio.sleep(0.05)
            assert sandbox_processes(mark)
            raise RuntimeError("in the block")

    with pytest.raises(RuntimeError, match="in the block"):
        await fails_while_it_runs()
    assert not sandbox_processes(mark)


async def test_runs_that_end_by_themselves_leave_no_handle(containment: Containment, project: Path) -> None:
    await containment.probe()
    handles = len(os.listdir("/proc/self/fd"))
    for argv in (["true"], ["false"], ["no-such-command"], ["sh", "-c", "kill -9 $$"]):
        await containment.run(argv, project, limits=Limits(wall=5))
    assert len(os.listdir("/proc/self/fd")) == handles
