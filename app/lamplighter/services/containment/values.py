"""What goes into a contained run and what comes out of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a run may take; what goes over is stopped.

    `wall` seconds are counted outside the sandbox, `cpu` seconds and `file_size` bytes hold for each process,
    `memory` bytes for each process and for all of them together, `processes` counts threads too, `output` is the
    number of bytes kept of each stream, `folder` the bytes and `files` the entries the project may hold.
    """

    wall: float = 60
    cpu: int = 60
    memory: int = 2 << 30
    processes: int = 128
    file_size: int = 256 << 20
    output: int = 1 << 20
    folder: int = 512 << 20
    files: int = 20_000


PREVIEW_LIMITS = Limits(wall=math.inf, cpu=3600)
"""A preview runs until it is closed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a contained run ended.

    `code` is None when the run was stopped from outside, and `stopped` then says by what: "time", "disk", "memory",
    "processes" or "output". Both streams hold their beginning and their end, without control sequences.
    """

    code: int | None
    stdout: str
    stderr: str
    seconds: float
    timed_out: bool
    truncated: bool
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """One real attack made at start, and whether the sandbox stopped it."""

    name: str
    stopped: bool


@dataclass(frozen=True, slots=True)
class Probe:
    """What this computer can contain: tier 1 in full, tier 0 not at all; `why` and `hint` speak at tier 0."""

    tier: int
    results: tuple[ProbeResult, ...] = ()
    why: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Toolchain:
    """The interpreters that run inside.

    The prefixes are bound read-only; `hidden` are folders of packages of this computer that a project must not
    find, since nobody else's computer has them.
    """

    python: Path
    python_prefixes: tuple[Path, ...] = ()
    node: Path | None = None
    node_prefixes: tuple[Path, ...] = ()
    hidden: tuple[Path, ...] = ()
