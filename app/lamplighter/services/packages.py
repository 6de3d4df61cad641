"""The packages prototypes stand on: one read-only folder a pack, fetched at set-up from the pack's own lock.

`python -m lamplighter.services.packages` makes what is missing; `--lock PACK` makes a pack's lock anew from its
`requirements.in`. No code of a package runs here: wheels are unpacked and compiled to bytecode, never imported.
"""

from __future__ import annotations

import compileall
import hashlib
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from lamplighter.domain.errors import BadInput, LamplighterError, ToolMissing
from lamplighter.services.containment.installer import install_wheels, locked_text
from lamplighter.services.discover import TEMPLATES, bundled, plug_in_paths
from lamplighter.services.paths import home, owned_name, remove_tree, sweep

LOCK = "requirements.lock"
WISHES = "requirements.in"
FOLDER = "lamplighter-packs"
COOLDOWN = timedelta(days=7)  # most taken-over releases were noticed and withdrawn within days
OLDEST_PYTHON = "3.11"
SETUP = "python3 packaging/run.py"


class Named(Protocol):
    """A pack, as far as its packages are concerned."""

    @property
    def name(self) -> str: ...


def pack_packages(pack: Named, cache: Path | None = None) -> Path | None:
    """The folder with the pack's packages, or None for a pack that needs none; `cache` is looked into as well.

    Raises ToolMissing when the folder was not made yet.
    """
    lock = bundled(TEMPLATES) / pack.name / LOCK
    if not lock.is_file():
        return None
    name = folder_name(pack.name, lock.read_bytes())
    for place in _places(cache):
        if (place / name).is_dir():
            return place / name
    raise ToolMissing(
        f"The packages of the pack “{pack.name}” are not on this computer yet.",
        f"Fetch them with: {SETUP} doctor (in the checkout), or: {sys.executable} -m lamplighter.services.packages",
    )


def folder_name(pack: str, lock: bytes) -> str:
    """Another lock or another Python gives another folder, so a folder that stands is never changed."""
    python = f"{sys.implementation.cache_tag}".encode()
    return f"{pack}-{hashlib.sha256(lock + python).hexdigest()[:12]}"


def _places(cache: Path | None) -> tuple[Path, ...]:
    """Inside the environment the program runs in; in the cache where that one is not ours to write to."""
    own = Path(sys.prefix) / FOLDER
    return (own,) if cache is None else (own, cache / FOLDER)


def place_to_write() -> Path:
    """Where new folders go: beside the program's own packages when it has an environment, else in the cache."""
    is_environment = sys.prefix != sys.base_prefix
    if is_environment and os.access(sys.prefix, os.W_OK):
        return Path(sys.prefix) / FOLDER
    return home(None, os.environ).cache / FOLDER


def fetch(lock: Path, pack: str, place: Path) -> Path:
    """Make the pack's folder, whole or not at all; returns at once when it is there."""
    final = place / folder_name(pack, lock.read_bytes())
    if final.is_dir():
        return final
    place.mkdir(parents=True, exist_ok=True)
    sweep(place)
    fresh = place / owned_name("fetch", hidden=True)
    try:
        install_wheels(lock, fresh)
        compileall.compile_dir(fresh, quiet=2, stripdir=str(fresh), prependdir=str(final))
        _put_in_place(fresh, final)
    finally:
        if fresh.exists():
            remove_tree(fresh)
    for older in place.glob(f"{pack}-*"):
        if older != final:
            remove_tree(older)
    return final


def _put_in_place(fresh: Path, final: Path) -> None:
    try:
        fresh.rename(final)
    except OSError:
        if not final.is_dir():  # otherwise another set-up was quicker, with the same content
            raise


def fetch_all(place: Path) -> tuple[Path, ...]:
    """The folders of every pack that has a lock."""
    return tuple(fetch(lock, lock.parent.name, place) for lock in plug_in_paths(bundled(TEMPLATES), f"*/{LOCK}"))


def write_lock(pack: str, today: datetime) -> Path:
    """Make the pack's lock anew; nothing younger than the cooldown gets in."""
    folder = bundled(TEMPLATES) / pack
    if not (folder / WISHES).is_file():
        raise BadInput(f"The pack “{pack}” has no {WISHES}.", f"Name the packages it needs in {folder / WISHES}.")
    text = locked_text(folder / WISHES, OLDEST_PYTHON, (today - COOLDOWN).date().isoformat())
    (folder / LOCK).write_text(text, encoding="utf-8", newline="\n")
    return folder / LOCK


def main(words: Sequence[str]) -> int:
    """The command: 0, or the error's exit code after saying what is wrong on stderr."""
    try:
        if list(words[:1]) == ["--lock"] and len(words) == 2:
            print(write_lock(words[1], datetime.now(UTC)))
        elif words:
            raise BadInput("This command takes no words, or --lock PACK.")
        else:
            for folder in fetch_all(place_to_write()):
                print(folder, file=sys.stderr)
    except LamplighterError as error:
        print(f"{error.message} {error.hint}", file=sys.stderr)
        return int(error.exit)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
