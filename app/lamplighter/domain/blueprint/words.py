"""Reserved words, and how a text becomes the id of an option."""

from __future__ import annotations

import re
import unicodedata

WORDS = ("yes", "no", "and", "or", "not", "if", "blank", "today", "now", "me", "role", "all", "via", "where")
ROOTS = ("this", "old", "it", "each", "settings", "id", "created", "created_by")
RESERVED = frozenset(WORDS + ROOTS)
"""Words of the language; no field and no entity may be called so (but `settings` is an entity)."""

_LATIN_END = 0x250
_BREAKS = re.compile(r"\W+")


def folded(text: str) -> str:
    """Latin text without its marks; any other script as it is."""
    text = unicodedata.normalize("NFC", text)
    if any(ord(c) >= _LATIN_END for c in text):
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not "\u0300" <= c <= "\u036f")


def slug(text: str) -> str:
    """The id of an option: "in Arbeit" → "in_arbeit"."""
    return _BREAKS.sub("_", folded(text).strip().lower()).strip("_")
