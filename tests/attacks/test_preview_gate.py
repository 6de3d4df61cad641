"""Who else tries the door of the preview: other programs, other pages, and the prototype itself."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from lamplighter.services.preview_gate import PreviewGate


class Prototype:
    """A server on a Unix socket that keeps every byte it was sent and answers what the test says."""

    def __init__(self, answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") -> None:
        self.answer = answer
        self.received: list[bytes] = []

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.received.append(head)
        writer.write(self.answer)
        await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def behind_gate(tmp_path: Path, prototype: Prototype) -> AsyncIterator[PreviewGate]:
    socket = tmp_path / "app.sock"
    server = await asyncio.start_unix_server(prototype.take, str(socket))
    async with server, PreviewGate(socket) as gate:
        yield gate


def port_of(gate: PreviewGate) -> int:
    port = urlsplit(gate.url).port
    assert port is not None
    return port


async def sent(gate: PreviewGate, text: str) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port_of(gate))
    writer.write(text.replace("HOST", f"127.0.0.1:{port_of(gate)}").replace("\n", "\r\n").encode("latin-1"))
    await writer.drain()
    answer = await reader.read()
    writer.close()
    return answer.decode("latin-1")


async def let_in(gate: PreviewGate) -> str:
    """The cookie, in exchange for the first address."""
    target = gate.url.removeprefix(f"http://127.0.0.1:{port_of(gate)}")
    answer = await sent(gate, f"GET {target} HTTP/1.1\nHost: HOST\n\n")
    assert answer.startswith("HTTP/1.1 303 ")
    assert "Location: /\r\n" in answer
    line = next(line for line in answer.splitlines() if line.startswith("Set-Cookie: "))
    assert line.endswith("; Path=/; HttpOnly; SameSite=Strict")
    return line.removeprefix("Set-Cookie: ").partition(";")[0]


async def test_without_the_token_nobody_gets_in(tmp_path: Path) -> None:
    prototype = Prototype()
    async with behind_gate(tmp_path, prototype) as gate:
        for target in ("/", "/api/view", "/?lamplighter-token=guess", "/?lamplighter-token="):
            answer = await sent(gate, f"GET {target} HTTP/1.1\nHost: HOST\n\n")
            assert answer.startswith("HTTP/1.1 403 "), target
    assert prototype.received == []


async def test_the_token_works_once_then_only_with_the_cookie(tmp_path: Path) -> None:
    prototype = Prototype()
    async with behind_gate(tmp_path, prototype) as gate:
        cookie = await let_in(gate)
        target = gate.url.partition(str(port_of(gate)))[2]
        again = await sent(gate, f"GET {target} HTTP/1.1\nHost: HOST\n\n")
        assert again.startswith("HTTP/1.1 403 ")
        reload = await sent(gate, f"GET {target} HTTP/1.1\nHost: HOST\nCookie: {cookie}\n\n")
        assert reload.startswith("HTTP/1.1 303 ")
        page = await sent(gate, f"GET / HTTP/1.1\nHost: HOST\nCookie: {cookie}\n\n")
        assert page.startswith("HTTP/1.1 200 OK")
        assert page.endswith("ok")


async def test_a_wrong_guess_does_not_use_the_token_up(tmp_path: Path) -> None:
    async with behind_gate(tmp_path, Prototype()) as gate:
        await sent(gate, "GET /?lamplighter-token=guess HTTP/1.1\nHost: HOST\n\n")
        assert await let_in(gate)


@pytest.mark.parametrize(
    "head",
    [
        "GET / HTTP/1.1\nHost: evil.example\nCookie: COOKIE\n\n",
        "GET / HTTP/1.1\nHost: localhost:1\nCookie: COOKIE\n\n",
        "GET / HTTP/1.1\nCookie: COOKIE\n\n",
        "GET / HTTP/1.1\nHost: HOST\nOrigin: https://evil.example\nCookie: COOKIE\n\n",
        "POST / HTTP/1.1\nHost: HOST\nOrigin: null\nContent-Length: 0\nCookie: COOKIE\n\n",
        "GET /ws HTTP/1.1\nHost: HOST\nOrigin: http://127.0.0.1:9\nUpgrade: websocket\nCookie: COOKIE\n\n",
        "GET / HTTP/1.1\nHost: HOST\nCookie: COOKIEx\n\n",
        "GET / HTTP/1.1\nHost: HOST\nCookie: COOKIE; COOKIE\n\n",
    ],
)
async def test_another_host_origin_or_cookie_is_refused(tmp_path: Path, head: str) -> None:
    prototype = Prototype()
    async with behind_gate(tmp_path, prototype) as gate:
        cookie = await let_in(gate)
        answer = await sent(gate, head.replace("COOKIE", cookie))
    assert answer.startswith("HTTP/1.1 403 ")
    assert prototype.received == []


@pytest.mark.parametrize(
    "head",
    [
        "GET / HTTP/1.1\nHost: HOST\nHost: evil.example\nCookie: COOKIE\n\n",
        "POST / HTTP/1.1\nHost: HOST\nContent-Length: 5\nTransfer-Encoding: chunked\nCookie: COOKIE\n\n0\n\n",
        "POST / HTTP/1.1\nHost: HOST\nContent-Length: 5\nContent-Length: 6\nCookie: COOKIE\n\nhello",
        "POST / HTTP/1.1\nHost: HOST\nContent-Length: -1\nCookie: COOKIE\n\n",
        "POST / HTTP/1.1\nHost: HOST\nTransfer-Encoding: gzip\nCookie: COOKIE\n\n",
        "GET / HTTP/1.1\nHost: HOST\nBad Header: x\nCookie: COOKIE\n\n",
        "GET / HTTP/1.1\nHost: HOST\n Folded: x\nCookie: COOKIE\n\n",
        "GET http://evil.example/ HTTP/1.1\nHost: HOST\nCookie: COOKIE\n\n",
        "CONNECT evil.example:443 HTTP/1.1\nHost: HOST\nCookie: COOKIE\n\n",
        "GET / HTTP/2.0\nHost: HOST\nCookie: COOKIE\n\n",
        "nonsense\n\n",
        "GET / HTTP/1.1\nX: " + "x" * 70_000 + "\n\n",
    ],
)
async def test_what_is_unclear_is_not_forwarded(tmp_path: Path, head: str) -> None:
    prototype = Prototype()
    async with behind_gate(tmp_path, prototype) as gate:
        cookie = await let_in(gate)
        answer = await sent(gate, head.replace("COOKIE", cookie))
    assert answer.startswith("HTTP/1.1 400 ")
    assert all(b"evil" not in got for got in prototype.received)
    assert len(prototype.received) == 0


async def test_token_and_cookie_never_reach_the_prototype(tmp_path: Path) -> None:
    prototype = Prototype()
    async with behind_gate(tmp_path, prototype) as gate:
        cookie = await let_in(gate)
        token = gate.url.rpartition("=")[2]
        await sent(
            gate,
            f"GET /a?b=c HTTP/1.1\nHost: HOST\nReferer: {gate.url}\nCookie: own=1; {cookie}; other=2\nX-Own: kept\n\n",
        )
    received = prototype.received[0].decode()
    assert received.startswith("GET /a?b=c HTTP/1.1\r\n")
    assert token not in received
    assert cookie.partition("=")[2] not in received
    assert "lamplighter" not in received
    assert "Cookie: own=1; other=2\r\n" in received
    assert "X-Own: kept\r\n" in received


async def test_the_prototype_cannot_replace_the_cookie(tmp_path: Path) -> None:
    prototype = Prototype()
    async with behind_gate(tmp_path, prototype) as gate:
        cookie = await let_in(gate)
        name = cookie.partition("=")[0]
        prototype.answer = (
            f"HTTP/1.1 200 OK\r\nSet-Cookie: {name}=stolen; Path=/\r\nSet-Cookie: own=1\r\nContent-Length: 0\r\n\r\n"
        ).encode()
        answer = await sent(gate, f"GET / HTTP/1.1\nHost: HOST\nCookie: {cookie}\n\n")
    assert "stolen" not in answer
    assert "Set-Cookie: own=1" in answer


async def test_cookies_of_other_programs_never_reach_the_prototype(tmp_path: Path) -> None:
    """A browser keeps the cookies of all ports together: those that were there before belong to somebody else."""
    prototype = Prototype()
    async with behind_gate(tmp_path, prototype) as gate:
        target = gate.url.removeprefix(f"http://127.0.0.1:{port_of(gate)}")
        theirs = "notebook=secret; session=old"
        answer = await sent(gate, f"GET {target} HTTP/1.1\nHost: HOST\nCookie: {theirs}\n\n")
        cookie = answer.partition("Set-Cookie: ")[2].partition(";")[0]
        await sent(gate, f"GET /1 HTTP/1.1\nHost: HOST\nCookie: {theirs}; {cookie}; script=1\n\n")
        prototype.answer = b"HTTP/1.1 200 OK\r\nSet-Cookie: session=new; HttpOnly\r\nContent-Length: 0\r\n\r\n"
        await sent(gate, f"GET /2 HTTP/1.1\nHost: HOST\nCookie: {theirs}; {cookie}\n\n")
        await sent(gate, f"GET /3 HTTP/1.1\nHost: HOST\nCookie: notebook=secret; session=new; {cookie}\n\n")
    assert not any(b"secret" in got for got in prototype.received)
    assert b"session=old" not in b"".join(prototype.received)
    assert b"Cookie: script=1\r\n" in prototype.received[0]
    assert b"Cookie: session=new\r\n" in prototype.received[2]


async def test_a_second_request_behind_the_first_is_dropped(tmp_path: Path) -> None:
    prototype = Prototype()
    async with behind_gate(tmp_path, prototype) as gate:
        cookie = await let_in(gate)
        both = f"GET /one HTTP/1.1\nHost: HOST\nCookie: {cookie}\n\nGET /two HTTP/1.1\nHost: evil.example\n\n"
        answer = await sent(gate, both)
    assert answer.count("HTTP/1.1") == 1
    assert "Connection: close" in answer
    assert len(prototype.received) == 1
    assert b"/two" not in prototype.received[0]


async def test_the_address_after_the_token_stays_on_this_host(tmp_path: Path) -> None:
    async with behind_gate(tmp_path, Prototype()) as gate:
        query = urlsplit(gate.url).query
        answer = await sent(gate, f"GET //evil.example/x?a=1&{query}&b=2 HTTP/1.1\nHost: HOST\n\n")
    assert "Location: /?a=1&b=2\r\n" in answer


async def test_a_browser_that_reads_a_backslash_as_a_slash_stays_on_this_host(tmp_path: Path) -> None:
    async with behind_gate(tmp_path, Prototype()) as gate:
        answer = await sent(gate, f"GET /\\evil.example/x?{urlsplit(gate.url).query} HTTP/1.1\nHost: HOST\n\n")
    assert "Location: /\r\n" in answer


async def test_many_silent_connections_do_not_close_the_door_for_long(tmp_path: Path) -> None:
    async with behind_gate(tmp_path, Prototype()) as gate:
        silent = [await asyncio.open_connection("127.0.0.1", port_of(gate)) for _ in range(200)]
        try:
            assert await let_in(gate)
        finally:
            for _, writer in silent:
                writer.close()


async def test_two_gates_know_nothing_of_each_other(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    async with behind_gate(tmp_path / "a", Prototype()) as one, behind_gate(tmp_path / "b", Prototype()) as other:
        cookie = await let_in(one)
        await let_in(other)
        answer = await sent(other, f"GET / HTTP/1.1\nHost: HOST\nCookie: {cookie}\n\n")
    assert answer.startswith("HTTP/1.1 403 ")


async def test_only_this_computer_can_knock(tmp_path: Path) -> None:
    async with behind_gate(tmp_path, Prototype()) as gate:
        lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        places = [line[1] for line in lines if line[1].endswith(f":{port_of(gate):04X}") and line[3] == "0A"]
    assert places == [f"0100007F:{port_of(gate):04X}"]
