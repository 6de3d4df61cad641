"""Step 7: what the person wants, said by frames of words; a frame right after "no" or "without" is no wish."""

from __future__ import annotations

from dataclasses import dataclass

from lamplighter.domain.drafting.lexicon import Tongue
from lamplighter.domain.drafting.tokens import Clause


@dataclass(frozen=True, slots=True)
class Wish:
    """One frame found in the text; `groups` holds the named parts of its pattern."""

    frame: str
    clause: int
    start: int
    end: int
    groups: tuple[tuple[str, str], ...]


def wishes(folded: str, parts: tuple[Clause, ...], tongue: Tongue) -> tuple[Wish, ...]:
    """All wishes in the order of the text, each frame once a clause."""
    found: list[Wish] = []
    for frame in tongue.frames:
        seen: set[int] = set()
        for match in frame.pattern.finditer(folded):
            clause = _clause(parts, match.start())
            if clause in seen or _negated(folded, parts, clause, match.start(), tongue):
                continue
            seen.add(clause)
            groups = tuple((k, v) for k, v in match.groupdict().items() if v)
            found.append(Wish(frame.name, clause, match.start(), match.end(), groups))
    return tuple(sorted(found, key=lambda w: (w.start, w.frame)))


def _clause(parts: tuple[Clause, ...], place: int) -> int:
    return next((p.index for p in parts if place < p.end), len(parts) - 1)


def _negated(folded: str, parts: tuple[Clause, ...], clause: int, start: int, tongue: Tongue) -> bool:
    begin = max(parts[clause].start if parts else 0, start - 30)
    return tongue.patterns["negation"].search(folded[begin:start]) is not None
