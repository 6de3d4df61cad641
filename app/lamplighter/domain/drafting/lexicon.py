"""The drafter's words as values: nouns, attributes, frames and phrases of every language, made from parsed files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lamplighter.domain.drafting.clean import fold
from lamplighter.domain.drafting.plurals import plural

if TYPE_CHECKING:
    from lamplighter.domain.drafting.recipe import Recipe

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Noun:
    """A word for a thing; `classes` the kinds of thing it may be, the likeliest first."""

    word: str
    classes: tuple[str, ...]
    one: str
    many: str

    def is_a(self, *classes: str) -> bool:
        """Whether it may be one of these kinds."""
        return any(c in self.classes for c in classes)


@dataclass(frozen=True, slots=True)
class Attribute:
    """A word for a property of a thing: the field it becomes."""

    word: str
    field: str
    type: str
    label: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What a person may want, and how it is said in one language."""

    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Tongue:
    """Everything known of one language. Keys are folded; `phrases` are keyed by their English text."""

    code: str
    nouns: Mapping[str, Noun]
    attributes: Mapping[str, Attribute]
    frames: tuple[Frame, ...]
    stopwords: frozenset[str]
    letters: str
    phrases: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]
    patterns: Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: its icon, the English label of an unnamed one, and the field lines it starts with."""

    icon: str
    label: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists of the drafter."""

    tongues: Mapping[str, Tongue]
    kinds: Mapping[str, Kind]
    harm: tuple[tuple[str, re.Pattern[str]], ...]
    harmless: tuple[re.Pattern[str], ...]
    care: tuple[tuple[str, re.Pattern[str]], ...]
    outside: tuple[tuple[str, re.Pattern[str]], ...]
    packs: Mapping[str, re.Pattern[str]]
    not_packs: Mapping[str, re.Pattern[str]]
    recipes: tuple[Recipe, ...] = ()


def lexicon(languages: Mapping[str, Json], shared: Mapping[str, Json], recipes: tuple[Recipe, ...]) -> Lexicon:
    """The lexicon from one parsed file a language, the shared ones (kinds, topics, packs, phrases) and the recipes."""
    topics, packs = _table(shared["topics"]), _table(shared["packs"])
    return Lexicon(
        tongues={
            code: _tongue(code, _table(words), _said(code, _table(shared["phrases"])))
            for code, words in languages.items()
        },
        kinds={name: _kind(_table(row)) for name, row in _table(shared["kinds"]).items()},
        harm=_topics(topics["harm"]),
        harmless=tuple(_pattern(p) for p in _texts(topics["harmless"])),
        care=_topics(topics["care"]),
        outside=_topics(topics["outside"]),
        packs={name: _any_of(p) for name, p in _table(packs["cues"]).items()},
        not_packs={name: _any_of(p) for name, p in _table(packs["unless"]).items()},
        recipes=tuple(sorted(recipes, key=lambda r: (r.order, r.name))),
    )


def _said(code: str, phrases: Mapping[str, Json]) -> dict[str, str]:
    """English text to the words of one language; nothing for English itself."""
    columns = _texts(phrases["languages"])
    if code not in columns:
        return {}
    place = columns.index(code)
    return {english: _texts(row)[place] for english, row in _table(phrases["rows"]).items()}


def _tongue(code: str, words: Mapping[str, Json], phrases: Mapping[str, str]) -> Tongue:
    return Tongue(
        code=code,
        nouns=_nouns(code, _table(words["nouns"])),
        attributes=_attributes(_table(words["attributes"])),
        frames=tuple(Frame(name, _any_of(p)) for name, p in _table(words["frames"]).items()),
        stopwords=frozenset(fold(w) for w in _words(words["stopwords"])),
        letters=_text(words["letters"]),
        phrases=phrases,
        names={key: tuple(_words(value)) for key, value in _table(words["names"]).items()},
        numbers={fold(k): int(_text(v)) for k, v in _table(words["numbers"]).items()},
        patterns={key: _any_of(p) for key, p in _table(words["patterns"]).items()},
    )


def _nouns(code: str, rows: Mapping[str, Json]) -> dict[str, Noun]:
    """Folded singular and plural to noun; a word of several classes keeps their order in the file."""
    found: dict[str, Noun] = {}
    for kind, words in rows.items():
        for word in _words(words):
            one, _, many = word.partition("/")
            noun = _noun(code, kind, one, many)
            for form in (noun.one, noun.many):
                old = found.get(key(form))
                found[key(form)] = _merged(old, noun) if old else noun
    return found


def _noun(code: str, kind: str, one: str, many: str) -> Noun:
    upper = one[:1].upper() + one[1:]
    more = many or plural(code, one)
    return Noun(key(one), (kind,), upper, more[:1].upper() + more[1:])


def _merged(old: Noun, new: Noun) -> Noun:
    more = tuple(c for c in new.classes if c not in old.classes)
    return Noun(old.word, old.classes + more, old.one, old.many)


def _attributes(rows: Mapping[str, Json]) -> dict[str, Attribute]:
    found: dict[str, Attribute] = {}
    for line, words in rows.items():
        field, _, type_ = line.partition(" ")
        for word in _words(words):
            found[key(word)] = Attribute(key(word), field, type_, word[:1].upper() + word[1:])
    return found


def key(word: str) -> str:
    """The form in which words are compared: folded, one space for any gap or hyphen."""
    return re.sub(r"[\s\-]+", " ", fold(word)).strip()


def _kind(row: Mapping[str, Json]) -> Kind:
    return Kind(_text(row["icon"]), _text(row["label"]), tuple(_texts(row["fields"])))


def _topics(rows: Json) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((topic, _any_of(patterns)) for topic, patterns in _table(rows).items())


def _any_of(patterns: Json) -> re.Pattern[str]:
    return _pattern("|".join(f"(?:{p})" for p in _texts(patterns)))


def _pattern(text: str) -> re.Pattern[str]:
    """Compiled against folded text; escapes such as \\S keep their case."""
    return re.compile("".join(c if c < "\x80" else fold(c) for c in text))


def _words(value: Json) -> list[str]:
    return [w.strip() for w in _text(value).split(",") if w.strip()]


def _text(value: Json) -> str:
    if isinstance(value, (str, int)):
        return str(value)
    raise TypeError(f"the word lists hold {type(value).__name__} where a text belongs")


def _texts(value: Json) -> list[str]:
    if isinstance(value, (list, tuple)):
        return [_text(v) for v in value]
    return [_text(value)]


def _table(value: Json) -> Mapping[str, Json]:
    if isinstance(value, Mapping):
        return value
    raise TypeError(f"the word lists hold {type(value).__name__} where a table belongs")
