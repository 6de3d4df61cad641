"""One running sandbox and everything that must be gone when it ends.

Bubblewrap has two processes: the outer one, our child, and the inner one, process 1 of the sandbox. When process 1
dies the kernel ends every process inside, whatever they did to hide. So the inner one is killed through a handle that
can never mean another process, and the run is over only when the kernel says it is gone.
"""

from __future__ import annotations

import asyncio
import os
import re
import select
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from lamplighter.domain.errors import ContainmentFailed
from lamplighter.services.containment.output import Capture

CHUNK = 1 << 16
FLOOD = 64  # a program that prints this many times the kept output is stopped
CHILD = re.compile(rb'"child-pid": (\d+)\D')
GRACE = 5.0  # seconds for the kernel to end a sandbox that was killed


def memory_file(content: bytes) -> int:
    """A handle to a nameless file in memory, at its beginning."""
    handle = os.memfd_create("lamplighter")
    with os.fdopen(os.dup(handle), "wb") as stream:
        stream.write(content)
    os.lseek(handle, 0, os.SEEK_SET)
    return handle


class SandboxProcess:
    """Started by `running`, which also ends it."""

    def __init__(self, command: subprocess.Popen[bytes], info: int, output: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._command = command
        self._inner: int | None = None
        self._info = info
        self._told = b""
        self._watched: set[int] = set()
        self._ended = asyncio.Event()
        self._flood = FLOOD * output
        self.stdout, self.stderr = Capture(output), Capture(output)
        self.stopped = ""
        self.pid = 0
        self._outer = os.pidfd_open(command.pid)
        self._watch(self._outer, self._outer_exited)
        self._watch(info, self._learn_inner)
        for stream, capture in ((command.stdout, self.stdout), (command.stderr, self.stderr)):
            if stream is not None:
                self._read(stream.fileno(), capture)

    @property
    def code(self) -> int | None:
        return None if self.stopped else self._command.returncode

    @property
    def has_ended(self) -> bool:
        return self._ended.is_set()

    async def wait(self) -> None:
        """Until no process of the sandbox is left and all it printed was read."""
        await self._ended.wait()

    def stop(self, reason: str) -> None:
        """Kill the sandbox for a reason that stays on record; the first one counts."""
        if not self.has_ended:
            self.stopped = self.stopped or reason
            self.kill()

    def kill(self) -> None:
        if self._command.poll() is None and self._inner is None:
            self._await_inner()
        self._kill_inner()
        if self._command.poll() is None:
            self._command.kill()

    async def close(self) -> None:
        """Leave nothing behind, also when this very call is cancelled."""
        self.kill()
        try:
            async with asyncio.timeout(GRACE):
                await self.wait()
        except TimeoutError as error:
            raise ContainmentFailed("A sandbox did not end after it was killed.", "Restart the program.") from error
        finally:
            self._finish()

    def _watch(self, handle: int, callback: Callable[[], None]) -> None:
        os.set_blocking(handle, False)
        self._watched.add(handle)
        self._loop.add_reader(handle, callback)

    def _unwatch(self, handle: int) -> None:
        if handle in self._watched:
            self._watched.remove(handle)
            self._loop.remove_reader(handle)

    def _done(self, handle: int) -> None:
        self._unwatch(handle)
        if not self._watched:
            self._ended.set()

    def _read(self, handle: int, capture: Capture) -> None:
        def drain() -> None:
            try:
                chunk = os.read(handle, CHUNK)
            except BlockingIOError:
                return
            capture.feed(chunk)
            if not chunk:
                self._done(handle)
            elif capture.total > self._flood:
                self.stop("output")

        self._watch(handle, drain)

    def _learn_inner(self) -> None:
        """Bubblewrap tells the number of process 1 as soon as it exists, in several small writes."""
        while self._info in self._watched:
            try:
                text = os.read(self._info, CHUNK)
            except BlockingIOError:
                return
            self._told += text
            number = CHILD.search(self._told)
            if number:
                self._hold_inner(int(number[1]))
            if number or not text:
                self._done(self._info)

    def _hold_inner(self, pid: int) -> None:
        self.pid = pid
        self._inner = _handle_of_first(pid)
        if self._inner is not None:
            self._watch(self._inner, self._inner_exited)

    def _await_inner(self) -> None:
        """For a kill in the first milliseconds: bubblewrap's own child is not tied to it yet, so wait to be told."""
        deadline = time.monotonic() + GRACE
        while self._info in self._watched and time.monotonic() < deadline:
            select.select([self._info], [], [], GRACE)
            self._learn_inner()

    def _kill_inner(self) -> None:
        if self._inner is not None and self._inner in self._watched:
            try:
                signal.pidfd_send_signal(self._inner, signal.SIGKILL)
            except ProcessLookupError:
                return

    def _inner_exited(self) -> None:
        if self._inner is not None:
            self._done(self._inner)

    def _outer_exited(self) -> None:
        if self._command.poll() is not None:
            self._learn_inner()
            self._kill_inner()
            self._done(self._outer)

    def _finish(self) -> None:
        """Wait without the loop for what is still there, then give every handle back."""
        deadline = time.monotonic() + GRACE
        for handle in (self._inner, self._outer):
            if handle is not None and handle in self._watched:
                select.select([handle], [], [], max(0.0, deadline - time.monotonic()))
        self._command.poll()
        for handle in tuple(self._watched):
            self._unwatch(handle)
        for stream in (self._command.stdout, self._command.stderr):
            if stream is not None:
                stream.close()
        for handle in (self._inner, self._outer, self._info):
            if handle is not None:
                os.close(handle)


def _handle_of_first(pid: int) -> int | None:
    """A handle to that process, provided that it is process 1 of a sandbox (numbers are used again)."""
    try:
        handle = os.pidfd_open(pid)
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except (ProcessLookupError, FileNotFoundError):
        return None
    numbers = next((line.split() for line in status.splitlines() if line.startswith("NSpid:")), [])
    if numbers[-1:] == ["1"] and len(numbers) > 2:
        return handle
    os.close(handle)
    return None


@asynccontextmanager
async def running(
    argv: Sequence[str], handles: Sequence[int], info: tuple[int, int], stdin: bytes, output: int
) -> AsyncIterator[SandboxProcess]:
    """Start bubblewrap with an empty environment and no handle but those named; all is gone when the block is left.

    `handles` are closed here; `info` is the pipe bubblewrap tells about itself on.
    """
    process = SandboxProcess(_spawned(argv, handles, info, memory_file(stdin)), info[0], output)
    try:
        yield process
    finally:
        await process.close()


def _spawned(argv: Sequence[str], handles: Sequence[int], info: tuple[int, int], stdin: int) -> subprocess.Popen[bytes]:
    """Not a coroutine: no cancellation can come between the start and the first hold on the process."""
    try:
        return subprocess.Popen(
            argv,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={},
            close_fds=True,
            pass_fds=(*handles, info[1]),
            cwd="/",
        )
    except OSError as error:
        os.close(info[0])
        raise ContainmentFailed(f"bubblewrap could not be started: {error}.", "Install bubblewrap again.") from error
    finally:
        for handle in (*handles, info[1], stdin):
            os.close(handle)
