"""One running sandbox and everything that must be gone when it ends.

Bubblewrap has two processes: the outer one and the inner one, process 1 of the sandbox. When process 1 dies the kernel
ends every process inside, whatever they did to hide. So the inner one is killed through a handle that can never mean
another process, and the run is over only when the kernel says it is gone.

Should this program die first, the kernel ends bubblewrap with it, but only once bubblewrap has asked for that, and
killed any earlier its inner process waits forever. Two short scripts close that gap: a keeper is bubblewrap's parent
and outlives us by a moment, and nothing of the project runs inside before we have seen that all are tied together.
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


class DidNotStart(ContainmentFailed):
    """The program that makes the sandbox is not there or cannot be started."""


CHUNK = 1 << 16
FLOOD = 64  # a program that prints this many times the kept output is stopped
CHILD = re.compile(rb'"child-pid": (\d+)\D')
IS_TIED = "Seccomp:\t2"  # bubblewrap takes on the filter right after it tied process 1 to its own life
LOOK_AGAIN = 0.0005
KEEPER = """trap 'sleep 0.3; kill -9 $!; exit 1' TERM; "$@" </proc/$$/fd/0 & wait $!; exit $?"""
KEPT = ("/usr/bin/setpriv", "--pdeathsig", "TERM", "/bin/sh", "-c", KEEPER, "keeper")
GO = b"go\n"
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

    def __init__(self, command: subprocess.Popen[bytes], info: int, go: int, output: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._command = command
        self._inner: int | None = None
        self._info = info
        self._go: int | None = go
        self._watched: set[int] = set()
        self._ended = asyncio.Event()
        self._flood = FLOOD * output
        self.stdout, self.stderr = Capture(output), Capture(output)
        self.stopped = ""
        self.pid = 0
        self._outer = os.pidfd_open(command.pid)
        self._watch(self._outer, self._outer_exited)
        for stream, capture in ((command.stdout, self.stdout), (command.stderr, self.stderr)):
            if stream is not None:
                self._read(stream.fileno(), capture)
        self._look()

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
        """End the inner process; all the others end by that."""
        if self._inner is None:
            self._await_inner()
        self._kill_inner()
        self._close_go()

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

    def _look(self) -> None:
        """Learn who process 1 is, then let the project's command begin once nothing inside can outlive this program.

        Bubblewrap tells on a file in memory: it would die of a pipe whose reader is gone, and leave its inner process.
        """
        if self._go is None or self._command.returncode is not None:
            return
        self._learn_inner()
        if self._inner is not None and IS_TIED in _status_of(self.pid):
            self._say_go(self._go)
        else:
            self._loop.call_later(LOOK_AGAIN, self._look)

    def _say_go(self, go: int) -> None:
        try:
            os.write(go, GO)
        except BrokenPipeError:
            return  # it was ended in this very moment
        finally:
            self._close_go()

    def _learn_inner(self) -> None:
        number = CHILD.search(os.pread(self._info, CHUNK, 0)) if self._inner is None and not self.pid else None
        if number:
            self.pid = int(number[1])
            self._inner = _handle_of_first(self.pid)
            if self._inner is not None:
                self._watch(self._inner, self._inner_exited)

    def _await_inner(self) -> None:
        """For a kill in the first milliseconds: wait to be told whom to kill."""
        deadline = time.monotonic() + GRACE
        while not self.pid and self._command.poll() is None and time.monotonic() < deadline:
            self._learn_inner()
            time.sleep(LOOK_AGAIN)

    def _close_go(self) -> None:
        if self._go is not None:
            os.close(self._go)
            self._go = None

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
                poll = select.poll()
                poll.register(handle, select.POLLIN)
                poll.poll(max(0, int((deadline - time.monotonic()) * 1000)))
        if self._command.poll() is None:
            self._command.kill()
            self._command.wait()
        self._close_go()
        for handle in tuple(self._watched):
            self._unwatch(handle)
        for stream in (self._command.stdout, self._command.stderr):
            if stream is not None:
                stream.close()
        for handle in (self._inner, self._outer, self._info):
            if handle is not None:
                os.close(handle)


def _status_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except (ProcessLookupError, FileNotFoundError):
        return ""


def _handle_of_first(pid: int) -> int | None:
    """A handle to that process, provided that it is process 1 of a sandbox (numbers are used again)."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return None
    numbers = next((line.split() for line in _status_of(pid).splitlines() if line.startswith("NSpid:")), [])
    if numbers[-1:] == ["1"] and len(numbers) > 2:
        return handle
    os.close(handle)
    return None


@asynccontextmanager
async def running(argv: Sequence[str], handles: Sequence[int], info: int, output: int) -> AsyncIterator[SandboxProcess]:
    """Start bubblewrap with an empty environment and no handle but those named; all is gone when the block is left.

    `handles` and `info` are closed in the end; `info` is the file in memory bubblewrap tells about itself in. The
    command waits for a line on its standard input before it begins.
    """
    go = os.pipe()
    process = _held(_spawned(argv, handles, info, go), info, go[1], output)
    try:
        yield process
    finally:
        await process.close()


def _held(command: subprocess.Popen[bytes], info: int, go: int, output: int) -> SandboxProcess:
    try:
        return SandboxProcess(command, info, go, output)
    except OSError as error:
        os.close(go)  # without a word on this pipe nothing of the project begins, and the sandbox ends by itself
        os.close(info)
        command.communicate()
        raise ContainmentFailed(f"A sandbox could not be watched: {error}.", "Close other programs.") from error


def _spawned(argv: Sequence[str], handles: Sequence[int], info: int, go: tuple[int, int]) -> subprocess.Popen[bytes]:
    """Not a coroutine: no cancellation can come between the start and the first hold on the process."""
    try:
        return subprocess.Popen(
            [*KEPT, *argv],
            stdin=go[0],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={},
            close_fds=True,
            pass_fds=(*handles, info),
            cwd="/",
            start_new_session=True,
        )
    except OSError as error:
        os.close(info)
        os.close(go[1])
        raise DidNotStart(f"bubblewrap could not be started: {error}.", "Install bubblewrap again.") from error
    finally:
        for handle in (*handles, go[0]):
            os.close(handle)
