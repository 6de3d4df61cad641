"""The argument list of bubblewrap: what a contained program sees of this computer, and nothing else.

System folders are read-only, the project is the one place to write to, and the root, /dev and /proc are made
read-only again at the end. Without that, a program run by the computer's administrator could open files in /proc/sys
for writing, which hold for the whole computer.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lamplighter.services.containment.values import Limits, Toolchain

TOOLS = "/opt/tools"
HOME = "/tmp/home"
SCRATCH = 64 << 20
ROOT_FOLDERS = ("bin", "lib", "lib32", "lib64", "sbin")
OPEN_FILES = 512
NODE_ADDRESS_SPACE = 64 << 30  # V8 reserves far more than it uses; heap and use are bounded elsewhere

INPUT = "/run/input"
WHEN_TOLD = f'read -r go || exit 125; exec "$@" <{INPUT}'
"""What runs first inside: it waits until it is told to go on, and then becomes the project's command."""

ETC = {
    "/etc/passwd": b"prototype:x:1000:1000:prototype:/tmp/home:/bin/sh\n",
    "/etc/group": b"prototype:x:1000:\n",
    "/etc/hosts": b"127.0.0.1 localhost\n::1 localhost\n",
    "/etc/nsswitch.conf": b"passwd: files\ngroup: files\nhosts: files\n",
}


@dataclass(frozen=True, slots=True)
class Box:
    """One contained run: what is run, and what it is shown."""

    argv: tuple[str, ...]
    project: Path
    toolchain: Toolchain
    limits: Limits
    packages: tuple[Path, ...] = ()
    writable: bool = True
    socket_folder: Path | None = None
    environment: Mapping[str, str] | None = None

    @property
    def runs_node(self) -> bool:
        return self.toolchain.node is not None and self.argv[0] == str(self.toolchain.node)


def arguments(bwrap: Path, box: Box, filter_handle: int, info_handle: int, texts: Mapping[str, int]) -> list[str]:
    """The whole command; `texts` gives, for INPUT and each path of ETC, the handle its text is read from."""
    bind = "--bind" if box.writable else "--ro-bind"
    return [
        str(bwrap),
        *("--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session"),
        *("--uid", "1000", "--gid", "1000", "--hostname", "prototype", "--info-fd", str(info_handle)),
        *_system_folders(),
        *(part for path, handle in texts.items() for part in ("--file", str(handle), path)),
        *("--proc", "/proc", "--dev", "/dev"),
        *("--size", str(SCRATCH), "--tmpfs", "/tmp", "--size", str(SCRATCH), "--tmpfs", "/dev/shm"),
        *("--dir", HOME),
        *_tools(box.toolchain),
        *_read_only((*box.toolchain.python_prefixes, *box.toolchain.node_prefixes)),
        *_emptied(box.toolchain.hidden),
        *_read_only(box.packages),
        *(bind, str(box.project), str(box.project)),
        *_socket(box.socket_folder),
        *("--remount-ro", "/proc", "--remount-ro", "/dev", "--remount-ro", "/"),
        *("--chdir", str(box.project)),
        *_environment(box),
        *("--cap-drop", "ALL", "--seccomp", str(filter_handle), "--", "/bin/sh", "-c", WHEN_TOLD, "sh"),
        *_limits(box),
        *box.argv,
    ]


def _system_folders() -> list[str]:
    parts = ["--ro-bind", "/usr", "/usr", "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    for name in ROOT_FOLDERS:
        folder = f"/{name}"
        if os.path.islink(folder):
            parts += ["--symlink", os.readlink(folder), folder]
        elif os.path.isdir(folder):
            parts += ["--ro-bind", folder, folder]
    return parts


def _read_only(paths: Sequence[Path]) -> list[str]:
    return [part for path in paths for part in ("--ro-bind", str(path), str(path))]


def _emptied(paths: Sequence[Path]) -> list[str]:
    """Folders that are there, but empty, and stay so."""
    return [part for path in paths for part in ("--tmpfs", str(path), "--remount-ro", str(path))]


def _tools(toolchain: Toolchain) -> list[str]:
    """The names a project calls its interpreters by."""
    names = {"python": toolchain.python, "python3": toolchain.python, "node": toolchain.node}
    return [part for name, path in names.items() if path for part in ("--symlink", str(path), f"{TOOLS}/{name}")]


def _socket(folder: Path | None) -> list[str]:
    return [] if folder is None else ["--bind", str(folder), str(folder)]


def _environment(box: Box) -> list[str]:
    heap = (box.limits.memory >> 20) * 3 // 4  # the rest is for what Node keeps outside of it
    variables = {
        "PATH": f"{TOOLS}:/usr/local/bin:/usr/bin:/bin",
        "HOME": HOME,
        "TMPDIR": "/tmp",
        "USER": "prototype",
        "LOGNAME": "prototype",
        "LANG": "C.UTF-8",
        "NODE_OPTIONS": f"--max-old-space-size={heap}",
        "PYTHONPATH": ":".join(str(path) for path in box.packages),
        "PYTHONNOUSERSITE": "1",
        **(box.environment or {}),
    }
    return [part for name, value in variables.items() if value for part in ("--setenv", name, value)]


def _limits(box: Box) -> list[str]:
    limits = box.limits
    space = max(limits.memory, NODE_ADDRESS_SPACE) if box.runs_node else limits.memory
    return [
        "/usr/bin/prlimit",
        f"--nproc={limits.processes}",
        f"--as={space}",
        f"--cpu={limits.cpu}",
        f"--fsize={limits.file_size}",
        f"--nofile={OPEN_FILES}",
        "--core=0",
        "--",
    ]
