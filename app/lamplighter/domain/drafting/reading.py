"""What the drafter understood of a text: its language, clauses, things, numbers and wishes; never changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lamplighter.domain.drafting import nouns
from lamplighter.domain.drafting.clean import fold
from lamplighter.domain.drafting.frames import Wish, wishes
from lamplighter.domain.drafting.lexicon import Lexicon, Noun, Tongue
from lamplighter.domain.drafting.nouns import Mention, Property
from lamplighter.domain.drafting.quantities import Quantity, quantities
from lamplighter.domain.drafting.tokens import Clause, Word, clauses, words


@dataclass(frozen=True, slots=True)
class Reading:
    """A text understood: every part carries its clause and its place."""

    text: str
    folded: str
    tongue: Tongue
    clauses: tuple[Clause, ...]
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    properties: tuple[Property, ...]
    quantities: tuple[Quantity, ...]
    wishes: tuple[Wish, ...]
    firsts: tuple[Mention, ...]
    times: Mapping[str, int]

    def says(self, *frames: str) -> bool:
        """Whether one of these wishes stands in the text."""
        return any(w.frame in frames for w in self.wishes)

    def wish(self, *frames: str) -> Wish | None:
        """The first wish of these frames."""
        return next((w for w in self.wishes if w.frame in frames), None)

    def mention(self, *classes: str) -> Mention | None:
        """The first noun of these classes."""
        return next((m for m in self.firsts if m.noun.is_a(*classes)), None)

    def has(self, *fields: str) -> bool:
        """Whether an attribute with one of these field ids is named."""
        return any(p.attribute.field in fields for p in self.properties)

    def number(self, kind: str, near: str = "", unit: str = "", far: int = 80) -> str:
        """The value of this kind nearest to the frames in `near` within `far` characters; "" if there is none."""
        found = self.quantity(kind, near, unit, far)
        return found.value if found else ""

    def quantity(self, kind: str, near: str = "", unit: str = "", far: int = 80) -> Quantity | None:
        """The quantity of this kind (and one of the units `a|b`) nearest to the frames, or the first one of all."""
        fits = [q for q in self.quantities if q.kind == kind and (not unit or q.unit in unit.split("|"))]
        if not near:
            return fits[0] if fits else None
        frames = near.split()
        heard = [w for w in self.wishes if w.frame in frames]
        close = [(_gap(q, w), q.start, q) for q in fits for w in heard if _gap(q, w) <= far]
        return min(close, key=lambda c: c[:2])[2] if close else None

    def where(self, frames: str) -> frozenset[int]:
        """The clauses in which these frames stand."""
        wanted = frames.split()
        return frozenset(w.clause for w in self.wishes if w.frame in wanted)


def _gap(quantity: Quantity, wish: Wish) -> int:
    apart = max(quantity.start - wish.end, wish.start - quantity.end, 0)
    return apart + 15 * abs(quantity.clause - wish.clause)


def _firsts(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The first mention of every noun."""
    firsts: dict[Noun, Mention] = {}
    for mention in mentions:
        firsts.setdefault(mention.noun, mention)
    return tuple(firsts.values())


def read(text: str, lexicon: Lexicon, code: str) -> Reading:
    """Reads a cleaned text in one language."""
    folded = fold(text)
    tongue = lexicon.tongues[code]
    parts = clauses(folded, text)
    tokens = words(folded, parts, code)
    mentions, properties = nouns.found(text, folded, tokens, lexicon, code)
    return Reading(
        text=text,
        folded=folded,
        tongue=tongue,
        clauses=parts,
        words=tokens,
        mentions=mentions,
        properties=properties,
        quantities=quantities(folded, parts, tongue),
        wishes=wishes(folded, parts, tongue),
        firsts=_firsts(mentions),
        times=Counter(m.noun.word for m in mentions),
    )
