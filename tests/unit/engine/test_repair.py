"""Certain repairs only: what each one changes, what it leaves alone, and when there is nothing to do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lamplighter.domain.findings import DropDemo, DropRule, Finding, Fix, Recompile, Severity, TextFix
from lamplighter.engine.job import Job, Scaffolded, Specified, Verified, Workshop
from lamplighter.engine.repair import Repaired, repaired
from lamplighter.engine.scaffold import scaffold
from lamplighter.engine.specify import specified_for
from lamplighter.services.paths import Home

from .builds import edited, job_on, order, two_things

PAGE = "src/index.html"


@pytest.fixture
def job(workshop: Workshop, temp_home: Home) -> Iterator[Job]:
    one = job_on(workshop, temp_home, order(blueprint=two_things()))
    with one.store:
        yield one


async def begun(job: Job) -> tuple[Specified, Scaffolded]:
    specified = specified_for(job.order, job.workshop)
    return specified, await scaffold(job, specified, lambda event: None)


def error(repair: Fix | None, severity: Severity = Severity.ERROR) -> Finding:
    return Finding("parse", severity, f"something is wrong: {repair}", repair=repair)


async def after(job: Job, version: int, specified: Specified, *findings: Finding) -> Repaired | None:
    return await repaired(job, specified, Verified(version, findings, ran=True, blueprint=specified.blueprint))


async def test_a_damaged_file_is_compiled_anew_and_nothing_else_changes(job: Job) -> None:
    specified, scaffolded = await begun(job)
    good = job.store.files(scaffolded.version)
    version = edited(job.store, {"src/rules.js": b"torn (", "README.md": b"mine now\n"})
    done = await after(job, version, specified, error(Recompile("src/rules.js")))
    assert done is not None
    assert done.files == {**good, "README.md": b"mine now\n"}
    assert done.blueprint == specified.blueprint
    assert done.not_built == ()
    assert [what for _, what in done.done] == ["src/rules.js was written again"]


async def test_one_exact_replacement_is_made_where_it_fits_once(job: Job) -> None:
    specified, _ = await begun(job)
    version = edited(job.store, {"note.txt": b"a brown fox, a brwon dog"})
    done = await after(job, version, specified, error(TextFix("note.txt", "brwon", "brown")))
    assert done is not None
    assert done.files["note.txt"] == b"a brown fox, a brown dog"
    assert "note.txt" in done.done[0][1]


@pytest.mark.parametrize("search", ["twice", "nowhere"])
async def test_a_replacement_that_is_not_certain_is_not_made(job: Job, search: str) -> None:
    specified, _ = await begun(job)
    version = edited(job.store, {"note.txt": b"twice and twice"})
    assert await after(job, version, specified, error(TextFix("note.txt", search, "once"))) is None


async def test_two_replacements_in_one_file_are_both_made(job: Job) -> None:
    specified, _ = await begun(job)
    version = edited(job.store, {"note.txt": b"one two"})
    fixes = (error(TextFix("note.txt", "one", "1")), error(TextFix("note.txt", "two", "2")))
    done = await after(job, version, specified, *fixes)
    assert done is not None
    assert done.files["note.txt"] == b"1 2"


async def test_a_rule_that_fails_its_proof_is_taken_out_and_named(job: Job) -> None:
    specified, scaffolded = await begun(job)
    done = await after(job, scaffolded.version, specified, error(DropRule("apart")))
    assert done is not None
    assert [rule.id for rule in done.blueprint.rules] == ["once"]
    assert b"apart" not in done.files["src/rules.js"]
    assert b"once" in done.files["src/rules.js"]
    assert any("apart" in line for line in done.not_built)
    assert [wish.want for wish in done.blueprint.not_covered] == [done.not_built[0]]


async def test_what_stood_on_the_rule_goes_with_it_and_is_named(job: Job) -> None:
    specified, scaffolded = await begun(job)
    done = await after(job, scaffolded.version, specified, error(DropRule("once")))
    assert done is not None
    checks = [check for feature in done.blueprint.features for check in feature.checks]
    assert not any("once" in check for check in checks)
    assert len(done.not_built) >= 2


async def test_two_failing_proofs_of_one_rule_take_it_out_once(job: Job) -> None:
    specified, scaffolded = await begun(job)
    twice = (error(DropRule("apart")), Finding("tests", Severity.ERROR, "again", repair=DropRule("apart")))
    done = await after(job, scaffolded.version, specified, *twice)
    assert done is not None
    assert len(done.blueprint.not_covered) == 1


async def test_example_rows_that_break_a_rule_go_and_the_others_stay(job: Job) -> None:
    specified, scaffolded = await begun(job)
    done = await after(job, scaffolded.version, specified, error(DropDemo("place")))
    assert done is not None
    assert [demo.of for demo in done.blueprint.demo] == ["thing"]
    assert b"Shed" not in done.files["src/demo.js"]
    assert b"Cup" in done.files["src/demo.js"]
    assert done.blueprint.rules == specified.blueprint.rules


async def test_a_smaller_blueprint_mends_damaged_files_in_the_same_round(job: Job) -> None:
    specified, scaffolded = await begun(job)
    good = job.store.files(scaffolded.version)
    version = edited(job.store, {"src/app.js": b"torn ("})
    done = await after(job, version, specified, error(DropDemo("place")), error(Recompile("src/app.js")))
    assert done is not None
    assert done.files["src/app.js"] == good["src/app.js"]
    assert len(done.done) == 2


@pytest.mark.parametrize(
    "finding",
    [
        error(None),
        error(Recompile("src/rules.js"), Severity.WARNING),
        error(Recompile("src/rules.js")),
        error(Recompile("src/not_ours.js")),
        error(DropRule("never_heard_of")),
        error(DropDemo("never_heard_of")),
    ],
)
async def test_without_a_certain_change_there_is_no_repair(job: Job, finding: Finding) -> None:
    specified, scaffolded = await begun(job)
    assert await after(job, scaffolded.version, specified, finding) is None
