"""Answers of the interview as the refinement reads them: any JSON, tolerantly, as texts, parts and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lamplighter.domain.blueprint.values import folded

Answers = Mapping[str, object]

_WORD = re.compile(r"\w+")
_PART = re.compile(r"[;\n]+")
_SHORTEST = 3
_EMPTY_WORDS = (
    "the and for with that this from into who what when have has had are was were will can does each one two out not "
    "der die das und mit von den dem ein eine ist wer was les des une est avec pour qui que los las una con por para "
    "del"
)
_ENDINGS = ("ings", "ing", "ers", "er", "ies", "ed", "es", "en", "s", "e", "n")
_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2,}")


def text_of(value: object) -> str:
    """Everything readable in an answer, as one text."""
    match value:
        case str():
            return value.strip()
        case Mapping():
            return "; ".join(f"{key}: {text_of(inner)}" for key, inner in value.items() if text_of(inner))
        case list() | tuple():
            return "; ".join(text for text in map(text_of, value) if text)
        case bool() | None:
            return ""
        case int() | float():
            return str(value)
    return ""


def piece_of(value: object, name: str) -> str:
    """One named piece: of an object by key, of a text as `name: …` or `name 7: …` up to the next `;`."""
    if isinstance(value, Mapping):
        return text_of(value.get(name))
    for part in _PART.split(value) if isinstance(value, str) else ():
        match = re.match(rf"\s*{re.escape(name)}\b[^:]*:\s*(.+)", part, re.IGNORECASE | re.DOTALL)
        if match:
            return match[1].strip()
    return ""


def pieces_of(value: object, name: str) -> tuple[str, ...]:
    """A list of texts: of an object by key, or the commas of `name: a, b, c` in a text."""
    inner = value.get(name) if isinstance(value, Mapping) else piece_of(value, name)
    if isinstance(inner, list | tuple):
        return tuple(text for text in map(text_of, inner) if text)
    return tuple(piece.strip() for piece in re.split(r"[,;\n、]+", text_of(inner)) if piece.strip())


def stems(text: str) -> frozenset[str]:
    """The words that carry meaning, without endings; Japanese and Chinese as pairs of characters."""
    plain = folded(text.replace("_", " "))
    empty = _EMPTY_WORDS.split()
    found = {_stem(word) for word in _WORD.findall(plain) if len(word) >= _SHORTEST and word not in empty}
    for run in _ASIAN.findall(text):
        found |= {run[index : index + 2] for index in range(len(run) - 1)}
    return frozenset(found)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


def best_match(text: str, choices: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The ids of the choices (id, words) that share most words with the text; several when they tie, none when none."""
    wanted = stems(text)
    scored = [(len(wanted & stems(words)), id_) for id_, words in choices]
    most = max((score for score, _ in scored), default=0)
    return tuple(id_ for score, id_ in scored if score == most) if most else ()
