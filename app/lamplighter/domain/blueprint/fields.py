"""One field line: `due_on date! =today | Due`. Its expressions stay text until all fields are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from lamplighter.domain.blueprint.app import Option
from lamplighter.domain.blueprint.catalog import FieldLine
from lamplighter.domain.blueprint.lines import marks, unquoted
from lamplighter.domain.blueprint.phrases import phrase
from lamplighter.domain.blueprint.problems import Fault
from lamplighter.domain.blueprint.tree import Base, Type
from lamplighter.domain.blueprint.words import RESERVED, slug

BASES: Mapping[str, Base] = MappingProxyType(
    {
        "text": Base.TEXT,
        "long": Base.TEXT,
        "email": Base.TEXT,
        "phone": Base.TEXT,
        "link": Base.TEXT,
        "color": Base.TEXT,
        "place": Base.TEXT,
        "photo": Base.TEXT,
        "file": Base.TEXT,
        "int": Base.NUM,
        "num": Base.NUM,
        "minutes": Base.NUM,
        "stars": Base.NUM,
        "money": Base.MONEY,
        "date": Base.DATE,
        "datetime": Base.DATETIME,
        "time": Base.TIME,
        "yesno": Base.BOOL,
        "choice": Base.CHOICE,
        "ref": Base.REF,
        "refs": Base.REFS,
    }
)
"""The word in a field line → the type in expressions."""

BORDERED = frozenset({Base.NUM, Base.MONEY, Base.DATE, Base.DATETIME})
MOST_OPTIONS = 12

_HOW = (
    "write `name type! flags =default | Label`; types: text long int num money date time datetime minutes yesno "
    "choice(a,b) photo file email phone link color place stars ref(e) refs(e)"
)
_FLAGS = "flags: unique, owned, private, auto, min 1, max 9, unit kg, =default, := expression; a label follows ` | `"
_LINE = re.compile(
    r"([^\W\d]\w*)\s+(text|long|int|num|money|datetime|date|time|minutes|yesno|photo|file|email|phone|link|color|place"
    r"|stars|choice(?=\()|refs?(?=\())(?:\(([^()]*)\))?(!?)(?=\s|$)(.*)",
    re.DOTALL,
)
_FLAG = re.compile(
    r"\s*(?:(?P<flag>unique|owned|private|auto)(?=\s|$)"
    r"|(?P<key>min|max|unit)\s+(?P<value>'(?:[^']|'')*'|\S+)"
    r"|=\s*(?P<default>'(?:[^']|'')*'(?=\s|$)"
    r"|\S+(?:[ \t]+(?!(?:unique|owned|private|auto|min|max|unit)(?:\s|$)|=)\S+)*))"
)
_TRAILING = re.compile(r"\s(?:unique|owned|private|auto|(?:min|max|unit)\s+\S+|=\s*\S+)\s*$")


def field_line(text: str) -> FieldLine:
    """The field as its line says it; raises Fault."""
    match = _LINE.fullmatch(text.strip())
    if match is None:
        raise Fault(f"cannot read {text[:60]!r}", _HOW)
    name, raw, inner, required, rest = match.groups()
    if name in RESERVED:
        raise Fault("is a reserved word", f"choose another name, say {name}_x")
    rest, label = _cut(rest, _bar)
    rest, derived = _cut(rest, _walrus)
    rest, where = (rest, None) if derived is not None else _cut(rest, _where)
    return FieldLine(
        id=name,
        label=label or phrase(name),
        raw=raw,
        type=Type(BASES[raw], (inner or "").strip() if raw in ("ref", "refs") else ""),
        options=_options(inner or "") if raw == "choice" else (),
        required=bool(required),
        derived=derived,
        where=where,
        **_flags(rest, raw),  # type: ignore[arg-type]  # the keys are fields of FieldLine
    )


def late_flag(derived: str) -> Fault | None:
    """The fault of `a money := b * c unique`, where a flag stands behind the expression."""
    found = _TRAILING.search(derived)
    if found is None:
        return None
    return Fault(f"{found[0].strip()!r} stands behind the expression", "flags stand before `:=`; a label follows ` | `")


def _cut(text: str, found: object) -> tuple[str, str | None]:
    for index, char in marks(text):
        width = found(text, index, char)  # type: ignore[operator]
        if width:
            return text[:index], text[index + width :].strip()
    return text, None


def _bar(_text: str, _index: int, char: str) -> int:
    return 1 if char == "|" else 0


def _walrus(text: str, index: int, char: str) -> int:
    return 2 if char == ":" and text[index + 1 : index + 2] == "=" else 0


def _where(text: str, index: int, char: str) -> int:
    before = index == 0 or text[index - 1].isspace()
    return 6 if char == "w" and before and re.match(r"where\s", text[index:]) else 0


def _flags(text: str, raw: str) -> dict[str, object]:
    at, out = 0, dict[str, object]()
    text = text.rstrip()
    while at < len(text):
        match = _FLAG.match(text, at)
        if match is None:
            raise Fault(f"unknown flag {text[at:].strip()[:40]!r}", _FLAGS)
        at = match.end()
        key, value = _flag(match)
        if key in out and value is not True:
            raise Fault(f"{key} stands twice", "keep one")
        out[key] = value
    if out.get("owned") and raw != "ref":
        raise Fault("`owned` stands on a reference only", "drop it")
    return out


def _flag(match: re.Match[str]) -> tuple[str, str | bool]:
    if match["flag"]:
        return match["flag"], True
    if match["key"]:
        names = {"min": "minimum", "max": "maximum", "unit": "unit"}
        return names[match["key"]], unquoted(match["value"])
    return "default", match["default"]


def _options(text: str) -> tuple[Option, ...]:
    out: list[Option] = []
    for piece in text.split(","):
        head, colon, rest = piece.partition(":")
        option = Option(slug(head), (rest if colon else head).strip())
        if not option.id:
            raise Fault(f"the option {piece.strip()!r} has no letters", "give it an id: `a:Text`")
        if any(o.id == option.id for o in out):
            raise Fault(f"two options have the id {option.id}", "give each its own: `a:Text`")
        out.append(option)
    if len(out) > MOST_OPTIONS:
        raise Fault(f"{len(out)} options", f"at most {MOST_OPTIONS}; make it an entity and a reference")
    return tuple(out)
