"""Checks run on a copy: the originals and the folder of a person are never written, and nothing is left behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from lamplighter.domain.errors import BadInput
from lamplighter.domain.events import JobEvent, ProgressMade
from lamplighter.domain.findings import Finding, Severity, not_run
from lamplighter.engine.checking import checked, checked_folder, has_run
from lamplighter.engine.job import Workshop
from lamplighter.services.store import IdeaStore

from .builds import blueprint


async def test_the_files_of_a_build_pass_every_check(idea: IdeaStore, workshop: Workshop) -> None:
    heard: list[JobEvent] = []
    assert await checked(idea.files(), "static", blueprint(), workshop, heard.append) == ()
    told = [event for event in heard if isinstance(event, ProgressMade)]
    assert [event.done for event in told] == [1, 2, 3, 4]
    assert list(workshop.home.temp.iterdir()) == []


async def test_the_originals_stay_as_they_are_even_when_the_tests_write(idea: IdeaStore, workshop: Workshop) -> None:
    files = {**idea.files(), "tests/rude.test.mjs": RUDE}
    before = dict(files)
    found = await checked(files, "static", blueprint(), workshop, lambda event: None)
    assert files == before
    assert idea.adopt_edits() is None
    assert [f for f in found if f.severity is Severity.ERROR] == []


RUDE = b"""import { appendFileSync } from "node:fs";
import test from "node:test";

test("it writes over its own project", () => {
  appendFileSync(new URL("../src/rules.js", import.meta.url), "// written");
});
"""


async def test_without_a_sandbox_no_check_claims_to_have_run(idea: IdeaStore, bare_workshop: Workshop) -> None:
    found = await checked(idea.files(), "static", blueprint(), bare_workshop, lambda event: None)
    assert {f.check for f in found} == {"parse", "imports", "tests", "starts"}
    assert all(f.message.startswith("not run:") for f in found)
    assert not has_run(found)


async def test_a_folder_of_any_origin_is_read_and_never_written(tmp_path: Path, workshop: Workshop) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    (folder / "main.py").write_text("def broken(:\n", encoding="utf-8")
    found = await checked_folder(folder, "parse", workshop, lambda event: None)
    assert [(f.path, f.line, f.severity) for f in found] == [("main.py", 1, Severity.ERROR)]
    assert [path.name for path in folder.iterdir()] == ["main.py"]


async def test_an_unknown_check_is_refused_with_the_known_ones(tmp_path: Path, workshop: Workshop) -> None:
    (tmp_path / "a.py").write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(BadInput, match="nonsense") as refused:
        await checked_folder(tmp_path, "nonsense", workshop, lambda event: None)
    assert "starts" in refused.value.hint


@pytest.mark.parametrize(
    ("findings", "ran"),
    [
        ((), True),
        ((not_run("parse", "no parser"),), True),
        ((not_run("tests", "no node"),), False),
        ((not_run("starts", "no node"),), False),
        ((Finding("tests", Severity.ERROR, "a test fails"),), True),
    ],
)
def test_only_tests_and_start_decide_whether_it_ran(findings: tuple[Finding, ...], ran: bool) -> None:
    assert has_run(findings) is ran
