"""Step 2: purposes that harm are refused with the topic; topics that need care are built with less about people."""

from __future__ import annotations

from dataclasses import dataclass

from lamplighter.domain.drafting.clean import fold
from lamplighter.domain.drafting.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Screened:
    """`harm` is the topic an idea is refused for, or empty; `care` the topics that ask for care."""

    harm: str
    care: tuple[str, ...]


def screened(text: str, lexicon: Lexicon) -> Screened:
    """Judges the whole text; words that only look like harm (weeds, bath bombs) are taken out first."""
    folded = fold(text)
    care = tuple(topic for topic, pattern in lexicon.care if pattern.search(folded))
    for pattern in lexicon.harmless:
        folded = pattern.sub(" ", folded)
    harm = next((topic for topic, pattern in lexicon.harm if pattern.search(folded)), "")
    return Screened(harm, care)


def refusal(topic: str) -> str:
    """The one sentence a refused idea is answered with."""
    return f"This idea is about {topic}, and I do not build things whose purpose is to harm people."
