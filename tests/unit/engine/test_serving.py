"""A prototype runs contained behind its gate; it keeps its data, and leaves no process behind."""

from __future__ import annotations

import asyncio
import http.client
import os
import signal
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest

from lamplighter.domain.errors import BadInput, NotContained
from lamplighter.engine.job import Workshop
from lamplighter.engine.leaving import REPORT, report_of
from lamplighter.engine.serving import RUNNING, serving
from lamplighter.services.paths import Home
from lamplighter.services.store import IdeaStore

from .builds import library_of


def asked(url: str) -> int:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=20)
    connection.request("GET", f"{parts.path or '/'}?{parts.query}")
    status = connection.getresponse().status
    connection.close()
    return status


async def test_it_answers_while_the_block_lasts_and_is_gone_after(idea: IdeaStore, workshop: Workshop) -> None:
    async with serving(idea, workshop) as shown:
        assert shown.tier in (1, 2)
        assert Path(f"/proc/{shown.pid}").exists()
        assert await asyncio.to_thread(asked, shown.url) in (200, 302, 303)
    with pytest.raises(ConnectionError):
        await asyncio.to_thread(asked, shown.url)
    assert not Path(f"/proc/{shown.pid}").exists()


async def test_it_runs_the_newest_files_and_only_its_data_outlasts_a_run(idea: IdeaStore, workshop: Workshop) -> None:
    folder = idea.folder / RUNNING
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "rows.sqlite").write_bytes(b"kept")
    (folder / "left_by_the_last_run.js").write_bytes(b"rubbish")
    (idea.project / "README.md").write_text("Edited by hand.\n", encoding="utf-8")
    for _ in range(2):
        async with serving(idea, workshop):
            assert (folder / "README.md").read_text(encoding="utf-8") == "Edited by hand.\n"
            assert (folder / "data" / "rows.sqlite").read_bytes() == b"kept"
            assert not (folder / "left_by_the_last_run.js").exists()
    assert idea.versions()[-1].author == "person"


async def test_one_idea_runs_once_at_a_time(idea: IdeaStore, workshop: Workshop) -> None:
    async with serving(idea, workshop):
        with pytest.raises(BadInput, match="running already") as refused:
            async with serving(idea, workshop):
                pytest.fail("it runs twice on the same data")
        assert refused.value.hint
    async with serving(idea, workshop) as again:
        assert again.url


async def test_one_that_ends_by_itself_says_why(idea: IdeaStore, workshop: Workshop) -> None:
    async with serving(idea, workshop) as shown:
        os.kill(shown.pid, signal.SIGKILL)
        assert "exit code" in await shown.wait()


async def test_without_a_sandbox_nothing_is_started(idea: IdeaStore, bare_workshop: Workshop) -> None:
    with pytest.raises(NotContained) as refused:
        async with serving(idea, bare_workshop):
            pytest.fail("it ran without a sandbox")
    assert refused.value.exit == 4
    assert refused.value.hint
    assert not (idea.folder / RUNNING).exists()


async def test_an_idea_that_was_never_built_is_refused(temp_home: Home, workshop: Workshop) -> None:
    with library_of(temp_home).create("Empty", "nothing yet") as store:
        with pytest.raises(BadInput, match="Nothing was built") as refused:
            async with serving(store, workshop):
                pytest.fail("there is nothing to run")
        assert store.idea_id in refused.value.hint


async def test_a_project_that_says_nowhere_how_it_starts_is_refused(idea: IdeaStore, workshop: Workshop) -> None:
    report = report_of(idea)
    assert report is not None
    idea.put(REPORT, msgspec.to_builtins(msgspec.structs.replace(report, pack="of_another_time")))
    idea.commit_version("person", "edit", {"notes.txt": b"only words\n"})
    idea.write_project()
    with pytest.raises(BadInput, match="how it is started") as refused:
        async with serving(idea, workshop):
            pytest.fail("there is nothing to run")
    assert str(idea.project) in refused.value.hint
