"""What is to leave, in which form, and what left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

SHEET = "VIABILITY.md"


class Form(StrEnum):
    """The whole project as a folder or as one file, the experiment kit, or the documents alone."""

    FOLDER = "folder"
    ZIP = "zip"
    KIT = "kit"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier version; `author` is "builder", "person" or "repair", `time` ISO UTC."""

    author: str
    note: str
    time: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Parcel:
    """An idea's name, the files of its newest version, and all its versions, oldest first."""

    name: str
    files: Mapping[str, bytes]
    history: tuple[Past, ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """What stands at `path` now: the paths of its files, sorted (history and zip container apart)."""

    path: Path
    files: tuple[str, ...]
