"""The head of a message: strict where two readers could disagree."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lamplighter.services.preview_gate.head import BadMessage, Head, body, body_length, read_head


async def read(content: bytes) -> Head | None:
    stream = asyncio.StreamReader(limit=1000)
    stream.feed_data(content)
    stream.feed_eof()
    return await read_head(stream)


async def body_of(content: bytes, length: int | None) -> tuple[bytes, bytes]:
    """The body, and what follows it on the wire."""
    stream = asyncio.StreamReader(limit=1000)
    stream.feed_data(content)
    stream.feed_eof()
    taken = b"".join([piece async for piece in body(stream, length)])
    return taken, await stream.read()


async def test_a_head_is_written_back_as_it_came() -> None:
    content = b"GET /a?b=%20 HTTP/1.1\r\nHost: here\r\nX-Two: 1\r\nx-two: 2\r\n\r\n"
    head = await read(content)
    assert head is not None
    assert head.encoded() == content
    assert head.all("X-TWO") == ["1", "2"]
    assert head.without("x-Two").having(("A", "b")).headers == (("Host", "here"), ("A", "b"))


async def test_the_end_of_the_stream_is_no_head() -> None:
    assert await read(b"") is None


@pytest.mark.parametrize(
    "content",
    [
        b"GET / HTTP/1.1\r\nHost: x",
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost\r\n\r\n",
        b"GET / HTTP/1.1\r\n: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nA b: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: x\r\n y\r\n\r\n",
        b"GET / HTTP/1.1\r\nA : x\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: x\x00y\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: x\ny: z\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: " + b"x" * 2000 + b"\r\n\r\n",
    ],
)
async def test_what_is_malformed_is_refused(content: bytes) -> None:
    with pytest.raises(BadMessage):
        await read(content)


@pytest.mark.parametrize(
    ("headers", "length"),
    [((), 0), ((("Content-Length", "7"),), 7), ((("Transfer-Encoding", "Chunked"),), None)],
)
def test_the_length_of_a_body_is_told_by_its_head(headers: tuple[tuple[str, str], ...], length: int | None) -> None:
    assert body_length(Head(("POST", "/", "HTTP/1.1"), headers)) == length


@pytest.mark.parametrize(
    "headers",
    [
        (("Content-Length", "7"), ("Content-Length", "8")),
        (("Content-Length", "7"), ("Transfer-Encoding", "chunked")),
        (("Content-Length", "+7"),),
        (("Content-Length", "7, 7"),),
        (("Transfer-Encoding", "chunked, chunked"),),
        (("Transfer-Encoding", "xchunked"),),
    ],
)
def test_an_unclear_length_is_refused(headers: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(BadMessage):
        body_length(Head(("POST", "/", "HTTP/1.1"), headers))


@given(chunks=some.lists(some.binary(min_size=1, max_size=300), max_size=5), rest=some.binary(max_size=20))
def test_a_chunked_body_is_taken_exactly(chunks: list[bytes], rest: bytes) -> None:
    wire = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    assert asyncio.run(body_of(wire + rest, None)) == (wire, rest)


@given(content=some.binary(max_size=300), rest=some.binary(max_size=20))
def test_a_counted_body_is_taken_exactly(content: bytes, rest: bytes) -> None:
    assert asyncio.run(body_of(content + rest, len(content))) == (content, rest)


@pytest.mark.parametrize("wire", [b"5\r\nhel", b"z\r\n", b"-1\r\n", b"5", b"0\r\n", b"0x5\r\nhello\r\n0\r\n\r\n"])
async def test_a_body_that_breaks_off_is_refused(wire: bytes) -> None:
    with pytest.raises(BadMessage):
        await body_of(wire, None)
