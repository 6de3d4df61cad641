"""The end of a job: what the gate says now, and the exit code the job deserves."""

from __future__ import annotations

import msgspec

from lamplighter.domain import events
from lamplighter.domain.errors import Exit
from lamplighter.domain.events import Stage
from lamplighter.domain.findings import Severity
from lamplighter.domain.gate import Gate
from lamplighter.engine.job import Emit, Job, Specified, Verified
from lamplighter.engine.leaving import REPORT, Report, judged_now


def released(job: Job, specified: Specified, verified: Verified, emit: Emit) -> Gate:
    """Keep the report, judge the gate and tell its state; every way out asks the gate again."""
    report = Report(
        version=verified.version,
        pack=specified.pack,
        blueprint=verified.blueprint,
        findings=verified.findings,
        ran=verified.ran,
        assumed=specified.assumed,
        cut=specified.cut,
        not_built=(*specified.not_built, *verified.not_built),
    )
    job.store.put(REPORT, msgspec.to_builtins(report))
    job.store.finish_stage(job.id, Stage.GATE, None)
    gate = judged_now(job.store, report)
    emit(events.GateJudged(gate.state.value, tuple(reason.text for reason in gate.reasons)))
    return gate


def exit_code(verified: Verified) -> Exit:
    """3 with an open error, 4 when it was built but not run, else 0."""
    if any(finding.severity is Severity.ERROR for finding in verified.findings):
        return Exit.FINDINGS
    return Exit.DONE if verified.ran else Exit.NOT_RUN
