"""Repair: only changes that are certain. Each finding may carry one; a guess is never made here."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from lamplighter.domain.blueprint.model import Blueprint, NotCovered
from lamplighter.domain.blueprint.reduce import compilable
from lamplighter.domain.findings import DropDemo, DropRule, Finding, Fix, Recompile, Severity, TextFix
from lamplighter.engine.job import Job, Specified, Verified
from lamplighter.engine.scaffold import compiled_files


@dataclass(frozen=True, slots=True)
class Repaired:
    """New files, the blueprint they came from, what was done for which finding, and what is no longer built."""

    files: dict[str, bytes]
    blueprint: Blueprint
    done: tuple[tuple[Finding, str], ...]
    not_built: tuple[str, ...]


async def repaired(job: Job, specified: Specified, now: Verified) -> Repaired | None:
    """Apply every certain repair of the open errors at once; None when there is none."""
    open_errors = [f for f in now.findings if f.severity is Severity.ERROR and f.repair is not None]
    if not open_errors:
        return None
    blueprint = now.blueprint
    for finding in open_errors:
        blueprint = _smaller(blueprint, finding.repair)
    left_out: tuple[str, ...] = ()
    if blueprint != now.blueprint:
        blueprint, more = compilable(blueprint, job.workshop.vocabulary)
        left_out = (*_dropped(now.blueprint, blueprint), *(item.why for item in more))
    compiled = await compiled_files(job, blueprint, specified.pack)
    current = job.store.files(now.version)
    files = compiled if blueprint != now.blueprint else {**current, **_rewritten(open_errors, current, compiled)}
    if files == current:
        return None
    return Repaired(files, blueprint, tuple((f, _words(f.repair)) for f in open_errors), left_out)


def _smaller(blueprint: Blueprint, fix: Fix | None) -> Blueprint:
    match fix:
        case DropRule(rule_id=rule_id):
            rule = next((r for r in blueprint.rules if r.id == rule_id), None)
            if rule is None:
                return blueprint
            wish = NotCovered(
                f"the rule “{rule_id}” ({rule.use} on {rule.on}), which failed its own proof", "not_built"
            )
            return msgspec.structs.replace(
                blueprint,
                rules=tuple(r for r in blueprint.rules if r.id != rule_id),
                not_covered=(*blueprint.not_covered, wish),
            )
        case DropDemo(entity=entity):
            return msgspec.structs.replace(blueprint, demo=tuple(d for d in blueprint.demo if d.of != entity))
        case _:
            return blueprint


def _dropped(before: Blueprint, after: Blueprint) -> tuple[str, ...]:
    known = {n.want for n in before.not_covered}
    return tuple(n.want for n in after.not_covered if n.want not in known)


def _rewritten(findings: list[Finding], current: dict[str, bytes], compiled: dict[str, bytes]) -> dict[str, bytes]:
    """Files by path: compiled anew, or with the one exact replacement made."""
    out: dict[str, bytes] = {}
    for finding in findings:
        match finding.repair:
            case Recompile(path=path) if path in compiled:
                out[path] = compiled[path]
            case TextFix(path=path, search=search, replace=replace):
                text = out.get(path, current.get(path, b""))
                if text.count(search.encode()) == 1:
                    out[path] = text.replace(search.encode(), replace.encode())
    return out


def _words(fix: Fix | None) -> str:
    match fix:
        case Recompile(path=path):
            return f"{path} was written again"
        case TextFix(path=path):
            return f"one line of {path} was corrected"
        case DropRule(rule_id=rule_id):
            return f"the rule “{rule_id}” was taken out and is named as not built"
        case DropDemo(entity=entity):
            return f"the example rows of {entity} were taken out"
        case None:
            return "nothing"
