"""Orders, jobs and edits the tests of the engine share; everything in here is real and small."""

from __future__ import annotations

import dataclasses
import functools
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from lamplighter.compiler.toolkit import Toolkit, toolkit
from lamplighter.domain import events
from lamplighter.domain.blueprint.model import Blueprint, Demo, Entity, Rule
from lamplighter.domain.blueprint.schema import loads
from lamplighter.domain.events import JobEvent, Stage
from lamplighter.engine.job import Job, Order, Workshop
from lamplighter.services.discover import RESOURCES, TEMPLATES, bundled
from lamplighter.services.paths import Home
from lamplighter.services.store import IdeaStore, Library

BLUEPRINTS = Path(__file__).parents[2] / "data"
TOOLS = "A tool library for our street: who has the drill, and since when"


@functools.cache
def blueprint(name: str = "own_blueprints/one_rule") -> Blueprint:
    """A blueprint of the test data; the usual one has one thing, one rule and two example rows."""
    return loads((BLUEPRINTS / f"{name}.json").read_text(encoding="utf-8"))


def order(*, run: bool = False, **given: object) -> Order:
    """An order for the usual blueprint; nothing is run unless asked for."""
    return dataclasses.replace(Order(blueprint=blueprint(), run=run), **given)  # type: ignore[arg-type]


def library_of(home: Home) -> Library:
    """The ideas of a home."""
    return Library(home, lambda: datetime.now(UTC))


def job_on(workshop: Workshop, home: Home, asked: Order) -> Job:
    """A job on an idea of its own; whoever asked closes its store."""
    return Job(asked, library_of(home).create("One Rule", asked.idea), workshop)


def edited(store: IdeaStore, changes: Mapping[str, bytes]) -> int:
    """The version a damaged disk or a person would leave: the newest files with these on top."""
    return store.commit_version("builder", "scaffold", {**store.files(), **changes})


def templates_with(folder: Path, path: str, text: str) -> Toolkit:
    """A toolkit whose bundled file at `path` ends in `text` as well."""
    shutil.copytree(bundled(TEMPLATES), folder)
    with (folder / path).open("a", encoding="utf-8") as file:
        file.write(text)
    return toolkit(folder, bundled(RESOURCES))


def started(heard: list[JobEvent]) -> list[Stage]:
    """The stages that really began."""
    return [event.stage for event in heard if isinstance(event, events.StageStarted)]


def two_things() -> Blueprint:
    """The usual blueprint with a second thing that has a rule and example rows of its own."""
    one = blueprint()
    return msgspec.structs.replace(
        one,
        entities=(*one.entities, Entity("place", "Place | Places", ("name text!",))),
        rules=(*one.rules, Rule("apart", "limit", "place", "max=1; per=lower(name); say=That place is there.")),
        demo=(*one.demo, Demo("place", "name", ("Shed",))),
    )
