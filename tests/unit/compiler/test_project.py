"""Whole projects: the same every time, parsable, safe whatever people wrote, and proved by their own tests."""

from __future__ import annotations

import ast
import asyncio
import json
import tomllib
from pathlib import Path

import pytest

from lamplighter.compiler.packs import Layout, Pack, pack_for, packs, read_pack, templates
from lamplighter.compiler.plugins import construct_templates, constructs, screens
from lamplighter.compiler.project import Compiled, compile_blueprint
from lamplighter.compiler.toolkit import Toolkit, prose, toolkit
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.errors import BlueprintInvalid, ToolMissing
from lamplighter.services.discover import RESOURCES, TEMPLATES, bundled

from .conftest import Sandbox, example, made
from .project_runs import OWN, javascript_failures, python_failures

HOSTILE = (
    "</script><script>alert(1)</script>",
    "\"; import os; os.system('x') #",
    "'''\"\"\"",
    "`${process.exit(1)}`",
    "{{ 7 * 7 }} {% raw %}",
    "*/ alert(1) /*",
    "back\\slash \\n \\u0022",
    "line\u2028mark\u2029 \u202e right to left",
    "日本語 🙂 ümläut",
    "# -- heading\tand tab",
    "<!-- comment --> ]]>",
    "%(name)s {name} $name",
)


def hostile(text: str) -> Blueprint:
    """A blueprint that says this wherever a text may stand."""
    quoted = text.replace("'", "''").replace("|", " ").replace(";", ",")
    label = text.replace("|", " ")
    return made(
        entities={
            "tool": [f"name text! unique | {label}", f"kind choice(a:{label.replace(',', ' ').replace(')', ' ')},b)"],
            "loan": [
                "tool ref(tool)!",
                f"note text ='{quoted}'",
                f"said text := note & '{quoted}'",
                "out_on date =today",
            ],
        },
        rules=[
            ("once", "limit", "loan", f"max=1; per=tool; say='{quoted}'"),
            ("call", "alert", "loan", f"when=out_on <= today; say='{quoted}'"),
            ("tell", "act", "loan", f"label='{quoted}'; set=note='{quoted}'"),
        ],
        labels={"tool": f"{label} | {label} | x"},
        demo={"tool": ("name", ["Drill"]), "loan": ("tool", ["Drill"])},
        checks=["add loan tool=Drill => refused by once", f"tell.run loan[1] => loan[1].note = '{quoted}'"],
        name=text,
        pitch=text,
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text: str, tools: Toolkit, sandbox: Sandbox, tmp_path: Path) -> None:
    compiled = compile_blueprint(hostile(text), tools.packs["web"], tools)
    parses(compiled)
    python = asyncio.run(python_failures(compiled.files, tmp_path / "python", sandbox.containment, {OWN: None}))
    javascript = asyncio.run(javascript_failures(compiled.files, tmp_path / "node", sandbox.containment, {OWN: None}))
    assert python == javascript == {OWN: {}}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_cannot_end_the_script_of_the_page(text: str, tools: Toolkit) -> None:
    page = compile_blueprint(hostile(text), tools.packs["static"], tools).files["index.html"].decode()
    assert page.lower().count("</script") == 1
    assert "<!--" not in page


def parses(compiled: Compiled) -> None:
    """Every Python, JSON and TOML file means something."""
    for path, data in compiled.files.items():
        if path.endswith(".py"):
            ast.parse(data, path)
        elif path.endswith(".json"):
            json.loads(data)
        elif path.endswith(".toml"):
            tomllib.loads(data.decode())


def save(compiled: Compiled, folder: Path) -> None:
    for name, data in compiled.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def failing(output: str) -> str:
    return (
        "\n".join(line for line in output.splitlines() if line.startswith(("not ok", "  error")))[:3000]
        or output[-2000:]
    )


@pytest.mark.parametrize("pack", ["static", "web"])
def test_the_same_blueprint_gives_the_same_bytes(pack: str, tmp_path: Path) -> None:
    fresh = toolkit(bundled(TEMPLATES), bundled(RESOURCES))
    first = compile_blueprint(example("o01_tool_library"), fresh.packs[pack], fresh)
    again = toolkit(bundled(TEMPLATES), bundled(RESOURCES), bytecode=tmp_path)
    second = compile_blueprint(example("o01_tool_library"), again.packs[pack], again)
    assert dict(first.files) == dict(second.files)
    assert list(first.files) == sorted(first.files)


def test_modules_nothing_reaches_stay_out(tools: Toolkit) -> None:
    plain = compile_blueprint(made(entities={"thing": ["name text!"]}), tools.packs["web"], tools).files
    assert not [path for path in plain if path.rsplit("/", 1)[-1] in ("spans.py", "sheets.py", "spans.js", "sheets.js")]
    booked = made(
        entities={"desk": ["name text!"], "visit": ["desk ref(desk)!", "start datetime!", "ends datetime!"]},
        rules=[("book", "booking", "visit", "what=desk; from=start; to=ends")],
    )
    files = compile_blueprint(booked, tools.packs["web"], tools).files
    assert {"server/spans.py", "web/lib/spans.js"} <= set(files)


def test_every_imported_module_is_in_the_project(tools: Toolkit) -> None:
    for name in ("o01_tool_library", "w12_small_crm"):
        files = compile_blueprint(example(name), tools.packs["web"], tools).files
        for path, data in files.items():
            if path.startswith("server/") and path.endswith(".py"):
                wanted = {n.module for n in ast.walk(ast.parse(data)) if isinstance(n, ast.ImportFrom) and n.level == 1}
                assert {f"server/{module}.py" for module in wanted if module} <= set(files), path


def test_roles_need_a_pack_that_keeps_them_apart(tools: Toolkit) -> None:
    blueprint = made(entities={"person": ["name text!"]}, roles=[("boss", "person", "all *")])
    with pytest.raises(BlueprintInvalid):
        compile_blueprint(blueprint, tools.packs["static"], tools)
    assert "server/rights.py" in compile_blueprint(blueprint, tools.packs["web"], tools).files


def test_what_is_not_built_yet_is_named(tools: Toolkit) -> None:
    compiled = compile_blueprint(example("o04_flat_bills"), tools.packs["static"], tools)
    assert "share" in {left.id for left in compiled.not_compiled}
    assert all(left.why for left in compiled.not_compiled)


def test_a_missing_pack_is_served_by_web(tools: Toolkit) -> None:
    known = tools.packs
    assert pack_for("static", has_roles=False, known=known).name == "static"
    assert pack_for("static", has_roles=True, known=known).name == "web"
    assert pack_for("cli", has_roles=False, known=known).name == "web"


def test_a_person_may_bring_a_pack_of_their_own(tmp_path: Path) -> None:
    own = tmp_path / "own" / "static"
    (own / "files").mkdir(parents=True)
    (own / "pack.toml").write_text('name = "static"\ntitle = "Mine"\nkinds = ["static"]\n[layout]\nbrowser = "src/"\n')
    (own / "files" / "NOTE.md.j2").write_text("{{ app.name | prose }}")
    found = templates(bundled(TEMPLATES), tmp_path / "own")
    assert found.packs["static"].title == "Mine"
    assert found.packs["static"].layout == Layout(browser="src/")
    tools = toolkit(bundled(TEMPLATES), bundled(RESOURCES), own=tmp_path / "own")
    files = compile_blueprint(
        made(entities={"thing": ["name text!"]}, name="A *B*"), tools.packs["static"], tools
    ).files
    assert files["NOTE.md"] == b"A \\*B\\*"


def test_a_damaged_pack_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pack.toml").write_text('name = "broken"\n')
    with pytest.raises(ToolMissing, match="broken"):
        read_pack(tmp_path / "broken")
    assert packs(tmp_path / "nothing") == ()


def test_every_construct_and_screen_is_found_by_being_there(tools: Toolkit) -> None:
    assert set(constructs()) >= {
        "limit",
        "require",
        "act",
        "due",
        "alert",
        "flow",
        "lookup",
        "number",
        "booking",
        "loan",
    }
    assert set(screens()) == {"today", "list", "board", "calendar", "form", "detail", "chart", "print"}
    assert all(constructs()[name].SIGNATURE.name == name for name in constructs())
    assert {name.rsplit(".", 2)[-2] for name in construct_templates()} == {"py", "js"}
    assert tools.vocabulary.compiled_constructs == frozenset(constructs())
    assert "queue" in tools.vocabulary.constructs


def test_a_paper_takes_no_marks_and_no_html_from_a_text() -> None:
    assert prose("<b>*x*</b>\n# [y](z)") == "&lt;b&gt;\\*x\\*&lt;/b&gt; \\# \\[y\\]\\(z\\)"


@pytest.mark.parametrize(
    ("pack", "name"), [("static", "o01_tool_library"), ("web", "o06_paniers_amap"), ("web", "w13_claims")]
)
def test_a_project_passes_its_own_tests(pack: str, name: str, tools: Toolkit, sandbox: Sandbox, tmp_path: Path) -> None:
    compiled = compile_blueprint(example(name), tools.packs[pack], tools)
    save(compiled, tmp_path)
    outcome = sandbox.run(tmp_path, "node", "--test", "--test-reporter=tap")
    assert outcome.code == 0, failing(outcome.stdout)
    assert "# pass 0" not in outcome.stdout


def test_a_pack_is_a_value() -> None:
    pack = Pack("p", "P", ("web",), Layout(), "", (), (), {})
    assert pack.lock == b""
