"""Many modules become one page that opens by double click, exactly, or not at all."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from lamplighter.compiler.inline import NotBundled, bundled, compact, inlined
from lamplighter.services.containment import Containment

PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta http-equiv="Content-Security-Policy" content="default-src 'self'">
    <link rel="stylesheet" href="styles/a.css">
    <script type="module" src="app.js"></script>
  </head>
  <body>
  </body>
</html>
"""


def modules(**texts: str) -> dict[str, bytes]:
    return {f"{name}.js": text.encode() for name, text in texts.items()}


async def told(containment: Containment, project: Path, files: dict[str, bytes], entry: str = "app.js") -> str:
    """What the bundle prints when it runs."""
    (project / "bundle.mjs").write_text(bundled(files, [entry]))
    outcome = await containment.run(["node", "bundle.mjs"], project)
    assert outcome.code == 0, outcome.stderr
    return outcome.stdout.strip()


async def test_names_are_bound_across_modules(containment: Containment, project: Path) -> None:
    files = modules(
        app='import { one, two as second } from "./lib.js";\nimport * as all from "./lib.js";\n'
        "console.log(one() + second, all.Third.name, all.second === undefined);",
        lib='export const two = 2;\nexport function one() {\n  return 1;\n}\nexport class Third {}\nconst own = "x";\n',
    )
    assert await told(containment, project, files) == "3 Third true"


async def test_a_module_runs_once_and_before_those_that_import_it(containment: Containment, project: Path) -> None:
    files = modules(
        app='import { a } from "./a.js";\nimport { b } from "./b.js";\nconsole.log(a, b);',
        a='import { log } from "./log.js";\nlog("a");\nexport const a = 1;',
        b='import { log } from "./log.js";\nlog("b");\nexport const b = 2;',
        log='console.log("log");\nexport function log(word) {\n  console.log(word);\n}',
    )
    assert (await told(containment, project, files)).split() == ["log", "a", "b", "1", "2"]


async def test_the_same_name_in_two_modules_stays_apart(containment: Containment, project: Path) -> None:
    files = modules(
        app='import { one } from "./one.js";\nimport { other } from "./other.js";\nconsole.log(one(), other());',
        one="const secret = 1;\nexport function one() {\n  return secret;\n}",
        other="const secret = 2;\nexport async function unused() {}\nexport function other() {\n  return secret;\n}",
    )
    assert await told(containment, project, files) == "1 2"


async def test_words_in_texts_are_no_imports(containment: Containment, project: Path) -> None:
    files = modules(
        app='const said = "import { a } from nowhere; export it";\nconsole.log(said.length); // export this'
    )
    assert await told(containment, project, files) == "36"


@pytest.mark.parametrize(
    "source",
    [
        "export default 1;",
        'export { a } from "./lib.js";',
        'import "./lib.js";',
        'import a from "./lib.js";',
        'const late = import("./lib.js");',
        "export let count = 0;",
        "  export const indented = 1;",
    ],
)
def test_every_other_form_is_refused(source: str) -> None:
    with pytest.raises(NotBundled) as told:
        bundled(modules(app=source, lib="export const a = 1;"), ["app.js"])
    assert told.value.hint


def test_modules_that_import_each_other_are_refused() -> None:
    files = modules(
        app='import { b } from "./b.js";\nexport const a = b;', b='import { a } from "./app.js";\nexport const b = a;'
    )
    with pytest.raises(NotBundled, match=r"app\.js -> b\.js -> app\.js"):
        bundled(files, ["app.js"])


def test_a_module_that_is_not_there_is_named() -> None:
    with pytest.raises(NotBundled, match=r"lib/gone\.js"):
        bundled(modules(app='import { a } from "./lib/gone.js";'), ["app.js"])


def test_nothing_in_a_script_looks_like_its_end() -> None:
    script = bundled(modules(app='const said = "</script><!--<SCRIPT>";'), ["app.js"])
    assert "</script" not in script.lower()
    assert "<!--" not in script


def test_the_page_holds_everything_and_trusts_nothing_else() -> None:
    files = {
        "src/index.html": PAGE.encode(),
        "src/styles/a.css": b"a { color: red; }",
        "src/app.js": b"console.log(1);",
    }
    page = inlined(files).decode()
    script = re.findall(r'<script type="module">(.*?)</script>', page, re.DOTALL)[0]
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)[0]
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)[0]
    assert "src=" not in page
    assert "href=" not in page
    assert f"script-src '{digest(script)}'" in policy
    assert f"style-src '{digest(style)}'" in policy
    assert policy.startswith("default-src 'none'")


def digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_compact_styles_mean_the_same() -> None:
    css = (
        "/* note */\n.a :hover, .b > p { --long-name: 1px; padding: calc(1px + var(--long-name)) ; }\n"
        "@media (max-width: 4px) { a { b: c; } }"
    )
    assert compact(css) == (".a :hover,.b > p{--a:1px;padding:calc(1px + var(--a))}@media (max-width:4px){a{b:c}}")


def test_short_names_of_properties_never_meet() -> None:
    css = "".join(f"--name-{number}: {number};" for number in range(60))
    found = re.findall(r"--[a-z]\d*", compact(f"a {{ {css} }}"))
    assert len(set(found)) == 60
