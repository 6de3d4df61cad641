"""What the store gives out: frozen values, and the JSON it takes in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

JSON: TypeAlias = "Mapping[str, JSON] | Sequence[JSON] | str | int | float | bool | None"


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One row of the append-only log; order is by `sequence`, never by `time` (ISO, UTC).

    `name` says which value or job it belongs to, "" for most. A row that cannot be read has kind "unreadable".
    """

    sequence: int
    time: str
    kind: str
    name: str
    body: JSON


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """One saved state of the whole project; `author` is "builder", "person" or "repair", `files` their count."""

    version: int
    author: str
    stage: str
    time: str
    note: str
    files: int


@dataclass(frozen=True, slots=True)
class IdeaSummary:
    """One line of the list of ideas; `opened` is ISO UTC, `problem` says why the file cannot be opened, or ""."""

    idea_id: str
    name: str
    verdict: str
    opened: str
    archived: bool
    problem: str = ""


def encoded(value: JSON) -> bytes:
    """The value as JSON text in ASCII, keys in their order; lone surrogates survive. ValueError for NaN."""
    return json.dumps(value, allow_nan=False, separators=(",", ":")).encode("ascii")


def decoded(text: bytes) -> JSON:
    """The value of a JSON text; ValueError when it is none."""
    try:
        return cast(JSON, json.loads(text))
    except RecursionError as error:
        raise ValueError("the JSON is nested too deeply") from error
