"""Asking a prototype: whatever it does, an answer comes back and says what happened."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lamplighter.services.inspection.answers import asked, listening


@contextlib.asynccontextmanager
async def prototype(tmp_path: Path, answer: bytes, seconds: float = 0) -> AsyncIterator[Path]:
    serving: list[asyncio.Task[None]] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if not await reader.read(1000):
                return
            await asyncio.sleep(seconds)
            for start in range(0, len(answer), 7):
                writer.write(answer[start : start + 7])
                await writer.drain()
                await asyncio.sleep(0)
        finally:
            writer.close()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.append(asyncio.ensure_future(take(reader, writer)))

    socket = tmp_path / "app.sock"
    async with await asyncio.start_unix_server(accept, str(socket)):
        yield socket
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)


CHUNKED = (
    b"HTTP/1.1 200 OK\r\ncontent-type:text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"2;a=b\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"
)


@pytest.mark.parametrize(
    "wire",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=x\r\nContent-Length: 5\r\n\r\nhello, ignored",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\nhello",
        CHUNKED,
    ],
    ids=["counted", "until the end", "in chunks"],
)
async def test_the_whole_answer_is_read(tmp_path: Path, wire: bytes) -> None:
    async with prototype(tmp_path, wire) as socket:
        answer = await asked(socket, "/")
    assert (answer.status, answer.kind, answer.text) == (200, "text/html", "hello")


@pytest.mark.parametrize(
    ("wire", "words"),
    [
        (b"", "without an answer"),
        (b"nonsense", "breaks off"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "no number"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", "breaks off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "malformed"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "status"),
    ],
)
async def test_a_broken_answer_says_what_is_wrong(tmp_path: Path, wire: bytes, words: str) -> None:
    async with prototype(tmp_path, wire) as socket:
        answer = await asked(socket, "/")
    assert answer.status == 0
    assert words in answer.why


async def test_an_answer_that_does_not_come_is_given_up(tmp_path: Path) -> None:
    async with prototype(tmp_path, b"", seconds=30) as socket:
        answer = await asked(socket, "/", seconds=0.1)
    assert (answer.status, answer.why) == (0, "no answer within 0.1 seconds")


async def test_nobody_there_is_an_answer_too(tmp_path: Path) -> None:
    answer = await asked(tmp_path / "gone.sock", "/")
    assert answer.status == 0
    assert answer.why
    assert not await listening(tmp_path / "gone.sock", 0.05)


async def test_a_socket_that_opens_later_is_waited_for(tmp_path: Path) -> None:
    waiting = asyncio.ensure_future(listening(tmp_path / "app.sock", 5))
    await asyncio.sleep(0.05)
    async with prototype(tmp_path, b""):
        assert await waiting
        await asyncio.sleep(0.05)
