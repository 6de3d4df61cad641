"""Results as values for a script and as plain words for a person."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

import msgspec

from lamplighter.domain.findings import Finding, Severity
from lamplighter.domain.gate import Gate
from lamplighter.engine.job import Result
from lamplighter.services.store import JSON, IdeaStore, IdeaSummary, VersionSummary


def program() -> str:
    """How this program was started, so that what it tells a person to type works as it stands."""
    return os.environ.get("LAMPLIGHTER_COMMAND", "python -m lamplighter")


def finding_body(finding: Finding) -> dict[str, JSON]:
    """A finding as a script reads it."""
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "path": finding.path,
        "line": finding.line,
        "message": finding.message,
        "proof": finding.proof,
        "fix": finding.fix,
    }


def gate_body(gate: Gate) -> dict[str, JSON]:
    """The gate as a script reads it."""
    return {
        "state": gate.state.value,
        "reasons": [{"rule": r.rule, "text": r.text, "overridable": r.overridable} for r in gate.reasons],
        "overrides": [msgspec.to_builtins(override) for override in gate.overrides],
    }


def build_body(result: Result, store: IdeaStore) -> dict[str, JSON]:
    """The result of `build`."""
    return {
        "idea_id": result.idea_id,
        "name": result.verified.blueprint.name,
        "pack": result.specified.pack,
        "project": str(store.project),
        "blueprint": msgspec.to_builtins(result.verified.blueprint),
        "findings": [finding_body(finding) for finding in result.verified.findings],
        "assumed": list(result.specified.assumed),
        "cut": list(result.specified.cut),
        "not_built": [*result.specified.not_built, *result.verified.not_built],
        "ran": result.verified.ran,
        "seconds": dict(result.seconds),
    }


def build_text(result: Result, store: IdeaStore) -> str:
    """What was built, in plain words."""
    blueprint = result.verified.blueprint
    ran = "It runs, and its own tests pass." if result.exit == 0 else _state(result)
    things = ", ".join(entity.label.split("|")[0].strip() or entity.id for entity in blueprint.entities)
    lines = [
        f"{blueprint.name} — {blueprint.pitch}" if blueprint.pitch else blueprint.name,
        f"A {result.specified.pack} project about: {things}. {ran}",
        *_list("Built", [f.label for f in blueprint.features if f.when == "must"]),
        *_list("Assumed", result.specified.assumed),
        *_list("Cut from this first slice", result.specified.cut),
        *_list("Not built", [*result.specified.not_built, *result.verified.not_built]),
        *_list("Findings", [finding_text(f) for f in result.verified.findings]),
        "",
        f"The project:   {store.project}",
        f"See it run:    {program()} serve {result.idea_id}",
    ]
    return "\n".join(lines)


def _state(result: Result) -> str:
    if any(f.severity is Severity.ERROR for f in result.verified.findings):
        return "It does not hold yet: see the findings."
    return "It was written but not run."


def finding_text(finding: Finding) -> str:
    """A finding in one line."""
    place = f"{finding.path}:{finding.line}: " if finding.line else f"{finding.path}: " if finding.path else ""
    fix = f" {finding.fix}" if finding.fix else ""
    return f"{finding.severity} ({finding.check}) {place}{finding.message}{fix}"


def _list(title: str, rows: Sequence[str]) -> list[str]:
    return ["", f"{title}:", *(f"  - {row}" for row in rows)] if rows else []


def idea_body(idea: IdeaSummary) -> dict[str, JSON]:
    """A saved idea as a script reads it."""
    return {
        "idea_id": idea.idea_id,
        "name": idea.name,
        "verdict": idea.verdict,
        "opened": idea.opened,
        "archived": idea.archived,
        "problem": idea.problem,
    }


def ideas_text(found: Sequence[IdeaSummary]) -> str:
    """Saved ideas, a line each."""
    if not found:
        return f'No ideas yet. Begin with: {program()} build "what it should do, and for whom"'
    return "\n".join(_idea_line(idea) for idea in found)


def _idea_line(idea: IdeaSummary) -> str:
    state = " (put away)" if idea.archived else ""
    trouble = f"  ! {idea.problem}" if idea.problem else ""
    return f"{idea.opened[:16].replace('T', ' ')}  {idea.idea_id}  {idea.name}{state}{trouble}"


def version_body(version: VersionSummary) -> dict[str, JSON]:
    """A version as a script reads it."""
    return {
        "version": version.version,
        "author": version.author,
        "stage": version.stage,
        "time": version.time,
        "files": version.files,
        "note": version.note,
    }


def versions_text(versions: Sequence[VersionSummary]) -> str:
    """Versions, a line each."""
    if not versions:
        return "No version yet: nothing was built."
    return "\n".join(_version_line(version) for version in versions)


def _version_line(v: VersionSummary) -> str:
    time = v.time[:19].replace("T", " ")
    return f"{v.version:>4}  {time}  {v.author:<8} {v.stage:<9} {v.files} files  {v.note}".rstrip()


def show_body(store: IdeaStore) -> dict[str, JSON]:
    """Everything that is known of an idea."""
    versions = store.versions()
    return {
        "idea_id": store.idea_id,
        "name": store.get("name"),
        "idea": store.get("idea") or "",
        "project": str(store.project),
        "report": store.get("report"),
        "order": store.get("order"),
        "versions": [version_body(version) for version in versions],
        "events": len(store.events()),
        "notices": list(store.notices),
    }


def show_text(body: Mapping[str, JSON]) -> str:
    """An idea, in plain words."""
    versions = body["versions"]
    count = len(versions) if isinstance(versions, Sequence) else 0
    lines = [f"{body['name']} ({body['idea_id']})", str(body["idea"]), "", f"Project:  {body['project']}"]
    return "\n".join([*lines, f"Versions: {count}", f"Events:   {body['events']}"])


def doctor_text(body: Mapping[str, JSON]) -> str:
    """What this computer can do, in plain words."""
    rows = [f"{key:<10} {value}" for key, value in body.items() if key != "probe"]
    probe = body.get("probe")
    tests = probe if isinstance(probe, Sequence) else ()
    stopped = [f"  {_stopped(test['stopped'])}: {test['name']}" for test in tests if isinstance(test, Mapping)]
    return "\n".join([*rows, "attacks tried in the sandbox:", *stopped])


def _stopped(stopped: object) -> str:
    return "stopped" if stopped else "NOT stopped"
