"""Run an idea's prototype, contained, behind the gate; its data lives beside the idea and outlasts the run."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from lamplighter.domain.errors import BadInput, ContainmentFailed, NotContained
from lamplighter.engine.job import Workshop
from lamplighter.engine.leaving import Report, report_of
from lamplighter.services.inspection.recognise import how_it_starts
from lamplighter.services.inspection.start import Running, started
from lamplighter.services.inspection.subject import Subject
from lamplighter.services.packages import pack_packages
from lamplighter.services.preview_gate import PreviewGate
from lamplighter.services.project_files import ProjectFiles
from lamplighter.services.store import IdeaStore

RUNNING = "running"  # the folder the prototype runs in: its files anew at each start, its data kept
SHOWN = {"PREVIEW": "1"}
ZONES = "/usr/share/zoneinfo/"


@dataclass(frozen=True, slots=True)
class Shown:
    """A prototype that answers at `url` while the block lasts; `pid` is process 1 of its sandbox."""

    url: str
    tier: int
    running: Running

    @property
    def pid(self) -> int:
        """As this computer numbers it."""
        return self.running.served.pid

    async def wait(self) -> str:
        """Until it ends by itself; gives what it said last."""
        outcome = await self.running.served.wait()
        why = f"it was stopped: too much {outcome.stopped}" if outcome.stopped else f"its exit code was {outcome.code}"
        last = outcome.stderr.strip().splitlines()[-1:] or [""]
        return f"{why}. {last[0]}".strip()


@contextlib.asynccontextmanager
async def serving(store: IdeaStore, workshop: Workshop) -> AsyncIterator[Shown]:
    """The newest version, running. Raises BadInput (nothing built), NotContained, ContainmentFailed."""
    report = report_of(store)
    if report is None:
        raise BadInput("Nothing was built for this idea yet.", f"Build it first: build --resume {store.idea_id}")
    probe = await workshop.containment.probe()
    if probe.tier == 0:
        raise NotContained(probe.why, probe.hint)
    store.adopt_edits()
    files = store.files()
    folder = store.folder / RUNNING
    folder.mkdir(mode=0o700, exist_ok=True)
    with ProjectFiles(folder) as place:
        for path, text in files.items():
            place.write(path, text)
    start = how_it_starts(Subject(folder, files, report.pack))
    if start is None or start.alone:
        raise BadInput("Nothing in this project says how it is started.", f"Check it: check {store.project}")
    packages = _packages(report, workshop)
    async with started(start, folder, packages, workshop.containment, environment={**SHOWN, **_zone()}) as running:
        if not running.answers:
            raise ContainmentFailed(
                "The prototype was started but does not answer.", running.served.printed().strip()[-400:]
            )
        async with PreviewGate(running.socket) as gate:
            yield Shown(gate.url, probe.tier, running)


def _packages(report: Report, workshop: Workshop) -> list[Path]:
    pack = workshop.pack(report.pack)
    found = pack_packages(pack, workshop.home.cache) if pack else None
    return [found] if found else []


def _zone() -> dict[str, str]:
    """The computer's time zone, by the name the sandbox can look up; it has no /etc to read it from."""
    named = os.environ.get("TZ") or os.path.realpath("/etc/localtime").removeprefix(ZONES)
    return {"TZ": named} if (Path(ZONES) / named).is_file() else {}
