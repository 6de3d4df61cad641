"""Names and labels out of the person's words, safe inside the lines of a blueprint."""

from __future__ import annotations

import re
from collections.abc import Collection

from lamplighter.domain import naming

LONGEST = 40
_NAME = 24  # characters of an id: paths of three of them stay readable


def identifier(words: str, taken: Collection[str] = (), fallback: str = "thing") -> str:
    """A small ASCII name made from words of any script, unlike all taken and reserved ones."""
    return naming.identifier(words, taken, fallback, _NAME)


def label(words: str, fallback: str = "") -> str:
    """The readable part of words: letters, digits, spaces and hyphens; nothing that parts a line of a blueprint."""
    kept = re.sub(r"[^\w \-&’]|_", " ", words.replace("'", "’"))
    return re.sub(r"\s+", " ", kept).strip(" -&’")[:LONGEST].strip() or fallback


def option(words: str, place: int = 1) -> str:
    """The id of one option of a choice: ASCII, never empty."""
    plain = re.sub(r"[^a-z0-9]+", "_", naming.latin(words).lower()).strip("_")
    return plain[:_NAME].strip("_") or f"option_{place}"
