"""The front end of a compiled app: named from the person's words, explicit, and with nothing in it that is not used."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from lamplighter.compiler.front.closure import imported
from lamplighter.compiler.project import Compiled, compile_blueprint
from lamplighter.compiler.screens import today
from lamplighter.compiler.toolkit import Toolkit
from lamplighter.domain.blueprint.app import Field, Option
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.tree import Base, Type
from lamplighter.services.containment import Containment

DATA = Path(__file__).parents[3] / "data"
FOLDERS = ("blueprints", "own_blueprints", "front")
ALL = sorted(p.relative_to(DATA).as_posix()[:-5] for folder in FOLDERS for p in (DATA / folder).glob("*.json"))
Compile = Callable[..., Compiled]
BROWSER = {"static": "src/", "web": "web/"}


def texts(files: Compiled, folder: str = "src/") -> dict[str, str]:
    """The texts below a folder by their path from there."""
    return {p.removeprefix(folder): d.decode() for p, d in files.files.items() if p.startswith(folder)}


def pack_of(name: str) -> str:
    return "web" if json.loads((DATA / f"{name}.json").read_text())["roles"] else "static"


def test_a_thing_reads_as_if_written_for_this_app(compiled: Compile) -> None:
    tool = texts(compiled("blueprints/o01_tool_library"))["things/tool.js"]
    assert "export const tool = thing(ENTITIES.tool, {" in tool
    assert 'add: "Add a tool"' in tool
    assert 'icons: { kind: { hand: "hand", power: "drill", garden: "leaf", ladder: "ladder" } }' in tool


def test_a_loan_goes_by_the_tool_and_its_button_says_so(compiled: Compile) -> None:
    loan = texts(compiled("blueprints/o01_tool_library"))["things/loan.js"]
    assert 'titled_by: "tool"' in loan
    assert 'label: "Lend a tool"' in loan
    assert 'asks: ["tool", "member", "out_on", "due_on"]' in loan, "who lends is not asked when it came back"
    assert "limits: { tool: { where: (tool) => tool.available } }" in loan


def test_a_list_says_its_condition_order_and_columns(compiled: Compile) -> None:
    out = texts(compiled("blueprints/o01_tool_library"))["screens/out.js"]
    assert out.startswith("// Out now: loan where blank(back_on).")
    assert 'rows: (db) => db.all("loan").filter((loan) => loan.back_on === null),' in out
    assert "{ ...loan.field.due_on, due: (loan) => loan.due_state }" in out
    assert '{ ...member.field.phone, value: (loan, db) => db.row("member", loan.member).phone }' in out


def test_the_start_page_speaks_of_the_thing_by_its_name(compiled: Compile) -> None:
    today = texts(compiled("blueprints/o01_tool_library"))["screens/today.js"]
    assert 'late: { one: "One tool is late.", other: "{number} tools are late." }' in today
    assert 'words: "of {n} tools are available"' in today


def test_every_kind_of_screen_of_the_salon_is_there(compiled: Compile) -> None:
    salon = texts(compiled("front/salon"))
    made = {path: re.findall(r"= (\w+)\(\{", text) for path, text in salon.items() if path.startswith("screens/")}
    kinds = {name for found in made.values() for name in found}
    assert kinds >= {
        "todayScreen",
        "listScreen",
        "boardScreen",
        "calendarScreen",
        "chartScreen",
        "printScreen",
        "formScreen",
        "detailPage",
    }


def test_a_picker_offers_what_the_blueprint_allows(compiled: Compile) -> None:
    visit = texts(compiled("front/salon"))["things/visit.js"]
    assert "stylist: { where: (stylist, row, db) => stylist.works" in visit


def test_a_step_of_a_flow_names_where_each_state_may_go(compiled: Compile) -> None:
    visit = texts(compiled("front/salon"))["things/visit.js"]
    assert 'moves: { new: ["confirmed", "void"], confirmed: ["done", "void"] }' in visit


@pytest.mark.parametrize("name", ALL)
def test_every_module_is_reached_and_every_import_is_there(compiled: Compile, name: str) -> None:
    pack = pack_of(name)
    files = texts(compiled(name, pack), BROWSER[pack])
    modules = {path: text for path, text in files.items() if path.endswith(".js")}
    reached, waiting = {"app.js"}, ["app.js"]
    while waiting:
        path = waiting.pop()
        for target in imported(path, modules[path]):
            assert target in modules, f"{path} imports {target}"
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    own = {path for path in modules if path.startswith(("lib/ui/", "things/", "screens/", "texts", "icons", "store"))}
    assert own - reached == set()


@pytest.mark.parametrize("name", ALL)
def test_only_the_language_of_the_app_and_only_icons_it_names(compiled: Compile, name: str) -> None:
    pack = pack_of(name)
    files = texts(compiled(name, pack), BROWSER[pack])
    others = "\n".join(
        text for path, text in files.items() if path.endswith(".js") and path not in ("texts.js", "icons.js")
    )
    for key in re.findall(r"^  (\w+): ", files["texts.js"], re.MULTILINE):
        assert re.search(rf"\btexts\.{key}\b", others), key
    for icon in re.findall(r"^  (\w+): ", files["icons.js"], re.MULTILINE):
        assert f'"{icon}"' in others, icon


@pytest.mark.parametrize("name", ALL)
def test_all_styles_of_an_app_stay_under_24_kilobytes(compiled: Compile, name: str) -> None:
    if pack_of(name) == "static":
        page = compiled(name).files["index.html"].decode()
        assert len(re.findall(r"<style>(.*?)</style>", page, re.DOTALL)[0].encode()) <= 24 * 1024


def test_the_same_blueprint_gives_the_same_bytes(tools: Toolkit) -> None:
    blueprint = msgspec.json.decode((DATA / "front/salon.json").read_bytes(), type=Blueprint)
    once, again = (compile_blueprint(blueprint, tools.packs["static"], tools).files for _ in range(2))
    assert once == again


HOSTILE = "</script><img src=x onerror=alert(1)>`${x}{{y}}'\"\\"


def test_hostile_labels_are_data_everywhere(tools: Toolkit) -> None:
    raw = json.loads((DATA / "front/salon.json").read_text())
    raw["name"] = raw["pitch"] = HOSTILE
    raw["entities"][0]["label"] = "</script><b>Client | `${x}` {{y}}'s"
    raw["screens"][1]["label"] = HOSTILE
    blueprint = msgspec.convert(raw, Blueprint)
    files = compile_blueprint(blueprint, tools.packs["static"], tools).files
    page = files["index.html"].decode()
    assert page.lower().count("<script") == 1
    assert page.lower().count("</script") == 1
    assert "<img" not in re.sub(r"<script.*</script>", "", page, flags=re.DOTALL)


async def test_the_hostile_page_still_parses(tools: Toolkit, containment: Containment, project: Path) -> None:
    raw = json.loads((DATA / "front/salon.json").read_text())
    raw["name"] = raw["pitch"] = HOSTILE
    raw["screens"][1]["label"] = HOSTILE + "\u2028\u2029"
    files = compile_blueprint(msgspec.convert(raw, Blueprint), tools.packs["static"], tools).files
    script = re.findall(r"<script[^>]*>(.*)</script>", files["index.html"].decode(), re.DOTALL)[0]
    (project / "page.mjs").write_text(script)
    outcome = await containment.run(["node", "--check", "page.mjs"], project)
    assert outcome.code == 0, outcome.stderr


NAMES = {
    "list": "List",
    "thing": "Thing",
    "store": "Store",
    "month": "Month",
    "text": "Text",
    "con": "Con",
    "app": "App",
    "会員": "会員",
}


def test_things_named_like_the_library_or_like_devices_do_not_meet_it(tools: Toolkit) -> None:
    raw = json.loads((DATA / "front/salon.json").read_text())
    raw.update(
        rules=[],
        demo=[],
        features=[],
        screens=[{"id": "start", "type": "list", "of": "list", "label": "Start", "with": ""}],
        entities=[{"id": name, "label": label, "fields": ["name text!"]} for name, label in NAMES.items()],
    )
    files = texts(compile_blueprint(msgspec.convert(raw, Blueprint), tools.packs["static"], tools))
    assert all(path.isascii() and not re.search(r"/(con|aux|nul|prn)\.", path) for path in files)
    for path, text in files.items():
        names = [
            n.split(" as ")[-1].strip()
            for what in re.findall(r"^import \{ ([^}]*) \}", text, re.MULTILINE)
            for n in what.split(",")
        ]
        names += re.findall(r"^export const (\w+)", text, re.MULTILINE)
        assert len(names) == len(set(names)), path


@pytest.mark.parametrize(
    ("moves", "end"),
    [
        ([("new", "done")], "done"),
        ([("new", "work"), ("work", "wait"), ("wait", "work"), ("work", "done"), ("done", "work")], "done"),
        ([("new", "work"), ("work", "done"), ("new", "void"), ("*", "void")], "done"),
        ([("*", "void")], "new"),
    ],
)
def test_the_end_of_a_flow_is_where_its_first_way_leads(moves: list[tuple[str, str]], end: str) -> None:
    options = tuple(Option(name, name) for name in ("new", "work", "wait", "done", "void"))
    assert today.end_of(Field("state", "State", "choice", Type(Base.CHOICE), options), moves).id == end


@pytest.mark.parametrize(("lang", "written"), [("de", '<html lang="de">'), ("ar", '<html lang="ar" dir="rtl">')])
def test_the_page_says_its_language_and_direction(tools: Toolkit, lang: str, written: str) -> None:
    raw = json.loads((DATA / "front/salon.json").read_text()) | {"lang": lang}
    page = compile_blueprint(msgspec.convert(raw, Blueprint), tools.packs["static"], tools).files["index.html"]
    assert written in page.decode()
