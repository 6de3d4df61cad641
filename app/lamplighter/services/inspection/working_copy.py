"""A copy of the subject for one run, so that what a test or a server writes reaches no other check."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from lamplighter.services.inspection.subject import Subject
from lamplighter.services.paths import temp_folder


@contextlib.contextmanager
def working_copy(subject: Subject, temp: Path, purpose: str) -> Iterator[Path]:
    """The folder, gone when the block is left."""
    with temp_folder(temp, purpose) as folder:
        copy = folder / "project"
        shutil.copytree(subject.folder, copy, symlinks=True)
        yield copy
