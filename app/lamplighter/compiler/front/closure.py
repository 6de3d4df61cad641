"""What of the library an app uses: the modules its own import, and the texts and icons those name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_IMPORT = re.compile(r"""^import\s[^;]*?\sfrom\s"([^"]+)";""", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?:async )?(?:function\*?|const|class) ([\w$]+)", re.MULTILINE)
_TEXT = re.compile(r"\btexts\.(?!js\")([a-z]\w*)")
_QUOTED = re.compile(r'"([a-z]+)"')


@dataclass(frozen=True, slots=True)
class Named:
    """What one module names: modules it imports (from the source root), its exports, texts, and quoted words."""

    imports: tuple[str, ...]
    exports: frozenset[str]
    texts: frozenset[str]
    words: frozenset[str]


def named(path: str, source: str) -> Named:
    """Read one module."""
    return Named(
        tuple(imported(path, source)),
        frozenset(_EXPORTED.findall(source)),
        frozenset(_TEXT.findall(source)),
        frozenset(_QUOTED.findall(source)),
    )


def imported(path: str, source: str) -> list[str]:
    """The paths a module imports, from the source root."""
    folder = posixpath.dirname(path)
    return [posixpath.normpath(posixpath.join(folder, target)) for target in _IMPORT.findall(source)]


def reached(own: Iterable[Named], library: Mapping[str, Named]) -> list[str]:
    """The library modules that the own modules import, directly or through others, by path."""
    found: set[str] = set()
    waiting = [target for module in own for target in module.imports]
    while waiting:
        path = waiting.pop()
        if path in library and path not in found:
            found.add(path)
            waiting += library[path].imports
    return sorted(found)


def texts_named(modules: Iterable[Named]) -> set[str]:
    """The texts these modules say."""
    return {key for module in modules for key in module.texts}


def icons_named(modules: Iterable[Named], known: Iterable[str]) -> list[str]:
    """The icons these modules name, in the order of `known`."""
    words = {word for module in modules for word in module.words}
    return [name for name in known if name in words]
