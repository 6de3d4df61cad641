"""Writes modules of the front end: literals laid out as a person would, and the imports they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lamplighter.compiler.languages import JavaScript

WIDTH = 118


@dataclass(frozen=True, slots=True)
class Code:
    """Source text that stands as it is."""

    text: str


Literal = Code | str | int | bool | None | Sequence["Literal"] | Mapping[str, "Literal"]
_SPELLING = JavaScript()


def literal(value: Literal, indent: int = 0, room: int = 0) -> str:
    """The value as source. Entries that are None or False are left out of objects; `room` is taken in line one."""
    flat = _flat(value)
    if "\n" not in flat and indent + room + len(flat) <= WIDTH:
        return flat
    if isinstance(value, Mapping):
        lines = [_entry(name, each, indent + 2) for name, each in _kept(value)]
        return _block("{", lines, "}", indent)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _block("[", [literal(each, indent + 2) for each in value], "]", indent)
    return flat


def _flat(value: Literal) -> str:
    match value:
        case Code():
            return value.text
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return _SPELLING.text(value)
        case Mapping():
            inside = ", ".join(_flat_entry(name, each) for name, each in _kept(value))
            return f"{{ {inside} }}" if inside else "{}"
    return "[" + ", ".join(_flat(each) for each in value) + "]"


def _kept(value: Mapping[str, Literal]) -> list[tuple[str, Literal]]:
    return [(name, each) for name, each in value.items() if each is not None and each is not False]


def _flat_entry(name: str, value: Literal) -> str:
    if name.startswith("..."):
        return f"...{_flat(value)}"
    flat = _flat(value)
    return flat if flat == name else f"{_key(name)}: {flat}"


def _entry(name: str, value: Literal, indent: int) -> str:
    if name.startswith("..."):
        return f"...{_flat(value)}"
    source = literal(value, indent, len(name) + 3)
    return source if source == name else f"{_key(name)}: {source}"


def _key(name: str) -> str:
    return name if name.isidentifier() else _SPELLING.text(name)


def _block(opening: str, lines: Sequence[str], closing: str, indent: int) -> str:
    inside = "".join(f"{' ' * (indent + 2)}{line},\n" for line in lines)
    return f"{opening}\n{inside}{' ' * indent}{closing}"


def comment(text: str) -> str:
    """A text as one line of comment, whatever it holds."""
    return "// " + " ".join("".join(c if c.isprintable() else " " for c in text).split())


@dataclass(frozen=True, slots=True)
class Module:
    """One module being written; it lies in a folder `depth` levels below the source root."""

    depth: int
    imports: dict[str, set[str]] = field(default_factory=dict)

    def use(self, path: str, name: str) -> Code:
        """Import `name` from `path` (from the source root) and stand for it."""
        self.imports.setdefault(path, set()).add(name)
        return Code(name)

    def source(self, about: str, body: str, library: str = "") -> str:
        """The whole module; `library` holds import lines written elsewhere."""
        up = "../" * self.depth or "./"
        lines = [
            f'import {{ {", ".join(sorted(names))} }} from "{up}{path}";'
            for path, names in sorted(self.imports.items())
        ]
        head = "\n".join(part for part in (library, *lines) if part)
        return "\n".join(part for part in (comment(about), head + "\n" if head else "", body) if part) + "\n"
