"""What a contained program prints: bounded in memory, and free of control sequences that could steer a screen."""

from __future__ import annotations

import re

# CSI; OSC up to its end or the line's; DCS, SOS, PM, APC likewise; any other escape with its one or two letters.
SEQUENCES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"
    r"|[\x1b]\][^\x07\x1b\n]*(?:\x07|\x1b\\)?"
    r"|\x1b[PX^_][^\x1b\n]*(?:\x1b\\)?"
    r"|\x1b[ -/]*[0-~]?"
    r"|\x9b[0-?]*[ -/]*[@-~]?"
    r"|[\x90\x98\x9d\x9e\x9f][^\x07\x1b\x9c\n]*[\x07\x9c]?"
)
LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


def plain(text: str) -> str:
    """The text without control sequences; marks that reorder or hide text become visible as code points."""
    text = LINE_ENDS.sub("\n", SEQUENCES.sub("", text))
    return REORDERING.sub(lambda mark: f"\\u{{{ord(mark[0]):x}}}", CONTROLS.sub("", text))


class Capture:
    """The first and the last half of a stream of any length, at most `limit` bytes of it."""

    def __init__(self, limit: int) -> None:
        self._half = max(limit // 2, 1)
        self._head = bytearray()
        self._tail = bytearray()
        self.total = 0

    def feed(self, chunk: bytes) -> None:
        self.total += len(chunk)
        room = self._half - len(self._head)
        self._head += chunk[:room] if room > 0 else b""
        self._tail += chunk[max(room, 0) :]
        if len(self._tail) > 2 * self._half:
            del self._tail[: -self._half]

    @property
    def truncated(self) -> bool:
        return self.total > 2 * self._half

    def text(self) -> str:
        tail = bytes(self._tail[-self._half :])
        if not self.truncated:
            return plain((bytes(self._head) + tail).decode("utf-8", "replace"))
        left_out = self.total - len(self._head) - len(tail)
        mark = f"\n… {left_out} bytes left out …\n"
        return plain(self._head.decode("utf-8", "replace")) + mark + plain(tail.decode("utf-8", "replace"))
