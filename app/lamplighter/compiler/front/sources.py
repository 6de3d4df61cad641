"""What the front end of compiled apps is made of: library modules, styles, texts and faces, read once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from lamplighter.compiler.faces import Faces, faces
from lamplighter.compiler.front.closure import Named, named

LIBRARY = "front/"
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Texts:
    """`screen`: texts the app says at run time. `compiled`: forms the compiler fills in with labels."""

    screen: Mapping[str, object]
    compiled: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FrontSources:
    """`modules` and `styles` by their path in the app ("lib/ui/list.js"); `named` is what each module names."""

    modules: Mapping[str, str]
    named: Mapping[str, Named]
    styles: Mapping[str, str]
    languages: Mapping[str, Texts]
    faces: Faces

    @property
    def exports(self) -> frozenset[str]:
        """Every name the library offers, and so may stand in a module of the app."""
        return frozenset().union(*(module.exports for module in self.named.values()))

    def texts(self, lang: str) -> tuple[str, Texts]:
        """The texts of a language with its code; English where they are not known."""
        code = lang[:2] if lang[:2] in self.languages else FALLBACK
        return code, self.languages[code]


def front_sources(templates: Mapping[str, str], identity: Mapping[str, str]) -> FrontSources:
    """Read them from the template files by path and from the files of `resources/identity` by name."""
    own = {path[len(LIBRARY) :]: text for path, text in templates.items() if path.startswith(LIBRARY)}
    modules = {path: text for path, text in own.items() if path.endswith(".js")}
    return FrontSources(
        modules=modules,
        named={path: named(path, text) for path, text in modules.items()},
        styles={path: text for path, text in own.items() if path.endswith(".css")},
        languages={path[6:-5]: _texts(text) for path, text in own.items() if path.startswith("texts/")},
        faces=faces(identity),
    )


def _texts(source: str) -> Texts:
    parsed = json.loads(source)
    return Texts(screen=parsed["screen"], compiled=parsed["compiled"])
