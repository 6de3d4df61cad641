"""Cancel at every stage, kill at any moment: nothing is left behind, nothing acknowledged is lost, and it goes on."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from pathlib import Path

import pytest
from tests.e2e.programs import TOOL_LIBRARY, interrupted, ran, sandboxes, started, temp_left

from lamplighter.domain.events import JobCancelled, JobEvent, ProgressMade, StageFinished, StageStarted
from lamplighter.engine.intake import opened_job
from lamplighter.engine.job import Job, Order
from lamplighter.engine.pipeline import run_job
from lamplighter.engine.workshop import made_library, made_workshop


def moments() -> list[str]:
    """Where a person may press cancel: at the start of each stage, in the middle of the checks, at the end of each."""
    return [
        "start specify", "end specify", "start scaffold", "end scaffold", "start verify", "in verify", "end verify",
    ]  # fmt: skip


def is_now(moment: str, event: JobEvent) -> bool:
    kind, _, stage = moment.partition(" ")
    match event:
        case StageStarted(stage=now):
            return kind == "start" and now == stage
        case StageFinished(stage=now):
            return kind == "end" and now == stage
        case ProgressMade(stage=now):
            return kind == "in" and now == stage
        case _:
            return False


def job_in(home: Path) -> Job:
    workshop = made_workshop(home)
    return opened_job(Order(idea=TOOL_LIBRARY), made_library(workshop.home), workshop)


@pytest.mark.parametrize("moment", moments())
async def test_cancel_leaves_nothing_behind_and_the_job_goes_on(moment: str, tmp_path: Path) -> None:
    job = job_in(tmp_path)
    seen: list[JobEvent] = []

    def emit(event: JobEvent) -> None:
        seen.append(event)
        if is_now(moment, event):
            task.cancel()

    task = asyncio.ensure_future(run_job(job, emit))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert isinstance(seen[-1], JobCancelled)
    assert [line for line in sandboxes() if str(tmp_path) in line] == []
    assert temp_left(tmp_path) == []
    assert shown(job) == saved(job)
    job.store.close()

    again = job_in(tmp_path)
    with again.store:
        assert again.store.idea_id == job.store.idea_id
        result = await run_job(again, seen.append)
        assert result.exit == 0
        assert shown(again) == saved(again)


def shown(job: Job) -> dict[str, bytes]:
    """The project folder as it stands; no half-written file is in it."""
    root = job.store.project
    if not root.is_dir():
        return {}
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def saved(job: Job) -> dict[str, bytes]:
    return job.store.files()


def test_ctrl_c_is_answered_with_a_result_line(tmp_path: Path) -> None:
    process = started(tmp_path, "build", TOOL_LIBRARY, "--pack", "web")
    assert process.stdout is not None
    while b'"StageStarted","stage":"verify"' not in process.stdout.readline():
        pass
    ended = interrupted(process)
    assert ended.code == 130
    assert ended.result["ok"] is False
    assert ended.result["exit"] == 130
    assert ended.result["error"]["message"]
    assert ended.result["findings"] == []
    assert [line for line in sandboxes() if str(tmp_path) in line] == []
    assert temp_left(tmp_path) == []


@pytest.mark.parametrize("seed", range(10))
def test_a_build_killed_at_a_random_moment_loses_nothing_and_goes_on(seed: int, tmp_path: Path) -> None:
    kill_and_go_on(tmp_path, random.Random(seed).uniform(0.2, 1.6))


def kill_and_go_on(home: Path, after: float) -> None:
    """Kill a build -9 after so many seconds; what it had acknowledged must stand, and the same order must finish."""
    process = started(home, "build", TOOL_LIBRARY)
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    out, _ = process.communicate(timeout=60)
    acknowledged = [line for line in out.decode().splitlines() if line.endswith("}") and '"FilesChanged"' in line]
    listed = ran(home, "ideas").result["ideas"]
    assert all(idea["problem"] == "" for idea in listed)
    if acknowledged:
        versions = ran(home, "history", listed[0]["idea_id"]).result["versions"]
        assert len(versions) >= len(acknowledged)
    finished = b'"ok":true' in out
    ended = ran(home, "build", TOOL_LIBRARY)
    assert ended.code == 0, ended.result
    if listed and not finished:
        assert ended.result["idea_id"] == listed[0]["idea_id"]
    assert temp_left(home) == []
    deadline = time.monotonic() + 3
    while [line for line in sandboxes() if str(home) in line]:
        assert time.monotonic() < deadline, "a sandbox outlived the program that was killed"
        time.sleep(0.05)
