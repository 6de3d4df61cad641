"""Takes the traces out of pictures: where, when and with what they were taken. The picture itself stays as it is.

Only the parts of the file that hold such notes are left out, so nothing is compressed anew; how the picture must be
turned is kept. A picture whose parts do not add up is left as it came.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

TYPES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"RIFF": "image/webp",
}
ORIENTATION = 0x0112
NOTES = {0xE1, 0xED, 0xFE}  # JPEG: Exif and XMP, Photoshop, comment
PNG_NOTES = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
WEBP_NOTES = {b"EXIF", b"XMP "}
NOTE_FLAGS = 0x0C  # VP8X: "there is Exif", "there is XMP"


def without_traces(content: bytes) -> bytes:
    """The same picture without notes; anything that is no such picture comes back as it is."""
    try:
        if content.startswith(b"\xff\xd8\xff"):
            return b"".join(jpeg_parts(content))
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return content[:8] + b"".join(png_parts(content))
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            parts = b"WEBP" + b"".join(webp_parts(content))
            return b"RIFF" + struct.pack("<I", len(parts)) + parts
    except (struct.error, IndexError):
        return content
    return content


def jpeg_parts(content: bytes) -> Iterator[bytes]:
    """The segments up to the picture's own bytes, then these whole."""
    yield content[:2]
    at = 2
    while True:
        mark, kind, length = struct.unpack_from(">BBH", content, at)
        if mark != 0xFF:
            raise IndexError
        if kind == 0xDA:
            yield content[at:]
            return
        part = content[at : at + 2 + length]
        if len(part) != 2 + length:
            raise IndexError
        if kind not in NOTES:
            yield part
        elif part[4:10] == b"Exif\0\0" and (turned := orientation(part[10:])) not in (None, 1):
            yield turning_note(turned or 1)
        at += 2 + length


def orientation(tiff: bytes) -> int | None:
    """How the picture must be turned (TIFF tag 0x0112), or None."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for number in range(count):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
        if tag == ORIENTATION:
            return int(value)
    return None


def turning_note(turned: int) -> bytes:
    """An Exif segment that says nothing but how the picture must be turned."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + 6 + len(tiff)) + b"Exif\0\0" + tiff


def png_parts(content: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        part = content[at : at + 12 + length]
        if len(part) != 12 + length:
            raise IndexError
        if kind not in PNG_NOTES:
            yield part
        at += 12 + length


def webp_parts(content: bytes) -> Iterator[bytes]:
    at = 12
    while at < len(content):
        kind, length = struct.unpack_from("<4sI", content, at)
        size = 8 + length + length % 2
        part = content[at : at + size]
        if len(part) != size:
            raise IndexError
        if kind == b"VP8X":
            part = part[:8] + bytes([part[8] & ~NOTE_FLAGS]) + part[9:]
        if kind not in WEBP_NOTES:
            yield part
        at += size
