"""The library of the front end keeps to the discipline that makes it safe, small and easy to join."""

from __future__ import annotations

import posixpath
import re

import pytest

from lamplighter.compiler.front.closure import imported
from lamplighter.compiler.identity import Identity, tokens_css
from lamplighter.compiler.inline import bundled, compact
from lamplighter.compiler.toolkit import Toolkit
from lamplighter.services.discover import TEMPLATES
from lamplighter.services.discover import bundled as bundled_folder

PATHS = sorted(
    path.relative_to(bundled_folder(TEMPLATES) / "shared" / "front").as_posix()
    for path in (bundled_folder(TEMPLATES) / "shared" / "front" / "lib").rglob("*.js")
)
COMPILED = ("texts.js", "icons.js", "model.js", "lib/messages.js")
NEVER = {
    "markup from text": r"innerHTML|outerHTML|insertAdjacentHTML|document\.write",
    "code from text": r"\beval\(|new Function|setTimeout\(\s*[\"'`]",
    "a handler in markup": r"\bon[a-z]+=",
    "an address of another place": r"https?://(?!www\.w3\.org/2000/svg)[a-z]",
    "a style in markup": r"setAttribute\(\"style\"",
}


def names(tools: Toolkit) -> dict[str, bytes]:
    shared = {
        f"lib/{p[11:]}": t
        for p, t in tools.templates.shared.items()
        if p.startswith("javascript/") and p.endswith(".js")
    }
    stand_ins = dict.fromkeys(COMPILED, "")
    return {path: text.encode() for path, text in {**stand_ins, **shared, **tools.front.modules}.items()}


@pytest.mark.parametrize("path", PATHS)
def test_every_module_can_be_joined(tools: Toolkit, path: str) -> None:
    assert bundled(names(tools), [path])


@pytest.mark.parametrize("path", PATHS)
def test_every_import_is_there_and_its_names_are_exported(tools: Toolkit, path: str) -> None:
    files = names(tools)
    for what, target in re.findall(r'^import \{ ([^}]*) \} from "([^"]+)";', tools.front.modules[path], re.MULTILINE):
        place = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        assert place in files, f"{path} imports {place}"
        if place not in COMPILED:
            offered = set(
                re.findall(r"^export (?:async )?(?:function\*?|const|class) (\w+)", files[place].decode(), re.MULTILINE)
            )
            assert {name.split(" as ")[0].strip() for name in what.split(",")} <= offered, f"{path} from {place}"


@pytest.mark.parametrize("path", PATHS)
def test_every_import_is_used(tools: Toolkit, path: str) -> None:
    source = tools.front.modules[path]
    body = re.sub(r"^import .*$", "", source, flags=re.MULTILINE)
    for what in re.findall(r"^import \{ ([^}]*) \}", source, re.MULTILINE):
        for name in what.split(","):
            own = name.split(" as ")[-1].strip()
            assert re.search(rf"(?<![\w.]){re.escape(own)}\b", body), f"{path}: {own}"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("what", NEVER)
def test_no_module_does_what_would_not_be_safe(tools: Toolkit, path: str, what: str) -> None:
    source = re.sub(r"//.*$", "", tools.front.modules[path], flags=re.MULTILINE).replace("https?:", "")
    assert re.findall(NEVER[what], source) == [], f"{path} holds {what}"


@pytest.mark.parametrize("path", PATHS)
def test_every_module_opens_with_what_it_is_for_and_stays_small(tools: Toolkit, path: str) -> None:
    lines = tools.front.modules[path].splitlines()
    assert lines[0].startswith("// "), path
    assert len(lines) <= 400, path


def test_nothing_of_the_library_is_out_of_use(tools: Toolkit) -> None:
    roots = {"lib/ui/app.js", "lib/store_indexeddb.js", "lib/store_http.js"}
    roots |= {
        f"lib/ui/{name}.js"
        for name in ("list", "detail", "entry_page", "board", "calendar", "chart", "print", "today", "settings")
    }
    roots |= {f"lib/ui/{name}.js" for name in ("import_list", "sign_in", "thing", "backup")}
    roots |= {path for path in PATHS if path.startswith("lib/ui/fields/")}
    reached, waiting = set(roots), list(roots)
    while waiting:
        path = waiting.pop()
        for target in imported(path, tools.front.modules[path]):
            if target in tools.front.modules and target not in reached:
                reached.add(target)
                waiting.append(target)
    assert set(PATHS) - reached == set()


def test_all_styles_together_stay_under_24_kilobytes(tools: Toolkit) -> None:
    faces = tools.front.faces
    for hue in faces.hues:
        tokens = tokens_css(faces, Identity(hue, "", "x", faces.tones[0]), series=True)
        assert len(compact("\n".join([tokens, *tools.front.styles.values()])).encode()) <= 24 * 1024


def test_styles_say_sides_by_the_direction_of_reading(tools: Toolkit) -> None:
    for path, style in tools.front.styles.items():
        assert not re.search(r"(?<![\w-])((margin|padding|border)-(left|right)|left|right)\s*:", style), path
        assert "float:" not in style


def test_styles_take_every_colour_from_the_tokens(tools: Toolkit) -> None:
    for path, style in tools.front.styles.items():
        if path != "styles/print.css":
            colours = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", style))
            assert colours <= {"#0000000d", "#0003", "#0008", "#00000073"}, f"{path}: shadows and veils only"


def test_every_property_a_style_takes_is_set_somewhere(tools: Toolkit, compiled: object) -> None:
    all_styles = "\n".join(tools.front.styles.values())
    tokens = {token.name for token in tools.front.faces.tokens} | set(tools.front.faces.fixed)
    own = set(re.findall(r"(--[\w-]+)\s*:", all_styles)) | {f"--{name}" for name in tokens}
    own |= {"--headings", "--weight", "--tracking", "--r", "--r-card", "--r-button", "--c", "--w"}
    assert set(re.findall(r"var\((--[\w-]+)", all_styles)) <= own
