"""The whole job: what it tells, what it keeps, and that a stopped one goes on without doing anything twice."""

from __future__ import annotations

import asyncio
import dataclasses

import jinja2
import msgspec
import pytest

from lamplighter.domain import events
from lamplighter.domain.errors import BadInput, Exit
from lamplighter.domain.events import JobEvent, Stage
from lamplighter.engine.intake import opened_job, resumed_job
from lamplighter.engine.job import Job, Workshop
from lamplighter.engine.pipeline import run_job
from lamplighter.services.paths import Home

from .builds import job_on, library_of, order, started
from .conftest import Built

WORK = [Stage.SPECIFY, Stage.SCAFFOLD, Stage.VERIFY]


async def cancelled_at(job: Job, moment: type[JobEvent], stage: Stage) -> list[JobEvent]:
    """Run a job and press Ctrl-C when this event comes; gives what it told."""
    heard: list[JobEvent] = []

    def emit(event: JobEvent) -> None:
        heard.append(event)
        if type(event) is moment and getattr(event, "stage", None) is stage:
            running.cancel()

    running = asyncio.create_task(run_job(job, emit))
    with pytest.raises(asyncio.CancelledError):
        await running
    return heard


def test_a_build_ends_verified_with_an_open_gate(built: Built) -> None:
    result = built.result
    assert (result.exit, result.gate, result.reasons) == (Exit.DONE, "full", ())
    assert result.verified.ran
    assert result.verified.findings == ()
    assert result.specified.pack == "static"
    assert list(result.seconds) == [stage.value for stage in WORK]


def test_it_tells_every_stage_in_order_from_start_to_finish(built: Built) -> None:
    assert isinstance(built.heard[0], events.JobStarted)
    assert built.heard[-1] == events.JobFinished(built.result.idea_id, 0)
    assert started(list(built.heard)) == WORK
    finished = [event.stage for event in built.heard if isinstance(event, events.StageFinished)]
    assert finished == WORK
    skipped = {event.stage: event.reason for event in built.heard if isinstance(event, events.StageSkipped)}
    assert skipped.keys() == {Stage.GENERATE, Stage.PREVIEW}
    assert built.result.idea_id in skipped[Stage.PREVIEW]


def test_the_journal_holds_exactly_what_was_told(built: Built) -> None:
    with built.library.open(built.result.idea_id) as store:
        kept = [event.body for event in store.events("job")]
    told = [{"event": type(event).__name__, **msgspec.to_builtins(event)} for event in built.heard]
    assert msgspec.json.encode(kept) == msgspec.json.encode(told)


async def test_a_finished_job_is_read_back_without_running_a_stage(built: Built, workshop: Workshop) -> None:
    heard: list[JobEvent] = []
    copy = built.library.duplicate(built.result.idea_id)
    job = resumed_job(copy, built.library, workshop)
    with job.store:
        before = job.store.versions()
        again = await run_job(job, heard.append)
        assert job.store.versions() == before
    assert started(heard) == []
    assert isinstance(heard[0], events.JobStarted)
    assert heard[0].resumed_from is Stage.GATE
    assert again.verified == built.result.verified
    assert again.exit == built.result.exit


@pytest.mark.parametrize(
    ("moment", "stage", "left"),
    [
        (events.StageStarted, Stage.SPECIFY, WORK),
        (events.StageFinished, Stage.SPECIFY, WORK[1:]),
        (events.StageStarted, Stage.SCAFFOLD, WORK[1:]),
        (events.StageFinished, Stage.SCAFFOLD, WORK[2:]),
        (events.StageFinished, Stage.VERIFY, []),
    ],
)
async def test_a_cancelled_job_goes_on_after_the_last_finished_stage(
    workshop: Workshop, temp_home: Home, moment: type[JobEvent], stage: Stage, left: list[Stage]
) -> None:
    library = library_of(temp_home)
    job = opened_job(order(), library, workshop)
    with job.store:
        heard = await cancelled_at(job, moment, stage)
        assert isinstance(heard[-1], events.JobCancelled)
        finished = list(job.store.finished(job.id))
    rest = [one for one in WORK if one not in finished]
    assert set(rest) <= set(left)
    again: list[JobEvent] = []
    job = resumed_job(job.store.idea_id, library, workshop)
    with job.store as store:
        result = await run_job(job, again.append)
        assert [version.author for version in store.versions()] == ["builder"]
        assert store.project.joinpath("src", "rules.js").read_bytes() == store.files()["src/rules.js"]
    assert started(again) == rest
    assert result.exit == Exit.NOT_RUN


async def test_a_cancel_names_the_stage_and_keeps_the_folder_at_the_last_version(
    workshop: Workshop, temp_home: Home
) -> None:
    job = job_on(workshop, temp_home, order(run=True))
    with job.store as store:
        heard = await cancelled_at(job, events.StageStarted, Stage.VERIFY)
        assert heard[-1] == events.JobCancelled(store.idea_id, Stage.VERIFY)
        assert store.project.joinpath("README.md").read_bytes() == store.files()["README.md"]
        assert store.adopt_edits() is None
    assert list(workshop.home.temp.iterdir()) == []


async def test_a_job_that_is_refused_says_so_and_what_to_do(workshop: Workshop, temp_home: Home) -> None:
    heard: list[JobEvent] = []
    job = job_on(workshop, temp_home, order(pack="nonsense"))
    with job.store, pytest.raises(BadInput) as refused:
        await run_job(job, heard.append)
    assert heard[-1] == events.JobFailed(refused.value.message, refused.value.hint, Exit.BAD_INPUT)
    assert started(heard) == [Stage.SPECIFY]


async def test_a_fault_of_the_program_is_told_and_the_stages_before_it_are_kept(
    workshop: Workshop, temp_home: Home
) -> None:
    empty = jinja2.Environment(loader=jinja2.DictLoader({}), autoescape=False)  # noqa: S701 - it renders nothing
    torn = dataclasses.replace(workshop, toolkit=dataclasses.replace(workshop.toolkit, environment=empty))
    heard: list[JobEvent] = []
    job = job_on(torn, temp_home, order())
    with job.store as store:
        with pytest.raises(jinja2.TemplateNotFound):
            await run_job(job, heard.append)
        assert list(store.finished(job.id)) == [Stage.SPECIFY]
        told = heard[-1]
        assert isinstance(told, events.JobFailed)
        assert told.hint
        heard.clear()
        mended = Job(job.order, store, workshop)
        assert (await run_job(mended, heard.append)).exit == Exit.NOT_RUN
    assert started(heard) == [Stage.SCAFFOLD, Stage.VERIFY]


async def test_without_a_sandbox_it_is_built_but_never_run(bare_workshop: Workshop, temp_home: Home) -> None:
    heard: list[JobEvent] = []
    job = job_on(bare_workshop, temp_home, order(run=True))
    with job.store as store:
        result = await run_job(job, heard.append)
        assert store.project.joinpath("index.html").is_file()
    assert result.exit == Exit.NOT_RUN
    assert not result.verified.ran
    assert {finding.check for finding in result.verified.findings} >= {"parse", "imports", "tests", "starts"}
    assert all(finding.message.startswith("not run:") for finding in result.verified.findings)
    reasons = [e.reason for e in heard if isinstance(e, events.StageSkipped) and e.stage is Stage.VERIFY]
    assert "bubblewrap" in reasons[0]
