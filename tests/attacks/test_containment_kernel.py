"""Calls into the kernel that no prototype needs: refused by the filter, whatever rights the program thinks it has."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from lamplighter.services.containment import Containment
from lamplighter.services.containment.seccomp import NEWER, PROCESSORS

CALL = """
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
for word in sys.argv[1:]:
    name, number = word.split("=")
    ctypes.set_errno(0)
    result = libc.syscall(int(number), 0, 0, 0, 0, 0)
    print(name, result, os.strerror(ctypes.get_errno()))
"""
REFUSED = {**PROCESSORS[platform.machine()].refused, **NEWER}


async def test_every_call_on_the_list_is_refused(containment: Containment, project: Path) -> None:
    words = [f"{name}={number}" for name, number in REFUSED.items()]
    outcome = await containment.run(["python", "-c", CALL, *words], project)
    assert outcome.stdout.splitlines() == [f"{name} -1 Operation not permitted" for name in REFUSED]


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("a new user namespace", "import os; os.unshare(0x10000000)" if hasattr(__import__("os"), "unshare") else ""),
        ("packets", "import socket; socket.socket(17, socket.SOCK_RAW)"),
        ("raw packets", "import socket; socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)"),
        ("the kernel's cryptography", "import socket; socket.socket(38, socket.SOCK_SEQPACKET)"),
        ("the machine's host", "import socket; socket.socket(40, socket.SOCK_STREAM)"),
        ("bluetooth", "import socket; socket.socket(31, socket.SOCK_RAW, 1)"),
        ("another terminal", "import fcntl; fcntl.ioctl(0, 0x5412, b'x')"),
        ("another terminal, in disguise", "import fcntl; fcntl.ioctl(0, 0x5412 | 1 << 31, b'x')"),
    ],
)
async def test_what_is_reached_by_arguments_is_refused(
    containment: Containment, project: Path, what: str, code: str
) -> None:
    if not code:
        code = "import ctypes, os; l = ctypes.CDLL(None, use_errno=True); l.unshare(0x10000000) and os._exit(7)"
    outcome = await containment.run(["python", "-c", code], project)
    assert outcome.code != 0, what


async def test_a_new_process_with_namespaces_is_refused(containment: Containment, project: Path) -> None:
    processor = PROCESSORS[platform.machine()]
    code = (
        "import ctypes, os\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        f"print(libc.syscall({processor.clone}, 0x10000000 | 17, 0, 0, 0, 0), ctypes.get_errno())\n"
        "ctypes.set_errno(0)\n"
        f"print(libc.syscall({processor.clone3}, 0, 0), ctypes.get_errno())\n"
    )
    outcome = await containment.run(["python", "-c", code], project)
    assert outcome.stdout.splitlines() == ["-1 1", "-1 38"]


@pytest.mark.skipif(platform.machine() != "x86_64", reason="only this processor has a second set of call numbers")
async def test_the_second_set_of_numbers_is_refused(containment: Containment, project: Path) -> None:
    outcome = await containment.run(["python", "-c", CALL, f"x32_ptrace={0x40000000 + 521}"], project)
    assert outcome.stdout == "x32_ptrace -1 Operation not permitted\n"


async def test_no_right_is_left(containment: Containment, project: Path) -> None:
    outcome = await containment.run(["grep", "-E", "^(Cap|NoNewPrivs|Seccomp:)", "/proc/self/status"], project)
    rights = dict(line.split(":\t") for line in outcome.stdout.splitlines())
    assert all(int(value, 16) == 0 for name, value in rights.items() if name.startswith("Cap"))
    assert rights["NoNewPrivs"] == "1"
    assert rights["Seccomp"] == "2"


ORDINARY = {
    "threads": "import threading; t = [threading.Thread(target=int) for _ in range(20)]; [x.start() for x in t]",
    "child processes": "import subprocess; assert subprocess.check_output(['echo', 'hi']) == b'hi\\n'",
    "an event loop": "import asyncio; asyncio.run(asyncio.create_subprocess_exec('true'))",
    "a server of its own": (
        "import socket; s = socket.create_server(('localhost', 0)); socket.create_connection(s.getsockname()[:2])"
    ),
    "a database": (
        "import sqlite3; c = sqlite3.connect('a.db')\n"
        "c.execute('pragma journal_mode=wal'); c.execute('create table a(b)')"
    ),
    "worker processes": (
        "import multiprocessing as m; p = m.Pool(2); assert p.map(abs, [-1]) == [1]; p.terminate(); p.join()"
    ),
    "who it is": "import getpass, pathlib; assert getpass.getuser() == 'prototype'; pathlib.Path.home()",
    "temporary files": "import tempfile; tempfile.NamedTemporaryFile().write(b'x')",
}


@pytest.mark.parametrize("what", ORDINARY)
async def test_ordinary_programs_do_not_notice(containment: Containment, project: Path, what: str) -> None:
    outcome = await containment.run(["python", "-c", ORDINARY[what]], project)
    assert outcome.code == 0, outcome.stderr


async def test_node_works_with_workers_and_webassembly(containment: Containment, project: Path) -> None:
    (project / "a.mjs").write_text(
        "import { Worker } from 'node:worker_threads';\n"
        "import { execFileSync } from 'node:child_process';\n"
        "const worker = new Worker('require(\"node:worker_threads\").parentPort.postMessage(6 * 7)', { eval: true });\n"
        "worker.on('message', (answer) => console.log(answer, execFileSync('echo', ['child']).toString().trim()));\n"
        "await WebAssembly.instantiate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 0, 1]));\n"
    )
    outcome = await containment.run(["node", "a.mjs"], project)
    assert outcome.stdout == "42 child\n", outcome.stderr
