"""Runs a command contained, or refuses: there is no way to run anything without the sandbox."""

from __future__ import annotations

import asyncio
import math
import platform
import shutil
import threading
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from lamplighter.domain.errors import ContainmentFailed, NotContained, ToolMissing
from lamplighter.services.containment import probe as probing
from lamplighter.services.containment.advice import NOT_RUN, install_command
from lamplighter.services.containment.bwrap import ETC, INPUT, Box, arguments
from lamplighter.services.containment.process import SandboxProcess, memory_file, running
from lamplighter.services.containment.seccomp import filter_program
from lamplighter.services.containment.values import PREVIEW_LIMITS, Limits, Outcome, Probe, Toolchain
from lamplighter.services.containment.watchdog import over_free_space, watch

DEFAULT_LIMITS = Limits()
SYSTEM_BWRAP = Path("/usr/bin/bwrap")  # distributions allow namespaces to this one by name


class Served:
    """A contained program that goes on until its block is left."""

    def __init__(self, process: SandboxProcess, started: float) -> None:
        self._process = process
        self._started = started

    @property
    def pid(self) -> int:
        """Process 1 of the sandbox, as this computer numbers it; 0 in its first milliseconds."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        return self._process.has_ended

    async def wait(self) -> Outcome:
        """How it ended, once it has."""
        await self._process.wait()
        return outcome_of(self._process, self._started)

    def printed(self) -> str:
        """What it said so far, errors last."""
        return self._process.stdout.text() + self._process.stderr.text()


class Containment:
    """Built once; `temp` is this program's folder for short-lived files, never shown to a sandbox as a whole."""

    def __init__(self, temp: Path, toolchain: Toolchain, *, bwrap: Path | None = None) -> None:
        self.temp = temp
        self.toolchain = toolchain
        for prefix in toolchain.python_prefixes:
            self._shown(prefix)
        self._bwrap = bwrap or _found_bwrap()
        self._filter = filter_program(platform.machine()) if platform.system() == "Linux" else None
        self._probe: Probe | None = None
        self._probing = asyncio.Lock()

    async def probe(self) -> Probe:
        """What this computer can contain, found by really attacking it; asked once, then remembered."""
        async with self._probing:
            if self._probe is None:
                self._probe = await self._probed()
            return self._probe

    async def run(
        self,
        argv: Sequence[str],
        project: Path,
        *,
        packages: Sequence[Path] = (),
        limits: Limits = DEFAULT_LIMITS,
        writable: bool = True,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
    ) -> Outcome:
        """Run a command to its end. "python" and "node" as first word mean the toolchain's own.

        Raises NotContained where nothing may run, ToolMissing without Node, ContainmentFailed when it did not start.
        """
        box = self._box(argv, project, packages, limits, writable, environment, None)
        await self._require_tier()
        return await self.run_box(box, stdin)

    @asynccontextmanager
    async def serve(
        self,
        argv: Sequence[str],
        project: Path,
        *,
        packages: Sequence[Path] = (),
        socket_folder: Path,
        limits: Limits = PREVIEW_LIMITS,
        writable: bool = True,
        environment: Mapping[str, str] | None = None,
    ) -> AsyncIterator[Served]:
        """Keep a command running until the block is left; it may place sockets in `socket_folder`."""
        box = self._box(argv, project, packages, limits, writable, environment, socket_folder)
        await self._require_tier()
        started = time.monotonic()
        async with self._started(box, b"") as process:
            yield Served(process, started)

    async def run_box(self, box: Box, stdin: bytes) -> Outcome:
        """Run without asking for the tier first; the probe itself stands on this."""
        started = time.monotonic()
        async with self._started(box, stdin) as process:
            await process.wait()
            return outcome_of(process, started)

    async def _probed(self) -> Probe:
        if self._bwrap is None or self._filter is None:
            return probing.nothing_here(self._bwrap)
        return await probing.attacked(self)

    async def _require_tier(self) -> None:
        found = await self.probe()
        if found.tier == 0:
            raise NotContained(f"{NOT_RUN} {found.why}".strip(), found.hint)

    @asynccontextmanager
    async def _started(self, box: Box, stdin: bytes) -> AsyncIterator[SandboxProcess]:
        argv, handles, info = self._prepared(box, stdin)
        async with running(argv, handles, info, box.limits.output) as process, _guarded(process, box):
            yield process

    def _prepared(self, box: Box, stdin: bytes) -> tuple[list[str], list[int], int]:
        if self._bwrap is None or self._filter is None:
            raise NotContained(NOT_RUN)
        if threading.current_thread() is not threading.main_thread():
            raise ContainmentFailed(
                "A sandbox was asked for outside the main thread, with which it would die.",
                "Start contained runs from the main thread.",
            )
        if over_free_space(box.project):
            raise ContainmentFailed("The disk is almost full, so nothing was run.", "Free some space and try again.")
        info = memory_file(b"")
        program = memory_file(self._filter)
        texts = {path: memory_file(text) for path, text in {**ETC, INPUT: stdin}.items()}
        return arguments(self._bwrap, box, program, info, texts), [program, *texts.values()], info

    def _box(
        self,
        argv: Sequence[str],
        project: Path,
        packages: Sequence[Path],
        limits: Limits,
        writable: bool,
        environment: Mapping[str, str] | None,
        socket_folder: Path | None,
    ) -> Box:
        return Box(
            argv=self._resolved(argv),
            project=self._shown(project),
            toolchain=self.toolchain,
            limits=limits,
            packages=tuple(self._shown(path) for path in packages),
            writable=writable,
            socket_folder=None if socket_folder is None else self._shown(socket_folder),
            environment=environment,
        )

    def _resolved(self, argv: Sequence[str]) -> tuple[str, ...]:
        if not argv:
            raise ContainmentFailed("There is no command to run.")
        if argv[0] in ("python", "python3"):
            return (str(self.toolchain.python), *argv[1:])
        if argv[0] != "node":
            return tuple(argv)
        if self.toolchain.node is None:
            raise ToolMissing("There is no Node on this computer.", install_command("nodejs"))
        return (str(self.toolchain.node), *argv[1:])

    def _shown(self, folder: Path) -> Path:
        """The folder itself, never one that holds the person's home or this program's state."""
        real = folder.resolve()
        if not real.is_dir():
            raise ContainmentFailed(f"There is no folder {folder} to run in.")
        if any(private.resolve().is_relative_to(real) for private in (Path.home(), self.temp)):
            raise ContainmentFailed(f"{real} holds private files and is not shown to a sandbox.")
        return real


def outcome_of(process: SandboxProcess, started: float) -> Outcome:
    return Outcome(
        code=process.code,
        stdout=process.stdout.text(),
        stderr=process.stderr.text(),
        seconds=time.monotonic() - started,
        timed_out=process.stopped == "time",
        truncated=process.stdout.truncated or process.stderr.truncated,
        stopped=process.stopped,
    )


@asynccontextmanager
async def _guarded(process: SandboxProcess, box: Box) -> AsyncIterator[None]:
    """Watch over the sandbox while the block lasts; a watch that breaks ends the sandbox."""
    guards = (
        asyncio.create_task(watch(process, box.project, box.limits)),
        asyncio.create_task(_end_in_time(process, box.limits.wall)),
    )
    for guard in guards:
        guard.add_done_callback(lambda task: None if task.cancelled() or not task.exception() else process.kill())
    try:
        yield
    finally:
        for guard in guards:
            guard.cancel()
        for result in await asyncio.gather(*guards, return_exceptions=True):
            if isinstance(result, Exception):
                raise result


async def _end_in_time(process: SandboxProcess, wall: float) -> None:
    try:
        async with asyncio.timeout(None if math.isinf(wall) else wall):
            await process.wait()
    except TimeoutError:
        process.stop("time")


def _found_bwrap() -> Path | None:
    if SYSTEM_BWRAP.is_file():
        return SYSTEM_BWRAP
    found = shutil.which("bwrap")
    return Path(found).resolve() if found else None
