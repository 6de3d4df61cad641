"""A finding: what a check saw, where, the proof, and the fix where there is a certain one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How much a finding weighs: an `error` holds the gate."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class TextFix(msgspec.Struct, frozen=True, tag=True):
    """Replace the only occurrence of `search` in `path` by `replace`."""

    path: str
    search: str
    replace: str


class DropRule(msgspec.Struct, frozen=True, tag=True):
    """Take the rule out of the blueprint and name it in `not_covered`."""

    rule_id: str


class DropDemo(msgspec.Struct, frozen=True, tag=True):
    """Take the demo rows of one entity out of the blueprint."""

    entity: str


class Recompile(msgspec.Struct, frozen=True, tag=True):
    """Write the compiled text of `path` again: the file was lost or damaged."""

    path: str


Fix = TextFix | DropRule | DropDemo | Recompile


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check saw.

    `path` is relative to the project with `/`, or "" when no file is meant; `line` is 1-based or None.
    `proof` is what was seen (an excerpt of output, without control sequences); `fix` says in words what to do,
    and `repair` is the certain change that does it, where there is one.
    A check that could not run gives one NOTE whose message begins with "not run:".
    """

    check: str
    severity: Severity
    message: str
    path: str = ""
    line: int | None = None
    proof: str = ""
    fix: str = ""
    repair: Fix | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """Identity across rounds, so that the same failure is recognised when it comes back."""
        return f"{self.check}:{self.path}:{self.message}"


def not_run(check: str, why: str) -> Finding:
    """The finding of a check that could not run: a note beginning "not run:"."""
    return Finding(check, Severity.NOTE, f"not run: {why}")
