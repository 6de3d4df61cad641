"""What the face of an app is chosen from: hues, tones, the token table and the icon set, read from data files."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from lamplighter.compiler.colour import Triple

Pair = tuple[float, float]


class Hue(msgspec.Struct, frozen=True):
    """A named hue in degrees; `band` names the column of the token table its light band takes."""

    name: str
    degrees: float
    band: str
    words: tuple[str, ...]


class Tone(msgspec.Struct, frozen=True):
    """How headings and corners look: font stack ("" = body stack), weight, tracking, radii small/card/button in px."""

    name: str
    words: tuple[str, ...]
    headings: str
    weight: int
    tracking: str
    radius: tuple[int, int, int]


class Floor(msgspec.Struct, frozen=True):
    """Every text on every ground keeps this contrast."""

    floor: float
    texts: tuple[str, ...]
    grounds: tuple[str, ...]


class Subject(msgspec.Struct, frozen=True):
    """An icon of a thing: one SVG path on a grid of 24, and the beginnings of the words it stands for."""

    name: str
    path: str
    words: tuple[str, ...]


class _State(msgspec.Struct):
    light: Triple
    dark: Triple
    wash: dict[str, Triple]


class _Series(msgspec.Struct):
    hues: tuple[float, ...]
    color: dict[str, Pair]
    wash: dict[str, Pair]


class _Table(msgspec.Struct):
    tokens: dict[str, dict[str, Pair | bool]]
    states: dict[str, _State]
    series: _Series
    floors: tuple[Floor, ...]


class _Icons(msgspec.Struct):
    controls: dict[str, str]
    subjects: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """Lightness and chroma by column: light, dark, and the columns of special bands."""

    name: str
    values: Mapping[str, Pair]
    neutral: bool


@dataclass(frozen=True, slots=True)
class Faces:
    """Everything an identity is chosen from. Words are folded; `fixed` are state and series colours by theme."""

    hues: tuple[Hue, ...]
    tones: tuple[Tone, ...]
    tokens: tuple[Token, ...]
    fixed: Mapping[str, Mapping[str, Triple]]
    floors: tuple[Floor, ...]
    controls: Mapping[str, str]
    subjects: Mapping[str, Subject]

    @property
    def icons(self) -> dict[str, str]:
        """Every icon's path by name."""
        return {**self.controls, **{name: subject.path for name, subject in self.subjects.items()}}


def faces(texts: Mapping[str, str]) -> Faces:
    """Read them; `texts` holds hues.json, tones.json, tokens.json and icons.json by name."""
    table = msgspec.json.decode(texts["tokens.json"], type=_Table)
    icons = msgspec.json.decode(texts["icons.json"], type=_Icons)
    hues = msgspec.json.decode(texts["hues.json"], type=tuple[Hue, ...])
    tones = msgspec.json.decode(texts["tones.json"], type=tuple[Tone, ...])
    return Faces(
        hues=tuple(msgspec.structs.replace(hue, words=_folded(hue.words)) for hue in hues),
        tones=tuple(msgspec.structs.replace(tone, words=_folded(tone.words)) for tone in tones),
        tokens=tuple(_token(name, row) for name, row in table.tokens.items()),
        fixed=_fixed(table),
        floors=table.floors,
        controls=icons.controls,
        subjects={s.name: msgspec.structs.replace(s, words=_folded(s.words)) for s in icons.subjects},
    )


def folded(text: str) -> str:
    """Lower case without accents, as words are compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(folded, words))


def _token(name: str, row: Mapping[str, Pair | bool]) -> Token:
    return Token(name, {k: v for k, v in row.items() if not isinstance(v, bool)}, row.get("neutral") is True)


def _fixed(table: _Table) -> dict[str, dict[str, Triple]]:
    colours: dict[str, dict[str, Triple]] = {}
    for name, state in table.states.items():
        colours[name] = {"light": state.light, "dark": state.dark}
        colours[f"{name}-wash"] = state.wash
    for number, hue in enumerate(table.series.hues, start=1):
        for letter, values in (("c", table.series.color), ("w", table.series.wash)):
            colours[f"{letter}{number}"] = {theme: (v[0], v[1], hue) for theme, v in values.items()}
    return colours
