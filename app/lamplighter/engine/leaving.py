"""What may leave, and what leaves: the gate is asked about the files as they are now, never about an old report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.findings import Finding
from lamplighter.domain.gate import Gate, Override, judged
from lamplighter.engine.checking import checked
from lamplighter.engine.job import Emit, Workshop
from lamplighter.services.store import IdeaStore

REPORT = "report"
OVERRIDES = "overrides"


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
    """The last report, None before the first verification."""
    saved = store.get(REPORT)
    return msgspec.convert(saved, Report) if isinstance(saved, Mapping) else None


def overrides_of(store: IdeaStore) -> tuple[Override, ...]:
    """The overrides a person has written for this idea, in order."""
    saved = store.get(OVERRIDES)
    return msgspec.convert(saved, tuple[Override, ...]) if isinstance(saved, Sequence) else ()


async def at_the_gate(store: IdeaStore, report: Report, workshop: Workshop, emit: Emit) -> Leaving:
    """Judge the newest version; when it is not the one that was verified, it is checked now."""
    store.adopt_edits()
    newest = store.versions()[-1].version
    files = store.files(newest)
    if newest != report.version:
        findings = await checked(files, report.pack, report.blueprint, workshop, emit)
        report = msgspec.structs.replace(report, version=newest, findings=findings)
        store.put(REPORT, msgspec.to_builtins(report))
    return Leaving(report, judged(report.findings, "", overrides_of(store)), files)
