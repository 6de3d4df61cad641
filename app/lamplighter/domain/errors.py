"""Every error the program raises on purpose; each carries a hint that says what to do next.

LamplighterError
├── BadInput            the person's input cannot be used as it is          exit 2
│   ├── EmptyIdea
│   ├── HarmfulIdea
│   ├── BlueprintInvalid    carries the checker's problems
│   ├── BadName             a file name or path no project may carry
│   ├── ProjectTooLarge     a file or project over the caps
│   └── UnknownIdea
├── FindingsOpen        built, but a finding of severity `error` stands     exit 3
├── NotContained        this computer offers no safe way to run it          exit 4
├── GateClosed          the gate holds what was asked for                   exit 5
├── StoreError          the idea file cannot be read or written             exit 2
│   ├── NewerSchema
│   ├── CorruptStore
│   └── StoreBusy
├── ExportFailed        what was to leave could not be written whole        exit 2
├── ContainmentFailed   a contained run could not be started or was cut off exit 4
└── ToolMissing         something the program needs is not installed        exit 2
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the command line; a stable contract (see README)."""

    DONE = 0
    BAD_INPUT = 2
    FINDINGS = 3
    NOT_RUN = 4
    GATE_CLOSED = 5
    CANCELLED = 130


class LamplighterError(Exception):
    """An error with a sentence for the person and a hint that says what to do next."""

    exit: Exit = Exit.BAD_INPUT

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class BadInput(LamplighterError):
    """The person's input cannot be used as it is."""


class EmptyIdea(BadInput):
    """There is no idea in the text."""


class HarmfulIdea(BadInput):
    """The purpose of the idea is to harm; nothing is built."""


class BadName(BadInput):
    """A file name or path that no project may carry on some system."""


class ProjectTooLarge(BadInput):
    """A file, or a project as a whole, is over the caps on size, number or depth."""


class UnknownIdea(BadInput):
    """No saved idea has this id."""


class BlueprintInvalid(BadInput):
    """The checker refused the blueprint; `problems` names place, fault and repair of each."""

    def __init__(self, problems: tuple[str, ...], hint: str = "") -> None:
        first = problems[0] if problems else "unknown problem"
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"The blueprint does not hold together: {first}{more}", hint)
        self.problems = problems


class FindingsOpen(LamplighterError):
    """At least one finding of severity `error` is open."""

    exit = Exit.FINDINGS


class NotContained(LamplighterError):
    """This computer offers no safe way to run generated code, so it was not run."""

    exit = Exit.NOT_RUN


class ContainmentFailed(LamplighterError):
    """A contained run could not be started, or a control did not hold."""

    exit = Exit.NOT_RUN


class GateClosed(LamplighterError):
    """The gate holds what was asked for; the reasons say why."""

    exit = Exit.GATE_CLOSED


class StoreError(LamplighterError):
    """The idea file cannot be read or written."""


class NewerSchema(StoreError):
    """The file was made by a later version of Lamplighter; it is left untouched."""


class CorruptStore(StoreError):
    """The file is damaged; it was set aside, never deleted."""


class StoreBusy(StoreError):
    """Another process holds the file."""


class ExportFailed(LamplighterError):
    """What was to leave could not be written whole; what stood at the place before still stands there."""


class ToolMissing(LamplighterError):
    """Something the program needs is not installed; the hint names the command that installs it."""
