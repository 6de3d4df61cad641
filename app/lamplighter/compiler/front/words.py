"""What a compiled app says about its own things: "Add a tool", "Two tools are late", made from the person's labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lamplighter.domain.blueprint.app import EntityPlan

_PLACE = re.compile(r"\{(\w+)\}")
_LOWERED = frozenset({"en", "fr", "es"})


@dataclass(frozen=True, slots=True)
class Words:
    """The language of one app with its forms."""

    lang: str
    forms: Mapping[str, str]

    def say(self, key: str, **words: str) -> str:
        """The form with these words; other places in braces stay for run time."""
        return _PLACE.sub(lambda place: words.get(place[1], place[0]), self.forms[key])

    def inside(self, label: str) -> str:
        """A label as it stands inside a sentence."""
        first = label.split(" ", 1)[0]
        if self.lang not in _LOWERED or (len(first) > 1 and first.upper() == first):
            return label
        return label[:1].lower() + label[1:]

    def an(self, label: str) -> str:
        """The label with the article of its language where that is certain."""
        word = self.inside(label)
        if self.lang != "en":
            return word
        vowel = word[:1].lower() in "aeiou" and not word.lower().startswith(("uni", "use", "eu"))
        return f"{'an' if vowel else 'a'} {word}"

    def about(self, key: str, entity: EntityPlan, **words: str) -> str:
        """A form about a thing: {thing}, {things}, {a_thing}, {Thing}, {Things}."""
        return self.say(
            key,
            thing=self.inside(entity.one),
            things=self.inside(entity.many),
            a_thing=self.an(entity.one),
            Thing=entity.one,
            Things=entity.many,
            **words,
        )
