"""Words for screens where the blueprint gives none: labels from ids, plurals, names of given fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_ENDS_ES = re.compile(r"(?:s|x|z|ch|sh)$")
_ENDS_Y = re.compile(r"[^aeiou]y$")

_GIVEN: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "de": {
            "due_state": "Frist",
            "available": "Verfügbar",
            "holder": "Bei",
            "changes": "Änderungen",
            "changed_at": "Geändert am",
            "today": "Heute",
        },
        "fr": {
            "due_state": "Échéance",
            "available": "Disponible",
            "holder": "Chez",
            "changes": "Modifications",
            "changed_at": "Modifié le",
            "today": "Aujourd’hui",
        },
        "es": {
            "due_state": "Plazo",
            "available": "Disponible",
            "holder": "Lo tiene",
            "changes": "Cambios",
            "changed_at": "Cambiado el",
            "today": "Hoy",
        },
        "ja": {
            "due_state": "期限",
            "available": "利用可",
            "holder": "借りている人",
            "changes": "変更回数",
            "changed_at": "変更日時",
            "today": "今日",
        },
        "en": {"due_state": "Due", "holder": "Held by", "changed_at": "Changed on"},
    }
)


def phrase(id_: str) -> str:
    """A label from an id: "out_on" → "Out on"."""
    text = id_.replace("_", " ").strip() or id_
    return text[:1].upper() + text[1:]


def given_phrase(name: str, lang: str) -> str:
    """The label of a field a rule gives, or of a screen without one, in the app's language where it is known."""
    return _GIVEN.get(lang[:2], {}).get(name) or phrase(name)


def plural(word: str, lang: str) -> str:
    """The plural by the ordinary rule of the language; languages without one keep the word."""
    if not word or not word[-1].isalpha() or (not word.isascii() and lang[:2] == "en"):
        return word
    match lang[:2]:
        case "en":
            return _english(word)
        case "fr":
            return word if word[-1] in "sxz" else word + ("x" if word.endswith(("au", "eu")) else "s")
        case "es":
            return word + ("s" if word[-1].lower() in "aeiouáéó" else "es")
    return word


def _english(word: str) -> str:
    if _ENDS_ES.search(word):
        return word + "es"
    if _ENDS_Y.search(word):
        return word[:-1] + "ies"
    return word + "s"
