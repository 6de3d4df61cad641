"""Safe identifiers and labels out of the person's words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

_RESERVED = frozenset(
    "yes no and or not blank today now me role this old it each all via where settings id created created_by if or_else "
    "round floor ceil abs lesser greater year month week weekday day hour hour_of add_months workdays len has lower common "
    "bucket random sum count avg min max first last list history "
    # words of Python, JavaScript, SQL and Windows that make bad names for tables and files
    "class def del elif else except finally for from global import in is lambda nonlocal pass raise return try while with "
    "yield async await assert break continue none true false var let const function new delete typeof void switch case "
    "default do export extends super enum implements interface package private protected public static order group by "
    "select insert update table index create drop alter join union values set key primary user "
    "con prn aux nul com1 lpt1 constructor prototype proto rules model server store commit".split()
)
LONGEST = 40


def identifier(words: str, taken: Container[str] = (), fallback: str = "thing") -> str:
    """A small ASCII name made from words of any script, unlike all taken and reserved ones."""
    plain = unicodedata.normalize(
        "NFKD", words.replace("ß", "ss").replace("ø", "o").replace("œ", "oe").replace("æ", "ae")
    )
    base = re.sub(r"[^a-z0-9]+", "_", plain.encode("ascii", "ignore").decode().lower()).strip("_")[:24].strip("_")
    if not base or not base[0].isalpha():
        base = fallback
    if base in _RESERVED:
        base += "_x"
    number, name = 2, base
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


def label(words: str, fallback: str = "") -> str:
    """The readable part of words as one line: letters, digits, spaces and hyphens, at most 40 characters."""
    kept = re.sub(r"[^\w \-&’]|_", " ", words.replace("'", "’"))
    return re.sub(r"\s+", " ", kept).strip(" -&’")[:LONGEST].strip() or fallback


def option(words: str, place: int = 1) -> str:
    """The id of one option of a choice: ASCII, never empty."""
    plain = unicodedata.normalize("NFKD", words.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:24] or f"option_{place}"
