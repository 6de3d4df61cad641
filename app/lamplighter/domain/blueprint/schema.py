"""The file form: one JSON Schema derived from the types, reading with clear messages, writing in the saved form."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from lamplighter.domain.blueprint.limits import LIMITS
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.normal import normal
from lamplighter.domain.blueprint.signature import Vocabulary
from lamplighter.domain.blueprint.versions import upgraded
from lamplighter.domain.errors import BadInput, BlueprintInvalid

Json = dict[str, object]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID = r"^[^\W\d]\w*$"
FIELD = (
    r"^[^\W\d]\w* (text|long|int|num|money|date|time|datetime|minutes|yesno|photo|file|email|phone|link"
    r"|color|place|stars|choice\([^()]+\)|refs?\(\w+\))!?( .*)?$"
)
_TOP = {"id": r"^[a-z][a-z0-9_]*$", "lang": r"^[a-z]{2}(-[A-Z]{2})?$"}


def loads(text: str | bytes) -> Blueprint:
    """The blueprint in a file; proves its shape alone. Raises BadInput, NewerBlueprint or BlueprintInvalid."""
    try:
        raw = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadInput(f"This is no JSON: {error}.", "Check the file, or save it again where it was made.") from error
    if not isinstance(raw, dict):
        raise BadInput("This is no blueprint: a JSON object was expected.", 'A blueprint begins with "v": 1.')
    return from_raw(raw)


def from_raw(raw: Mapping[str, object]) -> Blueprint:
    """The same from parsed JSON."""
    try:
        return msgspec.convert(upgraded(raw), Blueprint)
    except msgspec.ValidationError as error:
        fault, _, where = str(error).partition(" - at ")
        place = where.strip("`").replace("$.", "").replace("[...]", "") or "the file"
        raise BlueprintInvalid((f"{place}: {fault}",), "Every property must stand there, and no other.") from error


def dumps(blueprint: Blueprint, vocabulary: Vocabulary | None = None) -> str:
    """The text of the file: one row a line. With the vocabulary every separator gets its saved form first."""
    saved = blueprint if vocabulary is None else normal(blueprint, vocabulary)
    raw = msgspec.to_builtins(saved)
    return "{\n" + ",\n".join(f"{_text(key)}: {_part(value)}" for key, value in raw.items()) + "\n}\n"


def _part(value: object) -> str:
    if not isinstance(value, list | tuple) or not value:
        return _text(value)
    return "[\n" + ",\n".join(f"  {_text(row)}" for row in value) + "\n ]"


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()


# -- the schema


def json_schema(vocabulary: Vocabulary | None = None) -> Json:
    """The JSON Schema of a blueprint: derived from the types, with the patterns and limits of version 1.

    With the vocabulary `use` of rules and `type` of screens are closed lists of words.
    """
    (schema,), parts = msgspec.json.schema_components([Blueprint], ref_template="{name}")
    body = _inlined(schema, parts)
    _bounded(body, "blueprint", vocabulary)
    return {"$schema": DIALECT, "$id": "lamplighter:blueprint:1", **body}


def _inlined(schema: Mapping[str, object], parts: Mapping[str, Mapping[str, object]]) -> Json:
    """No references: providers read flat schemas better."""
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return _inlined(parts[reference], parts)
    out: Json = {}
    for key, value in schema.items():
        match key:
            case "properties" if isinstance(value, Mapping):
                out[key] = {name: _inlined(inner, parts) for name, inner in value.items()}
            case "items" if isinstance(value, Mapping):
                out[key] = _inlined(value, parts)
            case "title" | "default" | "required":
                continue
            case _:
                out[key] = value
    if "properties" in out:
        out["required"] = list(schema["properties"])  # type: ignore[call-overload]  # a mapping by name
    return _words(out)


def _words(schema: Json) -> Json:
    """A closed list of words: its type is said too."""
    values = schema.get("enum")
    if not isinstance(values, list):
        return schema
    if values == [1]:
        return {"type": "integer", "const": 1}
    return {"type": "string", **schema}


_LENGTHS: Mapping[str, Mapping[str, int]] = {
    "blueprint": {"id": LIMITS.text_file_id, "name": LIMITS.text_name, "pitch": LIMITS.text_pitch, "lang": 8},
    "pains": {"who": LIMITS.text_label, "pain": LIMITS.text_sentence},
    "roles": {"label": LIMITS.text_role_label, "is": LIMITS.text_id, "may": LIMITS.text_may},
    "entities": {"label": LIMITS.text_label},
    "rules": {"on": LIMITS.text_id, "with": LIMITS.text_rule},
    "screens": {"of": LIMITS.text_id, "label": LIMITS.text_screen_label, "with": LIMITS.text_screen},
    "demo": {"of": LIMITS.text_id, "cols": LIMITS.text_cols},
    "features": {"label": LIMITS.text_label, "pain": LIMITS.text_id, "uses": LIMITS.text_uses},
    "measures": {"on": LIMITS.text_on, "label": LIMITS.text_label},
    "not_covered": {"want": LIMITS.text_sentence},
}
_IDS: Mapping[str, tuple[str, ...]] = {"rules": ("on",), "demo": ("of",), "features": ("pain",)}
_LISTS: Mapping[str, tuple[int, int]] = {
    "fields": (LIMITS.fields, LIMITS.text_field),
    "rows": (LIMITS.demo_rows, LIMITS.text_row),
    "checks": (LIMITS.checks, LIMITS.text_check),
    "assumed": (LIMITS.assumed, LIMITS.text_sentence),
}
_LINES = {"fields": FIELD, "checks": "=>"}


def _bounded(schema: Json, part: str, vocabulary: Vocabulary | None) -> None:
    """Write patterns and limits into the properties of one row."""
    properties = schema["properties"]
    assert isinstance(properties, dict)
    for name, inner in properties.items():
        if name in _LISTS:
            _bound_list(inner, name)
        elif inner.get("type") == "array":
            inner["maxItems"] = getattr(LIMITS, name)
            _bounded(inner["items"], name, vocabulary)
        elif inner.get("type") == "string" and "enum" not in inner:
            inner.update(_known(part, name, vocabulary) or _bounds(part, name))
    if part == "blueprint":
        properties["name"]["minLength"] = 1


def _bound_list(schema: Json, name: str) -> None:
    rows, length = _LISTS[name]
    schema["maxItems"] = rows
    items = {"type": "string", "maxLength": length}
    schema["items"] = {**items, "pattern": _LINES[name]} if name in _LINES else items


def _known(part: str, name: str, vocabulary: Vocabulary | None) -> Json:
    if vocabulary is None:
        return {}
    match part, name:
        case "rules", "use":
            return {"enum": sorted(vocabulary.constructs)}
        case "screens", "type":
            return {"enum": list(vocabulary.screens)}
    return {}


def _bounds(part: str, name: str) -> Json:
    if part == "blueprint" and name in _TOP:
        return {"maxLength": _LENGTHS[part][name], "pattern": _TOP[name]}
    if name == "id" or name in _IDS.get(part, ()):
        return {"maxLength": LIMITS.text_id, "pattern": ID}
    return {"maxLength": _LENGTHS[part][name]} if name in _LENGTHS.get(part, {}) else {}
