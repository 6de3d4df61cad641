"""Any words in any script → names that are safe everywhere: in Python, JavaScript, SQL, in file names on every system.

A name is made of small ASCII letters, digits and `_`, never empty, never reserved in any of them, unique in its scope.
Latin letters lose their marks; Greek, Cyrillic and kana are spelled in Latin letters; other scripts give the fallback.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

LONGEST_NAME = 40
LONGEST_LABEL = 40
SAFE_PREFIX = "x_"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLUEPRINT = _words(
    "yes no and or not if blank today now me role all via where this old it each settings id created created_by "
    "or_else round floor ceil abs lesser greater year month week weekday day hour hour_of add_months workdays len has "
    "lower common bucket random sum count avg min max first last list history visitor public"
)
_PYTHON = frozenset(word.lower() for word in (*keyword.kwlist, *keyword.softkwlist)) | _words(
    "self cls print open input eval exec compile globals locals vars dir type object str int float bool bytes dict set "
    "tuple range map filter zip any all super property iter next hash help repr import main init test"
)
_JAVASCRIPT = _words(
    "arguments async await break case catch class const constructor continue debugger default delete do else enum eval "
    "export extends false finally for function get globalthis hasownproperty implements import in infinity instanceof "
    "interface isprototypeof let nan new null package private protected proto prototype public return static super "
    "switch symbol this throw tostring true try typeof undefined valueof var void while window document with yield "
    "then array map number string boolean date math json promise name status event module exports require"
)
_SQL = _words(
    "abort action add after all alter always analyze as asc attach autoincrement before begin between by cascade case "
    "cast check collate column commit conflict constraint create cross current database default deferrable deferred "
    "delete desc detach distinct do drop each else end escape except exclude exclusive exists explain fail filter "
    "following foreign from full generated glob group groups having ignore immediate index indexed initially inner "
    "insert instead intersect into is isnull join key last left like limit match materialized natural nothing notnull "
    "null nulls of offset on order others outer over partition plan pragma preceding primary query raise recursive "
    "references regexp reindex release rename replace restrict returning right rollback row rowid rows savepoint "
    "select set table temp temporary then ties to transaction trigger unbounded union unique update user using vacuum "
    "values view virtual when window without"
)
_WINDOWS = frozenset(
    ["con", "prn", "aux", "nul", "conin", "conout", "clock"] + [f"{p}{n}" for p in ("com", "lpt") for n in range(10)]
)
RESERVED = _BLUEPRINT | _PYTHON | _JAVASCRIPT | _SQL | _WINDOWS
"""Words no name may be alone."""

_SPELLED: Mapping[str, str] = MappingProxyType(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h",
        "ŋ": "ng",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
        "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
        "χ": "ch", "ψ": "ps", "ω": "o",
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k",
        "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
        "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
        "і": "i", "є": "ye", "ґ": "g", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz",
    }
)  # fmt: skip
_KANA_ROWS = (
    ("", "あいうえお"), ("k", "かきくけこ"), ("g", "がぎぐげご"), ("s", "さしすせそ"), ("z", "ざじずぜぞ"),
    ("t", "たちつてと"), ("d", "だぢづでど"), ("n", "なにぬねの"), ("h", "はひふへほ"), ("b", "ばびぶべぼ"),
    ("p", "ぱぴぷぺぽ"), ("m", "まみむめも"), ("r", "らりるれろ"),
)  # fmt: skip
_KANA: Mapping[str, str] = MappingProxyType(
    {kana: row + vowel for row, letters in _KANA_ROWS for kana, vowel in zip(letters, "aiueo", strict=True)}
    | {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "を": "o", "ん": "n", "ゔ": "vu", "し": "shi", "ち": "chi"}
    | {"つ": "tsu", "ふ": "fu", "じ": "ji"}
)
_SMALL: Mapping[str, str] = MappingProxyType(
    {"ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o"}
)
_KATAKANA_SHIFT = ord("ァ") - ord("ぁ")
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_NOT_LABEL = re.compile(r"[^\w \-&’']|_", re.UNICODE)
_SPACES = re.compile(r"\s+")


def identifier(words: str, taken: Collection[str] = (), fallback: str = "thing", longest: int = LONGEST_NAME) -> str:
    """A name for these words that is not in `taken`: "Ärger & Co" → "arger_co", "class" → "x_class".

    At most `longest` characters (a number that makes it unique included).
    """
    name = _NOT_NAME.sub("_", latin(words).lower()).strip("_")[:longest].strip("_")
    if not name or not any(c.isalpha() for c in name):
        name = fallback if not name else f"{fallback}_{name}"
    return distinct(_safe(name)[:longest].rstrip("_"), taken, longest)


def _safe(name: str) -> str:
    return SAFE_PREFIX + name if name in RESERVED or not name[0].isalpha() else name


def distinct(name: str, taken: Collection[str], longest: int = LONGEST_NAME) -> str:
    """The name itself, or with the first number behind it that makes it new."""
    number, tried = 1, name
    while tried in taken:
        number += 1
        tail = f"_{number}"
        tried = name[: longest - len(tail)].rstrip("_") + tail
    return tried


def identifiers(words: Iterable[str], fallback: str = "thing") -> tuple[str, ...]:
    """One name for each text, all different."""
    names: list[str] = []
    for text in words:
        names.append(identifier(text, names, fallback))
    return tuple(names)


def file_name(words: str, ending: str = "", taken: Collection[str] = ()) -> str:
    """A name for a file on every system; `ending` (".py") comes behind it. No folder, no dot of its own."""
    stems = {name[: -len(ending)] if ending and name.endswith(ending) else name for name in taken}
    return identifier(words, stems, "file") + ending


def table_name(words: str, taken: Collection[str] = ()) -> str:
    """A name for a table or column of a database."""
    name = identifier(words, (), "table")
    return distinct(SAFE_PREFIX + name if name.startswith("sqlite_") else name, taken)


def label(words: str, fallback: str = "", longest: int = LONGEST_LABEL) -> str:
    """The readable part of words as one line, at most `longest` characters, cut at a word where that is possible."""
    kept = "".join(c for c in unicodedata.normalize("NFC", words) if _is_printed(c))
    line = _SPACES.sub(" ", _NOT_LABEL.sub(" ", kept)).strip(" -&’'")
    if len(line) > longest:
        cut = line[: longest + 1].rpartition(" ")[0]
        line = (cut if len(cut) >= longest // 2 else line[:longest]).strip(" -&’'")
    return line or fallback


def _is_printed(char: str) -> bool:
    return unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn") and (char.isspace() or char.isprintable())


def latin(words: str) -> str:
    """The words in ASCII letters as far as they can be spelled; every other character becomes a space."""
    drawn = "".join(c for c in words if unicodedata.category(c) != "Cf")
    text = unicodedata.normalize("NFKC", drawn).casefold()
    out: list[str] = []
    for char in unicodedata.normalize("NFKC", "".join(_hiragana(c) for c in text)):
        _spell(char, out)
    return "".join(out)


def _spell(char: str, out: list[str]) -> None:
    if char in _SMALL and out and out[-1].endswith("i"):
        out[-1] = out[-1][:-1] + (_SMALL[char][1:] if out[-1] in ("shi", "chi", "ji") else _SMALL[char])
    elif char in "ーっ":
        return
    elif char in _SPELLED or char in _KANA or char in _SMALL:
        out.append(_SPELLED.get(char) or _KANA.get(char) or _SMALL.get(char, ""))
    else:
        plain = [c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)]
        out.append("".join(_SPELLED.get(c, c if c.isascii() else " ") for c in plain))


def _hiragana(char: str) -> str:
    return chr(ord(char) - _KATAKANA_SHIFT) if "ァ" <= char <= "ヴ" else char
