"""The tool library in a real browser, as a person meets it: the page by double click, the server behind the gate."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.e2e import firefox
from tests.e2e.programs import interrupted, ran, started

HERE = Path(__file__).parent
DATA = HERE.parent / "data"
TOOL_LIBRARY, SALON = DATA / "blueprints" / "o01_tool_library.json", DATA / "front" / "salon.json"
ENOUGH = 240  # seconds for all steps on a slow machine

pytest.importorskip("PySide6.QtWebEngineWidgets", exc_type=ImportError)


def driven(address: str, script: str = "browser_tool_library") -> list[str]:
    """The steps that were gone through; AssertionError with what the script said when one failed."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.e2e.{script}", address],
        cwd=HERE.parents[1],
        capture_output=True,
        text=True,
        timeout=ENOUGH,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.splitlines()


def built(home: Path, pack: str, blueprint: Path = TOOL_LIBRARY) -> dict[str, object]:
    """The result of building an app without running it."""
    return ran(home, "build", "--blueprint", str(blueprint), "--pack", pack, "--no-run").result


def test_the_page_works_by_double_click(tmp_path: Path) -> None:
    project = built(tmp_path, "static")["project"]
    steps = driven((Path(str(project)) / "index.html").as_uri())
    assert "works by keyboard alone" in steps
    assert len(steps) == 11


def test_boards_calendars_charts_and_lists_from_files_work(tmp_path: Path) -> None:
    project = built(tmp_path, "static", SALON)["project"]
    assert len(driven((Path(str(project)) / "index.html").as_uri(), "browser_salon")) == 6


@pytest.mark.parametrize(("script", "steps"), [("browser_tool_library", 11), ("browser_two_people", 3)])
def test_the_served_app_works_behind_the_gate(tmp_path: Path, script: str, steps: int) -> None:
    idea_id = str(built(tmp_path, "web")["idea_id"])
    process = started(tmp_path, "serve", idea_id)
    try:
        assert process.stdout is not None
        gone_through = driven(json.loads(process.stdout.readline())["url"], script)
    finally:
        interrupted(process)
    assert len(gone_through) == steps


@pytest.mark.skipif(not firefox.installed(), reason="Firefox is not on this computer")
def test_the_page_works_by_double_click_in_firefox(tmp_path: Path) -> None:
    address = (Path(str(built(tmp_path, "static")["project"])) / "index.html").as_uri()
    profile = tmp_path / "profile"
    profile.mkdir()
    with firefox.firefox(profile) as page:
        page.open(address)
        page.wait_for("document.querySelector('h1')?.textContent === 'One tool is late.'")
        page.run("location.hash = '#/tools'; setTimeout(() => document.querySelector('[data-main]').click(), 300); 0")
        page.wait_for("document.querySelector('dialog input')")
        page.run("document.querySelector('dialog input').value = 'Wheelbarrow'")
        page.run("document.querySelector('dialog .main').click()")
        page.wait_for("document.querySelector('tbody').textContent.includes('Wheelbarrow')")
        page.open("about:blank")
        page.open(address + "#/tools")
        page.wait_for("document.querySelector('tbody')?.textContent.includes('Wheelbarrow')")
