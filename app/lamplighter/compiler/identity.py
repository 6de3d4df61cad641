"""The face of one app: hue, icon, tone and design tokens, all chosen and computed when the app is compiled.

Colours are OKLCH triples turned to hex here (formulas: Björn Ottosson, "A perceptual color space for image
processing", 2020), so that nothing is computed in the browser and every contrast is known before the app exists.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Triple = tuple[float, float, float]
Named = TypeVar("Named", "Hue", "Tone")


@dataclass(frozen=True, slots=True)
class Hue:
    """A named hue in degrees; `band` names the column of the token table its light band takes."""

    name: str
    degrees: float
    band: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tone:
    """How headings and corners look: font stack ("" = body stack), weight, tracking, radii small/card/button in px."""

    name: str
    words: tuple[str, ...]
    headings: str
    weight: int
    tracking: str
    radius: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Token:
    """Lightness and chroma by column: light, dark, and the columns of special bands."""

    name: str
    values: Mapping[str, tuple[float, float]]
    neutral: bool


@dataclass(frozen=True, slots=True)
class Floor:
    """Every text on every ground keeps this contrast."""

    floor: float
    texts: tuple[str, ...]
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Faces:
    """Everything an identity is chosen from: hues, tones, token table, icon set."""

    hues: tuple[Hue, ...]
    tones: tuple[Tone, ...]
    tokens: tuple[Token, ...]
    fixed: Mapping[str, Mapping[str, Triple]]  # state and series colours: name -> theme -> L, C, hue
    floors: tuple[Floor, ...]
    controls: Mapping[str, str]  # icon name -> SVG path
    subjects: Mapping[str, str]
    subject_words: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """What one app looks like; `icon` is the name of a subject, or "" when `letter` is drawn in its place."""

    hue: Hue
    icon: str
    letter: str
    tone: Tone


def faces(texts: Mapping[str, str]) -> Faces:
    """Read the identity data; `texts` holds hues.json, tones.json, tokens.json and icons.json by name."""
    table = json.loads(texts["tokens.json"])
    icons = json.loads(texts["icons.json"])
    return Faces(
        hues=tuple(
            Hue(h["name"], h["degrees"], h["band"], tuple(map(folded, h["words"])))
            for h in json.loads(texts["hues.json"])
        ),
        tones=tuple(
            Tone(t["name"], tuple(map(folded, t["words"])), t["headings"], t["weight"], t["tracking"], tuple(t["radius"]))
            for t in json.loads(texts["tones.json"])
        ),
        tokens=tuple(
            Token(name, {k: tuple(v) for k, v in row.items() if k != "neutral"}, bool(row.get("neutral")))
            for name, row in table["tokens"].items()
        ),
        fixed=_fixed(table),
        floors=tuple(Floor(f["floor"], tuple(f["texts"]), tuple(f["grounds"])) for f in table["floors"]),
        controls=icons["controls"],
        subjects={s["name"]: s["path"] for s in icons["subjects"]},
        subject_words=tuple((s["name"], tuple(map(folded, s["words"]))) for s in icons["subjects"]),
    )


def identity(
    faces: Faces, *, app_id: str, texts: Iterable[str], first: str, chosen: Mapping[str, str] | None = None
) -> Identity:
    """Choose by words of `texts` (name, pitch, labels). `first` is the main entity's label; `chosen` wins by name."""
    words = _words(" ".join(texts))
    wish = chosen or {}
    hue = _named(faces.hues, wish.get("hue", "")) or _most_hits(faces.hues, words)
    tone = _named(faces.tones, wish.get("tone", "")) or _most_hits(faces.tones, words) or faces.tones[-1]
    icon = wish.get("icon", "")
    if icon not in faces.subjects:
        icon = subject(faces, words)
    return Identity(
        hue=hue or faces.hues[sum(app_id.encode()) % len(faces.hues)], icon=icon, letter=first_letter(first), tone=tone
    )


def subject(faces: Faces, words: Sequence[str]) -> str:
    """The icon whose words are met most often, or empty; a tie goes to the earlier word."""
    scores = {name: _hits(begins, words) for name, begins in faces.subject_words}
    best = max(scores.values(), default=0)
    if not best:
        return ""
    tied = [(name, begins) for name, begins in faces.subject_words if scores[name] == best]
    return min(tied, key=lambda entry: _first_hit(entry[1], words))[0]


def subject_of(faces: Faces, text: str) -> str:
    """The icon that fits a label or an option, or empty."""
    return subject(faces, _words(text))


def first_letter(text: str) -> str:
    """The letter drawn when no icon fits."""
    return next((c.upper() for c in text if c.isalnum()), "•")


def palette(faces: Faces, hue: Hue, theme: str) -> dict[str, str]:
    """Token name -> hex colour, for theme "light" or "dark"."""
    colours = {token.name: _hex(_token(token, hue, theme)) for token in faces.tokens}
    colours |= {name: _hex(values[theme]) for name, values in faces.fixed.items()}
    return colours


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast of two hex colours, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def faint_pairs(faces: Faces, hue: Hue) -> list[str]:
    """The pairs of this hue below their floor, in words; empty when every pair is readable."""
    found = []
    for theme in ("light", "dark"):
        colours = palette(faces, hue, theme)
        for floor in faces.floors:
            for text in floor.texts:
                for ground in floor.grounds:
                    value = contrast(colours[text], colours[ground])
                    if value < floor.floor:
                        found.append(f"{hue.name} {theme}: {text} on {ground} is {value:.2f}, below {floor.floor}")
    return found


def tokens_css(faces: Faces, face: Identity) -> str:
    """The design tokens of one app as CSS custom properties; each holds its light and its dark colour."""
    light, dark = palette(faces, face.hue, "light"), palette(faces, face.hue, "dark")
    small, card, button = face.tone.radius
    lines = [f"  --{name}: light-dark({light[name]}, {dark[name]});" for name in light]
    headings = face.tone.headings or "var(--body)"
    return (
        f"/* {face.hue.name}, {face.tone.name}: the colours, corners and headings of this app. */\n"
        ":root {\n  color-scheme: light dark;\n"
        + "\n".join(lines)
        + f"\n  --headings: {headings};\n  --heading-weight: {face.tone.weight};\n"
        + f"  --heading-tracking: {face.tone.tracking};\n"
        + f"  --radius-small: {small}px;\n  --radius-card: {card}px;\n  --radius-button: {button}px;\n}}\n"
    )


# -- choosing by words ----------------------------------------------------------------------------------------------


def folded(text: str) -> str:
    """Lower case without accents, as words are compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W\d_]+", folded(text)))


def _hit(begin: str, word: str) -> bool:
    if not begin.isascii() and not begin.isalpha():
        return begin in word
    if ord(begin[0]) > 0x2E80:  # Chinese and Japanese do not part words by spaces
        return begin in word
    return word.startswith(begin) if len(begin) > 3 else word in (begin, begin + "s")


def _hits(begins: Sequence[str], words: Sequence[str]) -> int:
    return sum(any(_hit(b, w) for b in begins) for w in words)


def _first_hit(begins: Sequence[str], words: Sequence[str]) -> int:
    return next(i for i, word in enumerate(words) if any(_hit(b, word) for b in begins))


def _named(choices: Sequence[Named], name: str) -> Named | None:
    return next((c for c in choices if c.name == name), None)


def _most_hits(choices: Sequence[Named], words: Sequence[str]) -> Named | None:
    best = max(choices, key=lambda c: _hits(c.words, words))
    return best if _hits(best.words, words) else None


# -- colour -----------------------------------------------------------------------------------------------------------


def _fixed(table: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, Triple]]:
    colours: dict[str, dict[str, Triple]] = {}
    states: Mapping[str, Mapping[str, object]] = table["states"]  # type: ignore[assignment]  # JSON of our own
    for name, row in states.items():
        wash: Mapping[str, Triple] = row["wash"]  # type: ignore[assignment]
        colours[name] = {"light": tuple(row["light"]), "dark": tuple(row["dark"])}  # type: ignore[arg-type]
        colours[f"{name}-wash"] = {theme: (v[0], v[1], v[2]) for theme, v in wash.items()}
    series: Mapping[str, Mapping[str, tuple[float, float]]] = table["series"]  # type: ignore[assignment]
    degrees: Sequence[float] = table["series"]["hues"]  # type: ignore[assignment]
    for number, hue in enumerate(degrees, start=1):
        for letter, kind in (("c", "color"), ("w", "wash")):
            colours[f"{letter}{number}"] = {theme: (v[0], v[1], hue) for theme, v in series[kind].items()}
    return colours


def _token(token: Token, hue: Hue, theme: str) -> Triple:
    column = hue.band if theme == "light" and hue.band in token.values else theme
    lightness, chroma = token.values[column]
    muted = token.neutral and 40 <= hue.degrees <= 100
    return lightness, chroma / 2 if muted else chroma, hue.degrees


def _hex(colour: Triple) -> str:
    lightness, chroma, degrees = colour
    channels = _srgb(lightness, chroma, degrees)
    while chroma > 0 and any(not -1e-4 <= c <= 1 + 1e-4 for c in channels):
        chroma = max(0.0, chroma - 0.002)
        channels = _srgb(lightness, chroma, degrees)
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, c))):02x}" for c in channels)


def _srgb(lightness: float, chroma: float, degrees: float) -> Triple:
    a, b = chroma * math.cos(math.radians(degrees)), chroma * math.sin(math.radians(degrees))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _gamma(linear: float) -> float:
    if linear <= 0.0031308:
        return 12.92 * linear
    return 1.055 * linear ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
