"""What passes the gate: every kind of answer as it is, as it comes, in both directions."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from lamplighter.services.preview_gate import PreviewGate

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Browser:
    """A browser that was let in: it keeps the cookie and speaks plain HTTP."""

    def __init__(self, gate: PreviewGate) -> None:
        parts = urlsplit(gate.url)
        assert parts.port is not None
        self.port, self.first = parts.port, f"/?{parts.query}"
        self.cookie = ""

    async def open(self, head: str, body: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        writer.write(f"{head}\r\nHost: 127.0.0.1:{self.port}\r\n{cookie}\r\n".encode() + body)
        await writer.drain()
        return reader, writer

    async def ask(self, head: str, body: bytes = b"") -> bytes:
        reader, writer = await self.open(head, body)
        answer = await reader.read()
        writer.close()
        return answer


@contextlib.asynccontextmanager
async def browser_on(tmp_path: Path, handler: Handler) -> AsyncIterator[Browser]:
    serving: list[asyncio.Task[None]] = []

    async def closing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await handler(reader, writer)
        finally:
            writer.close()

    def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.append(asyncio.ensure_future(closing(reader, writer)))

    server = await asyncio.start_unix_server(take, str(tmp_path / "app.sock"))
    async with server, PreviewGate(tmp_path / "app.sock") as gate:
        browser = Browser(gate)
        answer = (await browser.ask(f"GET {browser.first} HTTP/1.1")).decode()
        browser.cookie = answer.partition("Set-Cookie: ")[2].partition(";")[0]
        yield browser
    for task in serving:
        task.cancel()
    await asyncio.gather(*serving, return_exceptions=True)


def answering(answer: bytes) -> Handler:
    async def answered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()

    return answered


@pytest.mark.parametrize(
    "status", ["200 OK", "204 No Content", "404 Not Found", "422 Unprocessable", "500 Oh Dear", "299 "]
)
async def test_the_status_is_exact(tmp_path: Path, status: str) -> None:
    async with browser_on(tmp_path, answering(f"HTTP/1.1 {status}\r\nX-A: b\r\n\r\n".encode())) as browser:
        answer = await browser.ask("GET /x HTTP/1.1")
    assert answer.startswith(f"HTTP/1.1 {status}".encode())
    assert b"X-A: b\r\n" in answer


async def test_a_body_goes_through_in_both_directions(tmp_path: Path) -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        body = await reader.readexactly(length)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % length + body)

    body = bytes(range(256)) * 20_000
    async with browser_on(tmp_path, echo) as browser:
        answer = await browser.ask(f"POST /x HTTP/1.1\r\nContent-Length: {len(body)}", body)
    assert answer.partition(b"\r\n\r\n")[2] == body


async def test_chunks_go_through_in_both_directions(tmp_path: Path) -> None:
    received = bytearray()

    async def chunked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        received.extend(await reader.readuntil(b"0\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")

    async with browser_on(tmp_path, chunked) as browser:
        body = b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"
        answer = await browser.ask("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked", body)
    assert bytes(received) == body
    assert answer.endswith(b"3\r\nabc\r\n0\r\n\r\n")


async def test_server_sent_events_arrive_when_they_are_sent(tmp_path: Path) -> None:
    async def events(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        for number in range(3):
            writer.write(b"data: %d\n\n" % number)
            await writer.drain()
            await asyncio.sleep(0.05)
        await asyncio.sleep(30)

    async with browser_on(tmp_path, events) as browser:
        reader, writer = await browser.open("GET /events HTTP/1.1")
        await reader.readuntil(b"\r\n\r\n")
        for number in range(3):
            async with asyncio.timeout(1):
                assert await reader.readuntil(b"\n\n") == b"data: %d\n\n" % number
        writer.close()


async def test_a_browser_that_goes_away_is_noticed(tmp_path: Path) -> None:
    gone = asyncio.Event()

    async def waits(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await writer.drain()
        await reader.read()
        gone.set()

    async with browser_on(tmp_path, waits) as browser:
        reader, writer = await browser.open("GET /events HTTP/1.1")
        await reader.readuntil(b"\r\n\r\n")
        writer.close()
        async with asyncio.timeout(2):
            await gone.wait()


async def test_a_web_socket_passes_in_both_directions(tmp_path: Path) -> None:
    heads: list[bytes] = []

    async def socket(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
        while frame := await reader.read(100):
            writer.write(b"echo:" + frame)
            await writer.drain()

    async with browser_on(tmp_path, socket) as browser:
        head = "GET /ws HTTP/1.1\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: abc"
        reader, writer = await browser.open(head)
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 101 ")
        assert b"Upgrade: websocket" in answer
        for word in (b"\x81\x85hello", b"\x00\xff binary"):
            writer.write(word)
            assert await reader.readexactly(len(word) + 5) == b"echo:" + word
        writer.close()
    assert b"Upgrade: websocket" in heads[0]
    assert b"Sec-WebSocket-Key: abc" in heads[0]


async def test_an_interim_answer_is_passed_on(tmp_path: Path) -> None:
    interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"
    async with browser_on(tmp_path, answering(interim)) as browser:
        answer = await browser.ask("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 0")
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\n")


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200"])
async def test_a_prototype_that_answers_nonsense_gives_502(tmp_path: Path, answer: bytes) -> None:
    async with browser_on(tmp_path, answering(answer)) as browser:
        assert (await browser.ask("GET / HTTP/1.1")).startswith(b"HTTP/1.1 502 ")


async def test_a_prototype_that_is_gone_gives_502(tmp_path: Path) -> None:
    async with browser_on(tmp_path, answering(b"")) as browser:
        (tmp_path / "app.sock").unlink()
        answer = await browser.ask("GET / HTTP/1.1")
    assert answer.startswith(b"HTTP/1.1 502 ")
    assert answer.endswith(b"The prototype does not answer.")


async def test_closing_the_gate_ends_open_connections(tmp_path: Path) -> None:
    async def waits(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await reader.read()

    async with browser_on(tmp_path, waits) as browser:
        reader, writer = await browser.open("GET /events HTTP/1.1")
        await reader.readuntil(b"\r\n\r\n")
    async with asyncio.timeout(2):
        assert await reader.read() == b""
    writer.close()
