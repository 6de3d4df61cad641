"""Does the project start and answer, contained, and does what it delivers show the blueprint's main nouns?

There is no browser in this check: it reads every page, script and style the first screen loads, and looks for the
nouns there. That a screen is drawn is for the run in a browser to prove, and the proof of each finding says so.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import msgspec

from lamplighter.domain.blueprint.model import Blueprint, Entity
from lamplighter.domain.blueprint.phrases import phrase, plural
from lamplighter.domain.findings import Finding, Recompile, Severity, not_run
from lamplighter.services.containment import Containment, Limits
from lamplighter.services.inspection.answers import Answer, asked
from lamplighter.services.inspection.recognise import Start, how_it_starts
from lamplighter.services.inspection.start import Running, started
from lamplighter.services.inspection.subject import Subject
from lamplighter.services.inspection.survey import CONTAINED
from lamplighter.services.inspection.working_copy import working_copy

NAME = "starts"
START_LIMITS = Limits(wall=60, cpu=60)
ALONE_LIMITS = Limits(wall=30, cpu=30)
PROOF = 2000
MOST_PARTS = 300
AT_ONCE = 8
MISSING_PACKAGE = re.compile(r"No module named '?([\w.]+)|Cannot find package '([^']+)'")
SETTLED = 0.05  # seconds in which what a server says about its own fault arrives

REFERENCES = {
    "text/html": re.compile(r"<(?:script|img|source|video|audio)\b[^>]*?\bsrc\s*=\s*[\"']([^\"']+)[\"']"),
    "text/css": re.compile(r"(?:@import\s+(?:url\()?|url\()\s*[\"']?([^\"')]+)"),
    "text/javascript": re.compile(
        r"(?:^|[\n;}])\s*(?:import|export)\b[^;'\"`]*?[\"'](\.{0,2}/[^\"']+)[\"']|\bimport\(\s*[\"'](\.{0,2}/[^\"']+)[\"']"
    ),
}
LINKED = re.compile(
    r"<link\b(?=[^>]*\brel\s*=\s*[\"']?(?:stylesheet|modulepreload|icon|manifest|preload))[^>]*>", re.IGNORECASE
)
LINK_TARGET = re.compile(r"\bhref\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
NOT_IN_A_BROWSER = "Read from what it delivers; no browser drew the screen in this check."


class Alone(msgspec.Struct, frozen=True):
    """What came of a program started by itself, as the program inside the sandbox tells it."""

    code: int | None
    status: int | None
    port: int | None
    printed: str
    problem: str


async def run(subject: Subject, containment: Containment) -> tuple[Finding, ...]:
    """Start it, ask for the first screen and all it loads, and look for the nouns."""
    start = how_it_starts(subject)
    if start is None:
        return (not_run(NAME, "nothing in the project tells how it is started"),)
    with working_copy(subject, containment.temp, "starts") as folder:
        if start.alone:
            return await _alone(start, folder, subject, containment)
        async with started(start, folder, subject.packages, containment, limits=START_LIMITS) as running:
            return await _judged(running, start, subject)


async def _judged(running: Running, start: Start, subject: Subject) -> tuple[Finding, ...]:
    if not running.answers:
        return (await _does_not_start(running, start, subject),)
    first = "/" + quote(start.page.rpartition("/")[2]) if start.page else "/"
    parts = await _delivered(running.socket, first)
    faults = [*_broken_parts(parts, first, start, subject)]
    if first in parts and parts[first].status < 400:
        faults += _missing_nouns(parts, subject)
    if subject.pack == "web":
        faults += await _state(running, subject)
    if faults:
        await asyncio.sleep(SETTLED)
        said = running.served.printed()
        faults = [replace(fault, proof=f"{fault.proof}\n{said}".strip()[-PROOF:]) for fault in faults]
    return tuple(faults)


async def _does_not_start(running: Running, start: Start, subject: Subject) -> Finding:
    said = running.served.printed()
    missing = _missing_package(said, subject)
    if missing and subject.pack is None:
        return not_run(NAME, f"it needs {missing}, which is not among the packages on this computer")
    why = "it ended before it answered" if running.served.has_ended else "it did not answer in time"
    return _fault(f"the project does not start: {why}", _shown(start), said)


def _missing_package(said: str, subject: Subject) -> str:
    """The package it broke for, when that is not one of the project's own."""
    found = MISSING_PACKAGE.search(said)
    name = (found[1] or found[2]).partition(".")[0] if found else ""
    own = {part.removesuffix(".py") for path in subject.files for part in path.split("/")}
    return "" if name in own else name


async def _delivered(socket: Path, first: str) -> dict[str, Answer]:
    """The first screen and everything of the project's own that it loads, by address."""
    parts: dict[str, Answer] = {}
    waiting = [first]
    while waiting and len(parts) < MOST_PARTS:
        now, later = waiting[:AT_ONCE], waiting[AT_ONCE:]
        parts |= zip(now, await asyncio.gather(*(asked(socket, address) for address in now)), strict=True)
        found = [target for address in now for target in _references(address, parts[address])]
        waiting = list(dict.fromkeys(target for target in (*later, *found) if target not in parts))
    return parts


def _references(address: str, answer: Answer) -> Iterator[str]:
    """The addresses of the same server that a page, style or script loads."""
    kind = "text/javascript" if answer.kind == "application/javascript" else answer.kind
    pattern = REFERENCES.get(kind)
    if pattern is None or answer.status != 200:
        return
    named = [next(group for group in found.groups() if group) for found in pattern.finditer(answer.text)]
    if kind == "text/html":
        links = [LINK_TARGET.search(tag) for tag in LINKED.findall(answer.text)]
        named += [html.unescape(link[1]) for link in links if link]
    for target in named:
        whole = urlsplit(urljoin(f"http://prototype{address}", target.strip()))
        if whole.netloc == "prototype" and whole.scheme == "http" and "${" not in target:
            yield whole.path + (f"?{whole.query}" if whole.query else "")


def _broken_parts(parts: dict[str, Answer], first: str, start: Start, subject: Subject) -> Iterator[Finding]:
    for address, answer in parts.items():
        path = address.partition("?")[0].lstrip("/")
        if answer.status == 200 or path in subject.left_out:
            continue
        said = answer.why or f"{answer.status} {answer.text[:300]}"
        if address == first and answer.status in (301, 302, 303, 307, 308, 401, 403):
            continue  # it answers: somewhere else, or for people it knows
        what = "the first screen" if address == first else f"“{address}”, which the first screen loads,"
        whose = next((place for place in (path, f"web/{path}", f"src/{path}") if place in subject.compiled), None)
        yield _fault(
            f"{what} does not answer as it should: {answer.status or answer.why}",
            start.page if address == first else "",
            said,
            Recompile(whose) if whose else None,
        )


def _missing_nouns(parts: dict[str, Answer], subject: Subject) -> Iterator[Finding]:
    if subject.blueprint is None:
        return
    delivered = "\n".join(_readable(answer) for answer in parts.values() if answer.status == 200)
    for names in main_nouns(subject.blueprint):
        if not any(name.casefold() in delivered for name in names):
            proof = f"Looked for {' or '.join(names)} in {len(parts)} delivered files. {NOT_IN_A_BROWSER}"
            yield _fault(f"nothing the first screen loads speaks of “{names[0]}”", "", proof)


def main_nouns(blueprint: Blueprint) -> tuple[tuple[str, ...], ...]:
    """The names, plural first, of each thing that has a screen of its own; of the first thing when none has."""
    shown = {screen.of for screen in blueprint.screens if screen.of}
    things = [entity for entity in blueprint.entities if entity.id in shown] or list(blueprint.entities[:1])
    return tuple(_names(thing, blueprint.lang) for thing in things)


def _names(thing: Entity, lang: str) -> tuple[str, ...]:
    """Plural and singular, made from the thing's id where the blueprint gives none, as the compiler does."""
    one, many = [part.strip() for part in f"{thing.label}||".split("|")[:2]]
    singular = one or phrase(thing.id)
    return tuple(dict.fromkeys((many or plural(singular, lang), singular)))


def _readable(answer: Answer) -> str:
    """The delivered text as a person would read it: entities and escapes resolved, small letters."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), answer.text)
    return html.unescape(re.sub(r"\\(['\"`])", r"\1", text)).casefold()


async def _state(running: Running, subject: Subject) -> tuple[Finding, ...]:
    """The programming interface must answer too: with the app's state, or asking who is there."""
    answer = await asked(running.socket, "/api/view")
    if answer.status in (401, 403) and subject.blueprint is not None and subject.blueprint.roles:
        return ()
    if answer.status != 200:
        said = answer.why or answer.text[:300]
        return (_fault(f"/api/view answers {answer.status} in place of the app's state", "", said),)
    try:
        state = json.loads(answer.content)
    except ValueError:
        state = None
    if not isinstance(state, dict) or not isinstance(state.get("rows"), dict):
        return (_fault("/api/view gives no state of the app", "", answer.text[:300]),)
    return ()


async def _alone(start: Start, folder: Path, subject: Subject, containment: Containment) -> tuple[Finding, ...]:
    """Started by a program of ours inside the same sandbox, which looks whether it listens or ends well."""
    outcome = await containment.run(
        ["python", str(CONTAINED / "start_alone.py"), *start.alone],
        folder,
        packages=(CONTAINED, *subject.packages),
        limits=ALONE_LIMITS,
        environment={"PORT": "8000", "HOST": "127.0.0.1"},
    )
    lines = [line for line in outcome.stdout.splitlines() if line.startswith('{"code"')]
    if not lines:
        return (_fault("the project does not start", _shown(start), outcome.stdout + outcome.stderr),)
    told = msgspec.json.decode(lines[-1], type=Alone)
    missing = _missing_package(told.printed, subject)
    if told.problem and missing:
        return (not_run(NAME, f"it needs {missing}, which is not among the packages on this computer"),)
    return (_fault(f"the project does not start: {told.problem}", _shown(start), told.printed),) if told.problem else ()


def _shown(start: Start) -> str:
    return start.page or next((word for word in start.alone if word.endswith((".py", ".js", ".mjs", ".cjs"))), "")


def _fault(message: str, path: str, proof: str, repair: Recompile | None = None) -> Finding:
    fix = "Start it by hand and follow what it prints."
    return Finding(NAME, Severity.ERROR, message, path, proof=proof.strip()[-PROOF:], fix=fix, repair=repair)
