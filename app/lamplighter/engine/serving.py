"""Run an idea's prototype, contained, behind the gate; its data lives beside the idea and outlasts the run."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lamplighter.domain.errors import BadInput, ContainmentFailed, NotContained
from lamplighter.engine.job import Workshop
from lamplighter.engine.leaving import Report, report_of
from lamplighter.services.inspection.recognise import Start, how_it_starts
from lamplighter.services.inspection.start import Running, started
from lamplighter.services.inspection.subject import Subject
from lamplighter.services.packages import pack_packages
from lamplighter.services.paths import remove_tree
from lamplighter.services.preview_gate import PreviewGate
from lamplighter.services.project_files import ProjectFiles
from lamplighter.services.store import IdeaStore
from lamplighter.services.store.locks import locked_at_once

KEPT = "data"  # where the data waits while that folder is made anew
DATA = "data"
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
    start = how_it_starts(Subject(store.folder / RUNNING, files, report.pack))
    if start is None or start.alone:
        raise BadInput("Nothing in this project says how it is started.", f"Check it: check {store.project}")
    packages = _packages(report, workshop)
    with locked_at_once(store.folder, RUNNING) as free:
        if not free:
            raise BadInput("This idea is running already.", "Stop it there with Ctrl-C, or use the address it printed.")
        async with _shown(start, _place(store.folder, files), packages, workshop, probe.tier) as shown:
            yield shown


@contextlib.asynccontextmanager
async def _shown(
    start: Start, folder: Path, packages: list[Path], workshop: Workshop, tier: int
) -> AsyncIterator[Shown]:
    async with started(start, folder, packages, workshop.containment, environment={**SHOWN, **_zone()}) as running:
        if not running.answers:
            raise ContainmentFailed(
                "The prototype was started but does not answer.", running.served.printed().strip()[-400:]
            )
        async with PreviewGate(running.socket) as gate:
            yield Shown(gate.url, tier, running)


def _place(home: Path, files: Mapping[str, bytes]) -> Path:
    """The folder to run in, made anew each time so that nothing the last run did to it stays; only its data does."""
    folder, kept = home / RUNNING, home / KEPT
    if not kept.exists() and (folder / DATA).is_dir() and not (folder / DATA).is_symlink() and not folder.is_symlink():
        (folder / DATA).rename(kept)
    remove_tree(folder)
    folder.mkdir(mode=0o700)
    with ProjectFiles(folder) as place:
        for path, text in files.items():
            place.write(path, text)
    if kept.is_dir() and not (folder / DATA).exists():
        kept.rename(folder / DATA)
    return folder


def _packages(report: Report, workshop: Workshop) -> list[Path]:
    pack = workshop.pack(report.pack)
    found = pack_packages(pack, workshop.home.cache) if pack else None
    return [found] if found else []


def _zone() -> dict[str, str]:
    """The computer's time zone, by the name the sandbox can look up; it has no /etc to read it from."""
    named = os.environ.get("TZ") or os.path.realpath("/etc/localtime").removeprefix(ZONES)
    return {"TZ": named} if (Path(ZONES) / named).is_file() else {}
