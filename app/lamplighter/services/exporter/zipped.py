"""The project as one zip: the same files give the same bytes, whenever and wherever it is made."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from lamplighter.domain.errors import ExportFailed
from lamplighter.domain.filenames import MAX_FILE_BYTES, MAX_FILES
from lamplighter.services.exporter.parcel import SHEET
from lamplighter.services.exporter.placing import flush_file
from lamplighter.services.exporter.sheet import is_sheet, is_untouched

_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16


def stage(staged: Path, files: Mapping[str, bytes]) -> None:
    """Write the zip, on the disk and compared when it returns; ExportFailed when it was not equal."""
    with zipfile.ZipFile(staged, "x", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(files):
            archive.writestr(_entry(path), files[path])
    flush_file(staged)
    if _read(staged) != files:
        raise ExportFailed("What was written is not what was read back.", "Check the disk, or name another place.")


def is_export(target: Path) -> bool:
    """Whether the file is an earlier export as zip."""
    return is_sheet((_read(target) or {}).get(SHEET, b""))


def is_untouched_export(path: Path) -> bool:
    """Whether the file is byte for byte an earlier export."""
    return is_untouched(_read(path) or {})


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _PLAIN_FILE
    return entry


def _read(path: Path) -> dict[str, bytes] | None:
    """The entries of a zip within the caps; None when it is no such zip."""
    if path.is_symlink() or not path.is_file():
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_FILES + 1 or any(entry.file_size > MAX_FILE_BYTES for entry in entries):
                return None
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        return None
