"""From a blueprint and a pack to the files of a project: pure, and the same byte for byte every time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lamplighter.compiler.core import Core, core, javascript_modules, python_modules
from lamplighter.compiler.front import front
from lamplighter.compiler.inline import inlined
from lamplighter.compiler.packs import Pack
from lamplighter.compiler.proofs import javascript_tests, proofs, python_tests
from lamplighter.compiler.reach import (
    LIBRARY,
    javascript_reached,
    library_of,
    messages_context,
    python_reached,
    rendered,
)
from lamplighter.compiler.scribe import Mode
from lamplighter.compiler.toolkit import Toolkit
from lamplighter.compiler.vectors import vectors
from lamplighter.compiler.witness import witness_of
from lamplighter.domain.blueprint.app import App
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.reduce import NotCompiled, compilable
from lamplighter.domain.blueprint.resolve import resolved
from lamplighter.domain.errors import BlueprintInvalid

TESTS = "tests/"
TESTED = ("commit", "examples")
"""Library modules that the tests stand on."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A whole project by path, the app it was made from, and what of the blueprint is not in it."""

    files: Mapping[str, bytes]
    app: App
    not_compiled: tuple[NotCompiled, ...]


@dataclass(frozen=True, slots=True)
class Build:
    """One compilation under way."""

    made: Core
    pack: Pack
    toolkit: Toolkit

    @property
    def shared(self) -> Mapping[str, str]:
        return self.toolkit.templates.shared

    def render(self, template: str, context: Mapping[str, object]) -> str:
        """A template by its name in the toolkit."""
        return self.toolkit.environment.get_template(template).render(context)


def compile_blueprint(blueprint: Blueprint, pack: Pack, toolkit: Toolkit) -> Compiled:
    """The project of a blueprint; what cannot be compiled yet is left out and named.

    Raises BlueprintInvalid when the blueprint does not hold together, or needs roles that the pack cannot keep apart.
    """
    reduced, left_out = compilable(blueprint, toolkit.vocabulary)
    app = resolved(reduced, toolkit.vocabulary)
    if app.roles and not pack.layout.roles:
        raise BlueprintInvalid((f"The pack {pack.name} cannot keep roles apart.",), "Choose the pack web.")
    return Compiled(compiled(app, pack, toolkit), app, left_out)


def compiled(app: App, pack: Pack, toolkit: Toolkit) -> dict[str, bytes]:
    """Every file of the project by path."""
    build = Build(core(app, toolkit), pack, toolkit)
    files = {**browser_files(build), **server_files(build), **test_files(build)}
    files |= {path: data for path, data in own_files(build).items() if path not in files}
    if pack.layout.page:
        files[pack.layout.page] = inlined(files, pack.layout.browser + "index.html")
    return dict(sorted(files.items()))


# -- the two sides


def browser_files(build: Build) -> dict[str, bytes]:
    """The JavaScript side: the app's modules, its screens, and the library they reach."""
    made, folder = build.made, build.pack.layout.browser
    if not folder:
        return {}
    view = made.javascript.in_mode(Mode.VIEW)
    toolkit = build.toolkit
    face = front(made.app, made.emission, view, toolkit.front, toolkit.screens, build.pack.layout.store)
    scripts = {path: data.decode() for path, data in face.items() if path.endswith(".js")}
    modules = javascript_modules(made)
    entry = {**modules, **scripts, "": "".join(f'import "./{LIBRARY}{name}.js"\n' for name in TESTED)}
    reached = javascript_reached(entry, library_of(build.shared, "javascript"))
    found = with_messages(build, {**modules, **reached}, scripts, f"{LIBRARY}messages.js", javascript=True)
    return {folder + path: data for path, data in {**_encoded(found), **face}.items()}


def server_files(build: Build) -> dict[str, bytes]:
    """The Python side: the app's modules, the pack's own, and the library they reach."""
    folder = build.pack.layout.server
    if not folder:
        return {}
    modules = python_modules(build.made)
    own = {path.removeprefix(folder): text for path, text in pack_texts(build).items() if path.startswith(folder)}
    start: dict[str, str] = {name: own[name] for name in ("__init__.py", "__main__.py") if name in own}
    entry = {**modules, **start, "": "".join(f"from .{name} import x\n" for name in TESTED)}
    reached = python_reached(entry, {**library_of(build.shared, "python"), **own})
    found = with_messages(build, {**modules, **start, **reached}, {}, "messages.py", javascript=False)
    return {folder + path: data for path, data in _encoded(found).items()}


def with_messages(
    build: Build, found: dict[str, str], others: Mapping[str, str], path: str, *, javascript: bool
) -> dict[str, str]:
    """The modules, with the texts they say filled in."""
    if path in found:
        optional = [name.removeprefix(LIBRARY).partition(".")[0] for name in found]
        context = messages_context(build.made, [*found.values(), *others.values()], optional)
        scribe = build.made.javascript if javascript else build.made.python
        found[path] = rendered(build.made, f"{scribe.language}/{path.removeprefix(LIBRARY)}", context, scribe)
    return found


def test_files(build: Build) -> dict[str, bytes]:
    """The tests, in each language the project holds."""
    layout, made = build.pack.layout, build.made
    witness = witness_of(made.app, made.locale.minor_digits)
    proved = proofs(made, build.toolkit.constructs, witness)
    expected = vectors(witness.app, made.locale.minor_digits)
    found: dict[str, str] = {"vectors.json": expected} if expected else {}
    if layout.server:
        found |= python_tests(made, proved, layout.server.rstrip("/"), expected)
    if layout.browser:
        found |= javascript_tests(made, proved, f"../{layout.browser}", expected)
    return {TESTS + name: data for name, data in _encoded(found).items()}


# -- what the pack and the papers bring


def pack_texts(build: Build) -> dict[str, str]:
    """The pack's own texts by path, rendered; one that renders to nothing is left out."""
    context = pack_context(build)
    found = {}
    for path, data in build.pack.files.items():
        text = data.decode("utf-8") if _is_text(path) else ""
        if path.endswith(".j2"):
            text = build.render(f"{build.pack.name}/{path}", context)
        if text.strip() or path.endswith("__init__.py"):
            found[path.removesuffix(".j2")] = text
    return found


def own_files(build: Build) -> dict[str, bytes]:
    """The pack's files outside the server folder, and the papers of every project."""
    folder, context = build.pack.layout.server, pack_context(build)
    papers = {
        path.removeprefix("papers/").removesuffix(".j2"): build.render(f"shared/{path}", context)
        if path.endswith(".j2")
        else text
        for path, text in build.shared.items()
        if path.startswith("papers/")
    }
    texts = papers | {
        path: text for path, text in pack_texts(build).items() if not (folder and path.startswith(folder))
    }
    binary = {path: data for path, data in build.pack.files.items() if not _is_text(path)}
    lock = {"requirements.lock": build.pack.lock} if build.pack.lock else {}
    return {**_encoded({path: text for path, text in texts.items() if text.strip()}), **binary, **lock}


def pack_context(build: Build) -> dict[str, object]:
    """What the templates of packs and papers know."""
    made = build.made
    return {
        "app": made.app,
        "pack": build.pack,
        "locale": made.locale,
        "emission": made.emission,
        "python": made.python,
        "javascript": made.javascript,
    }


def _is_text(path: str) -> bool:
    return not path.endswith((".png", ".ico", ".jpg", ".woff2"))


def _encoded(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode("utf-8", "replace") for path, text in texts.items()}
