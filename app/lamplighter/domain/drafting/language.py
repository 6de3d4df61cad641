"""Step 3: the language a text is written in."""

from __future__ import annotations

import re

from lamplighter.domain.drafting.clean import fold
from lamplighter.domain.drafting.lexicon import Lexicon, Tongue

_KANA = re.compile("[\u3040-\u30ff]")
_HAN = re.compile("[\u4e00-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def spoken(text: str, lexicon: Lexicon, default: str) -> tuple[str, bool]:
    """The code of the language with the most hits, and whether the text told it.

    Fewer than two hits: the one language that has any, else the default.
    """
    if _KANA.search(text) or len(_HAN.findall(text)) >= 2:
        return ("ja", True) if "ja" in lexicon.tongues else (default, False)
    hits = {code: _hits(text, tongue) for code, tongue in lexicon.tongues.items() if code != "ja"}
    best = max(hits, key=lambda code: (hits[code], code == default))
    if hits[best] >= 2:
        return best, True
    if hits[best] >= 1 and all(hits[code] == 0 for code in hits if code != best):
        return best, False
    return default if default in lexicon.tongues else "en", hits[best] == 1 and best == default


def _hits(text: str, tongue: Tongue) -> float:
    words = [fold(w) for w in _WORD.findall(text)]
    stops = sum(w in tongue.stopwords or w.partition("'")[0] + "'" in tongue.stopwords for w in words)
    letters = sum(text.lower().count(letter) for letter in tongue.letters)
    nouns = sum(w in tongue.nouns for w in words)
    return stops + letters + 0.6 * nouns
