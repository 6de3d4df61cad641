"""Step 4: words with their places, sentences and clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"(?:(?<![^\W\d_])(?:[ldjnscmt]|qu)'(?=[^\W\d_]))|[^\W_]+(?:['\-&][^\W_]+)*")
_JAPANESE = re.compile("[\u4e00-\u9fff々]+|[\u30a0-\u30ff]+|[\u3040-\u309f]+|[^\\W_]+")
_BREAK = re.compile(r"[.!?;:,](?=\s|$)|[。！？、；：，\n()\[\]]|\s[-–—]\s|!!+|\?+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text from `start` to `end`, folded, in clause `clause`."""

    text: str
    start: int
    end: int
    clause: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of the text between two marks; `words` are its places in the folded text."""

    index: int
    start: int
    end: int
    text: str


def clauses(folded: str, original: str) -> tuple[Clause, ...]:
    """The pieces between sentence marks and commas; decimals, clock times and abbreviations of numbers stay whole."""
    found: list[Clause] = []
    start = 0
    for mark in [*_BREAK.finditer(folded), None]:
        end = mark.start() if mark else len(folded)
        if folded[start:end].strip():
            found.append(Clause(len(found), start, end, original[start:end].strip()))
        start = mark.end() if mark else end
    return tuple(found)


def words(folded: str, parts: tuple[Clause, ...], code: str) -> tuple[Word, ...]:
    """All words in order, each in its clause."""
    pattern = _JAPANESE if code == "ja" else _WORD
    return tuple(
        Word(m[0], part.start + m.start(), part.start + m.end(), part.index)
        for part in parts
        for m in pattern.finditer(folded[part.start : part.end])
    )
