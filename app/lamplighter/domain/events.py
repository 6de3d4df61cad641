"""Every message the engine can send: frozen, past tense, consumed in one `match` that ends in `assert_never`.

Text in events is plain text for a person. No event carries a key, a prompt or a model's answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from lamplighter.domain.findings import Finding


class Stage(StrEnum):
    """The stages of the main job, in order."""

    SPECIFY = "specify"
    SCAFFOLD = "scaffold"
    GENERATE = "generate"
    VERIFY = "verify"
    REPAIR = "repair"
    PREVIEW = "preview"
    GATE = "gate"


@dataclass(frozen=True, slots=True)
class JobStarted:
    """A job began, or went on after a stop (`resumed_from` names the last finished stage)."""

    idea_id: str
    name: str
    resumed_from: Stage | None = None


@dataclass(frozen=True, slots=True)
class StageStarted:
    """A stage began."""

    stage: Stage


@dataclass(frozen=True, slots=True)
class StageFinished:
    """A stage ended well, after `seconds` of wall time."""

    stage: Stage
    seconds: float


@dataclass(frozen=True, slots=True)
class StageSkipped:
    """A stage did not run; `reason` says why in plain words."""

    stage: Stage
    reason: str


@dataclass(frozen=True, slots=True)
class ProgressMade:
    """Part of a stage is done: `done` of `total` (0 = unknown), with what is going on now."""

    stage: Stage
    what: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class BlueprintReady:
    """The blueprint stands: its name, what was assumed and what was cut."""

    name: str
    pack: str
    assumed: tuple[str, ...]
    cut: tuple[str, ...]
    not_built: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilesChanged:
    """A version was committed to the store and written to the project folder."""

    version: int
    author: str
    written: tuple[str, ...]
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingRaised:
    """A check saw something."""

    finding: Finding


@dataclass(frozen=True, slots=True)
class FixApplied:
    """A certain repair was made; verification runs again."""

    finding: Finding
    what: str


@dataclass(frozen=True, slots=True)
class PreviewStarted:
    """The prototype answers, contained, at `url` (valid for this run only)."""

    url: str
    pid: int
    tier: int


@dataclass(frozen=True, slots=True)
class GateJudged:
    """The gate's state (locked, kit or full) and the reasons that hold it."""

    state: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JobFinished:
    """The job ended; `exit` is its exit code (see errors.Exit)."""

    idea_id: str
    exit: int


@dataclass(frozen=True, slots=True)
class JobFailed:
    """The job stopped with an error; nothing that was saved is lost."""

    message: str
    hint: str
    exit: int


@dataclass(frozen=True, slots=True)
class JobCancelled:
    """The person cancelled; the project stands at its last good version."""

    idea_id: str
    stage: Stage | None


JobEvent = (
    JobStarted
    | StageStarted
    | StageFinished
    | StageSkipped
    | ProgressMade
    | BlueprintReady
    | FilesChanged
    | FindingRaised
    | FixApplied
    | PreviewStarted
    | GateJudged
    | JobFinished
    | JobFailed
    | JobCancelled
)


def sentence(event: JobEvent) -> str:  # noqa: C901 - one case an event is the clearest form
    """One plain line for a person; the command line prints it, the journal shows it."""
    match event:
        case JobStarted(name=name, resumed_from=None):
            return f"Building {name}"
        case JobStarted(name=name, resumed_from=stage):
            return f"Going on with {name} after {stage}"
        case StageStarted(stage=stage):
            return f"{stage} …"
        case StageFinished(stage=stage, seconds=seconds):
            return f"{stage} done in {seconds:.2f} s"
        case StageSkipped(stage=stage, reason=reason):
            return f"{stage} skipped: {reason}"
        case ProgressMade(what=what, done=done, total=total):
            return f"{what} ({done} of {total})" if total else what
        case BlueprintReady(name=name, pack=pack):
            return f"{name}, as a {pack} project"
        case FilesChanged(version=version, written=written):
            return f"version {version}: {len(written)} files"
        case FindingRaised(finding=finding):
            return f"{finding.severity}: {finding.message}"
        case FixApplied(what=what):
            return f"repaired: {what}"
        case PreviewStarted(url=url):
            return f"running at {url}"
        case GateJudged(state=state):
            return f"gate: {state}"
        case JobFinished():
            return "done"
        case JobFailed(message=message):
            return f"stopped: {message}"
        case JobCancelled():
            return "cancelled"
        case _:
            assert_never(event)
