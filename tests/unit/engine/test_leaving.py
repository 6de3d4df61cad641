"""The gate is asked about the files as they are now, and a person's exceptions are chained and cover one thing only."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from lamplighter.domain.errors import BadInput
from lamplighter.domain.events import JobEvent
from lamplighter.domain.gate import GateState, is_chained
from lamplighter.engine.job import Workshop
from lamplighter.engine.leaving import (
    OVERRIDES,
    REPORT,
    Leaving,
    Report,
    at_the_gate,
    override_written,
    overrides_of,
    parcel_of,
    report_of,
)
from lamplighter.services.paths import Home
from lamplighter.services.store import IdeaStore

from .builds import library_of
from .conftest import Built

WHY = "It only shows a page to two neighbours who know that it is broken and may laugh"
SOON = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
RULES = "src/rules.js"


async def arrived(store: IdeaStore, workshop: Workshop, heard: list[JobEvent] | None = None) -> Leaving:
    report = report_of(store)
    assert report is not None
    told: list[JobEvent] = [] if heard is None else heard
    return await at_the_gate(store, report, workshop, told.append)


def broken(store: IdeaStore, text: str = "\nconst broken = (\n") -> None:
    """Edit the project as a person does, in the folder."""
    with (store.project / RULES).open("a", encoding="utf-8") as file:
        file.write(text)


async def test_what_was_verified_is_not_checked_again(idea: IdeaStore, workshop: Workshop, built: Built) -> None:
    heard: list[JobEvent] = []
    leaving = await arrived(idea, workshop, heard)
    assert heard == []
    assert leaving.gate.state is GateState.FULL
    assert leaving.report.findings == built.result.verified.findings
    assert leaving.files == idea.files()
    assert leaving.gate.unanswered


async def test_an_edit_is_checked_before_it_leaves_and_the_report_is_renewed(
    idea: IdeaStore, workshop: Workshop
) -> None:
    broken(idea)
    heard: list[JobEvent] = []
    leaving = await arrived(idea, workshop, heard)
    assert heard != []
    assert leaving.gate.state is GateState.LOCKED
    assert RULES in leaving.gate.reasons[0].text
    assert idea.versions()[-1].author == "person"
    assert leaving.files[RULES].endswith(b"const broken = (\n")
    assert report_of(idea) == leaving.report
    assert leaving.report.version == idea.versions()[-1].version
    heard.clear()
    assert (await arrived(idea, workshop, heard)).gate == leaving.gate
    assert heard == []


async def test_going_back_to_the_good_version_opens_the_gate_again(idea: IdeaStore, workshop: Workshop) -> None:
    broken(idea)
    assert (await arrived(idea, workshop)).gate.state is GateState.LOCKED
    idea.restore(1)
    idea.write_project()
    assert (await arrived(idea, workshop)).gate.state is GateState.FULL


async def test_an_edit_checked_without_a_sandbox_is_not_said_to_have_run(
    idea: IdeaStore, bare_workshop: Workshop
) -> None:
    broken(idea, "\n// a harmless line\n")
    leaving = await arrived(idea, bare_workshop)
    assert not leaving.report.ran
    assert len(leaving.gate.not_run) == 4


async def test_overrides_are_chained_and_open_the_gate_for_what_they_name(idea: IdeaStore, workshop: Workshop) -> None:
    broken(idea)
    held = await arrived(idea, workshop)
    free = override_written(idea, held, held.gate.reasons[0], WHY, SOON)
    assert free.gate.state is GateState.FULL
    assert [one.text for one in free.gate.overrides] == [WHY]
    broken(idea, "\nexport { nothing } from './nowhere.js';\n")
    again = await arrived(idea, workshop)
    assert again.gate.state is GateState.LOCKED
    freed = override_written(idea, again, again.gate.reasons[0], f"{WHY} twice", SOON)
    assert freed.gate.state is GateState.FULL
    chain = overrides_of(idea)
    assert [one.text for one in chain] == [WHY, f"{WHY} twice"]
    assert is_chained(chain)
    assert not is_chained(chain[1:])


async def test_an_override_rewritten_in_the_log_closes_the_gate_again(idea: IdeaStore, workshop: Workshop) -> None:
    broken(idea)
    held = await arrived(idea, workshop)
    override_written(idea, held, held.gate.reasons[0], WHY, SOON)
    forged = [dataclasses.replace(one, text=f"{WHY} and more") for one in overrides_of(idea)]
    idea.put(OVERRIDES, msgspec.to_builtins(forged))
    assert (await arrived(idea, workshop)).gate.state is GateState.LOCKED


@pytest.mark.parametrize(("text", "day"), [("because", SOON), (WHY, "2020-01-01"), (WHY, "soon"), ("no " * 20, SOON)])
async def test_an_override_without_a_reason_or_a_day_is_refused_and_not_kept(
    idea: IdeaStore, workshop: Workshop, text: str, day: str
) -> None:
    broken(idea)
    held = await arrived(idea, workshop)
    with pytest.raises(BadInput):
        override_written(idea, held, held.gate.reasons[0], text, day)
    assert overrides_of(idea) == ()


async def test_the_parcel_carries_every_version_with_its_author(idea: IdeaStore, workshop: Workshop) -> None:
    broken(idea, "\n// one more line\n")
    leaving = await arrived(idea, workshop)
    parcel = parcel_of(idea, leaving)
    assert parcel.name == "One Rule"
    assert parcel.files == idea.files()
    assert [past.author for past in parcel.history] == ["builder", "person"]
    assert parcel.history[0].files == idea.files(1)
    assert all(past.note and past.time for past in parcel.history)


def test_before_the_first_build_there_is_no_report_and_no_override(temp_home: Home) -> None:
    with library_of(temp_home).create("Empty", "nothing yet") as store:
        assert report_of(store) is None
        assert overrides_of(store) == ()


def test_a_report_survives_being_kept(idea: IdeaStore) -> None:
    report = report_of(idea)
    assert report is not None
    idea.put(REPORT, msgspec.to_builtins(report))
    assert report_of(idea) == report
    assert isinstance(report, Report)
