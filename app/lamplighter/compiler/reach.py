"""What of the library a project needs: the modules its own modules reach, and the texts they say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from posixpath import dirname, join, normpath

from lamplighter.compiler.core import Core
from lamplighter.compiler.scribe import AppScribe

LIBRARY = "lib/"
_PYTHON_IMPORT = re.compile(r"^\s*from \.(\w+) import", re.MULTILINE)
_PYTHON_MODULES = re.compile(r"^\s*from \. import ([\w, ]+)", re.MULTILINE)
_JAVASCRIPT_IMPORT = re.compile(r"""(?:from|import)\s*["'](\.{1,2}/[^"']+)["']""")
_SAID = re.compile(r"""\bsay\(\s*["']([\w.]+)["']""")


def library_of(shared: Mapping[str, str], language: str) -> dict[str, str]:
    """The library of a language by file name, templates too."""
    head = f"{language}/"
    return {path.removeprefix(head): text for path, text in shared.items() if path.startswith(head)}


def python_reached(modules: Mapping[str, str], library: Mapping[str, str]) -> dict[str, str]:
    """The library modules that the modules import, directly or not."""
    reached: dict[str, str] = {}
    waiting = [name for text in modules.values() for name in python_imports(text)]
    while waiting:
        name = f"{waiting.pop()}.py"
        text = library.get(name, library.get(f"{name}.j2"))
        if text is not None and name not in reached and name not in modules:
            reached[name] = text
            waiting += python_imports(text)
    return reached


def python_imports(text: str) -> list[str]:
    """The modules beside it that a Python text imports."""
    several = (name.strip() for names in _PYTHON_MODULES.findall(text) for name in names.split(","))
    return [*_PYTHON_IMPORT.findall(text), *several]


def javascript_reached(modules: Mapping[str, str], library: Mapping[str, str]) -> dict[str, str]:
    """The library modules that modules import, directly or not; all by their path from the folder of the app."""
    reached: dict[str, str] = {}
    waiting = [target for path, text in modules.items() for target in imported(path, text)]
    while waiting:
        path = waiting.pop()
        name = path.removeprefix(LIBRARY)
        text = library.get(name, library.get(f"{name}.j2")) if path.startswith(LIBRARY) else None
        if text is not None and path not in reached and path not in modules:
            reached[path] = text
            waiting += imported(path, text)
    return reached


def imported(path: str, text: str) -> Iterator[str]:
    """The modules that a JavaScript text at `path` imports, by path."""
    for target in _JAVASCRIPT_IMPORT.findall(text):
        yield normpath(join(dirname(path), target))


def messages_context(made: Core, texts: Sequence[str], optional: Sequence[str]) -> dict[str, object]:
    """What the messages module is rendered with: only the texts that some function says."""
    keys = {key for text in texts for key in _SAID.findall(text)} | {"yes", "no"}
    if any("not_${" in text or "not_{" in text for text in texts):
        kinds = {field.raw for entity in made.app.entities.values() for field in entity.stored}
        keys |= {f"not_{kind}" for kind in kinds | {"date", "datetime"}}
    known = made.locale.texts
    keys |= {key for key in known if key.partition(".")[0] in optional}
    return {
        "lang": made.app.lang,
        "currency": made.locale.currency,
        "sign": made.locale.sign,
        "minor_digits": made.locale.minor_digits,
        "locale": made.locale,
        "texts": [(key, text) for key, text in known.items() if key in keys],
    }


def rendered(made: Core, template: str, context: Mapping[str, object], scribe: AppScribe) -> str:
    """A template of the library ("javascript/messages.js") with the app's own words, quoted for its language."""
    found = made.facts.environment.get_template(f"shared/{template}.j2")
    return found.render({**context, "quoted": scribe.text, "scribe": scribe})
