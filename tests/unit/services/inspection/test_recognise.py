"""How a project is tested and started, read from its files or its pack."""

from __future__ import annotations

from pathlib import Path

import pytest

from lamplighter.services.discover import TEMPLATES, bundled, plug_in_paths
from lamplighter.services.inspection.recognise import (
    Start,
    how_it_starts,
    node_tests,
    pack_tables,
)
from lamplighter.services.inspection.recognise import (
    test_commands as commands_of,
)
from lamplighter.services.inspection.subject import Subject

NODE = "import test from 'node:test';"
PACKS = [path.parent.name for path in plug_in_paths(bundled(TEMPLATES), "*/pack.toml")]


def subject(files: dict[str, str], pack: str | None = None) -> Subject:
    return Subject(Path("/nowhere"), {path: text.encode() for path, text in files.items()}, pack)


@pytest.mark.parametrize("pack", PACKS)
def test_every_pack_says_how_it_is_tested_and_started(pack: str) -> None:
    tables = pack_tables(pack)
    assert tables is not None
    assert bool(tables.run.serve) != bool(tables.run.argv)
    assert all(command[0] in ("python", "node") for command in tables.test.commands)
    assert tables.test.commands
    start = how_it_starts(subject({}, pack))
    assert start is not None
    assert not start.alone


def test_a_project_without_a_pack_has_no_tables() -> None:
    assert pack_tables(None) is None
    assert pack_tables("no-such-pack") is None


@pytest.mark.parametrize(
    ("files", "commands"),
    [
        ({"tests/test_a.py": ""}, [("python", "-m", "pytest")]),
        ({"a_test.py": ""}, [("python", "-m", "pytest")]),
        ({"testing.py": "", "latest.py": "", "contest_a.py": ""}, []),
        ({"tests/a.test.mjs": NODE, "test/b.js": NODE}, [("node", "--test", "test/b.js", "tests/a.test.mjs")]),
        ({"a.test.js": "import { expect } from 'vitest'"}, []),
        ({"tests/world.mjs": "export const a = 1", "src/a.js": NODE}, []),
        ({"test_a.py": "", "a.test.js": NODE}, [("python", "-m", "pytest"), ("node", "--test", "a.test.js")]),
        ({}, []),
    ],
)
def test_tests_are_recognised_by_their_files(files: dict[str, str], commands: list[tuple[str, ...]]) -> None:
    assert list(commands_of(subject(files))) == commands


def test_a_packs_node_tests_are_named_one_by_one() -> None:
    files = {"tests/a.test.mjs": NODE, "tests/world.mjs": "export {}"}
    assert commands_of(subject(files, "static")) == (("node", "--test", "tests/a.test.mjs"),)
    assert node_tests(subject(files)) == ["tests/a.test.mjs"]


@pytest.mark.parametrize(
    ("files", "start"),
    [
        ({"index.html": ""}, Start(page="index.html")),
        ({"public/index.html": "", "src/index.html": ""}, Start(page="public/index.html")),
        ({"main.py": "", "index.html": ""}, Start(alone=("python", "main.py"))),
        (
            {"package.json": '{"scripts": {"start": "node src/a.js"}}', "src/a.js": ""},
            Start(alone=("node", "src/a.js")),
        ),
        ({"package.json": '{"scripts": {"start": "vite"}}', "index.html": ""}, Start(page="index.html")),
        ({"package.json": '{"scripts": {"start": "node gone.js"}}'}, None),
        ({"package.json": '{"scripts": {"start": "node a.js; rm -rf ."}}', "a.js": ""}, None),
        ({"package.json": "[]"}, None),
        ({"package.json": '{"scripts": 1}'}, None),
        ({"shop/__main__.py": ""}, Start(alone=("python", "-m", "shop"))),
        ({"README.md": ""}, None),
    ],
)
def test_the_start_is_recognised_by_files(files: dict[str, str], start: Start | None) -> None:
    assert how_it_starts(subject(files)) == start


@pytest.mark.parametrize(
    ("path", "text", "app"),
    [
        ("main.py", "app = FastAPI()", "main:app"),
        ("a/b.py", "api: FastAPI = fastapi.FastAPI(title='x')", "a.b:api"),
        ("src/shop/__init__.py", "app = Starlette(routes=[])", "shop:app"),
    ],
)
def test_an_app_of_a_server_is_recognised(path: str, text: str, app: str) -> None:
    start = how_it_starts(subject({path: text, "tests/test_main.py": "app = FastAPI()"}))
    assert start is not None
    assert start.on_socket[-2:] == (app, "--uds")


def test_an_app_that_only_tests_make_is_none() -> None:
    assert how_it_starts(subject({"tests/test_main.py": "app = FastAPI()"})) is None
