"""The steps a thing goes through, in the person's own words."""

from __future__ import annotations

import re

from lamplighter.domain.drafting.sketch import Sketch

SPLIT = re.compile(r",|/|→|->|>|\b(?:to|then|and|or|via|through|a|dann|zu|und|bis|puis|et|luego|y|e)\b|→|から|、")


def from_text(sketch: Sketch) -> list[str]:
    """The steps the text names, in order."""
    for match in sketch.reading.tongue.patterns["states"].finditer(sketch.reading.folded):
        groups = match.groupdict()
        words = [w.strip(" -") for w in SPLIT.split(groups.get("s") or groups.get("t") or "") if w.strip(" -")]
        if words and words[0].split()[0] in sketch.reading.tongue.stopwords:
            continue
        kept = [w for w in words if len(w) < 20 and len(w.split()) <= 3]
        if len(kept) >= 2:
            return list(dict.fromkeys(kept))[:7]
    return []
