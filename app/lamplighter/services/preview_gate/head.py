"""The head of an HTTP/1.1 message, read strictly and written back as it came: what is unclear is refused."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace

LARGEST_HEAD = 64 << 10
CHUNK = 64 << 10
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
VALUE = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f]*")


class BadMessage(ValueError):
    """The bytes are no HTTP message that can be forwarded safely."""


@dataclass(frozen=True, slots=True)
class Head:
    """The first line in its three parts, and the header lines in order."""

    first: tuple[str, str, str]
    headers: tuple[tuple[str, str], ...]

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def one(self, name: str) -> str:
        """The only value, "" without one; raises BadMessage for two that differ."""
        values = set(self.all(name))
        if len(values) > 1:
            raise BadMessage(f"more than one {name}")
        return values.pop() if values else ""

    def without(self, *names: str) -> Head:
        left_out = {name.lower() for name in names}
        return replace(self, headers=tuple(pair for pair in self.headers if pair[0].lower() not in left_out))

    def having(self, *more: tuple[str, str]) -> Head:
        return replace(self, headers=(*self.headers, *more))

    def encoded(self) -> bytes:
        lines = [" ".join(self.first), *(f"{name}: {value}" for name, value in self.headers)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


async def read_head(stream: asyncio.StreamReader) -> Head | None:
    """The next head, or None at the end of the stream. Raises BadMessage."""
    try:
        block = await stream.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as ended:
        if ended.partial.strip():
            raise BadMessage("it breaks off in its head") from ended
        return None
    except asyncio.LimitOverrunError as error:
        raise BadMessage("its head is too large") from error
    first, *lines = block[:-4].decode("latin-1").split("\r\n")
    parts = first.split(" ", 2)
    if len(parts) == 2:
        parts.append("")
    if len(parts) != 3 or not VALUE.fullmatch(first):
        raise BadMessage("its first line is malformed")
    return Head((parts[0], parts[1], parts[2]), tuple(_headers(lines)))


def _headers(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not TOKEN.fullmatch(name) or not VALUE.fullmatch(value):
            raise BadMessage("a header line is malformed")
        yield name, value.strip(" \t")


def body_length(head: Head) -> int | None:
    """The bytes of a request's body, or None when it comes in chunks. Raises BadMessage when both are said."""
    length, coding = head.one("Content-Length"), head.one("Transfer-Encoding")
    if coding and (length or coding.lower() != "chunked"):
        raise BadMessage("its length is unclear")
    if length and not re.fullmatch(r"[0-9]{1,15}", length):
        raise BadMessage("its length is no number")
    return None if coding else int(length or 0)


async def body(stream: asyncio.StreamReader, length: int | None) -> AsyncIterator[bytes]:
    """The body's bytes as they stand on the wire, chunk lines included, and not one byte of what follows."""
    if length is None:
        async for piece in _chunked(stream):
            yield piece
        return
    while length > 0:
        piece = await stream.read(min(CHUNK, length))
        if not piece:
            raise BadMessage("its body breaks off")
        length -= len(piece)
        yield piece


async def _chunked(stream: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while True:
        line = await _line(stream)
        size = line.split(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,12}", size):
            raise BadMessage("a chunk's size is malformed")
        yield line
        left = int(size, 16) + 2
        if left == 2:
            break
        while left > 0:
            piece = await stream.read(min(CHUNK, left))
            if not piece:
                raise BadMessage("its body breaks off")
            left -= len(piece)
            yield piece
    while True:
        line = await _line(stream)
        yield line
        if line == b"\r\n":
            return


async def _line(stream: asyncio.StreamReader) -> bytes:
    try:
        return await stream.readuntil(b"\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise BadMessage("its body breaks off") from error
