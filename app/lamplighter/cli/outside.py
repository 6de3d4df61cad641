"""Commands that meet the world outside the workspace: serve, check any folder, export, doctor."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from lamplighter.cli import reports
from lamplighter.cli.output import Console
from lamplighter.domain.errors import BadInput, Exit, GateClosed
from lamplighter.domain.findings import Severity
from lamplighter.domain.gate import Gate, GateState, Reason
from lamplighter.engine import examination
from lamplighter.engine.checking import checked_folder
from lamplighter.engine.leaving import Leaving, at_the_gate, override_written, parcel_of, report_of
from lamplighter.engine.serving import serving
from lamplighter.engine.workshop import made_library, made_workshop
from lamplighter.services.exporter import Form, export
from lamplighter.services.store import JSON, IdeaStore

NOT_BUILT = "Nothing was built for this idea yet."


async def serve(arguments: argparse.Namespace, console: Console) -> int:
    """Run a prototype until Ctrl-C; one line says where once it answers."""
    workshop = made_workshop(arguments.home)
    with made_library(workshop.home).open(arguments.id) as store:
        async with serving(store, workshop) as served:
            body: dict[str, JSON] = {"url": served.url, "pid": served.pid, "tier": served.tier}
            console.line(f"{served.url}  (contained; Ctrl-C stops it)", {"event": "PreviewStarted", **body})
            ended = await served.wait()
        return console.result(body, f"The prototype stopped by itself: {ended}", Exit.FINDINGS)


async def check_folder(arguments: argparse.Namespace, console: Console) -> int:
    """Every check over a contained copy of a folder."""
    workshop = made_workshop(arguments.home)
    findings = await checked_folder(arguments.folder, arguments.only, workshop, console.event)
    wrong = any(finding.severity is Severity.ERROR for finding in findings)
    text = "\n".join(reports.finding_text(finding) for finding in findings) or "Nothing found: every check passed."
    body: dict[str, JSON] = {"findings": [reports.finding_body(finding) for finding in findings]}
    return console.result(body, text, Exit.FINDINGS if wrong else Exit.DONE)


async def export_idea(arguments: argparse.Namespace, console: Console) -> int:
    """Let out what the gate lets out."""
    workshop = made_workshop(arguments.home)
    with made_library(workshop.home).open(arguments.id) as store:
        report = report_of(store)
        if report is None:
            raise BadInput(NOT_BUILT, f"Build it first: build --resume {arguments.id}")
        leaving = await at_the_gate(store, report, workshop, console.event)
        if arguments.override:
            leaving = _overridden(store, leaving)
        return _let_out(arguments, console, store, leaving)


def _let_out(arguments: argparse.Namespace, console: Console, store: IdeaStore, leaving: Leaving) -> int:
    gate: dict[str, JSON] = {"gate": reports.gate_body(leaving.gate)}
    try:
        made = export(parcel_of(store, leaving), arguments.destination, gate=leaving.gate, form=_form(arguments))
    except GateClosed as error:
        return console.failure(error, {**gate, "path": None, "files": []})
    text = f"Exported {len(made.files)} files to {made.path}"
    return console.result({"path": str(made.path), "files": list(made.files), **gate}, text)


def _form(arguments: argparse.Namespace) -> Form:
    if arguments.zip:
        return Form.ZIP
    if arguments.kit:
        return Form.KIT
    return Form.DOCUMENTS if arguments.documents else Form.FOLDER


def _overridden(store: IdeaStore, leaving: Leaving) -> Leaving:
    """Ask, at a terminal, for the reason and the day to look again, for every reason that can be overridden."""
    if leaving.gate.state is GateState.FULL:
        return leaving
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise BadInput(
            "An override is written by a person at a terminal, never by a script.",
            "Run the same command in a terminal, or mend what holds the gate.",
        )
    for reason in _open(leaving.gate):
        sys.stderr.write(f"\nHeld by “{reason.rule}”: {reason.text}\n")
        text = _typed("Why it may leave all the same, and the worst that can happen (12 words or more): ")
        look_again = _typed("When you will look at it again (YYYY-MM-DD): ")
        leaving = override_written(store, leaving, reason, text, look_again)
    return leaving


def _open(gate: Gate) -> Sequence[Reason]:
    return [reason for reason in gate.reasons if reason.overridable]


def _typed(question: str) -> str:
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip()


async def examine(home: object) -> dict[str, JSON]:
    """What this computer can do."""
    return await examination.examined(made_workshop(home))  # type: ignore[arg-type]
