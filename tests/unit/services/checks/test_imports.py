"""Imports resolve in the standard library, in the project, or among what it declares; everything else is named."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from lamplighter.domain.findings import Finding, Recompile, Severity

Checked = Callable[..., Awaitable[tuple[Finding, ...]]]


async def errors(check: Checked, files: dict[str, str], **subject: object) -> list[tuple[str, int | None, str]]:
    found = await check("imports", files, **subject)
    return [(f.path, f.line, f.message) for f in found if f.severity is Severity.ERROR]


RIGHT_PYTHON: dict[str, dict[str, str]] = {
    "the standard library": {"a.py": "import os.path, json\nfrom collections import abc\nimport tomllib\n"},
    "modules beside it": {"a.py": "import b\nfrom b import x\n", "b.py": "x = 1\n"},
    "packages": {
        "main.py": "import pkg.sub.deep\nfrom pkg import sub, top\nfrom pkg.sub import deep\n",
        "pkg/__init__.py": "top = 1\n",
        "pkg/sub/__init__.py": "from . import deep\nfrom .. import top\nfrom ..other import x\n",
        "pkg/sub/deep.py": "",
        "pkg/other.py": "x = 1\n",
    },
    "folders without __init__": {"main.py": "import ns.mod\nfrom ns import mod\n", "ns/mod.py": ""},
    "a src folder": {"src/pkg/__init__.py": "x = 1\n", "tests/test_a.py": "from pkg import x\n"},
    "beside a test": {"tests/test_a.py": "import world\nfrom world import w\n", "tests/world.py": "w = 1\n"},
    "names bound in every way": {
        "a.py": "from b import c, d, e, f, g, h, i, j, k, l, m\n",
        "b.py": (
            "import os as c\nfrom os import path as d\ndef e(): pass\nclass f: pass\n"
            "if c:\n    g = 1\nelse:\n    g = 2\n"
            "for h in (): pass\nwith open('x') as i: pass\ntry:\n    j = 1\nexcept OSError: pass\n(k, [l]) = 1, [2]\n"
            "def set_m():\n    global m\n    m = 1\n"
        ),
    },
    "names made at run time": {"a.py": "from b import anything\n", "b.py": "def __getattr__(n): return n\n"},
    "names from a star": {"a.py": "from b import anything\n", "b.py": "from os import *\n"},
    "declared packages": {
        "a.py": "import yaml, PIL, requests, bs4\nimport google.cloud.storage\nfrom dateutil import parser\n",
        "requirements.txt": "PyYAML>=6  # comment\npillow\nrequests[socks]==2.0\nbeautifulsoup4\n-r other.txt\n",
        "pyproject.toml": '[project]\ndependencies = ["google-cloud", "python-dateutil>=2"]\n',
    },
    "packages of a group": {
        "a.py": "import numpy\nimport scipy\nimport flask\n",
        "pyproject.toml": (
            '[project.optional-dependencies]\na = ["numpy"]\n[dependency-groups]\nb = ["scipy"]\n'
            '[tool.poetry.dependencies]\nflask = "^3"\n'
        ),
    },
    "setup.py and setup.cfg": {
        "a.py": "import numpy\nimport scipy\n",
        "setup.py": "from setuptools import setup\nsetup(install_requires=['numpy>=1', 'setuptools'])\n",
        "setup.cfg": "[options]\ninstall_requires =\n    scipy\n",
    },
    "a package that comes with another name": {"a.py": "import starlette\n", "requirements.txt": "fastapi\n"},
}


@pytest.mark.parametrize("what", RIGHT_PYTHON)
async def test_imports_that_resolve_are_left_alone(check: Checked, what: str) -> None:
    assert await check("imports", RIGHT_PYTHON[what]) == ()


WRONG_PYTHON = [
    ({"a.py": "import os\nimport nonexistent_thing\n"}, 2, "neither in Python, nor in the project"),
    ({"a.py": "from b import y\n", "b.py": "x = 1\n"}, 1, "has no “y”"),
    ({"a.py": "import pkg.gone\n", "pkg/__init__.py": ""}, 1, "does not exist"),
    ({"pkg/__init__.py": "from .gone import x\n"}, 1, "“.gone”, which does not exist"),
    ({"pkg/__init__.py": "from . import gone\n"}, 1, "has no “gone”"),
    ({"a.py": "from ... import x\n"}, 1, "above the project"),
    ({"a.py": "def f():\n    import numpy\n"}, 2, "“numpy”"),
    ({"a.py": "try:\n    import numpy\nexcept ValueError:\n    pass\n"}, 2, "“numpy”"),
    ({"a.py": "import numpy\n", "requirements.txt": "# numpy\n"}, 1, "“numpy”"),
]


@pytest.mark.parametrize(("files", "line", "words"), WRONG_PYTHON)
async def test_an_import_that_does_not_resolve_is_named(
    check: Checked, files: dict[str, str], line: int, words: str
) -> None:
    ((path, found_line, message),) = await errors(check, files)
    assert path == next(iter(files))
    assert found_line == line
    assert words in message


async def test_what_a_file_copes_without_is_only_a_warning(check: Checked) -> None:
    files = {
        "a.py": "try:\n    import orjson\nexcept ImportError:\n    orjson = None\n",
        "b.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import numpy\n",
        "tests/test_a.py": "import pytest\n",
    }
    found = await check("imports", files)
    assert [finding.severity for finding in found] == [Severity.WARNING] * 3


RIGHT_JAVASCRIPT: dict[str, dict[str, str]] = {
    "modules that import each other": {
        "a.js": "import { b, c as d } from './b.js';\nimport * as all from './b.js';\nexport const a = 1;\n",
        "b.js": "import { a } from './a.js';\nexport const b = 1;\nexport function c() { return a; }\n",
    },
    "exports passed on": {
        "a.mjs": "import { x, y, z } from './hub.mjs';\nimport d from './hub.mjs';\n",
        "hub.mjs": (
            "export * from './x.mjs';\nexport { q as y } from './x.mjs';\n"
            "export * as z from './x.mjs';\nexport default 1;\n"
        ),
        "x.mjs": "export let x = 1, q = 2;\n",
    },
    "what Node brings": {
        "a.mjs": (
            "import test, { describe } from 'node:test';\n"
            "import { join } from 'path';\nimport fs from 'node:fs/promises';\n"
        )
    },
    "declared packages": {
        "a.mjs": "import React, { useState } from 'react';\nimport x from '@scope/pkg/sub.js';\n",
        "package.json": '{"dependencies": {"react": "1"}, "devDependencies": {"@scope/pkg": "1"}}',
    },
    "a page's own modules": {
        "index.html": (
            "<script type='module'>\nimport { a } from './src/a.js';\nimport v from 'vue';\n</script>"
            '<script type=\'importmap\'>{"imports": {"vue": "/v.js"}}</script>'
        ),
        "src/a.js": "export const a = 1;\n",
    },
    "addresses from the site's root": {
        "web/js/a.js": "import { b } from '/js/b.js';\n",
        "web/js/b.js": "export const b = 1;\n",
    },
    "calls": {
        "a.cjs": "const b = require('./b');\nconst fs = require('fs');\n",
        "b.cjs": "module.exports = 1;\n",
        "b.js": "",
    },
    "comments and texts": {
        "a.js": "// import { x } from './gone.js';\nconst s = \"import y from './gone.js'\";\nexport const a = s;\n"
    },
}


@pytest.mark.parametrize("what", RIGHT_JAVASCRIPT)
async def test_javascript_that_links_is_left_alone(check: Checked, what: str) -> None:
    assert await check("imports", RIGHT_JAVASCRIPT[what]) == ()


WRONG_JAVASCRIPT = [
    ({"a.js": "\nimport { x } from './gone.js';\n"}, 2, "“./gone.js”, which does not exist"),
    ({"a.js": "import {\n  x,\n  y,\n} from './b.js';\n", "b.js": "export const x = 1;\n"}, 3, "“y” from “./b.js”"),
    ({"a.js": "import b from './b.js';\n", "b.js": "export const x = 1;\n"}, 1, "“default” from “./b.js”"),
    ({"a.js": "export { y } from './b.js';\n", "b.js": "const y = 1;\nexport const x = y;\n"}, 1, "“y” from “./b.js”"),
    ({"a.js": "import { readFil } from 'node:fs';\n"}, 1, "“readFil” from “node:fs”"),
    ({"a.js": "import x from 'left-pad';\n"}, 1, "package “left-pad”"),
    ({"a.cjs": "require('./gone');\n"}, 1, "“./gone”"),
    (
        {"i.html": "<p>\n<script type=module>\nimport { x } from './b.js';\n</script>", "b.js": "export let y;\n"},
        3,
        "“x”",
    ),
]


@pytest.mark.parametrize(("files", "line", "words"), WRONG_JAVASCRIPT)
async def test_javascript_that_does_not_link_is_named(
    check: Checked, files: dict[str, str], line: int, words: str
) -> None:
    ((path, found_line, message),) = await errors(check, files)
    assert path == next(iter(files))
    assert found_line == line
    assert words in message


async def test_one_fault_does_not_hide_the_next(check: Checked) -> None:
    files = {
        "a.js": "import { one, two, three } from './b.js';\nimport { four } from './c.js';\n",
        "b.js": "import { five } from './c.js';\nexport const one = 1;\n",
        "c.js": "export const four = 4;\nfunction five() {}\n",
        "other/b.js": "export const two = 2;\n",
        "other/d.js": "import { two } from './b.js';\n",
    }
    found = await errors(check, files)
    assert sorted((path, message.split("”")[0]) for path, _, message in found) == [
        ("a.js", "imports “three"),
        ("a.js", "imports “two"),
        ("b.js", "imports “five"),
    ]


async def test_code_from_the_network_is_a_warning(check: Checked) -> None:
    (found,) = await check("imports", {"a.js": "import x from 'https://cdn.example/x.js';\n"})
    assert found.severity is Severity.WARNING
    assert "network" in found.message


async def test_a_lost_compiled_file_is_written_again(check: Checked) -> None:
    files = {"src/app.js": "import { rules } from './rules.js';\n", "server/api.py": "from .store import open_store\n"}
    compiled = frozenset({"src/app.js", "src/rules.js", "server/store.py", "server/api.py"})
    found = await check("imports", files, compiled=compiled)
    assert {finding.repair for finding in found} == {Recompile("src/rules.js"), Recompile("server/store.py")}


async def test_what_was_left_out_of_the_copy_is_not_missing(check: Checked) -> None:
    files = {"a.js": "import big from './big.js';\n", "b.py": "import large\n"}
    assert await check("imports", files, left_out=("big.js", "large.py")) == ()


async def test_nothing_of_the_project_runs_while_it_is_linked(check: Checked, project: Path) -> None:
    files = {"a.mjs": "import fs from 'node:fs'; fs.writeFileSync('ran', ''); throw 1;", "b.py": "open('ran', 'w')"}
    assert await check("imports", files) == ()
    assert not (project / "ran").exists()
