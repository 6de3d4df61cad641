"""Printed text is made plain and bounded, whatever it holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lamplighter.services.containment.output import Capture, plain

HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[1;1Hgone", "gone"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]52;c;aGVsbG8=\x07clip", "clip"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bP$q\x1b\\status", "status"),
        ("\x9b31mold red", "old red"),
        ("\x9d0;title\x9ctext", "text"),
        ("a\x1b(Bb\x1bcc", "abc"),
        ("50 %\r100 %\r\n", "50 %\n100 %\n"),
        ("bell\x07 back\x08 null\x00", "bell back null"),
        ("tab\tand line\n", "tab\tand line\n"),
        ("übrig 日本 🙂 עברית", "übrig 日本 🙂 עברית"),
        ("a\u202egnp.exe", "a\\u{202e}gnp.exe"),
        ("hidden\U000e0041tag", "hidden\\u{e0041}tag"),
        ("\x1b]0;never closed\nnext line", "\nnext line"),
    ],
)
def test_control_sequences_are_taken_out(printed: str, shown: str) -> None:
    assert plain(printed) == shown


@given(some.text(some.sampled_from("\x1b[]PX^_\\;0123m\x07\x9b\x9d\x9c\r\n\x00ab\u202e"), max_size=80))
def test_nothing_that_steers_a_terminal_is_ever_left(printed: str) -> None:
    assert not HARMFUL.search(plain(printed))


@given(some.lists(some.binary(max_size=40), max_size=20), some.integers(2, 60))
def test_a_capture_keeps_the_beginning_and_the_end(chunks: list[bytes], limit: int) -> None:
    capture = Capture(limit)
    for chunk in chunks:
        capture.feed(chunk)
    whole = b"".join(chunks)
    half = limit // 2
    assert capture.total == len(whole)
    assert capture.truncated == (len(whole) > 2 * half)
    if not capture.truncated:
        assert capture.text() == plain(whole.decode("utf-8", "replace"))
    else:
        head, tail = plain(whole[:half].decode("utf-8", "replace")), plain(whole[-half:].decode("utf-8", "replace"))
        assert capture.text().startswith(head)
        assert capture.text().endswith(tail)
        assert f"{len(whole) - 2 * half} bytes left out" in capture.text()


def test_a_capture_of_a_long_stream_stays_small() -> None:
    capture = Capture(1000)
    for _ in range(1000):
        capture.feed(b"x" * 10_000)
    assert capture.total == 10_000_000
    assert len(capture.text()) < 1100
