"""Everything the compiler works with besides the blueprint, read once: templates, constructs, screens, words, faces."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2

from lamplighter.compiler import plugins
from lamplighter.compiler.construct import Construct
from lamplighter.compiler.front.sources import FrontSources, front_sources
from lamplighter.compiler.languages import JavaScript, Python
from lamplighter.compiler.packs import Pack, Templates, templates
from lamplighter.compiler.screen import ScreenKind
from lamplighter.compiler.vocabulary import vocabulary
from lamplighter.domain.blueprint.planned import signatures
from lamplighter.domain.blueprint.signature import Vocabulary


@dataclass(frozen=True, slots=True)
class Toolkit:
    """What `compile_blueprint` takes besides the blueprint and the pack."""

    templates: Templates
    constructs: Mapping[str, Construct]
    screens: Mapping[str, ScreenKind]
    vocabulary: Vocabulary
    front: FrontSources
    environment: jinja2.Environment

    @property
    def packs(self) -> Mapping[str, Pack]:
        """Every pack by name."""
        return self.templates.packs


def toolkit(
    templates_folder: Path, resources: Path, *, bytecode: Path | None = None, own: Path | None = None
) -> Toolkit:
    """Read it all. The folder `bytecode` must exist and keeps compiled templates; `own` holds a person's packs."""
    found = templates(templates_folder, own)
    constructs, screens = plugins.constructs(), plugins.screens()
    planned = signatures(json.loads((resources / "blueprint" / "planned.json").read_bytes()))
    faces = {path.name: path.read_text("utf-8") for path in sorted((resources / "identity").glob("*.json"))}
    return Toolkit(
        found,
        constructs,
        screens,
        vocabulary(planned, constructs, screens),
        front_sources(found.shared, faces),
        environment({**plugins.construct_templates(), **rendered_texts(found)}, str(bytecode) if bytecode else None),
    )


def rendered_texts(found: Templates) -> dict[str, str]:
    """Every text that is rendered, by the name jinja2 knows it by, such as "shared/tests/world.py.j2"."""
    texts = {f"shared/{path}": text for path, text in found.shared.items() if path.endswith(".j2")}
    for pack in found.packs.values():
        texts |= {f"{pack.name}/{path}": data.decode() for path, data in pack.files.items() if path.endswith(".j2")}
    return texts


def environment(texts: Mapping[str, str], bytecode: str | None = None) -> jinja2.Environment:
    """The one jinja2 environment: an undefined name is an error; compiled templates are kept in `bytecode`."""
    cache = jinja2.FileSystemBytecodeCache(bytecode) if bytecode else None
    made = jinja2.Environment(
        loader=jinja2.DictLoader(dict(texts)),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701  # it writes source code; every text passes a quoting filter of its language
        bytecode_cache=cache,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters |= {"quoted": JavaScript().text, "python": Python().text, "prose": prose}
    return made


def prose(text: str) -> str:
    """A text as it stands in a paper in Markdown: one line, its marks escaped, no HTML."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    escaped = re.sub(r"([\\`*_{}\[\]()#+!|~-])", r"\\\1", line)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
