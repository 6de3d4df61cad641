"""Putting a finished folder or file in its place in one step, what stood there before kept as `<name>.previous`.

Where the system can exchange two names at once it does; elsewhere two renames do it, and a note beside them lets the
next export finish what a stop left between the two.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from lamplighter.services.paths import is_running, owned_name, owner, remove_tree

Exchange = Callable[[Path, Path], bool]
"""Exchange two names at once; False when this system or disk cannot."""

_HERE = -100  # AT_FDCWD
_LINUX_NEW, _LINUX_EXCHANGE = 1, 2  # RENAME_NOREPLACE, RENAME_EXCHANGE of linux/fs.h
_MAC_NEW, _MAC_SWAP = 4, 2  # RENAME_EXCL, RENAME_SWAP of sys/stdio.h
_GOING = "going"
_CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step of the file system; False where that cannot be done, OSError for other faults."""
    return _renamed(one, other, _LINUX_EXCHANGE, _MAC_SWAP)


def _renamed(one: Path, other: Path, on_linux: int, on_mac: int) -> bool:
    """Rename with a flag of the system; False where it knows no such call."""
    if sys.platform == "win32":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(*names, on_mac)
    elif hasattr(libc, "renameat2"):
        failed = libc.renameat2(_HERE, names[0], _HERE, names[1], on_linux)
    else:
        return False
    number = ctypes.get_errno()
    if failed and number not in _CANNOT:
        raise OSError(number, os.strerror(number), str(other))
    return not failed


def staging_place(target: Path) -> Path:
    """A fresh hidden name beside the target, so that no rename crosses disks."""
    return _beside(target, "arriving")


def discard(path: Path, target: Path) -> None:
    """Remove what stands at `path` beside the target; a stop midway leaves it under a name that says it may go."""
    going = _beside(target, _GOING)
    os.rename(path, going)
    remove_tree(going)


def is_going(path: Path) -> bool:
    """Whether a stop interrupted `discard`."""
    return f".{_GOING}-" in path.name


def _beside(target: Path, purpose: str) -> Path:
    return target.with_name(f".{target.name}.{owned_name(purpose)}")


def place(staged: Path, target: Path, swap: Exchange = exchange) -> Path | None:
    """Give `staged` the name `target`; gives the place of what stood there before, None when nothing did."""
    if not os.path.lexists(target):
        # Should something appear at the target this very moment, the call fails and takes nothing from anybody.
        if not _renamed(staged, target, _LINUX_NEW, _MAC_NEW):
            os.rename(staged, target)
        flush_folder(target.parent)
        return None
    previous = free_previous(target)
    if swap(staged, target):
        os.rename(staged, previous)
    else:
        _place_in_two_steps(staged, target, previous)
    flush_folder(target.parent)
    return previous


def _place_in_two_steps(staged: Path, target: Path, previous: Path) -> None:
    note = _note(target)
    note.write_text(json.dumps({"staged": staged.name, "previous": previous.name}), encoding="ascii")
    flush_file(note)
    os.rename(target, previous)
    os.rename(staged, target)
    flush_folder(target.parent)
    note.unlink()


def finish_stopped(target: Path) -> None:
    """Finish the two renames that a stopped export left half done; does nothing when there are none."""
    note = _note(target)
    if not note.is_file():
        return
    ready = [path for path in _named_in(note, target) if path.exists()]
    if ready and not os.path.lexists(target):
        os.rename(ready[0], target)
    note.unlink()


def _named_in(note: Path, target: Path) -> list[Path]:
    """The new export and the old one as the note names them; nothing for a note that is damaged or names others."""
    try:
        found = json.loads(note.read_text(encoding="ascii"))
        names = [str(found["staged"]), str(found["previous"])]
    except (ValueError, KeyError, TypeError):
        return []
    known = (f".{target.name}.", f"{target.name}.previous")
    return [target.with_name(name) for name in names if name.startswith(known) and Path(name).name == name]


def left_behind(target: Path) -> tuple[Path, ...]:
    """What exports to this target that were killed left beside it."""
    prefix = f".{target.name}."
    found = []
    for name in os.listdir(target.parent):
        process = owner(name.removeprefix(prefix)) if name.startswith(prefix) else None
        if process is not None and process != os.getpid() and not is_running(process):
            found.append(target.with_name(name))
    return tuple(sorted(found))


def free_previous(target: Path) -> Path:
    """`<name>.previous`, or the first of `<name>.previous-2` … that is free."""
    count = 1
    while os.path.lexists(choice := target.with_name(f"{target.name}.previous" + (f"-{count}" if count > 1 else ""))):
        count += 1
    return choice


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk (Windows has no such step)."""
    if sys.platform != "win32":
        flush_file(folder)


def flush_file(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _note(target: Path) -> Path:
    return target.with_name(f".{target.name}.two-steps.json")
