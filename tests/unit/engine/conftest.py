"""One set of services and one built idea for all tests of the engine; each test changes a copy only."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lamplighter.domain.events import JobEvent
from lamplighter.engine.intake import opened_job
from lamplighter.engine.job import Order, Result, Workshop
from lamplighter.engine.pipeline import run_job
from lamplighter.engine.workshop import made_library, made_workshop
from lamplighter.services.containment import Containment
from lamplighter.services.store import IdeaStore, Library

from .builds import order


@dataclass(frozen=True, slots=True)
class Built:
    """A build that came to its end, and everything it told."""

    asked: Order
    library: Library
    result: Result
    heard: tuple[JobEvent, ...]


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return made_workshop(tmp_path_factory.mktemp("engine") / "home")


@pytest.fixture(scope="session")
def bare_workshop(workshop: Workshop) -> Workshop:
    """The services of a computer without a sandbox."""
    toolchain = workshop.containment.toolchain
    nothing = Containment(workshop.home.temp, toolchain, bwrap=Path("/nowhere/bwrap"))
    return dataclasses.replace(workshop, containment=nothing)


@pytest.fixture(scope="session")
def built(workshop: Workshop) -> Built:
    library = made_library(workshop.home)
    heard: list[JobEvent] = []
    asked = order(run=True)
    job = opened_job(asked, library, workshop)
    with job.store:
        result = asyncio.run(run_job(job, heard.append))
    return Built(asked, library, result, tuple(heard))


@pytest.fixture
def idea(built: Built) -> Iterator[IdeaStore]:
    """A copy of the built idea, for this test to change; its folder is written."""
    with built.library.open(built.library.duplicate(built.result.idea_id)) as store:
        store.write_project()
        yield store
