"""Verify and repair: run every check on a contained copy, make the certain repairs, and stop when they do not help."""

from __future__ import annotations

import msgspec

from lamplighter.domain import events
from lamplighter.domain.events import Stage
from lamplighter.domain.findings import Finding, Severity, not_run
from lamplighter.engine.checking import checked, has_run
from lamplighter.engine.job import Emit, Job, Scaffolded, Specified, Verified
from lamplighter.engine.repair import Repaired, repaired
from lamplighter.engine.scaffold import commit
from lamplighter.services.checks import checks

ROUNDS = 3  # the same failure is tried at most three times


async def verify(job: Job, specified: Specified, scaffolded: Scaffolded, emit: Emit) -> Verified:
    """Check, repair what has a certain repair, check again; at most `ROUNDS` times and only while it gets better."""
    now = Verified(scaffolded.version, (), ran=False, blueprint=specified.blueprint)
    if not job.order.run:
        return _not_run(now, "asked not to run anything (--no-run)", emit)
    if (await job.workshop.containment.probe()).tier == 0:
        return _not_run(now, "this computer offers no safe way to contain it; install bubblewrap", emit)
    now = await _checked(job, specified, now, emit)
    for _ in range(ROUNDS):
        repair = await repaired(job, specified, now)
        if repair is None:
            break
        after = await _checked(job, specified, _as_version(job, now, repair, emit), emit)
        if _weight(after.findings) >= _weight(now.findings):
            back = commit(job, job.store.files(now.version), "repair", "repair", emit)
            now = msgspec.structs.replace(now, version=back)
            break
        now = after
    for finding in now.findings:
        emit(events.FindingRaised(finding))
    return now


async def _checked(job: Job, specified: Specified, now: Verified, emit: Emit) -> Verified:
    findings = await checked(job.store.files(now.version), specified.pack, now.blueprint, job.workshop, emit)
    return msgspec.structs.replace(now, findings=findings, ran=has_run(findings))


def _as_version(job: Job, now: Verified, repair: Repaired, emit: Emit) -> Verified:
    version = commit(job, repair.files, "repair", "repair", emit)
    for what, finding in {what: finding for finding, what in repair.done}.items():
        emit(events.FixApplied(finding, what))
    return msgspec.structs.replace(
        now, version=version, blueprint=repair.blueprint, not_built=(*now.not_built, *repair.not_built)
    )


def _weight(findings: tuple[Finding, ...]) -> int:
    """How bad it is: the count of open errors; a repair that does not lower it is taken back."""
    return sum(finding.severity is Severity.ERROR for finding in findings)


def _not_run(now: Verified, why: str, emit: Emit) -> Verified:
    emit(events.StageSkipped(Stage.VERIFY, why))
    findings = tuple(not_run(check.NAME, why) for check in checks())
    return msgspec.structs.replace(now, findings=findings, ran=False)
