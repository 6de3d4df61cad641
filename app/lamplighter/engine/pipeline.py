"""The main job, in the order it happens. Read this first: the pipeline is the product.

    idea ─► specify ─► scaffold ─► generate ─► verify ◄─► repair ─► preview ─► gate

A stage is one async function; its value is stored before the next one starts, so a killed job goes on after the last
finished stage. A new stage is one function and one line in `_work`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec

from lamplighter.domain import events
from lamplighter.domain.errors import Exit, LamplighterError
from lamplighter.domain.events import Stage
from lamplighter.engine.generate import generate
from lamplighter.engine.job import Emit, Job, Result, Scaffolded, Specified, Verified
from lamplighter.engine.release import exit_code, released
from lamplighter.engine.scaffold import scaffold
from lamplighter.engine.specify import specify
from lamplighter.engine.verify import verify

Value = TypeVar("Value", bound=msgspec.Struct)


async def run_job(job: Job, emit: Emit) -> Result:
    """Run the whole job; every event also goes to the idea's journal.

    Raises what stopped it (after a `JobFailed` or `JobCancelled` event). Whatever happens, the project folder shows
    the last version that was committed, and no process or temporary folder is left.
    """
    stage = _Stages(job, emit)
    try:
        result = await _work(job, stage)
    except asyncio.CancelledError:
        job.store.write_project()
        stage.tell(events.JobCancelled(job.store.idea_id, stage.current))
        raise
    except LamplighterError as error:
        stage.tell(events.JobFailed(error.message, error.hint, error.exit))
        raise
    except Exception as error:
        stage.tell(events.JobFailed(f"Something went wrong inside Lamplighter: {error!r}", _REPORT, Exit.BAD_INPUT))
        raise
    stage.tell(events.JobFinished(job.store.idea_id, result.exit))
    return result


async def _work(job: Job, stage: _Stages) -> Result:
    specified = await stage(Stage.SPECIFY, Specified, lambda: specify(job, stage.tell))
    scaffolded = await stage(Stage.SCAFFOLD, Scaffolded, lambda: scaffold(job, specified, stage.tell))
    generate(specified, stage.tell)
    verified = await stage(Stage.VERIFY, Verified, lambda: verify(job, specified, scaffolded, stage.tell))
    stage.tell(events.StageSkipped(Stage.PREVIEW, f"no window here; `serve {job.store.idea_id}` shows it running"))
    gate = released(job, specified, verified, stage.tell)
    return Result(
        job.store.idea_id,
        specified,
        verified,
        gate.state.value,
        tuple(reason.text for reason in gate.reasons),
        exit_code(verified),
        dict(job.seconds),
    )


_REPORT = "Nothing that was saved is lost. Start it again; if it happens twice, please report this sentence."


class _Stages:
    """Runs stages once: what is stored as finished is read back in place of being done again."""

    def __init__(self, job: Job, emit: Emit) -> None:
        self._job = job
        self._emit = emit
        self._finished = job.store.finished(job.id)
        self.current: Stage | None = None
        last = max(self._finished, key=list(Stage).index, default=None)
        self.tell(events.JobStarted(job.store.idea_id, str(job.store.get("name") or job.store.idea_id), last))

    def tell(self, event: events.JobEvent) -> None:
        self._job.store.record("job", {"event": type(event).__name__, **msgspec.to_builtins(event)})
        self._emit(event)

    async def __call__(self, stage: Stage, kind: type[Value], work: Callable[[], Awaitable[Value]]) -> Value:
        self.current = stage
        if stage in self._finished:
            return msgspec.convert(self._finished[stage], kind)
        self.tell(events.StageStarted(stage))
        started = time.monotonic()
        value = await work()
        seconds = time.monotonic() - started
        self._job.store.finish_stage(self._job.id, stage, msgspec.to_builtins(value))
        self._job.seconds[stage.value] = round(seconds, 3)
        self.tell(events.StageFinished(stage, seconds))
        await asyncio.sleep(0)  # a cancel that came with the last event takes effect here, between two stages
        return value
