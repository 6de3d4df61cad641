"""Makes a subject out of any folder on this computer: copied file by file, links never followed, within the caps."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lamplighter.domain.errors import BadInput, BadName, ProjectTooLarge
from lamplighter.domain.filenames import visible
from lamplighter.domain.findings import Finding, Severity, not_run
from lamplighter.services.inspection.subject import Subject
from lamplighter.services.paths import temp_folder
from lamplighter.services.project_files import ProjectFiles

NAME = "parse"  # what cannot even be read is that check's to say
SHOWN = 20
STRANGE = "it is a link, a pipe, too large for a source file, or has a name that some systems cannot carry"


@contextlib.contextmanager
def subject_of_folder(
    folder: Path, temp: Path, packages: Sequence[Path]
) -> Iterator[tuple[Subject | None, tuple[Finding, ...]]]:
    """A copy of the folder for as long as the block lasts, and findings about what was left out.

    The subject is None when the folder is too large to copy. Raises BadInput when there is no such folder.
    """
    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}.", "Name the folder of a project.")
    with ProjectFiles(folder.resolve()) as original:
        try:
            listed, strange = original.list(), original.strange()
        except ProjectTooLarge as error:
            yield None, (not_run(NAME, error.message),)
            return
        files, left_out = _read(original, listed)
    findings = (*_about(strange, STRANGE), *left_out)
    with temp_folder(temp, "check") as copy:
        write_copy(files, copy)
        skipped = tuple(path for path in (*listed, *strange) if path not in files)
        yield Subject(copy, files, packages=tuple(packages), left_out=skipped), findings


def write_copy(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files, whose names were vetted, into a fresh folder; a copy needs no flush to the disk."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _read(original: ProjectFiles, paths: Sequence[str]) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for path in paths:
        try:
            files[path] = original.read(path)
        except ProjectTooLarge:
            findings += _about((path,), "it is too large to be a source file")
        except (BadName, OSError) as error:
            findings += _about((path,), f"it cannot be read ({error})")
    return files, tuple(findings)


def _about(paths: Sequence[str], why: str) -> list[Finding]:
    message = f"left out of the checks: {why}"
    shown = [Finding(NAME, Severity.WARNING, message, visible(path)) for path in paths[:SHOWN]]
    if len(paths) > SHOWN:
        shown.append(Finding(NAME, Severity.WARNING, f"{len(paths) - SHOWN} more were left out of the checks: {why}"))
    return shown
