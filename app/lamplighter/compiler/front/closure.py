"""What of the library an app uses: the modules its own import, and the texts and icons those name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping

_IMPORT = re.compile(r"""^import\s[^;]*?\sfrom\s"([^"]+)";""", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?:async )?(?:function\*?|const|class) ([\w$]+)", re.MULTILINE)
_TEXT = re.compile(r"\btexts\.(?!js\")([a-z]\w*)")
_QUOTED = re.compile(r'"([a-z]+)"')


def library_names(sources: Iterable[str]) -> set[str]:
    """Every name the library offers, and so may stand in a module of the app."""
    return {name for source in sources for name in _EXPORTED.findall(source)}


def imported(path: str, source: str) -> list[str]:
    """The paths a module imports, from the source root."""
    folder = posixpath.dirname(path)
    return [posixpath.normpath(posixpath.join(folder, target)) for target in _IMPORT.findall(source)]


def reached(own: Mapping[str, str], library: Mapping[str, str]) -> dict[str, str]:
    """The library modules that the own modules import, directly or through others."""
    found: dict[str, str] = {}
    waiting = [target for path, source in own.items() for target in imported(path, source)]
    while waiting:
        path = waiting.pop()
        if path in library and path not in found:
            found[path] = library[path]
            waiting += imported(path, library[path])
    return dict(sorted(found.items()))


def texts_named(sources: Iterable[str]) -> set[str]:
    """The texts these sources say."""
    return {key for source in sources for key in _TEXT.findall(source)}


def icons_named(sources: Iterable[str], known: Iterable[str]) -> list[str]:
    """The icons these sources name, in the order of `known`."""
    words = {word for source in sources for word in _QUOTED.findall(source)}
    return [name for name in known if name in words]
