"""Forwards HTTP and WebSocket from a random port of this computer to the prototype's Unix socket, for one browser.

The first address carries a token that works once and becomes a cookie no page can read; without it, or for another
host or origin, the answer is 403. Neither token nor cookie is ever passed on. One request a connection: answers stream
through byte by byte, and no second request can ride behind a first.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections.abc import Coroutine
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from lamplighter.services.preview_gate.head import CHUNK, LARGEST_HEAD, BadMessage, Head, body, body_length, read_head

TOKEN_NAME = "lamplighter-token"
HEAD_SECONDS = 15
MOST_CONNECTIONS = 256
HOP = ("Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "TE", "Trailer", "Upgrade")
TEXT = "text/plain; charset=utf-8"


class PreviewGate:
    """Open while its block lasts: `async with PreviewGate(socket) as gate: show(gate.url)`."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._token = secrets.token_urlsafe(32)
        self._token_left = True
        self._foreign: set[str] = set()
        self._cookie_name = f"lamplighter-{secrets.token_hex(8)}"
        self._cookie = secrets.token_urlsafe(32)
        self._open: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._host = ""

    @property
    def url(self) -> str:
        """The address to open, once: a second use without the cookie is refused."""
        return f"http://{self._host}/?{TOKEN_NAME}={self._token}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=LARGEST_HEAD)
        self._host = f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A task of our own a connection, so that closing the gate ends them all."""
        if len(self._open) >= MOST_CONNECTIONS:
            writer.close()
            return
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._answer(reader, writer)
        except BadMessage as error:
            await _say(writer, "400 Bad Request", f"The request cannot be forwarded: {error}.")
        except (ConnectionError, TimeoutError):
            return  # whoever asked, or the prototype, is gone
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(HEAD_SECONDS):
            request = await read_head(reader)
        if request is None:
            return
        _, target, version = request.first
        if version not in ("HTTP/1.1", "HTTP/1.0") or not target.startswith("/"):
            raise BadMessage("it asks in a form this gate does not know")
        if request.one("Host") != self._host or request.one("Origin") not in ("", f"http://{self._host}"):
            await _say(writer, "403 Forbidden", "This address belongs to a preview of Lamplighter.")
        elif self._names_token(target):
            await self._let_in(request, writer)
        elif not self._has_cookie(request):
            await _say(writer, "403 Forbidden", "Open the preview from Lamplighter: this address works only once.")
        else:
            await self._forward(self._stripped(request), reader, writer)

    def _names_token(self, target: str) -> bool:
        return f"{TOKEN_NAME}=" in urlsplit(target).query

    async def _let_in(self, request: Head, writer: asyncio.StreamWriter) -> None:
        """Trade the token for the cookie, and show an address without it."""
        place, kept, given = _parted(request.first[1])
        is_first = bool(self._token_left) and hmac.compare_digest(given.encode(), self._token.encode())
        if not is_first and not self._has_cookie(request):
            await _say(writer, "403 Forbidden", "Open the preview from Lamplighter: this address works only once.")
            return
        if self._token_left:
            self._foreign = {name for name, _ in _cookies(request)}
        self._token_left = False
        cookie = f"{self._cookie_name}={self._cookie}; Path=/; HttpOnly; SameSite=Strict"
        headers = (("Location", place + kept), ("Set-Cookie", cookie), ("Referrer-Policy", "no-referrer"))
        await _say(writer, "303 See Other", "", *headers)

    def _has_cookie(self, request: Head) -> bool:
        given = [value for name, value in _cookies(request) if name == self._cookie_name]
        return len(given) == 1 and hmac.compare_digest(given[0].encode(), self._cookie.encode())

    def _stripped(self, request: Head) -> Head:
        """The request as the prototype gets it: without our token and cookie, and without those of other programs.

        Browsers keep one set of cookies for all ports of a computer, so what was there before is not the prototype's.
        """
        hidden = {self._cookie_name, *self._foreign}
        cookies = "; ".join(f"{name}={value}" for name, value in _cookies(request) if name not in hidden)
        referers = [value for value in request.all("Referer") if TOKEN_NAME not in value]
        more = [("Cookie", cookies)] if cookies else []
        return request.without("Cookie", "Referer").having(*more, *(("Referer", value) for value in referers))

    async def _forward(self, request: Head, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upgrade = request.one("Upgrade") if "upgrade" in request.one("Connection").lower() else ""
        length = body_length(request)
        more = (("Connection", "Upgrade"), ("Upgrade", upgrade)) if upgrade else (("Connection", "close"),)
        try:
            inner_reader, inner_writer = await asyncio.open_unix_connection(str(self._socket), limit=LARGEST_HEAD)
        except OSError:
            await _say(writer, "502 Bad Gateway", "The prototype does not answer.")
            return
        try:
            inner_writer.write(request.without(*HOP).having(*more).encoded())
            await _until_one_ends(
                _send_body(reader, inner_writer, length, upgraded=bool(upgrade)), self._pass_back(inner_reader, writer)
            )
        finally:
            inner_writer.close()

    async def _pass_back(self, inner: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The answer's head without what could touch our cookie, then every byte as it comes."""
        try:
            head = await read_head(inner)
        except BadMessage:
            head = None
        if head is None:
            await _say(writer, "502 Bad Gateway", "The prototype ended its answer before it began.")
            return
        status = head.first[1]
        if status.startswith("1") and status != "101":
            writer.write(head.encoded())
            await self._pass_back(inner, writer)
            return
        if status != "101":
            head = head.without("Connection", "Keep-Alive").having(("Connection", "close"))
        self._foreign -= {value.partition("=")[0].strip() for value in head.all("Set-Cookie")}
        own = tuple(pair for pair in head.headers if not self._sets_our_cookie(pair))
        writer.write(Head(head.first, own).encoded())
        while piece := await inner.read(CHUNK):
            writer.write(piece)
            await writer.drain()
        await writer.drain()

    def _sets_our_cookie(self, header: tuple[str, str]) -> bool:
        return header[0].lower() == "set-cookie" and header[1].strip().startswith(self._cookie_name)


def _parted(target: str) -> tuple[str, str, str]:
    """The path, the query without the token, and the token."""
    place, _, query = target.partition("?")
    parts = [part for part in query.split("&") if part]
    given = next((part.partition("=")[2] for part in parts if part.startswith(f"{TOKEN_NAME}=")), "")
    kept = "&".join(part for part in parts if not part.startswith(f"{TOKEN_NAME}="))
    return "/" if place.startswith(("//", "/\\")) else place, f"?{kept}" if kept else "", given


def _cookies(request: Head) -> list[tuple[str, str]]:
    pairs = [part.strip().partition("=") for line in request.all("Cookie") for part in line.split(";")]
    return [(name, value) for name, _, value in pairs if name]


async def _send_body(
    reader: asyncio.StreamReader, inner: asyncio.StreamWriter, length: int | None, *, upgraded: bool
) -> None:
    """Until the browser closes its side; what it sends behind a request's body is dropped."""
    async for piece in body(reader, length):
        inner.write(piece)
        await inner.drain()
    while piece := await reader.read(CHUNK):
        if upgraded:
            inner.write(piece)
            await inner.drain()


async def _until_one_ends(*sides: Coroutine[None, None, None]) -> None:
    """Both directions at once; when either is over, so is the connection."""
    tasks = [asyncio.ensure_future(side) for side in sides]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _say(writer: asyncio.StreamWriter, status: str, text: str, *headers: tuple[str, str]) -> None:
    content = text.encode()
    number, _, words = status.partition(" ")
    fixed = (("Content-Type", TEXT), ("Content-Length", str(len(content))), ("Cache-Control", "no-store"))
    head = Head(("HTTP/1.1", number, words), (*fixed, *headers, ("Connection", "close")))
    writer.write(head.encoded() + content)
    await writer.drain()
