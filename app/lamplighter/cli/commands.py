"""What each command does: read the input, ask the engine or a service, say the result."""

from __future__ import annotations

import argparse
from collections.abc import Awaitable, Callable

from lamplighter.cli import reports
from lamplighter.cli.inputs import order_from
from lamplighter.cli.output import Console
from lamplighter.cli.outside import check_folder, examine, export_idea, serve
from lamplighter.domain.errors import Exit
from lamplighter.engine.intake import opened_job, resumed_job
from lamplighter.engine.leaving import taken_in
from lamplighter.engine.pipeline import run_job
from lamplighter.engine.workshop import made_library, made_workshop
from lamplighter.services.store import JSON

Command = Callable[[argparse.Namespace, Console], Awaitable[int]]


async def run(arguments: argparse.Namespace, console: Console) -> int:
    """Run the command that was asked for; gives its exit code."""
    return await _COMMANDS[arguments.command](arguments, console)


async def build(arguments: argparse.Namespace, console: Console) -> int:
    """The main job."""
    order = None if arguments.resume else order_from(arguments)
    workshop = made_workshop(arguments.home)
    library = made_library(workshop.home)
    job = opened_job(order, library, workshop) if order else resumed_job(arguments.resume, library, workshop)
    with job.store:
        result = await run_job(job, console.event)
        body = reports.build_body(result, job.store)
        return console.result(body, reports.build_text(result, job.store), result.exit)


async def ideas(arguments: argparse.Namespace, console: Console) -> int:
    """List saved ideas, the newest first."""
    found = made_library(arguments.home).ideas()
    return console.result({"ideas": [reports.idea_body(idea) for idea in found]}, reports.ideas_text(found))


async def show(arguments: argparse.Namespace, console: Console) -> int:
    """The whole state of one idea."""
    with made_library(arguments.home).open(arguments.id) as store:
        body = reports.show_body(store)
        return console.result(body, reports.show_text(body))


async def import_idea(arguments: argparse.Namespace, console: Console) -> int:
    """Take in an idea file; the file itself is not touched."""
    library = made_library(arguments.home)
    idea_id = library.import_file(arguments.file)
    with library.open(idea_id) as store:
        taken_in(store)
    return console.result({"idea_id": idea_id}, f"Taken in as {idea_id}.")


async def duplicate(arguments: argparse.Namespace, console: Console) -> int:
    """Copy an idea."""
    idea_id = made_library(arguments.home).duplicate(arguments.id)
    return console.result({"idea_id": idea_id}, f"The copy is {idea_id}.")


async def archive(arguments: argparse.Namespace, console: Console) -> int:
    """Put an idea away."""
    made_library(arguments.home).archive(arguments.id)
    return console.result({"idea_id": arguments.id}, f"{arguments.id} is put away; nothing of it is deleted.")


async def history(arguments: argparse.Namespace, console: Console) -> int:
    """The versions of an idea's files."""
    with made_library(arguments.home).open(arguments.id) as store:
        versions = store.versions()
        body: dict[str, JSON] = {"idea_id": store.idea_id, "versions": [reports.version_body(v) for v in versions]}
        return console.result(body, reports.versions_text(versions))


async def restore(arguments: argparse.Namespace, console: Console) -> int:
    """Go back to a version, as a new one."""
    with made_library(arguments.home).open(arguments.id) as store:
        version = store.restore(arguments.version)
        store.write_project()
        body: dict[str, JSON] = {"idea_id": store.idea_id, "version": version, "project": str(store.project)}
        said = f"Version {arguments.version} is back, as version {version}. Nothing newer is lost."
        return console.result(body, said)


async def doctor(arguments: argparse.Namespace, console: Console) -> int:
    """What this computer can do; being able to do little is no error."""
    body = await examine(arguments.home)
    return console.result(body, reports.doctor_text(body), Exit.DONE)


_COMMANDS: dict[str, Command] = {
    "build": build,
    "serve": serve,
    "check": check_folder,
    "export": export_idea,
    "ideas": ideas,
    "show": show,
    "import": import_idea,
    "duplicate": duplicate,
    "archive": archive,
    "history": history,
    "restore": restore,
    "doctor": doctor,
}
