"""All checks together: which there are, in what order they speak, and what happens when one cannot run."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from lamplighter.domain.errors import BadInput
from lamplighter.domain.events import JobEvent, ProgressMade
from lamplighter.domain.findings import Severity
from lamplighter.services import checks as package
from lamplighter.services.checks import Subject, check_folder, checks, run_checks
from lamplighter.services.containment import Containment, Toolchain

FILES = {"a.py": b"x = (\n", "b.py": b"import gone_module\n", "index.html": b"<!doctype html><title>t</title><p>x</p>"}


@pytest.fixture
def subject(project: Path) -> Subject:
    for path, content in FILES.items():
        (project / path).write_bytes(content)
    return Subject(project, FILES)


def test_the_four_checks_come_first_and_each_file_is_one() -> None:
    names = [check.NAME for check in checks()]
    assert names[:4] == ["parse", "imports", "tests", "starts"]
    files = {path.stem for path in Path(package.__file__).parent.glob("[a-z]*.py")}
    assert files == set(names)


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.NAME)
async def test_a_check_says_not_run_where_nothing_may_run(
    check: package.Check, subject: Subject, tmp_path: Path, toolchain: Toolchain
) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    bare = Containment(temp, toolchain, bwrap=tmp_path / "not-installed")
    found = await run_checks(subject, bare, check.NAME, lambda event: None)
    assert all(finding.check == check.NAME for finding in found)
    assert [f.severity for f in found] in ([Severity.NOTE], [Severity.WARNING])
    assert all(f.message.startswith("not run: ") for f in found if f.severity is Severity.NOTE)


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.NAME)
async def test_without_node_python_is_checked_all_the_same(
    check: package.Check, subject: Subject, tmp_path: Path, toolchain: Toolchain
) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    (subject.folder / "c.mjs").write_text("let a = ;")
    without = Containment(temp, Toolchain(toolchain.python, toolchain.python_prefixes))
    whole = Subject(subject.folder, {**FILES, "c.mjs": b"let a = ;"})
    found = await run_checks(whole, without, check.NAME, lambda event: None)
    if check.NAME in ("parse", "imports"):
        assert any("Node" in finding.message for finding in found if finding.severity is Severity.NOTE)
        assert any(finding.severity is Severity.ERROR for finding in found)


async def test_findings_stand_in_the_order_of_the_checks_and_progress_is_told(
    subject: Subject, containment: Containment
) -> None:
    events: list[JobEvent] = []
    found = await run_checks(subject, containment, None, events.append)
    order = [finding.check for finding in found]
    assert order == sorted(order, key=["parse", "imports", "tests", "starts"].index)
    assert {"parse", "imports", "tests"} <= set(order)
    progress = [event for event in events if isinstance(event, ProgressMade)]
    assert [event.done for event in progress] == [1, 2, 3, 4]
    assert {event.total for event in progress} == {4}


async def test_one_check_can_be_asked_for(subject: Subject, containment: Containment) -> None:
    found = await run_checks(subject, containment, "parse", lambda event: None)
    assert {finding.check for finding in found} == {"parse"}


async def test_an_unknown_check_names_the_known_ones(subject: Subject, containment: Containment) -> None:
    with pytest.raises(BadInput) as caught:
        await run_checks(subject, containment, "spelling", lambda event: None)
    assert "parse, imports, tests, starts" in caught.value.hint


async def test_cancel_leaves_no_process_and_no_folder(
    subject: Subject, containment: Containment, web_packages: tuple[Path, ...]
) -> None:
    await containment.probe()
    (subject.folder / "test_a.py").write_text("import time\ndef test_a(): time.sleep(60)\n")
    slow = Subject(subject.folder, {**FILES, "test_a.py": b""}, packages=web_packages)
    for pause in (0.0, 0.005, 0.02, 0.1, 0.4):
        running = asyncio.ensure_future(run_checks(slow, containment, None, lambda event: None))
        await asyncio.sleep(pause)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert list(containment.temp.iterdir()) == []


async def test_a_folder_is_checked_as_a_copy(tmp_path: Path, containment: Containment) -> None:
    folder = tmp_path / "theirs"
    (folder / "pkg").mkdir(parents=True)
    (folder / "pkg" / "a.py").write_text("x = (\n")
    (folder / "node_modules" / "left-pad").mkdir(parents=True)
    (folder / "node_modules" / "left-pad" / "index.js").write_text("let = ;")
    found = await check_folder(folder, containment, (), None, lambda event: None)
    assert [finding.path for finding in found if finding.severity is Severity.ERROR] == ["pkg/a.py"]
    assert sorted(path.name for path in folder.rglob("*")) == ["a.py", "index.js", "left-pad", "node_modules", "pkg"]
