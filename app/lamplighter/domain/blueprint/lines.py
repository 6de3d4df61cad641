"""The separators of the format: lists, entries by state, parameters, quoted texts. Pure text, no meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lamplighter.domain.blueprint.problems import Fault

Test = Callable[[str, int, str], bool]

_STATE = re.compile(r"\s*[\w*]+(?:\s+[\w*]+)*\s*:(?!=)")
_PARAMETER = re.compile(r"\s*(?:[^\W\d]\w*\s*=|$)")
_ARGUMENT = re.compile(r"\s*[^\W\d]\w*\s*=(?!=)")
_WORDS = re.compile(r"[\s,|]+")


def marks(text: str) -> Iterator[tuple[int, str]]:
    """(index, character) outside quotes and brackets; an apostrophe inside a word is a letter."""
    quoted, depth = False, 0
    for index, char in enumerate(text):
        if char == "'" and (quoted or index == 0 or not text[index - 1].isalnum()):
            quoted = not quoted
        elif quoted:
            continue
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth = max(0, depth - 1)
        elif depth == 0:
            yield index, char


def split(text: str, test: Test) -> list[str]:
    """Cut at every mark that passes the test; empty pieces are dropped, the others trimmed."""
    pieces, start = [], 0
    for index, char in marks(text):
        if index >= start and test(text, index, char):
            pieces.append(text[start:index])
            start = index + 1
    pieces.append(text[start:])
    return [piece for piece in (p.strip() for p in pieces) if piece]


def items(text: str) -> list[str]:
    """`a, b(c, d), 'e, f'` → three items."""
    if "'" not in text and "(" not in text and "[" not in text and "{" not in text:
        return [piece for piece in (p.strip() for p in text.split(",")) if piece]
    return split(text, lambda _t, _i, char: char == ",")


def parts(text: str) -> list[str]:
    """The parts of `may` and the steps of a check: cut at `;`."""
    return split(text, lambda _t, _i, char: char == ";")


def words(text: str) -> list[str]:
    """A list that may be parted by spaces too."""
    return [word for word in _WORDS.split(text.strip()) if word]


def entries(text: str) -> list[tuple[tuple[str, ...], str | None]]:
    """`a b: x | c: y` (also a comma before `c:`) → states and value; the value is None when `:` is missing."""
    out: list[tuple[tuple[str, ...], str | None]] = []
    cut = split(text, lambda t, i, char: char == "|" or (char == "," and _STATE.match(t, i + 1) is not None))
    for piece in cut:
        states, colon, value = piece.partition(":")
        out.append((tuple(words(states)), value.strip() if colon else None))
    return out


def unquoted(text: str) -> str:
    """`'it''s'` → `it's`; a text that is not wholly quoted stays."""
    if is_quoted(text):
        return text[1:-1].replace("''", "'")
    return text


def is_quoted(text: str) -> bool:
    """Whether the whole text stands in single quotes."""
    if len(text) < 2 or text[0] != "'" or text[-1] != "'":
        return False
    return text[1:-1].replace("''", "").count("'") == 0


def quoted(text: str) -> str:
    """A text value of a parameter as it is saved: in quotes only where it would be read otherwise."""
    return text if _stands_alone(text) else "'" + text.replace("'", "''") + "'"


def _stands_alone(text: str) -> bool:
    try:
        return not is_quoted(text) and keyed(f"k={text}; l=1") == [("k", text), ("l", "1")]
    except Fault:
        return False


def keyed(text: str) -> list[tuple[str, str]]:
    """`key=value; key=value` in order; a `;` parts only before `word=` or at the end.

    Raises Fault for a piece without `name=` and for a key that stands twice.
    """
    out: list[tuple[str, str]] = []
    for piece in split(text, lambda t, i, char: char == ";" and _PARAMETER.match(t, i + 1) is not None):
        key, equals, value = piece.rstrip(";").partition("=")
        key = key.strip()
        if not equals or not key.isidentifier():
            raise Fault(f"no `name=` before {piece[:30]!r}", "write key=value; key=value", piece)
        if any(k == key for k, _ in out):
            raise Fault(f"{key} stands twice", "keep one", key)
        out.append((key, value.strip()))
    return out


def arguments(text: str) -> list[tuple[str, str | None]]:
    """`f=v, g=w` (the comma may be left out) in order; the value is None where `=` is missing."""
    out: list[tuple[str, str | None]] = []
    for piece in split(text, lambda t, i, char: char in ", " and _ARGUMENT.match(t, i + 1) is not None):
        key, equals, value = piece.partition("=")
        out.append((key.strip().rstrip(",").strip(), value.strip().rstrip(",").strip() if equals else None))
    return out
