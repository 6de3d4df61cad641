"""Opening a folder beneath a folder handle so that no link, at whatever moment it appears, leads outside."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
from collections.abc import Callable, Sequence

from lamplighter.domain.errors import BadName

Opener = Callable[[int, Sequence[str]], int]
"""`(root handle, folder names) -> handle of the folder`, which the caller closes; raises OSError."""

_SYSCALL_OPENAT2 = 437  # the same number on every Linux architecture
_NO_MAGICLINKS, _NO_SYMLINKS, _BENEATH = 0x02, 0x04, 0x08  # linux/openat2.h
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


class _OpenHow(ctypes.Structure):
    """`struct open_how` of linux/openat2.h."""

    _fields_ = (("flags", ctypes.c_uint64), ("mode", ctypes.c_uint64), ("resolve", ctypes.c_uint64))


def opener() -> Opener:
    """The strongest way this computer offers: `openat2` on Linux 5.6 and later, else the walk."""
    if platform.system() != "Linux":
        return walked
    resolve = _openat2()
    here = os.open("/", _FOLDER)
    try:
        os.close(resolve(here, ()))
    except OSError as error:
        if error.errno not in (errno.ENOSYS, errno.EPERM):
            raise
        return walked
    finally:
        os.close(here)
    return resolve


def _openat2() -> Opener:
    libc = ctypes.CDLL(None, use_errno=True)
    how = _OpenHow(_FOLDER, 0, _BENEATH | _NO_SYMLINKS | _NO_MAGICLINKS)

    def resolved(root: int, folders: Sequence[str]) -> int:
        path = "/".join(folders) or "."
        handle: int = libc.syscall(_SYSCALL_OPENAT2, root, os.fsencode(path), ctypes.byref(how), ctypes.sizeof(how))
        if handle < 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), path)
        return handle

    return resolved


def walked(root: int, folders: Sequence[str]) -> int:
    """Open folder by folder, each without following a link, each beneath the handle of the one before."""
    handle = os.open(".", _FOLDER, dir_fd=root)
    for name in folders:
        if name in ("", ".", "..") or "/" in name:
            os.close(handle)
            raise BadName(f"“{name}” is not the name of a folder.")
        try:
            deeper = os.open(name, _FOLDER | _NO_FOLLOW, dir_fd=handle)
        finally:
            os.close(handle)
        handle = deeper
    return handle
