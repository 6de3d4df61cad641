"""The end of a job: the exit code it deserves, and the report that is kept for every way out."""

from __future__ import annotations

import pytest

from lamplighter.domain import events
from lamplighter.domain.errors import Exit
from lamplighter.domain.events import JobEvent
from lamplighter.domain.findings import Finding, Severity, not_run
from lamplighter.domain.gate import GateState
from lamplighter.engine.job import Specified, Verified, Workshop
from lamplighter.engine.leaving import report_of
from lamplighter.engine.release import exit_code, released
from lamplighter.services.paths import Home

from .builds import blueprint, job_on, order

WRONG = Finding("tests", Severity.ERROR, "a test fails", "tests/a.test.mjs", 3)


def verified(*findings: Finding, ran: bool = True) -> Verified:
    return Verified(1, findings, ran, blueprint(), ("the rule “late”",))


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (verified(), Exit.DONE),
        (verified(Finding("tests", Severity.WARNING, "slow")), Exit.DONE),
        (verified(not_run("tests", "no Node"), ran=False), Exit.NOT_RUN),
        (verified(WRONG), Exit.FINDINGS),
        (verified(WRONG, not_run("starts", "no Node"), ran=False), Exit.FINDINGS),
    ],
)
def test_the_exit_code_says_how_it_ended_and_errors_come_first(end: Verified, code: Exit) -> None:
    assert exit_code(end) == code


@pytest.mark.parametrize(("findings", "state"), [((), GateState.FULL), ((WRONG,), GateState.LOCKED)])
def test_the_report_is_kept_and_the_gate_is_told(
    workshop: Workshop, temp_home: Home, findings: tuple[Finding, ...], state: GateState
) -> None:
    heard: list[JobEvent] = []
    specified = Specified(blueprint(), "static", ("one person",), ("Later",), ("a map",))
    job = job_on(workshop, temp_home, order())
    with job.store as store:
        gate = released(job, specified, verified(*findings), heard.append)
        report = report_of(store)
    assert gate.state is state
    assert heard == [events.GateJudged(state.value, tuple(reason.text for reason in gate.reasons))]
    assert report is not None
    assert (report.pack, report.assumed, report.cut) == ("static", ("one person",), ("Later",))
    assert report.not_built == ("a map", "the rule “late”")
    assert report.findings == findings
    assert report.blueprint == blueprint()
