"""What generated code tries to take: processes, memory, time, disk and attention; each has its end."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from lamplighter.domain.errors import ContainmentFailed
from lamplighter.services.containment import Containment, Limits, watchdog

FORK_BOMB = """
import os, time
count = 0
try:
    while True:
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
        count += 1
except OSError:
    print("stopped at", count, flush=True)
    os.kill(-1, 9)
"""


async def test_a_fork_bomb_is_stopped(containment: Containment, project: Path) -> None:
    outcome = await containment.run(["python", "-c", FORK_BOMB], project, limits=Limits(wall=10, processes=128))
    stopped_inside = "stopped at 12" in outcome.stdout
    assert stopped_inside or outcome.stopped == "processes"
    assert outcome.seconds < 5


async def test_a_fork_bomb_that_multiplies_is_stopped(containment: Containment, project: Path) -> None:
    code = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass\n"
    outcome = await containment.run(["python", "-c", code], project, limits=Limits(wall=3, cpu=3, processes=64))
    assert outcome.code != 0


async def test_a_memory_bomb_gets_an_error(containment: Containment, project: Path) -> None:
    code = "x = []\nwhile True: x.append(bytearray(10 << 20))"
    outcome = await containment.run(["python", "-c", code], project, limits=Limits(wall=20, memory=512 << 20))
    assert "MemoryError" in outcome.stderr
    assert outcome.code == 1


async def test_memory_of_all_processes_together_is_bounded(containment: Containment, project: Path) -> None:
    code = (
        "import os, time\n"
        "for _ in range(6):\n"
        "    if os.fork() == 0:\n"
        "        kept = bytearray(150 << 20); time.sleep(30)\n"
        "time.sleep(30)\n"
    )
    outcome = await containment.run(["python", "-c", code], project, limits=Limits(wall=20, memory=400 << 20))
    assert outcome.stopped == "memory"
    assert outcome.seconds < 10


async def test_scratch_memory_is_bounded(containment: Containment, project: Path) -> None:
    code = "for f in /tmp/big /dev/shm/big; do head -c 100M /dev/zero > $f 2>/dev/null; stat -c %s $f; rm $f; done"
    outcome = await containment.run(["sh", "-c", code], project)
    assert all(int(size) <= 64 << 20 for size in outcome.stdout.split())


async def test_an_endless_loop_ends_at_the_wall_clock(containment: Containment, project: Path) -> None:
    outcome = await containment.run(["python", "-c", "while True: pass"], project, limits=Limits(wall=0.5))
    assert outcome.timed_out
    assert outcome.code is None
    assert outcome.seconds < 2


async def test_an_endless_loop_ends_at_the_processor_limit(containment: Containment, project: Path) -> None:
    outcome = await containment.run(["python", "-c", "while True: pass"], project, limits=Limits(wall=20, cpu=1))
    assert outcome.code not in (0, None)
    assert outcome.seconds < 10


async def test_a_program_that_hides_from_signals_ends_with_all_its_children(
    containment: Containment, project: Path
) -> None:
    code = (
        "import os, signal, time\n"
        "for number in range(1, 65):\n"
        "    try: signal.signal(number, signal.SIG_IGN)\n"
        "    except (OSError, ValueError): pass\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        "        os.setsid()\n"
        "        while True:\n"
        "            open('alive', 'w').write(str(time.time())); time.sleep(0.01)\n"
        "    os._exit(0)\n"
        "while True: time.sleep(1)\n"
    )
    outcome = await containment.run(["python", "-c", code], project, limits=Limits(wall=0.5))
    assert outcome.timed_out
    written = (project / "alive").read_text()
    await asyncio.sleep(0.1)
    assert (project / "alive").read_text() == written


async def test_what_a_program_leaves_in_the_background_ends_with_it(containment: Containment, project: Path) -> None:
    code = "(setsid sh -c 'while true; do date +%N > alive; sleep 0.01; done' &) ; sleep 0.2; echo ended"
    outcome = await containment.run(["sh", "-c", code], project)
    assert outcome.stdout == "ended\n"
    assert outcome.seconds < 3
    written = (project / "alive").read_text()
    await asyncio.sleep(0.1)
    assert (project / "alive").read_text() == written


async def test_one_file_cannot_grow_beyond_its_limit(containment: Containment, project: Path) -> None:
    code = "f = open('big', 'wb')\nwhile True: f.write(bytes(1 << 20))"
    outcome = await containment.run(["python", "-c", code], project, limits=Limits(file_size=8 << 20))
    assert outcome.code != 0
    assert (project / "big").stat().st_size <= 8 << 20


async def test_many_files_cannot_fill_the_disk(containment: Containment, project: Path) -> None:
    code = "i = 0\nwhile True:\n    open(f'f{i}', 'wb').write(bytes(1 << 20)); i += 1"
    limits = Limits(wall=20, folder=50 << 20)
    outcome = await containment.run(["python", "-c", code], project, limits=limits)
    assert outcome.stopped == "disk"


async def test_a_million_files_cannot_be_made(containment: Containment, project: Path) -> None:
    code = "i = 0\nwhile True:\n    open(f'f{i}', 'wb').close(); i += 1"
    outcome = await containment.run(["python", "-c", code], project, limits=Limits(wall=30, files=3000))
    assert outcome.stopped == "disk"


async def test_folders_deeper_than_a_path_can_say_end_the_run(containment: Containment, project: Path) -> None:
    code = "import os, time\nfor _ in range(600):\n    os.mkdir('d' * 20); os.chdir('d' * 20)\ntime.sleep(20)"
    outcome = await containment.run(["python", "-c", code], project, limits=Limits(wall=15))
    assert outcome.stopped == "disk"
    remove_deep(project)


def remove_deep(folder: Path) -> None:
    """A path this deep has no name: go in step by step, and come back removing."""
    handle = os.open(folder, os.O_RDONLY)
    depth = 0
    while True:
        try:
            below = os.open("d" * 20, os.O_RDONLY, dir_fd=handle)
        except FileNotFoundError:
            break
        os.close(handle)
        handle, depth = below, depth + 1
    for _ in range(depth):
        above = os.open("..", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = above
        os.rmdir("d" * 20, dir_fd=handle)
    os.close(handle)


async def test_nothing_runs_when_the_disk_is_almost_full(
    containment: Containment, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await containment.probe()
    monkeypatch.setattr(watchdog, "FREE_SPACE_FLOOR", 1 << 60)
    with pytest.raises(ContainmentFailed, match="almost full"):
        await containment.run(["true"], project)


async def test_the_run_is_stopped_when_the_disk_fills_up(
    containment: Containment, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = asyncio.ensure_future(containment.run(["sh", "-c", "touch started; sleep 20"], project))
    while not (project / "started").exists():
        await asyncio.sleep(0.01)
    monkeypatch.setattr(watchdog, "FREE_SPACE_FLOOR", 1 << 60)
    assert (await running).stopped == "disk"


async def test_a_flood_of_output_is_bounded_and_ended(containment: Containment, project: Path) -> None:
    outcome = await containment.run(["yes", "flood"], project, limits=Limits(wall=20, output=100_000))
    assert outcome.stopped == "output"
    assert outcome.truncated
    assert len(outcome.stdout) < 110_000
    assert outcome.seconds < 5


async def test_head_and_tail_of_long_output_are_kept(containment: Containment, project: Path) -> None:
    code = "print('first'); [print('x' * 99) for _ in range(20_000)]; print('last')"
    outcome = await containment.run(["python", "-c", code], project, limits=Limits(output=50_000))
    assert outcome.code == 0
    assert outcome.stdout.startswith("first\n")
    assert outcome.stdout.endswith("last\n")
    assert "bytes left out" in outcome.stdout


async def test_a_program_that_never_reads_its_input_does_not_hold_us_up(
    containment: Containment, project: Path
) -> None:
    started = time.monotonic()
    outcome = await containment.run(["true"], project, stdin=bytes(20 << 20))
    assert outcome.code == 0
    assert time.monotonic() - started < 3
