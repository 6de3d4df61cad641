"""The gate: one pure judgement that every way out of the program asks, with every reason it is not fully open.

An override is written by a person, one for a reason, and chained to the one before by its hash: taking a line out of
the log shows. It covers what it was written about and nothing that came later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

from lamplighter.domain.errors import BadInput
from lamplighter.domain.findings import Finding, Severity

NOT_RUN = "not run:"
MIN_WORDS = 12
MIN_DIFFERENT_WORDS = 8
MAX_DAYS_TO_LOOK_AGAIN = 60

_FINDING_RULE = "finding"
_VERDICT_RULE = "verdict"
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


class GateState(StrEnum):
    """What may leave: documents alone, the experiment kit too, or the whole project."""

    LOCKED = "locked"
    KIT = "kit"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the gate is held; `about` tells what exactly holds it, so an override covers nothing that comes later."""

    rule: str
    text: str
    overridable: bool
    about: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """A person's exception: `time` ISO UTC, `look_again` an ISO date, `hash` over all of it and the one before."""

    rule: str
    text: str
    look_again: str
    time: str
    hash: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """The judgement: `reasons` still hold, `overrides` count; the rest is printed on the sheet that leaves with it."""

    state: GateState
    reasons: tuple[Reason, ...]
    overrides: tuple[Override, ...]
    verdict: str = ""
    unanswered: tuple[str, ...] = ()
    not_run: tuple[str, ...] = ()


def judged(
    findings: Sequence[Finding], verdict: str, overrides: Sequence[Override], unanswered: Sequence[str] = ()
) -> Gate:
    """Judge what may leave.

    An open finding of severity error locks. `verdict` is "" (not judged yet), "Build", "Test first" (the kit may
    leave) or any other (documents alone). Overrides count while their chain of hashes is whole.
    """
    sound = overrides if is_chained(overrides) else ()
    all_reasons = (*_finding_reasons(findings), *_verdict_reasons(verdict))
    held = tuple(reason for reason in all_reasons if not any(_covers(override, reason) for override in sound))
    used = tuple(override for override in sound if any(_covers(override, reason) for reason in all_reasons))
    notes = tuple(
        f"{finding.check}: {finding.message.removeprefix(NOT_RUN).strip()}"
        for finding in findings
        if finding.message.startswith(NOT_RUN)
    )
    return Gate(_state(held, verdict), held, used, verdict, tuple(unanswered), notes)


def overridden(previous_hash: str, rule: str, text: str, look_again: str, time: str, about: str = "") -> Override:
    """A new override after the one whose hash is given ("" for the first).

    Raises BadInput when the text has under 12 words (8 different ones), or the date to look again (ISO) is not within
    60 days after `time` (ISO, UTC).
    """
    text = " ".join(text.split())
    for fault in (_text_fault(text), _date_fault(look_again, time)):
        if fault:
            raise BadInput(f"This override cannot be taken: {fault}.", "Say why it may leave, and the worst case.")
    return Override(rule, text, look_again, time, _hash(previous_hash, rule, text, look_again, time, about), about)


def is_chained(overrides: Sequence[Override]) -> bool:
    """Whether each hash is that of its override and the hash before it."""
    before = ""
    for one in overrides:
        if one.hash != _hash(before, one.rule, one.text, one.look_again, one.time, one.about):
            return False
        before = one.hash
    return True


def _finding_reasons(findings: Sequence[Finding]) -> tuple[Reason, ...]:
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if not errors:
        return ()
    first = "; ".join(f"{finding.path or finding.check}: {finding.message}" for finding in errors[:3])
    more = f"; and {len(errors) - 3} more" if len(errors) > 3 else ""
    about = sha256(json.dumps(sorted({finding.key for finding in errors})).encode()).hexdigest()
    count = "1 open error" if len(errors) == 1 else f"{len(errors)} open errors"
    return (Reason(_FINDING_RULE, f"{count}: {first}{more}", overridable=True, about=about),)


def _verdict_reasons(verdict: str) -> tuple[Reason, ...]:
    if verdict in ("", "Build"):
        return ()
    return (Reason(_VERDICT_RULE, f"the verdict is “{verdict}”", overridable=True, about=verdict),)


def _covers(override: Override, reason: Reason) -> bool:
    return reason.overridable and (override.rule, override.about) == (reason.rule, reason.about)


def _state(held: Sequence[Reason], verdict: str) -> GateState:
    if not held:
        return GateState.FULL
    only_the_verdict = all(reason.rule == _VERDICT_RULE for reason in held)
    return GateState.KIT if only_the_verdict and verdict == "Test first" else GateState.LOCKED


def _text_fault(text: str) -> str:
    words = re.findall(r"\w+", text)
    # Scripts without spaces: two letters count as a word.
    count = sum((len(_SPACELESS.findall(word)) + 1) // 2 or 1 for word in words)
    different = len({word.casefold() for word in words} | set(_SPACELESS.findall(text)))
    if count < MIN_WORDS:
        return f"it has {count} words and needs {MIN_WORDS}"
    if different < MIN_DIFFERENT_WORDS:
        return "it says the same words again and again"
    return ""


def _date_fault(look_again: str, time: str) -> str:
    today = date.fromisoformat(time[:10])
    try:
        day = date.fromisoformat(look_again)
    except ValueError:
        return "the day to look again is not a date like 2026-01-31"
    if not today < day <= today + timedelta(days=MAX_DAYS_TO_LOOK_AGAIN):
        return f"the day to look again must lie within the next {MAX_DAYS_TO_LOOK_AGAIN} days"
    return ""


def _hash(previous: str, *parts: str) -> str:
    return sha256(json.dumps([previous, *parts]).encode()).hexdigest()
