"""Run the checks over a contained copy of some files: a build's, an idea's current ones, or any folder's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.findings import Finding
from lamplighter.domain.gate import NOT_RUN
from lamplighter.engine.job import Emit, Workshop
from lamplighter.services.checks import Subject, check_folder, run_checks
from lamplighter.services.packages import pack_packages
from lamplighter.services.paths import temp_folder
from lamplighter.services.project_files import ProjectFiles

RUNNING = ("tests", "starts")  # the checks without which nothing can be said to have run


def has_run(findings: Sequence[Finding]) -> bool:
    """Whether the checks that run a project could run it."""
    return not any(finding.check in RUNNING and finding.message.startswith(NOT_RUN) for finding in findings)


async def checked(
    files: Mapping[str, bytes], pack_name: str, blueprint: Blueprint | None, workshop: Workshop, emit: Emit
) -> tuple[Finding, ...]:
    """Every finding about these files; they are copied, so nothing that runs can change the originals."""
    pack = workshop.pack(pack_name)
    packages = pack_packages(pack, workshop.home.cache) if pack else None
    with temp_folder(workshop.home.temp, "check") as folder:
        with ProjectFiles(folder) as copy:
            copy.replace_all(files)
        subject = Subject(
            folder, files, pack_name, blueprint, (packages,) if packages else (), compiled=frozenset(files)
        )
        return await run_checks(subject, workshop.containment, None, emit)


async def checked_folder(folder: Path, only: str | None, workshop: Workshop, emit: Emit) -> tuple[Finding, ...]:
    """Every finding about any folder, ours or not; it may stand on the packages of every pack. It is only read."""
    packages = [found for pack in workshop.packs if (found := pack_packages(pack, workshop.home.cache))]
    return await check_folder(folder, workshop.containment, packages, only, emit)
