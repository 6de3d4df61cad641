"""An exported folder: staged whole and compared, known again by its sheet, and what earlier exports left cleared."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from lamplighter.domain.errors import BadName, ExportFailed, ProjectTooLarge
from lamplighter.services.exporter import zipped
from lamplighter.services.exporter.parcel import SHEET, Past
from lamplighter.services.exporter.placing import discard, flush_file, flush_folder, free_previous, is_going
from lamplighter.services.exporter.sheet import is_sheet, is_untouched
from lamplighter.services.project_files import ProjectFiles


def stage(staged: Path, files: Mapping[str, bytes], history: Sequence[Past]) -> None:
    """Write the files (and history, the last of which is what leaves) into a new folder, the sheet last.

    Everything is on the disk and was read back equal when it returns; ExportFailed when it was not equal.
    """
    staged.mkdir(mode=0o755)
    if history:
        from lamplighter.services.exporter.history import write_history

        write_history(staged, history[:-1], history[-1])
    with ProjectFiles(staged) as project:
        project.replace_all({path: content for path, content in files.items() if path != SHEET})
        _flush_tree(staged)
        project.write(SHEET, files[SHEET])
        flush_folder(staged.parent)
        read_back = {path: project.read(path) for path in files}
    if read_back != files:
        raise ExportFailed("What was written is not what was read back.", "Check the disk, or name another place.")


def is_export(target: Path) -> bool:
    """Whether the folder is an earlier export (worked in or not), or an empty folder."""
    if target.is_symlink() or not target.is_dir():
        return False
    if not any(target.iterdir()):
        return True
    sheet = target / SHEET
    return sheet.is_file() and not sheet.is_symlink() and is_sheet(sheet.read_bytes())


def clear_previous(target: Path) -> None:
    """Remove `<name>.previous` if it is an export that nobody has touched; anything else stays."""
    previous = target.with_name(f"{target.name}.previous")
    if _may_go(previous):
        discard(previous, target)


def cleared(left: Path, target: Path) -> None:
    """Remove what a killed export left, or give it the name `<name>.previous` if a person has worked in it."""
    if is_going(left) or _is_unfinished(left) or _may_go(left):
        discard(left, target)
    else:
        os.rename(left, free_previous(target))


def _is_unfinished(left: Path) -> bool:
    """The sheet is written last, and a zip is no zip before its end: without them it was never in place."""
    if left.is_file():
        return not zipped.is_export(left)
    return left.is_dir() and not left.is_symlink() and not os.path.lexists(left / SHEET)


def _may_go(path: Path) -> bool:
    if path.is_symlink():
        return False
    if path.is_file():
        return zipped.is_untouched_export(path)
    if not path.is_dir():
        return False
    if not any(path.iterdir()):
        return True
    from lamplighter.services.exporter.history import is_ours_alone

    try:
        with ProjectFiles(path) as project:
            held = project.snapshot() if not project.strange() else {}
    except (BadName, ProjectTooLarge):
        return False
    return is_untouched(held) and is_ours_alone(path)


def _flush_tree(staged: Path) -> None:
    for place, _, names in os.walk(staged):
        for name in names:
            flush_file(Path(place, name))
        flush_folder(Path(place))
