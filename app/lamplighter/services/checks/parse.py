"""Does every file parse? Real parsers decide: Python's own, the JavaScript engine, and those of the web's standards."""

from __future__ import annotations

from pathlib import Path

import msgspec

from lamplighter.domain.errors import ToolMissing
from lamplighter.domain.findings import Finding, Recompile, Severity, not_run
from lamplighter.services.containment import Containment
from lamplighter.services.inspection.subject import Subject
from lamplighter.services.inspection.survey import LARGEST_SOURCE, Survey, surveyed, together

NAME = "parse"
SOURCES = (".py", ".pyi", ".json", ".webmanifest", ".toml", ".html", ".htm", ".css")
SCRIPTS = (".js", ".mjs", ".cjs", ".html", ".htm")
NO_PARSER = (".ts", ".tsx", ".jsx", ".vue", ".svelte")
PROOF = 600


class Problem(msgspec.Struct, frozen=True):
    """What a parser said, as the programs inside the sandbox print it."""

    path: str
    line: int | None
    message: str
    proof: str = ""


async def run(subject: Subject, containment: Containment) -> tuple[Finding, ...]:
    """One finding for each fault a parser names; of a JavaScript file the engine names the first only."""
    sources, scripts = _readable(subject, SOURCES), _readable(subject, SCRIPTS)
    results = await together(
        _parsed_sources(sources, subject, containment), _parsed_scripts(scripts, subject, containment)
    )
    return (*(finding for found in results for finding in found), *_not_parsed(subject))


async def _parsed_sources(names: list[str], subject: Subject, containment: Containment) -> tuple[Finding, ...]:
    if not names:
        return ()
    return _findings(await surveyed("parse_sources.py", names, subject, containment, (_parsers(),)), subject)


async def _parsed_scripts(names: list[str], subject: Subject, containment: Containment) -> tuple[Finding, ...]:
    pages_only = not any(name.endswith((".js", ".mjs", ".cjs")) for name in names)
    if pages_only and not any(b"<script" in subject.files[name].lower() for name in names):
        return ()
    try:
        return _findings(await surveyed("parse_scripts.mjs", names, subject, containment), subject)
    except ToolMissing as missing:
        return (not_run(NAME, f"JavaScript was not parsed: {missing.message} {missing.hint}"),)


def _parsers() -> Path:
    """The folder of packages that holds the parsers of HTML and CSS; nothing in it is run but these."""
    import html5lib

    return Path(html5lib.__file__).parents[1]


def _readable(subject: Subject, endings: tuple[str, ...]) -> list[str]:
    return [path for path in subject.paths(*endings) if len(subject.files[path]) <= LARGEST_SOURCE]


def _findings(survey: Survey, subject: Subject) -> tuple[Finding, ...]:
    found = tuple(_finding(problem, subject) for problem in survey.facts(Problem))
    return (*found, *survey.trouble(NAME))


def _finding(problem: Problem, subject: Subject) -> Finding:
    return Finding(
        NAME,
        Severity.ERROR,
        f"does not parse: {problem.message}",
        problem.path,
        problem.line,
        proof=problem.proof[:PROOF],
        fix="Correct the place the parser names.",
        repair=Recompile(problem.path) if problem.path in subject.compiled else None,
    )


def _not_parsed(subject: Subject) -> tuple[Finding, ...]:
    foreign = subject.paths(*NO_PARSER)
    large = [path for path in subject.paths(*SOURCES, *SCRIPTS) if len(subject.files[path]) > LARGEST_SOURCE]
    notes = [not_run(NAME, f"{path} is too large to be parsed") for path in large]
    if foreign:
        notes.append(not_run(NAME, f"there is no parser here for {foreign[0]} and {len(foreign) - 1} others like it"))
    return tuple(notes)
