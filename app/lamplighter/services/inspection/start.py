"""Starts a project contained, so that it answers on a Unix socket; the checks and the preview both stand on this."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lamplighter.services.containment import PREVIEW_LIMITS, Containment, Limits, Served
from lamplighter.services.inspection.answers import listening
from lamplighter.services.inspection.recognise import Start
from lamplighter.services.inspection.survey import CONTAINED
from lamplighter.services.paths import owned_name, remove_tree

SOCKET = "app.sock"
LONGEST_SOCKET = 100  # bytes; the system allows 107
START_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Running:
    """A project that was started; `answers` says whether it took connections in time."""

    socket: Path
    served: Served
    answers: bool


@contextlib.asynccontextmanager
async def started(
    start: Start,
    folder: Path,
    packages: Sequence[Path],
    containment: Containment,
    *,
    limits: Limits = PREVIEW_LIMITS,
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[Running]:
    """The project in `folder` (which it may write to) runs while the block lasts. `start` must not be `alone`."""
    with _socket_folder(containment.temp) as sockets:
        socket = sockets / SOCKET
        async with containment.serve(
            _command(start, folder, socket),
            folder,
            packages=(CONTAINED, *packages),
            socket_folder=sockets,
            limits=limits,
            environment=environment,
        ) as served:
            yield Running(socket, served, await _answers(socket, served))


def _command(start: Start, folder: Path, socket: Path) -> list[str]:
    if start.page:
        return ["python", "-S", str(CONTAINED / "file_server.py"), str(socket), str((folder / start.page).parent)]
    return [*start.on_socket, str(socket)]


async def _answers(socket: Path, served: Served) -> bool:
    """Whether it listens before it ends or the time is over."""
    ready = asyncio.ensure_future(listening(socket, START_SECONDS))
    ended = asyncio.ensure_future(served.wait())
    try:
        await asyncio.wait((ready, ended), return_when=asyncio.FIRST_COMPLETED)
        return ready.done() and ready.result()
    finally:
        for task in (ready, ended):
            task.cancel()
        await asyncio.gather(ready, ended, return_exceptions=True)


@contextlib.contextmanager
def _socket_folder(temp: Path) -> Iterator[Path]:
    """A private folder whose sockets have short enough names: beneath `temp`, or in the system's own place."""
    name = owned_name("socket")
    folder = temp.resolve() / name
    if len(str(folder / SOCKET).encode()) > LONGEST_SOCKET:
        folder = Path(tempfile.gettempdir()).resolve() / name
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        remove_tree(folder)
