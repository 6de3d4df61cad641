"""Kill -9 a process that exports to one place, again and again: the place holds the old export or the new, never a mix.

    python tests/e2e/kill_export.py --kills 100 [--seed 1] [--two-steps]

`--two-steps` takes the way of systems that cannot exchange two names at once. The last line printed is one JSON object;
exit 1 when a kill left a mix, lost an acknowledged export, or when the next export did not clear what it left.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from lamplighter.domain.gate import judged
from lamplighter.services.exporter import Form, Parcel, Past, export
from lamplighter.services.exporter.placing import exchange
from lamplighter.services.exporter.sheet import is_untouched

FORMS = (Form.FOLDER, Form.ZIP)


@dataclass
class Tally:
    """What the kills did; `missing` counts kills between two steps: the place was empty till the next export."""

    kills: int = 0
    acknowledged: int = 0
    missing: int = 0
    faults: list[str] = field(default_factory=list)


def parcel(turn: int) -> Parcel:
    files = {f"src/part_{number}.js": f"// {turn}\n".encode() * 30 for number in range(40)}
    return Parcel("Kill me", files, (Past("builder", f"turn {turn}", "2026-01-01T00:00:00.000+00:00", files),))


def export_once(target: Path, turn: int, two_steps: bool) -> None:
    for form in FORMS:
        swap = (lambda _one, _other: False) if two_steps else exchange
        export(parcel(turn), target, gate=judged((), "", ()), form=form, swap=swap)


def write(target: Path, turn: int, two_steps: bool) -> None:
    """Export without end; say each turn once it is done."""
    while True:
        turn += 1
        export_once(target, turn, two_steps)
        os.write(1, f"{turn}\n".encode())


def kill_once(target: Path, turn: int, chance: random.Random, two_steps: bool) -> int:
    """Gives the last acknowledged turn."""
    command = [sys.executable, __file__, "--write", str(target), str(turn)] + (["--two-steps"] if two_steps else [])
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.2))
        writer.send_signal(signal.SIGKILL)
        said = (first + writer.stdout.read()).decode().splitlines(keepends=True)
    return int([line for line in said if line.endswith("\n")][-1])


def turn_in(folder: Path) -> int | None:
    """The one turn all files are of, None where the place is empty; ValueError for a mix."""
    if not folder.exists():
        return None
    held = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] != ".git"
    }
    turns = {int(content.split()[1]) for path, content in held.items() if path.startswith("src/")}
    if len(turns) != 1 or len(held) != 41 or not is_untouched(held):
        raise ValueError(f"{folder.name} is a mix of turns {sorted(turns)}, {len(held)} files")
    return turns.pop()


def look(target: Path, acknowledged: int, tally: Tally) -> None:
    try:
        turn = turn_in(target)
    except ValueError as fault:
        tally.faults.append(str(fault))
        return
    if turn is None:
        tally.missing += 1
    elif turn < acknowledged:
        tally.faults.append(f"export {acknowledged} was acknowledged, {turn} stands there")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--two-steps", action="store_true")
    parser.add_argument("--write", nargs=2, metavar=("TARGET", "TURN"))
    options = parser.parse_args()
    if options.write:
        write(Path(options.write[0]), int(options.write[1]), options.two_steps)
    chance = random.Random(options.seed)
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="kill-export-") as folder:
        target = Path(folder) / "out"
        turn = 0
        for _ in range(options.kills):
            done = kill_once(target, turn, chance, options.two_steps)
            tally.kills += 1
            tally.acknowledged += done - turn
            look(target, done, tally)
            turn = done + 10
            export_once(target, turn, options.two_steps)
            left = sorted(path.name for path in Path(folder).iterdir())
            if left != ["out", "out.previous", "out.zip", "out.zip.previous"] or turn_in(target) != turn:
                tally.faults.append(f"not cleared: {left}")
    if tally.missing and not options.two_steps:
        tally.faults.append("the place was empty though two names can be exchanged at once")
    tally.faults = tally.faults[:5]
    print(json.dumps(asdict(tally)))
    return 1 if tally.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
