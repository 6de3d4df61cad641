"""The questions for the market, one file each in `resources/wizard`; an export names those without an answer."""

from __future__ import annotations

from pathlib import Path

import msgspec

from lamplighter.services.discover import RESOURCES, bundled, plug_in_paths


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question with its id (chapter and number, as "B1") and its words."""

    id: str
    ask: str


def read_questions(folder: Path | None = None) -> tuple[Question, ...]:
    """All questions in the order of their ids; msgspec.ValidationError for a file that is none."""
    files = plug_in_paths(folder or bundled(RESOURCES) / "wizard", "*.json")
    found = [msgspec.json.decode(path.read_bytes(), type=Question) for path in files]
    return tuple(sorted(found, key=lambda question: question.id))
