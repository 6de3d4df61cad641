"""An order meets its idea: refused orders leave nothing, interrupted ones are taken up, finished ones begin anew."""

from __future__ import annotations

import pytest

from lamplighter.domain.errors import BadInput, EmptyIdea, HarmfulIdea, UnknownIdea
from lamplighter.domain.events import Stage
from lamplighter.engine.intake import opened_job, resumed_job
from lamplighter.engine.job import Order, Workshop
from lamplighter.engine.pipeline import run_job
from lamplighter.services.paths import Home

from .builds import TOOLS, library_of, order


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (Order(idea=" "), EmptyIdea),
        (Order(idea="a keylogger that steals passwords of strangers"), HarmfulIdea),
        (Order(idea=TOOLS, pack="nonsense"), BadInput),
    ],
)
def test_a_refused_order_leaves_no_workspace(
    workshop: Workshop, temp_home: Home, asked: Order, refusal: type[BadInput]
) -> None:
    library = library_of(temp_home)
    with pytest.raises(refusal):
        opened_job(asked, library, workshop)
    assert library.ideas() == ()
    assert list(temp_home.ideas.iterdir()) == []


def test_a_new_order_is_kept_with_its_idea(workshop: Workshop, temp_home: Home) -> None:
    asked = Order(idea=TOOLS, answers={"A2": "Who has the drill?"}, pack="web", run=False)
    library = library_of(temp_home)
    with opened_job(asked, library, workshop).store as store:
        idea_id = store.idea_id
        assert store.get("idea") == TOOLS
    job = resumed_job(idea_id, library, workshop)
    with job.store:
        assert job.order == asked


def test_the_same_order_goes_on_with_the_interrupted_idea(workshop: Workshop, temp_home: Home) -> None:
    library = library_of(temp_home)
    with opened_job(order(), library, workshop).store as store:
        first = store.idea_id
    with opened_job(order(), library, workshop).store as again:
        assert again.idea_id == first
    assert len(library.ideas()) == 1


def test_another_order_is_another_idea(workshop: Workshop, temp_home: Home) -> None:
    library = library_of(temp_home)
    opened_job(order(), library, workshop).store.close()
    opened_job(order(answers={"A2": "Another sentence"}), library, workshop).store.close()
    assert len(library.ideas()) == 2


async def test_the_same_order_after_a_finished_build_is_a_new_idea(workshop: Workshop, temp_home: Home) -> None:
    library = library_of(temp_home)
    job = opened_job(order(), library, workshop)
    with job.store:
        await run_job(job, lambda event: None)
    with opened_job(order(), library, workshop).store as again:
        assert again.idea_id != job.store.idea_id


def test_an_idea_put_away_is_not_gone_on_with(workshop: Workshop, temp_home: Home) -> None:
    library = library_of(temp_home)
    with opened_job(order(), library, workshop).store as store:
        first = store.idea_id
    library.archive(first)
    with opened_job(order(), library, workshop).store as again:
        assert again.idea_id != first


def test_a_damaged_idea_does_not_stand_in_the_way(workshop: Workshop, temp_home: Home) -> None:
    library = library_of(temp_home)
    with opened_job(order(), library, workshop).store as store:
        first = store.idea_id
        file = store.folder / "idea.sqlite"
    for path in file.parent.glob("idea.sqlite*"):
        path.unlink()
    file.write_bytes(b"no idea at all" * 400)
    with opened_job(order(), library, workshop).store as again:
        assert again.idea_id
        assert again.finished(order().fingerprint) == {}
    assert first in {path.name for path in temp_home.ideas.iterdir()}


def test_an_idea_without_an_order_has_nothing_to_go_on_with(workshop: Workshop, temp_home: Home) -> None:
    library = library_of(temp_home)
    with library.create("Empty", "nothing asked yet") as store:
        idea_id = store.idea_id
    with pytest.raises(BadInput, match="no build") as refused:
        resumed_job(idea_id, library, workshop)
    assert idea_id in refused.value.hint
    library.open(idea_id).close()


def test_an_unknown_idea_cannot_be_resumed(workshop: Workshop, temp_home: Home) -> None:
    with pytest.raises(UnknownIdea):
        resumed_job("no-such-idea", library_of(temp_home), workshop)


async def test_a_stage_of_another_order_does_not_count_as_finished(workshop: Workshop, temp_home: Home) -> None:
    library = library_of(temp_home)
    job = opened_job(order(), library, workshop)
    with job.store as store:
        store.finish_stage("another-order", Stage.VERIFY, {})
    with opened_job(order(), library, workshop).store as again:
        assert again.idea_id == job.store.idea_id
