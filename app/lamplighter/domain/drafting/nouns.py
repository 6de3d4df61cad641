"""Step 5: which things the text speaks of, in the person's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from lamplighter.domain.drafting.lexicon import Attribute, Lexicon, Noun, Tongue, key
from lamplighter.domain.drafting.plurals import plural, singular
from lamplighter.domain.drafting.tokens import Word

T = TypeVar("T")

_LONGEST = 4  # words in one noun
_TAIL = 4  # letters of the shortest known tail of a compound
_ABOUT = ("library", "club", "bank", "league", "swap", "collection", "group", "exchange", "society", "co op")
_ABOUT_DE = re.compile(
    r"(?:liste|verwaltung|kartei|verzeichnis|sammlung|verleih|inventar|ubersicht|erfassung|planer)n?$"
)
_VERBS = ("book", "order", "work", "run", "plan", "show", "record", "report", "request", "visit", "log", "shop", "walk")


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun at its place; `strength` grows with possessives and words such as "list of"."""

    noun: Noun
    start: int
    end: int
    clause: int
    strength: int


@dataclass(frozen=True, slots=True)
class Property:
    """An attribute word at its place."""

    attribute: Attribute
    start: int
    end: int
    clause: int


def found(
    text: str, folded: str, words: tuple[Word, ...], lexicon: Lexicon, code: str
) -> tuple[tuple[Mention, ...], tuple[Property, ...]]:
    """All nouns and attributes in order; a word that may be both stands in both."""
    tongue = lexicon.tongues[code]
    mentions: list[Mention] = []
    properties: list[Property] = []
    index = 0
    while index < len(words):
        noun, attribute, size = _longest(text, words, index, tongue, lexicon)
        start, last = words[index].start, words[index + size - 1]
        if noun:
            mentions.append(Mention(noun, start, last.end, last.clause, _strength(folded, start, tongue)))
        if attribute:
            properties.append(Property(attribute, start, last.end, last.clause))
        index += size
    mentions += _unknown(text, folded, words, mentions, properties, tongue)
    return tuple(sorted(_compounded(mentions, folded, code), key=lambda m: m.start)), tuple(properties)


def _longest(
    text: str, words: tuple[Word, ...], index: int, tongue: Tongue, lexicon: Lexicon
) -> tuple[Noun | None, Attribute | None, int]:
    for size in range(min(_LONGEST, len(words) - index), 0, -1):
        last = words[index + size - 1]
        if last.clause != words[index].clause:
            continue
        phrase = (
            key(" ".join(w.text for w in words[index : index + size]))
            if tongue.code != "ja"
            else "".join(w.text for w in words[index : index + size])
        )
        noun, attribute = tongue.nouns.get(phrase) or _foreign(phrase, tongue, lexicon), tongue.attributes.get(phrase)
        if noun or attribute:
            return noun, attribute, size
    word = words[index]
    if tongue.code == "ja":
        return _inside(word, tongue), _inside_attribute(word, tongue), 1
    return _inflected(word, text, tongue), _inflected_attribute(word, tongue), 1


def _foreign(phrase: str, tongue: Tongue, lexicon: Lexicon) -> Noun | None:
    """An English noun in a text of another language: languages mix."""
    if tongue.code == "en" or len(phrase) < 5 or phrase in tongue.stopwords:
        return None
    return lexicon.tongues["en"].nouns.get(phrase)


def _inflected(word: Word, text: str, tongue: Tongue) -> Noun | None:
    """A known noun with an ending of its language, or a compound with a known tail."""
    if word.text in tongue.stopwords:
        return None
    for stem in _stems(word.text, tongue.code):
        if stem in tongue.nouns and len(stem) > 2:
            return tongue.nouns[stem]
    return _compound(text[word.start : word.end], word.text, tongue) if tongue.code == "de" else None


def _inflected_attribute(word: Word, tongue: Tongue) -> Attribute | None:
    return next((tongue.attributes[s] for s in _stems(word.text, tongue.code) if s in tongue.attributes), None)


def _stems(word: str, code: str) -> tuple[str, ...]:
    one = singular(code, word)
    endings = {"de": ("n", "en", "s", "es", "e", "er", "ern"), "en": ("'s",), "fr": ("s",), "es": ("s", "es")}.get(
        code, ()
    )
    return tuple(
        dict.fromkeys([one, *(word[: -len(e)] for e in endings if word.endswith(e) and len(word) - len(e) > 2)])
    )


def _compound(surface: str, folded: str, tongue: Tongue) -> Noun | None:
    """German: `Messgeräte` is known by its tail; its label is the whole word."""
    if not surface[:1].isupper() and len(surface) < 9:
        return None
    about = _ABOUT_DE.search(folded)
    if about:
        heads = (folded[: about.start()], *_stems(folded[: about.start()], "de"))
        return next((tongue.nouns[h] for h in heads if h in tongue.nouns), None)
    for cut in range(3, len(folded) - _TAIL + 1):
        tail = folded[cut:]
        noun = next(
            (tongue.nouns[t] for t in (tail, *_stems(tail, "de")) if t in tongue.nouns and len(t) >= _TAIL), None
        )
        if noun:
            head = surface[:1].upper() + surface[1:cut]
            return Noun(key(head + noun.one), noun.classes, head + noun.one.lower(), head + noun.many.lower())
    return None


def _inside(word: Word, tongue: Tongue) -> Noun | None:
    """Japanese: the longest known word inside a run of one script."""
    return _longest_within(word.text, tongue.nouns)


def _inside_attribute(word: Word, tongue: Tongue) -> Attribute | None:
    return _longest_within(word.text, tongue.attributes)


def _longest_within(run: str, known: Mapping[str, T]) -> T | None:
    """The value of the longest known word inside the run; of two equally long ones the first."""
    for size in range(len(run), 0, -1):
        for start in range(len(run) - size + 1):
            if run[start : start + size] in known:
                return known[run[start : start + size]]
    return None


def _strength(folded: str, start: int, tongue: Tongue) -> int:
    before = folded[max(0, start - 30) : start]
    return 1 + 2 * bool(tongue.patterns["own"].search(before)) + 2 * bool(tongue.patterns["object"].search(before))


def _unknown(
    text: str, folded: str, words: tuple[Word, ...], known: list[Mention], properties: list[Property], tongue: Tongue
) -> list[Mention]:
    """Words no list knows that stand where a thing stands: after "my" or "list of", or before "tracker"."""
    spans = [(m.start, m.end) for m in known] + [(p.start, p.end) for p in properties]
    taken = {place for start, end in spans for place in range(start, end)}
    about = {m.start(1) for m in tongue.patterns["about"].finditer(folded)}
    new: list[Mention] = []
    for word in words:
        if word.start in taken or not _noun_like(word, tongue):
            continue
        before = folded[max(0, word.start - 32) : word.start]
        named = (
            tongue.code == "de"
            and text[word.start].isupper()
            and word.start > 0
            and text[word.start - 2 : word.start - 1] not in ".!?"
        )
        if word.start in about or named or tongue.patterns["object"].search(before):
            new.append(
                Mention(
                    _made(text[word.start : word.end], tongue.code),
                    word.start,
                    word.end,
                    word.clause,
                    3 if not named else 1,
                )
            )
    return new


def _noun_like(word: Word, tongue: Tongue) -> bool:
    if tongue.code == "en" and word.text.endswith(("ed", "ing")):
        return False
    if word.text in tongue.stopwords or word.text in tongue.numbers or not word.text[:1].isalpha():
        return False
    long_enough = len(word.text) >= (2 if tongue.code == "ja" else 3)
    return long_enough and len(word.text) <= 40 and not tongue.patterns["adjective"].search(word.text)


def _made(surface: str, code: str) -> Noun:
    word = re.sub(r"[^\w \-]", "", surface)
    one = singular(code, word.lower()) if code != "de" else word
    upper = one[:1].upper() + one[1:]
    return Noun(key(upper), ("thing",), upper, plural(code, upper) if code != "de" else upper)


def _compounded(mentions: list[Mention], folded: str, code: str) -> list[Mention]:
    """English `job applicants`: two neighbours become one noun named by both; `book club` stays with the book."""
    if code != "en":
        return mentions
    out: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: m.start):
        last = out[-1] if out else None
        joined = last is not None and folded[last.end : mention.start] == " " and last.clause == mention.clause
        if not joined or last is None or _plural_form(last, folded) or _apart(last.noun, mention.noun):
            out.append(mention)
        elif mention.noun.word in _ABOUT:
            out[-1] = replace(last, strength=last.strength + 1)
            out.append(replace(mention, strength=max(0, mention.strength - 1)))
        elif mention.noun.is_a("place", "event") or " " in last.noun.one:
            out[-1] = replace(last, strength=max(0, last.strength - 2))
            out.append(mention)
        else:
            out[-1] = replace(
                mention,
                noun=_joined(last.noun, mention.noun),
                start=last.start,
                strength=max(last.strength, mention.strength),
            )
    return out


def _apart(first: Noun, second: Noun) -> bool:
    """`book appointments` is a verb and a noun; `client project` and `fridge temperature` are two things."""
    owner = first.is_a("person", "staff", "company") and not second.is_a("person", "staff")
    measured = first.is_a("device", "animal", "vehicle") and second.is_a("reading")
    return first.word in _VERBS or owner or measured


def _plural_form(mention: Mention, folded: str) -> bool:
    surface = key(folded[mention.start : mention.end])
    return surface == key(mention.noun.many) != key(mention.noun.one)


def _joined(first: Noun, second: Noun) -> Noun:
    one, many = f"{first.one} {second.one.lower()}", f"{first.one} {second.many.lower()}"
    return Noun(second.word, second.classes, one, many)
