"""Regular plurals of the languages spoken; what is irregular stands in the word lists as `one/many`."""

from __future__ import annotations

import re

_RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "en": ((r"([^aeiou])y$", r"\1ies"), (r"(s|x|z|ch|sh)$", r"\1es"), (r"$", "s")),
    "de": (
        (r"(ung|heit|keit|schaft|ion|tät)$", r"\1en"),
        (r"in$", "innen"),
        (r"e$", "en"),
        (r"(er|el|en|chen)$", r"\1"),
        (r"([aou])$", r"\1s"),
        (r"$", "e"),
    ),
    "fr": ((r"([sxz])$", r"\1"), (r"(eau|eu)$", r"\1x"), (r"al$", "aux"), (r"$", "s")),
    "es": ((r"ión$", "iones"), (r"z$", "ces"), (r"([aeiouáéó])$", r"\1s"), (r"s$", "s"), (r"$", "es")),
}
_SINGULAR: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"([^aeiou])ies$", r"\1y"),
        (r"(ss|us|is)$", r"\1"),
        (r"(x|z|ch|sh|ss)es$", r"\1"),
        (r"s$", ""),
    ),
    "de": ((r"innen$", "in"), (r"(ung|heit|keit|schaft|ion)en$", r"\1")),
    "fr": ((r"eaux$", "eau"), (r"(.{3,})s$", r"\1")),
    "es": ((r"iones$", "ión"), (r"ces$", "z"), (r"([lnrd])es$", r"\1"), (r"([aeo])s$", r"\1")),
}


def plural(code: str, one: str) -> str:
    """The regular plural; of several words the last one changes (the first in French and Spanish)."""
    head, tail = _parts(code, one)
    return head[0] + _changed(_RULES.get(code, ()), head[1]) + tail


def singular(code: str, many: str) -> str:
    """The likeliest singular of a word that is in no list; the word itself when it does not look like a plural."""
    return _changed(_SINGULAR.get(code, ()), many)


def _parts(code: str, phrase: str) -> tuple[tuple[str, str], str]:
    if code in ("fr", "es"):
        first, gap, rest = phrase.partition(" ")
        return ("", first), gap + rest
    rest, gap, last = phrase.rpartition(" ")
    return (rest + gap, last), ""


def _changed(rules: tuple[tuple[str, str], ...], word: str) -> str:
    for pattern, new in rules:
        changed, hits = re.subn(pattern, new, word, count=1)
        if hits:
            return changed
    return word
