"""Runs one of our small programs inside the sandbox over a list of files and reads its answers, one JSON a line."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from lamplighter.domain.findings import Finding, not_run
from lamplighter.services.containment import Containment, Limits, Outcome
from lamplighter.services.inspection.subject import Subject

CONTAINED = Path(__file__).parent / "contained"
SURVEY_LIMITS = Limits(wall=30, cpu=30, memory=1 << 30)
LARGEST_SOURCE = 2 << 20  # bytes; larger files are data, or an attack on the parser
Fact = TypeVar("Fact", bound=msgspec.Struct)
Value = TypeVar("Value")


class At(msgspec.Struct, frozen=True):
    """The program has come to this file."""

    at: str


@dataclass(frozen=True, slots=True)
class Survey:
    """What a program of ours said: its lines without those that only tell where it is, and the file it stopped at."""

    lines: tuple[str, ...]
    stopped_at: str
    outcome: Outcome

    def facts(self, kind: type[Fact]) -> tuple[Fact, ...]:
        decoder = msgspec.json.Decoder(kind)
        return tuple(decoder.decode(line) for line in self.lines)

    def trouble(self, check: str) -> tuple[Finding, ...]:
        """A note when it could not finish, with the file it stopped at."""
        if self.outcome.code == 0:
            return ()
        where = f" at {self.stopped_at}" if self.stopped_at else ""
        said = self.outcome.stopped or (self.outcome.stderr.strip().splitlines() or ["no reason given"])[-1]
        return (not_run(check, f"reading the files stopped{where} ({said[:200]})"),)


async def surveyed(
    program: str, names: Sequence[str], subject: Subject, containment: Containment, packages: Sequence[Path] = ()
) -> Survey:
    """Run `program` over the named files; the project cannot be written to meanwhile."""
    interpreter = ["node", "--experimental-vm-modules", "--no-warnings"] if program.endswith(".mjs") else ["python"]
    outcome = await containment.run(
        [*interpreter, str(CONTAINED / program)],
        subject.folder,
        packages=(CONTAINED, *packages),
        limits=SURVEY_LIMITS,
        writable=False,
        stdin=json.dumps(list(names)).encode(),
    )
    lines = [line for line in outcome.stdout.splitlines() if line.startswith("{")]
    places = [line for line in lines if line.startswith('{"at":')]
    at = msgspec.json.decode(places[-1], type=At).at if places else ""
    return Survey(tuple(line for line in lines if line not in places), at, outcome)


async def together(*work: Awaitable[Value]) -> list[Value]:
    """All results, in order; the first error ends the others and is raised as it is."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
