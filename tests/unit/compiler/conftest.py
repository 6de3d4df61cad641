"""What the tests of the compiler share: the toolkit, apps from few words, compiled code run in the sandbox."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from lamplighter.compiler.core import Core, core, javascript_modules, python_modules
from lamplighter.compiler.reach import (
    javascript_reached,
    library_of,
    messages_context,
    python_reached,
    rendered,
)
from lamplighter.compiler.toolkit import Toolkit, toolkit
from lamplighter.domain.blueprint.app import App
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.resolve import resolved
from lamplighter.domain.blueprint.schema import from_raw, loads
from lamplighter.services.containment import Containment, Limits, Outcome, found_toolchain
from lamplighter.services.discover import RESOURCES, TEMPLATES, bundled

ROOT = Path(__file__).parents[3]
BLUEPRINTS = ROOT / "tests/data/blueprints"
LIBRARY = ("commit", "examples", "view")

Make = Callable[..., App]


@pytest.fixture(scope="session")
def tools() -> Toolkit:
    """Everything the compiler works with."""
    return toolkit(bundled(TEMPLATES), bundled(RESOURCES))


@pytest.fixture(scope="session")
def make(tools: Toolkit) -> Make:
    """`make(entities={"tool": ["name text!"]}, rules=[("id", "use", "on", "with")], …)`: a linked app."""
    return lambda **parts: resolved(made(**parts), tools.vocabulary)


def made(
    entities: Mapping[str, list[str]],
    rules: list[tuple[str, str, str, str]] | None = None,
    roles: list[tuple[str, str, str]] | None = None,
    demo: Mapping[str, tuple[str, list[str]]] | None = None,
    checks: list[str] | None = None,
    labels: Mapping[str, str] | None = None,
    **more: object,
) -> Blueprint:
    """Roles are (id, is, may); demo is entity → (columns, rows); checks go to one feature."""
    raw: dict[str, object] = {
        "v": 1, "id": "app", "name": "App", "pitch": "", "lang": "en", "kind": "web" if roles else "static",
        "pains": [{"id": "p", "who": "x", "pain": "y"}],
        "roles": [{"id": i, "label": "", "is": s, "may": m, "join": ""} for i, s, m in roles or []],
        "entities": [{"id": i, "label": (labels or {}).get(i, ""), "fields": f} for i, f in entities.items()],
        "rules": [{"id": i, "use": u, "on": o, "with": w} for i, u, o, w in rules or []],
        "screens": [],
        "demo": [{"of": of, "cols": c, "rows": r, "keep": ""} for of, (c, r) in (demo or {}).items()],
        "features": [{"id": "f", "label": "F", "pain": "p", "when": "must", "uses": "", "checks": checks or []}],
        "measures": [], "not_covered": [], "assumed": [],
    }  # fmt: skip
    return from_raw(raw | more)


def example(name: str) -> Blueprint:
    """One of the format's own examples or sketches."""
    return loads(next(BLUEPRINTS.rglob(f"{name}.json")).read_text("utf-8"))


@pytest.fixture(scope="session")
def invoices(make: Make) -> App:
    """The app the expression vectors were written for."""
    return make(
        entities={
            "inv": [
                "nr text!", "qty num", "price money", "due date", "start datetime", "ends datetime",
                "state choice(open,in work,done)", "rate num", "note text", "flag yesno", "owner ref(per)",
                "net money := sum(line.amount)", "x money := qty * price",
            ],
            "line": ["inv ref(inv)!", "amount money", "kind choice(a,b)", "day date"],
            "per": ["name text!", "boss ref(per)", "tags refs(tag)"],
            "tag": ["name text!"],
        },
        demo={
            "inv": (
                "nr,qty,price,due,start,ends,state,flag,owner",
                ["A1|3|12.5|2026-02-27|2026-02-27 09:30|2026-02-28 10:00|in work|yes|Ana", "B2|||||||no|"],
            ),
            "line": (
                "inv,amount,kind,day",
                ["A1|10.01|b|2026-01-01", "A1|20.02|a|2026-01-05", "A1||a|", "B2|5|a|2026-01-07"],
            ),
            "per": ("name,tags", ["Ana|x+y"]),
            "tag": ("name", ["x", "y"]),
        },
    )  # fmt: skip


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    """Runs compiled code, contained."""
    return Sandbox(Containment(tmp_path_factory.mktemp("contained"), found_toolchain()))


class Sandbox:
    """Runs one command in a folder and wants it to succeed."""

    def __init__(self, containment: Containment) -> None:
        self.containment = containment

    def run(self, folder: Path, *argv: str, stdin: bytes = b"") -> Outcome:
        """The outcome, whatever it is."""
        limits = Limits(wall=120, output=16 << 20)
        return asyncio.run(self.containment.run(argv, folder, limits=limits, stdin=stdin))

    def answer(self, folder: Path, *argv: str, stdin: bytes = b"") -> object:
        """The JSON that a command printed."""
        outcome = self.run(folder, *argv, stdin=stdin)
        assert outcome.code == 0, outcome.stderr[-4000:] + outcome.stdout[-2000:]
        return json.loads(outcome.stdout)


def written(app: App, tools: Toolkit, folder: Path) -> Core:
    """The core of an app in a folder: `server/` in Python, `src/` in JavaScript, each with its library."""
    made_core = core(app, tools)
    python = python_modules(made_core)
    entry = {**python, "": "".join(f"from .{name} import x\n" for name in LIBRARY)}
    python |= python_reached(entry, library_of(tools.templates.shared, "python"))
    javascript = javascript_modules(made_core)
    entry = {**javascript, "": "".join(f'import "./lib/{name}.js"\n' for name in LIBRARY)}
    javascript |= javascript_reached(entry, library_of(tools.templates.shared, "javascript"))
    for found, name, scribe in (
        (python, "messages.py", made_core.python),
        (javascript, "lib/messages.js", made_core.javascript),
    ):
        optional = [path.removeprefix("lib/").partition(".")[0] for path in found]
        context = messages_context(made_core, list(found.values()), optional)
        found[name] = rendered(made_core, f"{scribe.language}/{name.removeprefix('lib/')}", context, scribe)
    files = {f"server/{name}": text for name, text in python.items()} | {"server/__init__.py": ""}
    files |= {f"src/{name}": text for name, text in javascript.items()}
    save({**files, "package.json": '{"type": "module"}'}, folder)
    return made_core


def save(files: Mapping[str, str], folder: Path) -> None:
    """Write files by path."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
