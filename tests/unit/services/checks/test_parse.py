"""Every language by its own parser: what is wrong is named with its place, what is right is left alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from lamplighter.domain.findings import Finding, Recompile, Severity

Checked = Callable[..., Awaitable[tuple[Finding, ...]]]
PAGE = "<!doctype html><html><head><title>t</title></head><body>{}</body></html>"

WRONG = [
    ("a.py", "def f(:\n    pass\n", 1),
    ("a.py", "x = 1\nreturn x\n", 2),
    ("a.py", "if True:\nx = 1\n", 2),
    ("a.py", "x = 'never closed\n", 1),
    ("a.json", '{"a": 1,\n "b": }\n', 2),
    ("a.webmanifest", "{", 1),
    ("a.toml", 'a = 1\nb = "x\n', 2),
    ("a.css", "a { color: red; }\nb { color: blue;\n", 2),
    ("a.css", "a { color: red; } }\n", 1),
    ("a.css", "@media print { a { color red } }\n", 1),
    ("a.js", "let x = (1;\n", 1),
    ("a.js", "let a;\nlet a;\n", 2),
    ("a.mjs", "export const a = 1;\nexport functio b() {}\n", 2),
    ("a.cjs", "const x = require('x');\nif (x {\n", 2),
    ("a.html", PAGE.format("<div>\n<span></div>"), 2),
    ("a.html", PAGE.format("<p>\n<script>\nlet a = ;\n</script>"), 3),
    ("a.html", PAGE.format("<script type='module'>\nimport {a from './x.js';\n</script>"), 2),
    ("a.html", PAGE.format("<script type='application/json'>{x}</script>"), 1),
    ("a.html", PAGE.format("<a href=x href=y>z</a>"), 1),
    ("a.html", PAGE.format("<div>"), 1),
]


@pytest.mark.parametrize(("path", "text", "line"), WRONG)
async def test_a_fault_is_named_with_its_line(check: Checked, path: str, text: str, line: int) -> None:
    found = await check("parse", {path: text})
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    assert [(finding.path, finding.line) for finding in errors[:1]] == [(path, line)]
    assert errors[0].message.startswith("does not parse: ")
    assert errors[0].check == "parse"


async def test_bytes_that_the_interpreter_refuses_in_a_comment_are_a_fault(check: Checked) -> None:
    found = await check("parse", {"a.py": "x = 1  # caf\xe9\n".encode("latin-1")})
    assert [(finding.path, finding.severity) for finding in found] == [("a.py", Severity.ERROR)]


RIGHT = {
    "plain.py": "from __future__ import annotations\nmatch 1:\n    case 1:\n        print('\\d')\n",
    "latin.py": "# -*- coding: latin-1 -*-\nx = '\xe9'\n".encode("latin-1"),
    "data.json": '\ufeff{"a": [1, 2.5, null]}',
    "tsconfig.json": "{ // comments are allowed here\n}",
    "pyproject.toml": "[a]\nb = 2026-11-20\n",
    "nested.css": "@layer base { .a { color: oklch(0.7 0.1 200); &:hover { a: b } } }\n@media print { a { b: c } }",
    "odd.css": "a::after { content: \"}{\"; } /* } { */ b { background: url('x}y.png') }",
    "module.js": "import { a } from './b.js';\nexport default class { #x = 1; static { } }\nawait a?.b ?? 1n ** 2n;\n",
    "script.js": "var a = 010; with (a) { b }\n",
    "common.cjs": "#!/usr/bin/env node\nconst a = require('a');\nif (a) return;\nmodule.exports = a;\n",
    "body.js": "const a = require('a');\nreturn;\n",
    "page.html": PAGE.format("<main><dialog><form method='dialog'><input required><br/></form></dialog></main>"),
    "template.html": PAGE.format("<template><tr><td>x</td></tr></template><table><tbody></tbody></table>"),
    "svg.html": PAGE.format("<svg viewBox='0 0 1 1'><path d='M0 0'/></svg>"),
    "inline.html": PAGE.format(
        "<script>// </scr\nlet a = 1 < 2;</script><!-- <script>let = ;</script> --><style>a{}</style>"
    ),
    "data.html": PAGE.format(
        "<script type='text/template'>{{ not a script </script><script type='importmap'>{}</script>"
    ),
    "jinja.html": "{% extends 'base.html' %}{% block x %}<td>{% endblock %}",
}


@pytest.mark.parametrize("path", RIGHT)
async def test_what_is_right_is_left_alone(check: Checked, path: str) -> None:
    assert await check("parse", {path: RIGHT[path]}) == ()


async def test_the_nearest_package_json_says_what_plain_js_is(check: Checked) -> None:
    files = {
        "package.json": '{"type": "module"}',
        "a.js": "with (x) {}\n",
        "old/package.json": "{}",
        "old/b.js": "with (x) {}\n",
    }
    found = await check("parse", files)
    assert [finding.path for finding in found] == ["a.js"]


async def test_all_faults_are_found_at_once(check: Checked) -> None:
    found = await check("parse", {f"{number}-{path}": text for number, (path, text, _) in enumerate(WRONG)})
    assert len({finding.path for finding in found}) == len(WRONG)


async def test_a_language_without_a_parser_is_said_not_to_be_read(check: Checked) -> None:
    (found,) = await check("parse", {"a.ts": "let a: number = ", "b.tsx": "<a>"})
    assert found.severity is Severity.NOTE
    assert found.message.startswith("not run: ")
    assert "a.ts" in found.message


async def test_a_file_the_compiler_wrote_is_repaired_by_writing_it_again(check: Checked) -> None:
    files = {"src/rules.js": "export functio a() {}", "src/own.js": "export functio b() {}"}
    found = await check("parse", files, compiled=frozenset({"src/rules.js"}))
    repairs = {finding.path: finding.repair for finding in found}
    assert repairs == {"src/rules.js": Recompile("src/rules.js"), "src/own.js": None}


async def test_nothing_of_the_project_runs_while_it_is_parsed(check: Checked) -> None:
    files = {
        "a.py": "open('ran', 'w')",
        "a.mjs": "import fs from 'node:fs'; fs.writeFileSync('ran', '')",
        "a.cjs": "require('fs').writeFileSync('ran', '')",
        "sitecustomize.py": "open('ran', 'w')",
        "html5lib.py": "open('ran', 'w'); raise SystemExit",
        "json.py": "open('ran', 'w'); raise SystemExit",
        "a.html": "<p",
    }
    found = await check("parse", files)
    assert [finding.path for finding in found if finding.severity is Severity.ERROR] == ["a.html"]
    assert not [finding for finding in found if finding.severity is Severity.NOTE]
