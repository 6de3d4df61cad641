"""The library of the front end does what it says, proved in the JavaScript engine, inside the sandbox."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lamplighter.compiler.project import Compiled
from lamplighter.compiler.toolkit import Toolkit
from lamplighter.services.containment import Containment

TESTS = Path(__file__).parent / "javascript"
MODEL = """export const ENTITIES = {
  tool: { name: "tool", one: "Tool", many: "Tools", shown: "", fields: {
    kind: { name: "kind", label: "Kind", kind: "choice", options: { hand: "Hand" } },
    pieces: { name: "pieces", label: "Pieces", kind: "int", least: 0n, most: 5_000000n, default: 1_000000n },
    free: { name: "free", label: "Free", kind: "int", derived: true },
  } },
  loan: { name: "loan", one: "Loan", many: "Loans", shown: "", fields: {
    tool: { name: "tool", label: "Tool", kind: "ref", to: "tool", required: true },
  } },
};
"""


def laid_out(tools: Toolkit, project: Path, language: str = "en") -> None:
    """The library with the texts of a language and a small model."""
    for path, text in tools.front.modules.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text)
    texts = json.dumps(tools.front.languages[language].screen)
    (project / "texts.js").write_text(f'export const language = "{language}";\nexport const texts = {texts};\n')
    (project / "icons.js").write_text("export const icons = {};\n")
    (project / "model.js").write_text(MODEL)


async def proved(containment: Containment, project: Path, name: str) -> None:
    (project / "tests").mkdir(exist_ok=True)
    shutil.copy(TESTS / name, project / "tests" / name)
    (project / "package.json").write_text('{"type": "module"}')
    outcome = await containment.run(["node", "--test", f"tests/{name}"], project)
    assert outcome.code == 0, outcome.stdout[-4000:] + outcome.stderr[-1000:]
    assert "# fail 0" in outcome.stdout


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ja"])
async def test_numbers_and_days_in_every_language(
    tools: Toolkit, containment: Containment, project: Path, language: str
) -> None:
    laid_out(tools, project, language)
    await proved(containment, project, "format.test.mjs")


@pytest.mark.parametrize("name", ["order.test.mjs", "view_db.test.mjs"])
async def test_order_search_and_look_up(tools: Toolkit, containment: Containment, project: Path, name: str) -> None:
    laid_out(tools, project)
    await proved(containment, project, name)


async def test_a_copy_of_all_data_comes_back_as_it_was(
    compiled: Callable[[str], Compiled], containment: Containment, project: Path
) -> None:
    for path, data in compiled("blueprints/o01_tool_library").files.items():
        if path.startswith("src/"):
            place = project / path.removeprefix("src/")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    await proved(containment, project, "copy.test.mjs")
