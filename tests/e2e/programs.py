"""Starts the real program as a person or a script does: a process of its own, its answer read from its streams."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOOL_LIBRARY = "A tool library for our street: who has the drill, and since when"
ENOUGH = 120  # seconds for one command on a slow machine


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended; `events` are the JSON lines before the last, `result` is the last one."""

    code: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()[:-1]]

    @property
    def result(self) -> dict[str, Any]:
        value = json.loads(self.out.splitlines()[-1])
        assert isinstance(value, dict)
        return value


def command(home: Path, *words: str) -> list[str]:
    """The argument list of one command."""
    return [sys.executable, "-m", "lamplighter", *words, "--home", str(home)]


def ran(home: Path, *words: str, stdin: bytes = b"", environment: Mapping[str, str] | None = None) -> Ended:
    """Run a command to its end, with --json."""
    done = subprocess.run(
        command(home, *words, "--json"),
        input=stdin,
        capture_output=True,
        timeout=ENOUGH,
        env={**os.environ, **(environment or {})},
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def started(home: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start a command, with --json, in a group of its own."""
    return subprocess.Popen(
        command(home, *words, "--json"), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )


def interrupted(process: subprocess.Popen[bytes]) -> Ended:
    """Press Ctrl-C and read the rest."""
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=ENOUGH)
    return Ended(process.returncode, out.decode(), "")


def sandboxes() -> list[str]:
    """The command lines of every sandbox that runs now."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if words[0].endswith(b"bwrap"):
                found.append(b" ".join(words).decode(errors="replace"))
    return found


def temp_left(home: Path) -> Sequence[str]:
    """What stands in the temp folder of a home."""
    return sorted(path.name for path in (home / "temp").iterdir()) if (home / "temp").is_dir() else []
