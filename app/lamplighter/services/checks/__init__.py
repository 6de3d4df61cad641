"""The checks: one file each, found by being there. Each looks at a copy of a project and says what it saw.

`run_checks` runs them side by side; what cannot be run says so in a note, and is never taken for passed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, cast

from lamplighter.domain.errors import BadInput, ContainmentFailed, NotContained, ToolMissing
from lamplighter.domain.events import JobEvent, ProgressMade, Stage
from lamplighter.domain.findings import Finding, not_run
from lamplighter.services.containment import Containment
from lamplighter.services.containment.output import plain
from lamplighter.services.discover import plug_in_modules
from lamplighter.services.inspection.foreign import subject_of_folder
from lamplighter.services.inspection.subject import Subject
from lamplighter.services.inspection.survey import together

__all__ = ["Check", "Subject", "check_folder", "checks", "run_checks"]

FIRST = ("parse", "imports", "tests", "starts")
Emit = Callable[[JobEvent], None]


class Check(Protocol):
    """A module in this package: a name, and what it sees in a subject."""

    @property
    def NAME(self) -> str: ...  # noqa: N802 - a constant of the module

    async def run(self, subject: Subject, containment: Containment) -> tuple[Finding, ...]: ...


def checks() -> tuple[Check, ...]:
    """Every check there is, the four that all projects know first."""
    found = cast("tuple[Check, ...]", plug_in_modules(__name__))
    order = {name: place for place, name in enumerate(FIRST)}
    return tuple(sorted(found, key=lambda check: (order.get(check.NAME, len(FIRST)), check.NAME)))


async def run_checks(subject: Subject, containment: Containment, only: str | None, emit: Emit) -> tuple[Finding, ...]:
    """All findings, or those of the one check named `only`; raises BadInput when there is no such check."""
    chosen = [check for check in checks() if only in (None, check.NAME)]
    if not chosen:
        known = ", ".join(check.NAME for check in checks())
        raise BadInput(f"There is no check called “{only}”.", f"The checks are: {known}.")
    done = 0

    async def one(check: Check) -> tuple[Finding, ...]:
        nonlocal done
        found = await _run_or_say_why(check, subject, containment)
        done += 1
        emit(ProgressMade(Stage.VERIFY, f"checked {check.NAME}", done, len(chosen)))
        return found

    results = await together(*(one(check) for check in chosen))
    return tuple(finding for found in results for finding in found)


async def _run_or_say_why(check: Check, subject: Subject, containment: Containment) -> tuple[Finding, ...]:
    """What a project prints stands in findings, so nothing in them may steer the screen they are shown on."""
    try:
        found = await check.run(subject, containment)
        return tuple(replace(finding, message=plain(finding.message), proof=plain(finding.proof)) for finding in found)
    except (NotContained, ContainmentFailed, ToolMissing) as why:
        return (not_run(check.NAME, f"{why.message} {why.hint}".strip()),)


async def check_folder(
    folder: Path, containment: Containment, packages: Sequence[Path], only: str | None, emit: Emit
) -> tuple[Finding, ...]:
    """Check any folder, which is only read: what runs is a copy. What could not be copied is among the findings."""
    with subject_of_folder(folder, containment.temp, packages) as (subject, left_out):
        if subject is None:
            return left_out
        return (*left_out, *await run_checks(subject, containment, only, emit))
