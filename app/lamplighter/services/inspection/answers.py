"""Asks a prototype over its Unix socket, as a browser would, for the checks that look at what it delivers."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lamplighter.services.preview_gate.head import LARGEST_HEAD, BadMessage, Head, body, body_length, read_head

LARGEST_ANSWER = 8 << 20
STEP = 0.01


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status of 0 means that nothing did, and `text` says why."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    why: str = ""

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")


async def asked(socket: Path, target: str, seconds: float = 10) -> Answer:
    """GET one address; whatever goes wrong is in the answer."""
    try:
        async with asyncio.timeout(seconds):
            return await _asked(socket, target)
    except TimeoutError:
        return Answer(0, {}, b"", f"no answer within {seconds:g} seconds")
    except (OSError, BadMessage) as error:
        return Answer(0, {}, b"", str(error))


async def _asked(socket: Path, target: str) -> Answer:
    reader, writer = await asyncio.open_unix_connection(str(socket), limit=LARGEST_HEAD)
    try:
        headers = (("Host", "127.0.0.1"), ("Accept", "*/*"), ("Connection", "close"))
        writer.write(Head(("GET", target, "HTTP/1.1"), headers).encoded())
        await writer.drain()
        head = await read_head(reader)
        if head is None:
            return Answer(0, {}, b"", "the connection was closed without an answer")
        if not re.fullmatch("[1-9][0-9][0-9]", head.first[1]):
            raise BadMessage("its status is no number")
        content = await _content(head, reader)
        return Answer(int(head.first[1]), {name.lower(): value for name, value in head.headers}, content)
    finally:
        writer.close()


async def _content(head: Head, reader: asyncio.StreamReader) -> bytes:
    length = body_length(head)
    if length is None:
        return _unchunked(b"".join([piece async for piece in body(reader, None)]))
    if head.all("Content-Length"):
        return b"".join([piece async for piece in body(reader, min(length, LARGEST_ANSWER))])
    content = b""
    while len(content) < LARGEST_ANSWER and (piece := await reader.read(LARGEST_ANSWER)):
        content += piece
    return content


def _unchunked(wire: bytes) -> bytes:
    content, rest = b"", wire
    while rest:
        line, _, rest = rest.partition(b"\r\n")
        size = int(line.partition(b";")[0], 16)
        if size == 0:
            break
        content, rest = content + rest[:size], rest[size + 2 :]
    return content


async def listening(socket: Path, seconds: float) -> bool:
    """Whether something takes connections on the socket before the time is over."""
    deadline = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < deadline:
        try:
            _, writer = await asyncio.open_unix_connection(str(socket))
        except OSError:
            await asyncio.sleep(STEP)
            continue
        writer.close()
        return True
    return False
