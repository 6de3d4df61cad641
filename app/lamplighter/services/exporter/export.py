"""Export: ask the gate, refuse secrets, stage beside the target, compare what was written, put it in place at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from lamplighter.domain.errors import BadInput, ExportFailed, GateClosed, LamplighterError
from lamplighter.domain.filenames import folded, portable_files
from lamplighter.domain.gate import Gate, GateState
from lamplighter.services.exporter import folder, zipped
from lamplighter.services.exporter.parcel import SHEET, Exported, Form, Parcel, Past
from lamplighter.services.exporter.placing import (
    Exchange,
    exchange,
    finish_stopped,
    left_behind,
    place,
    staging_place,
)
from lamplighter.services.exporter.secrets import secrets_in, without_secrets
from lamplighter.services.exporter.sheet import sealed_sheet
from lamplighter.services.paths import remove_tree

_DOCUMENT_FOLDERS = ("viability/",)
_KIT_FOLDERS = (*_DOCUMENT_FOLDERS, "landing/", "survey/")
_ENOUGH = {
    Form.FOLDER: (GateState.FULL,),
    Form.ZIP: (GateState.FULL,),
    Form.KIT: (GateState.FULL, GateState.KIT),
    Form.DOCUMENTS: tuple(GateState),
}
_UNDATED = "1980-01-01T00:00:00+00:00"  # the earliest day a zip can name


def export(
    parcel: Parcel, destination: Path, *, gate: Gate, form: Form = Form.FOLDER, swap: Exchange = exchange
) -> Exported:
    """Write what the gate lets out to `destination` (a zip always ends in .zip), old or new, never mixed.

    An earlier export at that place stays as `<name>.previous` until the next; one a person has worked in is never
    removed. Raises GateClosed (also for secrets in the files), BadName, BadInput when something else stands there, and
    ExportFailed when the disk does not do it; nothing has changed then.
    """
    _refuse_unless_open(gate, form)
    files = _sheeted(parcel, gate, form)
    target = destination.expanduser().absolute()
    if not target.name:
        raise BadInput(f"{target} is the top of a disk.", "Name a folder that does not exist yet.")
    if form is Form.ZIP and target.suffix.lower() != ".zip":
        target = target.with_name(f"{target.name}.zip")
    with _disk_told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _swept(target)
        _refuse_foreign(target, form)
        _staged_and_placed(parcel, files, target, form, swap)
    return Exported(target, tuple(sorted(files)))


def _refuse_unless_open(gate: Gate, form: Form) -> None:
    if gate.state in _ENOUGH[form]:
        return
    why = "; ".join(reason.text for reason in gate.reasons)
    raise GateClosed(
        f"The gate is {gate.state.value}: {why}.",
        "Mend what holds it, take the documents alone (--documents), or override it at a terminal (--override).",
    )


def _sheeted(parcel: Parcel, gate: Gate, form: Form) -> dict[str, bytes]:
    """The files of this form with the sheet, within the rules for names and free of secrets."""
    prefixes = {Form.KIT: _KIT_FOLDERS, Form.DOCUMENTS: _DOCUMENT_FOLDERS}.get(form, ("",))
    files = {path: content for path, content in parcel.files.items() if path.startswith(prefixes)}
    files = {path: content for path, content in files.items() if folded(path) != folded(SHEET)}
    files[SHEET] = sealed_sheet(parcel.name, gate, form, files)
    portable_files(files)
    found = secrets_in(files)
    if found:
        raise GateClosed(
            f"A secret would leave with the project: {'; '.join(found[:5])}.",
            "Take it out of the file (and change it where it is valid). Nothing overrides this.",
        )
    return files


def _swept(target: Path) -> None:
    """Finish or clear what killed exports to this place left; a person's work among it gets its name back."""
    finish_stopped(target)
    for path in left_behind(target):
        folder.cleared(path, target)


def _refuse_foreign(target: Path, form: Form) -> None:
    known = zipped.is_export if form is Form.ZIP else folder.is_export
    if (target.exists() or target.is_symlink()) and not known(target):
        raise BadInput(
            f"{target} is there already and is no export of Lamplighter; it was left as it is.",
            "Name a folder or file that does not exist yet.",
        )


def _staged_and_placed(parcel: Parcel, files: Mapping[str, bytes], target: Path, form: Form, swap: Exchange) -> None:
    staged = staging_place(target)
    try:
        if form is Form.ZIP:
            zipped.stage(staged, files)
        else:
            folder.stage(staged, files, _history(parcel, files) if form is Form.FOLDER else ())
        folder.clear_previous(target)
        place(staged, target, swap)
    finally:
        remove_tree(staged)


def _history(parcel: Parcel, files: Mapping[str, bytes]) -> tuple[Past, ...]:
    """All versions that hold no secret, then what leaves now."""
    time = parcel.history[-1].time if parcel.history else _UNDATED
    return (*without_secrets(parcel.history), Past("builder", "Export", time, files))


@contextmanager
def _disk_told(target: Path) -> Iterator[None]:
    try:
        yield
    except LamplighterError:
        raise
    except OSError as error:
        raise ExportFailed(
            f"{target} could not be written: {error.strerror or error}.",
            "Nothing was changed there. Check free space and permissions, or name another place.",
        ) from error
