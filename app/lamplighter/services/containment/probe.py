"""Trusts the attack, not the presence of a tool: at start, eight real attacks are made inside a sandbox.

One that gets through means that nothing is run on this computer.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import secrets
import socket
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lamplighter.services.containment.advice import how_to_allow, how_to_enable
from lamplighter.services.containment.bwrap import Box
from lamplighter.services.containment.process import DidNotStart
from lamplighter.services.containment.seccomp import NEWER, PROCESSORS
from lamplighter.services.containment.values import Limits, Outcome, Probe, ProbeResult
from lamplighter.services.paths import temp_folder

if TYPE_CHECKING:
    from lamplighter.services.containment.runner import Containment

PROBE_LIMITS = Limits(wall=10, cpu=10, memory=256 << 20, processes=16, output=1 << 16)
ATTACKS = 8
CALLS = ("ptrace", "mount", "unshare", "setns", "keyctl", "add_key", "bpf", "perf_event_open", "userfaultfd")


def nothing_here(bwrap: Path | None) -> Probe:
    """The answer where no sandbox can even be tried."""
    if platform.system() != "Linux":
        why = f"Contained runs are not available on {platform.system() or 'this system'} yet."
    elif bwrap is None:
        why = "bubblewrap is not installed."
    else:
        why = f"There is no list of kernel calls for this processor ({platform.machine()})."
    return Probe(tier=0, why=why, hint=how_to_enable())


async def attacked(containment: Containment) -> Probe:
    """Attack a real sandbox and judge what came of it."""
    with _targets(containment.temp) as (folder, aims):
        script = resources.files(__package__).joinpath("attacks.py").read_bytes()
        argv = (str(containment.toolchain.python), "-I", "-S", "-", json.dumps(aims))
        box = Box(argv, folder / "project", containment.toolchain, PROBE_LIMITS)
        try:
            outcome = await containment.run_box(box, script)
        except DidNotStart as failure:
            return Probe(tier=0, why=failure.message, hint=failure.hint or how_to_enable())
        return _judged(outcome, wrote_outside=(folder / "written").exists())


def _judged(outcome: Outcome, *, wrote_outside: bool) -> Probe:
    try:
        got_through = msgspec.json.decode(outcome.stdout, type=dict[str, bool])
    except msgspec.DecodeError:
        got_through = {}
    if len(got_through) != ATTACKS:
        said = (outcome.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        return Probe(tier=0, why=f"The sandbox does not start here: {said[:200].rstrip('.')}.", hint=how_to_allow())
    got_through["write outside the project"] |= wrote_outside
    results = tuple(ProbeResult(name, not through) for name, through in got_through.items())
    open_doors = [result.name for result in results if not result.stopped]
    if open_doors:
        why = f"The sandbox did not stop an attack: {', '.join(open_doors)}."
        return Probe(tier=0, results=results, why=why, hint="Update bubblewrap and the system, then try again.")
    return Probe(tier=1, results=results)


@contextlib.contextmanager
def _targets(temp: Path) -> Iterator[tuple[Path, dict[str, object]]]:
    """A folder for the sandbox, and beside it a secret, a listener and an abstract socket it must not reach."""
    name = f"lamplighter-{secrets.token_hex(8)}"
    with (
        temp_folder(temp, "probe") as folder,
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.socket(socket.AF_UNIX) as service,
    ):
        service.bind(f"\0{name}")
        service.listen()
        secret = folder / "secret"
        secret.write_text(secrets.token_hex(16), encoding="ascii")
        (folder / "project").mkdir()
        yield folder, _aims(secret, listener.getsockname()[1], name)


def _aims(secret: Path, port: int, abstract: str) -> dict[str, object]:
    refused = PROCESSORS[platform.machine()].refused
    return {
        "secret": str(secret),
        "port": port,
        "abstract": abstract,
        "pid": os.getpid(),
        "memory": PROBE_LIMITS.memory,
        "processes": PROBE_LIMITS.processes,
        "calls": {**{name: refused[name] for name in CALLS}, "io_uring_setup": NEWER["io_uring_setup"]},
    }
