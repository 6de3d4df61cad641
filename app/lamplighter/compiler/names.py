"""Names in compiled source: made from the ids of the blueprint, safe in both languages, never two the same."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable

_JAVASCRIPT = """arguments async await break case catch class const continue debugger default delete do else enum
eval export extends false finally for function get if implements import in instanceof interface let
new null of package private protected public return set static super switch this throw true try
typeof undefined var void while with yield NaN Infinity Object Array Map Set Date Number String
Boolean BigInt Math JSON Symbol Promise window document self globalThis name status event"""
_OWN = """db row old commit args candidate person fields before after refusal entity verb rule rows view"""
JAVASCRIPT_WORDS = frozenset(_JAVASCRIPT.split())
TAKEN = frozenset(_OWN.split()) | frozenset(name for name in dir(builtins) if name.islower())
"""Words the compiled functions use themselves."""


def attribute(field: str) -> str:
    """The Python attribute that holds a field (the library's `attribute` does the same at run time)."""
    plain = unicodedata.normalize("NFKC", field)
    return plain + "_" if keyword.iskeyword(plain) else plain


def snake(*words: str) -> str:
    """snake_case of the words, a valid identifier."""
    text = "_".join(unicodedata.normalize("NFKC", word) for word in words if word)
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text).lower()
    text = "".join(c if ("a" + c).isidentifier() else "_" for c in text).strip("_")
    text = re.sub(r"__+", "_", text) or "thing"
    return text if text[0].isidentifier() else "n" + text


def camel(name: str) -> str:
    """camelCase of a snake_case name; a name that begins with a capital letter stays."""
    if name[:1].isupper():
        return name
    head, *rest = [part for part in name.split("_") if part] or ["thing"]
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def is_reserved(name: str) -> bool:
    """Whether a snake_case name may not stand for a variable or function of the app's own."""
    return keyword.iskeyword(name) or keyword.issoftkeyword(name) or name in TAKEN or camel(name) in JAVASCRIPT_WORDS


def distinct(name: str, taken: Iterable[str]) -> str:
    """The name, or the name with the first number that makes it new (in both spellings)."""
    used = {camel(other) for other in taken}
    number, tried = 1, name
    while camel(tried) in used:
        number += 1
        tried = f"{name}_{number}"
    return tried
