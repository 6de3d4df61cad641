"""Watches what a running sandbox takes that no limit inside can bound: the disk, and memory and processes together.

The process limit inside does not hold for the computer's administrator, so processes are counted here as well.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

from lamplighter.services.containment.process import SandboxProcess
from lamplighter.services.containment.values import Limits

TICK = 0.05  # seconds between two looks at processes and free space
FOLDER_EVERY = 10  # ticks between two looks at the project folder
FREE_SPACE_FLOOR = 512 << 20  # bytes that stay free for the person's own work
PAGE = os.sysconf("SC_PAGE_SIZE")


async def watch(process: SandboxProcess, project: Path, limits: Limits) -> None:
    """Until the sandbox ends or is stopped by this."""
    ticks = 0
    while not process.has_ended:
        await asyncio.sleep(TICK)
        ticks += 1
        reason = over_usage(process.pid, limits) or over_free_space(project)
        if not reason and ticks % FOLDER_EVERY == 0:
            reason = await asyncio.to_thread(over_folder, project, limits)
        if reason:
            process.stop(reason)
            return


def over_free_space(project: Path) -> str:
    return "disk" if shutil.disk_usage(project).free < FREE_SPACE_FLOOR else ""


def over_usage(first: int, limits: Limits) -> str:
    """Which limit all processes of a sandbox together are over: "processes", "memory" or none.

    `first` is process 1 of the sandbox, as seen from outside. The count stops at the limit, so a fork bomb costs no
    more to look at than a program that stays within.
    """
    waiting, threads, resident = [first] if first else [], 0, 0
    while waiting:
        pid = waiting.pop()
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            tasks = os.listdir(f"/proc/{pid}/task")
            waiting += [int(child) for task in tasks for child in _children(pid, task)]
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
        threads += len(tasks)
        resident += int(fields[21]) * PAGE
        if threads > limits.processes + 2:  # bubblewrap's own
            return "processes"
    return "memory" if resident > limits.memory else ""


def _children(pid: int, task: str) -> list[str]:
    return Path(f"/proc/{pid}/task/{task}/children").read_text(encoding="ascii").split()


def over_folder(project: Path, limits: Limits) -> str:
    """Whether the project holds too many bytes or entries, or hides some: "disk" or none. Links are not followed."""
    waiting, size, entries = [str(project)], 0, 0
    while waiting:
        try:
            with os.scandir(waiting.pop()) as folder:
                for entry in folder:
                    entries += 1
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entries > limits.files or size > limits.folder:
                        return "disk"
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except FileNotFoundError:
            continue  # removed while we looked
        except OSError:
            return "disk"  # unreadable, or nested deeper than a path can say: it cannot be bounded
    return ""
