"""The face of one app: hue, icon, tone and design tokens, all chosen and computed when the app is compiled.

Nothing is computed in the browser, and every contrast is known before the app exists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from lamplighter.compiler.colour import Triple, contrast, hex_of
from lamplighter.compiler.faces import Faces, Hue, Token, Tone, folded

Named = TypeVar("Named", Hue, Tone)
SHORT_WORD = 3
_SERIES = re.compile(r"[cw]\d")
CJK = "\u2e80"
MUTED = (40, 100)  # degrees: neutrals of these hues take half their chroma, so that they do not go brown


@dataclass(frozen=True, slots=True)
class Identity:
    """What one app looks like; `icon` is the name of a subject, or "" when `letter` is drawn in its place."""

    hue: Hue
    icon: str
    letter: str
    tone: Tone


def identity(
    faces: Faces, *, app_id: str, texts: Iterable[str], first: str, chosen: Mapping[str, str] | None = None
) -> Identity:
    """Choose by words of `texts` (name, pitch, labels). `first` is the main entity's label; `chosen` wins by name."""
    words = _words(" ".join(texts))
    wish = chosen or {}
    hue = _named(faces.hues, wish.get("hue", "")) or _most_hits(faces.hues, words)
    tone = _named(faces.tones, wish.get("tone", "")) or _most_hits(faces.tones, words) or faces.tones[-1]
    icon = wish.get("icon", "")
    return Identity(
        hue=hue or faces.hues[sum(app_id.encode()) % len(faces.hues)],
        icon=icon if icon in faces.subjects else _subject(faces, words),
        letter=first_letter(first),
        tone=tone,
    )


def subject_of(faces: Faces, text: str) -> str:
    """The icon that fits a label or an option, or empty."""
    return _subject(faces, _words(text))


def first_letter(text: str) -> str:
    """The letter drawn when no icon fits."""
    return next((c.upper() for c in text if c.isalnum()), "•")


def palette(faces: Faces, hue: Hue, theme: str) -> dict[str, str]:
    """Token name -> hex colour, for theme "light" or "dark"."""
    colours = {token.name: hex_of(_colour(token, hue, theme)) for token in faces.tokens}
    return colours | {name: hex_of(values[theme]) for name, values in faces.fixed.items()}


def faint_pairs(faces: Faces, hue: Hue) -> list[str]:
    """The pairs of this hue below their floor, in words; empty when every pair is readable."""
    found = []
    for theme in ("light", "dark"):
        colours = palette(faces, hue, theme)
        for floor in faces.floors:
            for text, ground in ((t, g) for t in floor.texts for g in floor.grounds):
                value = contrast(colours[text], colours[ground])
                if value < floor.floor:
                    found.append(f"{hue.name} {theme}: {text} on {ground} is {value:.2f}, below {floor.floor}")
    return found


def tokens_css(faces: Faces, face: Identity, *, series: bool) -> str:
    """The design tokens of one app as CSS custom properties; each holds its light and its dark colour.

    `series`: also the classes key-1 to key-8, which hold the fixed colours of options.
    """
    light, dark = palette(faces, face.hue, "light"), palette(faces, face.hue, "dark")
    small, card, button = face.tone.radius
    both = {name: f"light-dark({light[name]}, {dark[name]})" for name in light}
    lines = [f"  --{name}: {colour};" for name, colour in both.items() if not _SERIES.fullmatch(name)]
    keys = [f".key-{n} {{ --c: {both[f'c{n}']}; --w: {both[f'w{n}']}; }}\n" for n in range(1, 9)]
    headings = face.tone.headings or "var(--body)"
    return (
        f"/* {face.hue.name}, {face.tone.name}: the colours, corners and headings of this app. */\n"
        ":root {\n  color-scheme: light dark;\n"
        + "\n".join(lines)
        + f"\n  --headings: {headings};\n  --weight: {face.tone.weight};\n"
        + f"  --tracking: {face.tone.tracking};\n"
        + f"  --r: {small}px;\n  --r-card: {card}px;\n  --r-button: {button}px;\n}}\n"
        + "".join(keys if series else ())
    )


def _colour(token: Token, hue: Hue, theme: str) -> Triple:
    column = hue.band if theme == "light" and hue.band in token.values else theme
    lightness, chroma = token.values[column]
    muted = token.neutral and MUTED[0] <= hue.degrees <= MUTED[1]
    return lightness, chroma / 2 if muted else chroma, hue.degrees


# -- choosing by words ----------------------------------------------------------------------------------------------


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W\d_]+", folded(text)))


def _hit(begin: str, word: str) -> bool:
    if begin[0] >= CJK:  # Chinese and Japanese do not part words by spaces
        return begin in word
    return word.startswith(begin) if len(begin) > SHORT_WORD else word in (begin, begin + "s")


def _hits(begins: Sequence[str], words: Sequence[str]) -> int:
    return sum(any(_hit(b, w) for b in begins) for w in words)


def _first_hit(begins: Sequence[str], words: Sequence[str]) -> int:
    return next(i for i, word in enumerate(words) if any(_hit(b, word) for b in begins))


def _subject(faces: Faces, words: Sequence[str]) -> str:
    """The icon whose words are met most often, or empty; a tie goes to the earlier word."""
    scores = {name: _hits(subject.words, words) for name, subject in faces.subjects.items()}
    best = max(scores.values(), default=0)
    tied = [subject for subject in faces.subjects.values() if best and scores[subject.name] == best]
    return min(tied, key=lambda subject: _first_hit(subject.words, words)).name if tied else ""


def _named(choices: Sequence[Named], name: str) -> Named | None:
    return next((c for c in choices if c.name == name), None)


def _most_hits(choices: Sequence[Named], words: Sequence[str]) -> Named | None:
    best = max(choices, key=lambda c: _hits(c.words, words))
    return best if _hits(best.words, words) else None
