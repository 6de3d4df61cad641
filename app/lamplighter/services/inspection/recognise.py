"""How a project is tested and how it starts: told by its pack when it has one, else recognised by its files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from lamplighter.services.discover import TEMPLATES, bundled
from lamplighter.services.inspection.subject import Subject

PYTHON_TEST = re.compile(r"(^|/)(test_[^/]*|[^/]*_test)\.py$")
NODE_TEST = re.compile(r"(^|/)((test-[^/]*|test|[^/]*[._-]test)\.[cm]?js|tests?/([^/]+/)*[^/]+\.[cm]?js)$")
NODE_TEST_MODULE = re.compile(rb"[\"']node:test[\"']")
ASGI_APP = re.compile(rb"^(\w+)(?:\s*:\s*[\w.]+)?\s*=\s*(?:fastapi\.)?(?:FastAPI|Starlette)\(", re.MULTILINE)
PAGES = ("index.html", "public/index.html", "web/index.html", "dist/index.html", "src/index.html", "docs/index.html")
SCRIPTS = ("main.py", "app.py", "server.py", "run.py", "__main__.py", "manage.py")
NODE_START = re.compile(r"^node\s+([\w./-]+)$")


class RunTable(msgspec.Struct, frozen=True):
    """The table [run] of a pack: a page to serve, or a command that takes a socket's path after `socket`."""

    serve: str = ""
    argv: tuple[str, ...] = ()
    socket: str = "--uds"


class TestTable(msgspec.Struct, frozen=True):
    """The table [test] of a pack."""

    commands: tuple[tuple[str, ...], ...] = ()


class PackTables(msgspec.Struct, frozen=True):
    """What the checks need of a pack.toml."""

    run: RunTable = RunTable()
    test: TestTable = TestTable()


@dataclass(frozen=True, slots=True)
class Start:
    """How a project starts.

    Exactly one holds: `page` is served by our file server; `on_socket` takes the socket's path as last word; `alone`
    listens where it wants, or just runs.
    """

    page: str = ""
    on_socket: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()


def pack_tables(pack: str | None) -> PackTables | None:
    """The tables of a bundled pack; None for a project without one."""
    if pack is None:
        return None
    file = bundled(TEMPLATES) / pack / "pack.toml"
    if not file.is_file():
        return None
    return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), PackTables)


def test_commands(subject: Subject) -> tuple[tuple[str, ...], ...]:
    """The commands that run the project's tests, "python" or "node" first; none when it has no tests."""
    tables = pack_tables(subject.pack)
    if tables is not None and tables.test.commands:
        return tuple(_with_files(command, subject) for command in tables.test.commands)
    return tuple(_recognised_tests(subject))


def _with_files(command: tuple[str, ...], subject: Subject) -> tuple[str, ...]:
    """`node --test FOLDER` means the folder to some versions of Node and a file to others, so the files are named."""
    if command[:2] != ("node", "--test"):
        return command
    return ("node", "--test", *node_tests(subject))


def _recognised_tests(subject: Subject) -> Iterator[tuple[str, ...]]:
    if any(PYTHON_TEST.search(path) for path in subject.files):
        yield ("python", "-m", "pytest")
    found = node_tests(subject)
    if found:
        yield ("node", "--test", *found)


def node_tests(subject: Subject) -> list[str]:
    """The files that hold tests of Node's own runner."""
    named = [path for path in subject.paths() if NODE_TEST.search(path)]
    return [path for path in named if NODE_TEST_MODULE.search(subject.files[path])]


def other_node_tests(subject: Subject) -> list[str]:
    """Files that are named like tests but are written for a runner that is not here."""
    return [path for path in subject.paths() if re.search(r"[._-](test|spec)\.[cm]?[jt]sx?$", path)]


def how_it_starts(subject: Subject) -> Start | None:
    """None when nothing tells how the project starts."""
    tables = pack_tables(subject.pack)
    if tables is not None and tables.run.serve:
        return Start(page=tables.run.serve)
    if tables is not None and tables.run.argv:
        return Start(on_socket=(*tables.run.argv, tables.run.socket))
    return next(_recognised_starts(subject), None)


def _recognised_starts(subject: Subject) -> Iterator[Start]:
    for path in sorted(subject.paths(".py"), key=lambda path: (path.count("/"), path)):
        found = ASGI_APP.search(subject.files[path])
        if found and "test" not in path:
            root = "src" if path.startswith("src/") else "."
            module = path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            app = f"{module}:{found[1].decode()}"
            yield Start(on_socket=("python", "-m", "uvicorn", "--app-dir", root, app, "--uds"))
    command = NODE_START.match(_start_script(subject))
    if command and command[1] in subject.files:
        yield Start(alone=("node", command[1]))
    page = next((page for page in PAGES if page in subject.files), None)
    script = next((script for script in SCRIPTS if script in subject.files), None)
    if script is not None:
        yield Start(alone=("python", script))
    if page is not None:
        yield Start(page=page)
    packages = [path.split("/")[0] for path in subject.paths("__main__.py") if path.count("/") == 1]
    if packages:
        yield Start(alone=("python", "-m", packages[0]))


def _start_script(subject: Subject) -> str:
    try:
        declared = msgspec.json.decode(subject.files.get("package.json", b"{}"))
    except msgspec.DecodeError:
        return ""
    scripts = declared.get("scripts") if isinstance(declared, dict) else None
    return str(scripts.get("start", "")) if isinstance(scripts, dict) else ""
