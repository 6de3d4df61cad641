"""Folders by handle (Linux, macOS): paths are resolved beneath the root's handle, so a swapped link leads nowhere."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import secrets
import stat
from collections.abc import Callable, Sequence
from pathlib import Path

from lamplighter.domain.errors import BadName
from lamplighter.domain.filenames import MAX_FILE_BYTES, OWN_PREFIX
from lamplighter.services.project_files.beneath import Kind, not_regular

Resolve = Callable[[int, Sequence[str]], int]
"""`(root handle, folder names) -> handle of the folder`, which the caller closes; raises OSError."""

_SYSCALL_OPENAT2 = 437  # the same number on every Linux architecture
_NO_MAGICLINKS, _NO_SYMLINKS, _BENEATH = 0x02, 0x04, 0x08  # linux/openat2.h
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class _OpenHow(ctypes.Structure):
    """`struct open_how` of linux/openat2.h."""

    _fields_ = (("flags", ctypes.c_uint64), ("mode", ctypes.c_uint64), ("resolve", ctypes.c_uint64))


def strongest() -> Resolve:
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


def _openat2() -> Resolve:
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
            deeper = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=handle)
        finally:
            os.close(handle)
        handle = deeper
    return handle


class HandleRoot:
    """A root by its handle: it stays the same folder though its name be given to another."""

    def __init__(self, path: Path, resolve: Resolve | None = None) -> None:
        self._resolve = resolve or strongest()
        self._handle = os.open(path, _FOLDER)

    def opened(self, folders: Sequence[str]) -> HandleFolder:
        """See Root."""
        return HandleFolder(self._resolve(self._handle, folders))

    def close(self) -> None:
        """See Root."""
        os.close(self._handle)


class HandleFolder:
    """One open folder by its handle; see Folder for what each method does."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def read(self, name: str, most: int) -> bytes:
        """Non-blocking open, so that a pipe cannot make it wait; what was opened is looked at, not the name."""
        handle = os.open(name, _READ, dir_fd=self._handle)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise not_regular(name)
            with open(handle, "rb", closefd=False) as file:
                return file.read(most)
        finally:
            os.close(handle)

    def replace(self, name: str, content: bytes) -> None:
        """The unfinished file has a name of our own that no project may carry."""
        staged = f"{OWN_PREFIX}{secrets.token_hex(8)}"
        handle = os.open(staged, _CREATE, 0o644, dir_fd=self._handle)
        try:
            try:
                _write_all(handle, content)
                os.fsync(handle)
            finally:
                os.close(handle)
            self.rename(staged, name)
        except OSError:
            self.unlink(staged)
            raise

    def rename(self, name: str, other: str) -> None:
        """See Folder."""
        os.rename(name, other, src_dir_fd=self._handle, dst_dir_fd=self._handle)

    def unlink(self, name: str) -> None:
        """See Folder."""
        os.unlink(name, dir_fd=self._handle)

    def rmdir(self, name: str) -> None:
        """See Folder."""
        os.rmdir(name, dir_fd=self._handle)

    def mkdir(self, name: str) -> None:
        """See Folder."""
        os.mkdir(name, 0o755, dir_fd=self._handle)

    def names(self) -> list[str]:
        """See Folder."""
        return os.listdir(self._handle)

    def kind(self, name: str) -> Kind:
        """See Folder."""
        try:
            found = os.stat(name, dir_fd=self._handle, follow_symlinks=False)
        except FileNotFoundError:
            return Kind.NOTHING
        return kind_of(found)

    def flush(self) -> None:
        """See Folder."""
        os.fsync(self._handle)

    def close(self) -> None:
        """See Folder."""
        os.close(self._handle)


def kind_of(found: os.stat_result) -> Kind:
    """The kind that the system's answer stands for."""
    if stat.S_ISDIR(found.st_mode):
        return Kind.FOLDER
    if not stat.S_ISREG(found.st_mode):
        return Kind.ODD
    return Kind.FILE if found.st_size <= MAX_FILE_BYTES else Kind.LARGE


def _write_all(handle: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]
