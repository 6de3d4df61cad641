"""From a checked app and a pack to the files of a project: pure, and the same byte for byte every time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import dirname, join, normpath

import jinja2

from lamplighter.compiler.construct import Construct, Emission
from lamplighter.compiler.demo import demo_module
from lamplighter.compiler.languages import JavaScript, Python
from lamplighter.compiler.locale import Locale, locale_of
from lamplighter.compiler.model import model_module
from lamplighter.compiler.packs import Layout, Pack, Templates
from lamplighter.compiler.rules import Group, emissions, groups, merged, module, rule_functions
from lamplighter.compiler.scribe import AppScribe, Facts, computed_names
from lamplighter.domain.blueprint.app import App

LIBRARY = "lib/"
_PYTHON_IMPORT = re.compile(r"^\s*from \.(\w+) import", re.MULTILINE)
_JAVASCRIPT_IMPORT = re.compile(r"""(?:from|import)\s*["'](\.{1,2}/[^"']+)["']""")
_SAID = re.compile(r"""\bsay\(\s*["']([\w.]+)["']""")


@dataclass(frozen=True, slots=True)
class Sources:
    """What the compiler works with besides the app: its own templates and constructs, and where jinja2 keeps bytecode."""

    templates: Templates
    constructs: Mapping[str, Construct]
    environment: jinja2.Environment


@dataclass(frozen=True, slots=True)
class Core:
    """The heart of a compiled app, before a pack gives it a place."""

    app: App
    locale: Locale
    facts: Facts
    emission: Emission
    groups: Sequence[Group]
    own: Mapping[str, tuple[str, ...]]  # the functions of each rule
    python: AppScribe
    javascript: AppScribe


def environment(construct_templates: Mapping[str, str], bytecode: str | None = None) -> jinja2.Environment:
    """The one jinja2 environment: an undefined name is an error, compiled templates are kept in the folder `bytecode`."""
    cache = jinja2.FileSystemBytecodeCache(bytecode) if bytecode else None
    made = jinja2.Environment(
        loader=jinja2.DictLoader(dict(construct_templates)),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701  # it writes source code; every text passes a quoting filter of its language
        bytecode_cache=cache,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    return made


def core(app: App, sources: Sources) -> Core:
    """Everything that is the same in every pack."""
    locale = locale_of(app, sources.templates.messages)
    facts = Facts(app, locale, sources.environment, computed_names(app))
    python, javascript = AppScribe(facts, Python()), AppScribe(facts, JavaScript())
    parts = emissions(app, sources.constructs, python, javascript)
    own = {rule.id: rule_functions(rule, part) for rule, part in zip(app.rules, parts, strict=True)}
    written = groups(app, parts, python, javascript)
    return Core(app, locale, facts, merged(parts), written, own, python, javascript)


# -- the modules made of the app, in one language


def python_modules(made: Core) -> dict[str, str]:
    """rules.py, model.py and demo.py by file name."""
    scribe = made.python
    return {
        "rules.py": module(made.app, made.emission, made.groups, scribe, "."),
        "model.py": model_module(made.app, scribe.fresh()),
        "demo.py": demo_module(made.app, scribe.fresh(), "."),
    }


def javascript_modules(made: Core) -> dict[str, str]:
    """rules.js, model.js and demo.js by file name."""
    scribe = made.javascript
    return {
        "rules.js": module(made.app, made.emission, made.groups, scribe, "./lib"),
        "model.js": model_module(made.app, scribe.fresh()),
        "demo.js": demo_module(made.app, scribe.fresh(), "./lib"),
    }


# -- the library: only what is reached


def library_of(shared: Mapping[str, str], language: str) -> dict[str, str]:
    """The library of a language by file name, templates too."""
    head = f"{language}/"
    return {path.removeprefix(head): text for path, text in shared.items() if path.startswith(head)}


def python_reached(modules: Mapping[str, str], library: Mapping[str, str]) -> dict[str, str]:
    """The library modules that the modules import, directly or not."""
    reached: dict[str, str] = {}
    waiting = [name for text in modules.values() for name in _PYTHON_IMPORT.findall(text)]
    while waiting:
        name = f"{waiting.pop()}.py"
        text = library.get(name, library.get(f"{name}.j2"))
        if text is not None and name not in reached and name not in modules:
            reached[name] = text
            waiting += _PYTHON_IMPORT.findall(text)
    return reached


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


# -- the texts the app says by itself


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


def rendered(made: Core, text: str, context: Mapping[str, object], scribe: AppScribe) -> str:
    """A template of the library with the app's own words, quoted for its language."""
    template = made.facts.environment.from_string(text)
    return template.render({**context, "quoted": scribe.text, "scribe": scribe})


# -- whole projects


def server_files(made: Core, sources: Sources, layout: Layout, others: Mapping[str, str]) -> dict[str, str]:
    """Everything in the server folder: the app's modules, the pack's own (`others`) and what they reach."""
    modules = python_modules(made)
    library = library_of(sources.templates.shared, "python")
    entry = {**modules, **others, "": "\n".join(f"from .{name} import x" for name in ENTRY_PYTHON)}
    found = {**modules, **python_reached(entry, library)}
    texts = [*found.values(), *others.values()]
    context = messages_context(made, texts, [name.removesuffix(".py") for name in found])
    if "messages.py" in found:
        found["messages.py"] = rendered(made, found["messages.py"], context, made.python)
    return {layout.server + name: text for name, text in found.items()}


def browser_files(made: Core, sources: Sources, layout: Layout, others: Mapping[str, str]) -> dict[str, str]:
    """Everything in the browser folder, likewise."""
    modules = javascript_modules(made)
    library = library_of(sources.templates.shared, "javascript")
    entry = {**modules, **others, "": "\n".join(f'import "./lib/{name}.js"' for name in ENTRY_JAVASCRIPT)}
    found = {**modules, **javascript_reached(entry, library)}
    texts = [*found.values(), *others.values()]
    optional = [name.removeprefix(LIBRARY).removesuffix(".js") for name in found]
    context = messages_context(made, texts, optional)
    if "lib/messages.js" in found:
        found["lib/messages.js"] = rendered(made, found["lib/messages.js"], context, made.javascript)
    return {layout.browser + name: text for name, text in found.items()}


ENTRY_PYTHON = ("commit", "examples")
ENTRY_JAVASCRIPT = ("commit", "examples")


def pack_context(made: Core, pack: Pack) -> dict[str, object]:
    """What the templates of a pack know."""
    return {
        "app": made.app,
        "pack": pack,
        "locale": made.locale,
        "emission": made.emission,
        "python": made.python,
        "javascript": made.javascript,
    }
