"""Checks and repairs in turns: real damage is found and mended, help that is none is taken back, and it ends."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from lamplighter.domain import events
from lamplighter.domain.events import JobEvent, Stage
from lamplighter.domain.findings import Finding, Severity, TextFix
from lamplighter.engine.job import Job, Scaffolded, Specified, Verified, Workshop
from lamplighter.engine.release import exit_code
from lamplighter.engine.scaffold import scaffold
from lamplighter.engine.specify import specified_for
from lamplighter.engine.verify import ROUNDS, verify
from lamplighter.services.checks import Subject
from lamplighter.services.containment import Containment
from lamplighter.services.paths import Home

from .builds import blueprint, edited, job_on, order, templates_with


@pytest.fixture
def job(workshop: Workshop, temp_home: Home) -> Iterator[Job]:
    one = job_on(workshop, temp_home, order(run=True))
    with one.store:
        yield one


async def begun(job: Job) -> tuple[Specified, Scaffolded]:
    specified = specified_for(job.order, job.workshop)
    return specified, await scaffold(job, specified, lambda event: None)


async def verified(job: Job, changes: dict[str, bytes]) -> tuple[Verified, list[JobEvent]]:
    """Verify the compiled files with these on top, as a damaged disk would leave them."""
    specified, _ = await begun(job)
    heard: list[JobEvent] = []
    found = await verify(job, specified, Scaffolded(edited(job.store, changes)), heard.append)
    return found, heard


def repairs(heard: list[JobEvent]) -> list[str]:
    return [event.what for event in heard if isinstance(event, events.FixApplied)]


async def test_a_damaged_file_is_found_and_written_again(job: Job) -> None:
    found, heard = await verified(job, {"src/rules.js": b"export const RULES = {;\n"})
    assert found.findings == ()
    assert found.ran
    assert job.store.files(found.version) == job.store.files(1)
    assert "src/rules.js was written again" in repairs(heard)
    assert [version.author for version in job.store.versions()] == ["builder", "builder", "repair"]
    assert job.store.project.joinpath("src", "rules.js").read_bytes() == job.store.files(1)["src/rules.js"]


async def test_a_rule_that_does_not_do_what_it_says_is_taken_out_and_named(job: Job) -> None:
    idle = (await compiled(job))["src/rules.js"].replace(b"together > 1", b"together > 99")
    found, heard = await verified(job, {"src/rules.js": idle})
    assert [f for f in found.findings if f.severity is Severity.ERROR] == []
    assert found.blueprint.rules == ()
    assert any("once" in line for line in found.not_built)
    assert any("once" in what for what in repairs(heard))
    assert b"checkOnce" not in job.store.files(found.version)["src/rules.js"]


async def doubled(workshop: Workshop, home: Home, *checks: str) -> tuple[Verified, list[JobEvent]]:
    """Verify example rows that break the rule, of an app that promises these checks."""
    one = blueprint()
    promised = msgspec.structs.replace(one.features[0], checks=checks)
    job = job_on(workshop, home, order(run=True, blueprint=msgspec.structs.replace(one, features=(promised,))))
    with job.store:
        double = (await compiled(job))["src/demo.js"].replace(b"Jug", b"Cup")
        return await verified(job, {"src/demo.js": double})


async def test_example_rows_that_break_a_rule_are_taken_out(workshop: Workshop, temp_home: Home) -> None:
    found, heard = await doubled(workshop, temp_home, "add thing name=Mug => ok")
    assert [f for f in found.findings if f.severity is Severity.ERROR] == []
    assert "the example rows of thing were taken out" in repairs(heard)
    assert found.blueprint.demo == ()


async def test_example_rows_that_a_promise_stands_on_are_put_back(workshop: Workshop, temp_home: Home) -> None:
    found, heard = await doubled(workshop, temp_home, "add thing name=cup => refused by once")
    assert repairs(heard) == ["the example rows of thing were taken out"]
    assert found.blueprint.demo == blueprint().demo
    assert exit_code(found) == 3


async def compiled(job: Job) -> dict[str, bytes]:
    _, scaffolded = await begun(job)
    return job.store.files(scaffolded.version)


async def test_a_repair_that_does_not_help_is_taken_back(workshop: Workshop, temp_home: Home, tmp_path: Path) -> None:
    faulty = templates_with(tmp_path / "templates", "shared/front/lib/ui/sort.js", "\nconst faulty = ;\n")
    job = job_on(dataclasses.replace(workshop, toolkit=faulty), temp_home, order(run=True))
    with job.store as store:
        found, heard = await verified(job, {"src/lib/ui/sort.js": b"const torn = (\n"})
        assert store.files()["src/lib/ui/sort.js"] == b"const torn = (\n"
        assert store.files() == store.files(found.version)
        versions = store.versions()
        assert store.project.joinpath("src/lib/ui/sort.js").read_bytes() == b"const torn = (\n"
    assert "src/lib/ui/sort.js was written again" in repairs(heard)
    assert [version.author for version in versions][-2:] == ["repair", "repair"]
    assert found.version == versions[-1].version
    assert any(f.path == "src/lib/ui/sort.js" for f in found.findings)
    assert exit_code(found) == 3


async def test_what_no_repair_is_certain_for_stays_as_a_finding(job: Job) -> None:
    found, heard = await verified(job, {"src/own.js": b"const mine = (\n"})
    raised = [event.finding for event in heard if isinstance(event, events.FindingRaised)]
    assert raised == list(found.findings)
    assert any(f.path == "src/own.js" and f.severity is Severity.ERROR for f in raised)
    assert repairs(heard) == []
    assert exit_code(found) == 3


@dataclass(frozen=True, slots=True)
class Stairs:
    """A check of the test's own: one error for each step counted in a file, and a repair that goes `stride` down."""

    stride: int
    NAME: str = "stairs"

    async def run(self, subject: Subject, containment: Containment) -> tuple[Finding, ...]:  # noqa: ARG002 - it runs nothing
        step = int(subject.files["stairs.txt"])
        fix = TextFix("stairs.txt", str(step), str(step - self.stride))
        return tuple(Finding(self.NAME, Severity.ERROR, f"step {n}", repair=fix) for n in range(step))


async def test_repairs_end_after_a_few_rounds_even_while_they_help(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lamplighter.services.checks.checks", lambda: (Stairs(1),))
    found, heard = await verified(job, {"stairs.txt": b"7"})
    assert len(found.findings) == 7 - ROUNDS
    assert job.store.files(found.version)["stairs.txt"] == str(7 - ROUNDS).encode()
    assert repairs(heard) == ["one line of stairs.txt was corrected"] * ROUNDS


async def test_they_end_at_once_when_all_is_well(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lamplighter.services.checks.checks", lambda: (Stairs(1),))
    found, heard = await verified(job, {"stairs.txt": b"2"})
    assert found.findings == ()
    assert len(repairs(heard)) == 2


@pytest.mark.parametrize("stride", [-1, -4])
async def test_a_repair_that_makes_it_worse_is_taken_back_and_not_tried_again(
    job: Job, monkeypatch: pytest.MonkeyPatch, stride: int
) -> None:
    monkeypatch.setattr("lamplighter.services.checks.checks", lambda: (Stairs(stride),))
    found, heard = await verified(job, {"stairs.txt": b"3"})
    assert len(found.findings) == 3
    assert job.store.files()["stairs.txt"] == b"3"
    assert job.store.files(found.version)["stairs.txt"] == b"3"
    assert len(repairs(heard)) == 1


async def test_asked_not_to_run_nothing_is_checked_and_every_check_says_so(workshop: Workshop, temp_home: Home) -> None:
    job = job_on(workshop, temp_home, order(run=False))
    with job.store:
        found, heard = await verified(job, {"src/rules.js": b"torn ("})
    assert not found.ran
    assert {f.check for f in found.findings} >= {"parse", "imports", "tests", "starts"}
    assert {f.severity for f in found.findings} == {Severity.NOTE}
    assert all("--no-run" in f.message for f in found.findings)
    assert [e.stage for e in heard if isinstance(e, events.StageSkipped)] == [Stage.VERIFY]
    assert exit_code(found) == 4
