"""The mark of a finished environment: says at a glance whether `.venv/` still fits what it was made from.

Read at every start, so it imports next to nothing and reads a handful of small files.
"""

from __future__ import annotations

import hashlib
import os

ENVIRONMENT = ".venv"
STAMP = "lamplighter-stamp"
MADE_FROM = (
    "pyproject.toml",
    "packaging/requirements.lock",
    "packaging/environment.py",
    "packaging/debian.py",
    f"{ENVIRONMENT}/pyvenv.cfg",
)


def environment_python(root: str) -> str:
    """The interpreter of the environment, whether it exists or not."""
    parts = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(root, ENVIRONMENT, *parts)


def fingerprint(root: str) -> str:
    """One hash over every file the environment is made from, its interpreter among them."""
    digest = hashlib.sha256()
    for name in (*MADE_FROM, *pack_locks(root)):
        digest.update(f"\0{name}\0".encode())
        digest.update(_content(os.path.join(root, name)))
    return digest.hexdigest()


def pack_locks(root: str) -> list[str]:
    """The packs' own locks, as names beneath the root, sorted."""
    try:
        packs = sorted(os.listdir(os.path.join(root, "templates")))
    except FileNotFoundError:
        return []
    names = (f"templates/{pack}/requirements.lock" for pack in packs)
    return [name for name in names if os.path.isfile(os.path.join(root, name))]


def is_current(root: str, *, tests: bool) -> bool:
    """Whether the environment stands and fits, with the tests' packages where they are asked for."""
    words = _stamped(root)
    if len(words) != 3 or not os.path.exists(environment_python(root)):
        return False
    return words[0] == fingerprint(root) and words[1] == _place(root) and (words[2] == "tests" or not tests)


def was_moved(root: str) -> bool:
    """Whether the environment was finished in another place: its scripts still point there."""
    words = _stamped(root)
    return len(words) == 3 and words[1] != _place(root)


def write(root: str, *, tests: bool) -> None:
    """Put the mark, in one step, as the very last act of a set-up."""
    final = os.path.join(root, ENVIRONMENT, STAMP)
    with open(final + ".new", "w", encoding="utf-8") as out:
        out.write(f"{fingerprint(root)} {_place(root)} {'tests' if tests else 'run'}\n")
    os.replace(final + ".new", final)


def _stamped(root: str) -> list[str]:
    return _content(os.path.join(root, ENVIRONMENT, STAMP)).decode("utf-8", "replace").split()


def _place(root: str) -> str:
    return hashlib.sha256(os.path.abspath(root).encode("utf-8", "surrogateescape")).hexdigest()


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as source:
            return source.read()
    except FileNotFoundError:
        return b""
