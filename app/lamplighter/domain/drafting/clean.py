"""Step 1: plain text out of whatever was pasted. What is cut out is remembered as one neutral note."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

USED = 4000  # characters of the idea that are read
_CUTS = re.compile(
    r"```.*?(?:```|$)|<[^<>]{0,300}>|\{\{.{0,300}?\}\}|\{%.{0,300}?%\}|\$\{[^{}]{0,300}\}|https?://\S+|(?:\.{1,2}|~)?/[\w.\-]+/\S*|\.\./\S*",
    re.DOTALL,
)
_DROPPED = {"Cc", "Cf", "Co", "Cs", "Cn"}
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]")
_MACHINE = re.compile(
    r"(?i)\b(?:ignore (?:all |any |the )?(?:previous|prior|above)|disregard (?:all|the|any)|system\s*:|assistant\s*:"
    r"|you are now|act as (?:a|an) (?:ai|model|root)|jailbreak|drop table|rm -rf|sudo |delete all (?:your )?files)"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Readable text of at most `USED` characters, and whether something was left out or cut off."""

    text: str
    left_out: bool
    cut_off: bool


def cleaned(raw: str) -> Cleaned:
    """Text without control and direction marks, markup, template braces, code, links, paths and orders to a machine."""
    text = unicodedata.normalize("NFKC", raw[: USED * 3])
    plain = "".join(c if _kept(c) else " " if c in "\n\r\t" else "" for c in text)
    without = _without_orders(_CUTS.sub(" ", plain).replace("’", "'").replace("`", "'"))
    without = _EMOJI.sub(" ", without)
    short = re.sub(r"[^\S\n]+", " ", without)[:USED].strip()
    return Cleaned(
        _shorter_words(short), _CUTS.search(plain) is not None or len(without) < len(plain) / 2, len(raw) > USED
    )


def _kept(character: str) -> bool:
    return character == "\n" or unicodedata.category(character) not in _DROPPED


def _without_orders(text: str) -> str:
    """Sentences that speak to a machine are no part of an idea."""
    if not _MACHINE.search(text):
        return text
    sentences = re.split(r"(?<=[.!?\n])\s+", text)
    kept = " ".join(s for s in sentences if not _MACHINE.search(s))
    return kept or _MACHINE.sub(" ", text)


def _shorter_words(text: str) -> str:
    """Words of more than 60 characters without a break are noise, unless the script has no spaces."""
    return re.sub(r"[!-~]{61,}", " ", text)


def fold(text: str) -> str:
    """Lower case without accents, of exactly the same length, so that places in it are places in the text."""
    return text.lower() if text.isascii() else "".join(_folded(c) for c in text)


def _folded(character: str) -> str:
    if character < "\x80":
        return character.lower()
    base = unicodedata.normalize("NFKD", character)[0]
    if ord(base) < 0x250:
        character = base
    low = character.lower()
    return low if len(low) == 1 else character
