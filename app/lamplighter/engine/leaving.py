"""What may leave, and what leaves: the gate is asked about the files as they are now, never about an old report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.findings import Finding
from lamplighter.domain.gate import Gate, Override, Reason, judged, overridden
from lamplighter.engine.checking import checked, has_run
from lamplighter.engine.intake import ORDER
from lamplighter.engine.job import Emit, Workshop
from lamplighter.services.exporter import Parcel, Past
from lamplighter.services.questions import read_questions
from lamplighter.services.store import IdeaStore

REPORT = "report"
OVERRIDES = "overrides"
UNCHECKED = 0  # no version has this number, so the gate checks the newest


class Report(msgspec.Struct, frozen=True):
    """What the last verification of an idea said, and about which version."""

    version: int
    pack: str
    blueprint: Blueprint
    findings: tuple[Finding, ...]
    ran: bool
    assumed: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    not_built: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaving:
    """An idea at the gate."""

    report: Report
    gate: Gate
    files: Mapping[str, bytes]


def report_of(store: IdeaStore) -> Report | None:
    """The last report; None before the first verification, and for one that cannot be read."""
    try:
        return msgspec.convert(store.get(REPORT), Report)
    except msgspec.ValidationError:
        return None


def overrides_of(store: IdeaStore) -> tuple[Override, ...]:
    """The overrides a person has written for this idea, in order; what cannot be read opens nothing."""
    try:
        return msgspec.convert(store.get(OVERRIDES), tuple[Override, ...])
    except msgspec.ValidationError:
        return ()


def taken_in(store: IdeaStore) -> None:
    """An idea from elsewhere: neither its checks, stages nor exceptions count until they are made here."""
    store.put(OVERRIDES, [])
    store.put(ORDER, None)  # its finished stages hang on its order, and nobody here has seen them finish
    report = report_of(store)
    if report is not None:
        store.put(REPORT, msgspec.to_builtins(msgspec.structs.replace(report, version=UNCHECKED)))


async def at_the_gate(store: IdeaStore, report: Report, workshop: Workshop, emit: Emit) -> Leaving:
    """Judge the newest version; when it is not the one that was verified, it is checked now."""
    store.adopt_edits()
    newest = store.versions()[-1].version
    files = store.files(newest)
    if newest != report.version:
        findings = await checked(files, report.pack, report.blueprint, workshop, emit)
        report = msgspec.structs.replace(report, version=newest, findings=findings, ran=has_run(findings))
        store.put(REPORT, msgspec.to_builtins(report))
    return Leaving(report, judged_now(store, report), files)


def override_written(store: IdeaStore, leaving: Leaving, reason: Reason, text: str, look_again: str) -> Leaving:
    """Keep a person's exception to one reason, chained to those before. Raises BadInput when it is not one."""
    before = overrides_of(store)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    one = overridden(before[-1].hash if before else "", reason.rule, text, look_again, now, reason.about)
    store.put(OVERRIDES, msgspec.to_builtins((*before, one)))
    return Leaving(leaving.report, judged_now(store, leaving.report), leaving.files)


def parcel_of(store: IdeaStore, leaving: Leaving) -> Parcel:
    """What is handed to the exporter: the newest files and every version before them."""
    history = tuple(Past(v.author, v.note or v.stage, v.time, store.files(v.version)) for v in store.versions())
    return Parcel(leaving.report.blueprint.name, leaving.files, history)


def judged_now(store: IdeaStore, report: Report) -> Gate:
    """The gate over a report, with the overrides written so far and the questions nobody has answered."""
    unanswered = [f"{question.id} {question.ask}" for question in read_questions()]
    return judged(report.findings, "", overrides_of(store), unanswered)
