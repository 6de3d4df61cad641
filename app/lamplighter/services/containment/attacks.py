"""Eight real attacks, run inside a fresh sandbox at start; each answers whether it got through.

This file is only ever run as a program inside the sandbox: `python -I -S - TARGETS`, targets as JSON.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import socket
import sys
from collections.abc import Callable, Mapping
from typing import Final, TypedDict

OWN_VARIABLES: Final = {
    *("PATH", "HOME", "TMPDIR", "USER", "LOGNAME", "LANG", "PWD"),
    *("NODE_OPTIONS", "PYTHONPATH", "PYTHONNOUSERSITE"),
}
BUSES = ("/run/dbus/system_bus_socket", "/run/user", "/var/run/docker.sock", "/run/docker.sock", "/tmp/.X11-unix")
MACHINE = ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/sys/power/state", "/dev/kmsg")


class Targets(TypedDict):
    """What the attacks aim at: a private file, a listener, an abstract socket, a process, limits, calls."""

    secret: str
    port: int
    abstract: str
    pid: int
    memory: int
    processes: int
    calls: Mapping[str, int]


def reads_private_file(targets: Targets) -> bool:
    return _opens(targets["secret"], os.O_RDONLY)


def reads_environment(_: Targets) -> bool:
    processes = [name for name in os.listdir("/proc") if name.isdigit()]
    return any(_names(f"/proc/{name}/environ") - OWN_VARIABLES for name in processes)


def writes_outside(targets: Targets) -> bool:
    """Beside the private file, too; only the computer itself can tell whether that came through."""
    _opens(os.path.join(os.path.dirname(targets["secret"]), "written"), os.O_WRONLY | os.O_CREAT)
    new = [os.path.join(folder, "written") for folder in ("/", "/usr", "/etc", "/dev", "/proc")]
    return any(_opens(path, os.O_WRONLY | os.O_CREAT) for path in new) or any(
        _opens(path, os.O_WRONLY) for path in MACHINE
    )


def reaches_network(targets: Targets) -> bool:
    interfaces = [name for _, name in socket.if_nameindex()]
    return interfaces != ["lo"] or _connects(socket.AF_INET, ("127.0.0.1", targets["port"]))


def reaches_services(targets: Targets) -> bool:
    return _connects(socket.AF_UNIX, "\0" + targets["abstract"]) or any(os.path.exists(path) for path in BUSES)


def reaches_processes(targets: Targets) -> bool:
    inside = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return len(inside) > 3 or (targets["pid"] not in inside and _signals(targets["pid"]))


def makes_forbidden_calls(targets: Targets) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    for number in targets["calls"].values():
        ctypes.set_errno(0)
        if libc.syscall(number, 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() != errno.EPERM:
            return True
    return _makes_socket(socket.AF_ALG if hasattr(socket, "AF_ALG") else 38)


def takes_too_much(targets: Targets) -> bool:
    handles = [name for name in os.listdir("/proc/self/fd") if int(name) > 2]
    inherited = any(os.path.exists(f"/proc/self/fd/{name}") for name in handles)
    if inherited or resource.getrlimit(resource.RLIMIT_NPROC)[0] != targets["processes"]:
        return True
    try:
        bytearray(targets["memory"] + 1)
    except MemoryError:
        return False
    return True


ATTACKS: Mapping[str, Callable[[Targets], bool]] = {
    "read a private file": reads_private_file,
    "read the program's environment": reads_environment,
    "write outside the project": writes_outside,
    "reach the network": reaches_network,
    "reach services of this computer": reaches_services,
    "reach other processes": reaches_processes,
    "make forbidden kernel calls": makes_forbidden_calls,
    "take more than its share": takes_too_much,
}


def _opens(path: str, flags: int) -> bool:
    try:
        os.close(os.open(path, flags | os.O_NONBLOCK))
    except OSError:
        return False
    return True


def _names(path: str) -> set[str]:
    try:
        with open(path, "rb") as stream:
            return {part.split(b"=")[0].decode() for part in stream.read().split(b"\0") if part}
    except OSError:
        return set()


def _connects(family: int, address: tuple[str, int] | str) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as client:
        client.settimeout(0.05)
        return client.connect_ex(address) == 0


def _makes_socket(family: int) -> bool:
    try:
        socket.socket(family, socket.SOCK_SEQPACKET).close()
    except PermissionError:
        return False
    except OSError:
        return True  # the kernel was asked, so the filter is not there
    return True


def _signals(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    aims: Targets = json.loads(sys.argv[1])
    print(json.dumps({name: attack(aims) for name, attack in ATTACKS.items()}))
