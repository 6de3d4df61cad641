"""Kill -9 a process that works on an idea, again and again, and look whether anything it called saved is lost.

    python tests/e2e/kill_store.py --kills 500 [--seed 1]

The writer says what it saved on its standard output, after the call returned; whatever was said must be there after
the kill. The last line printed is one JSON object; exit 1 when anything was lost, torn or wrongly taken for an edit.
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
from datetime import UTC, datetime
from pathlib import Path

from lamplighter.services.paths import home
from lamplighter.services.store import IdeaStore, Library


@dataclass
class Tally:
    """What the kills did; `faults` says each broken promise in words."""

    kills: int = 0
    acknowledged: int = 0
    faults: list[str] = field(default_factory=list)


def library(root: Path) -> Library:
    return Library(home(root, {}), lambda: datetime.now(UTC))


def project(turn: int) -> dict[str, bytes]:
    """Thirty files, ten of which change with each turn; one comes and goes."""
    files = {f"src/part_{number}.js": f"// {turn if number < 10 else 0}\n".encode() * 50 for number in range(30)}
    return files | ({"src/now_and_then.js": b"// here\n"} if turn % 2 else {})


def write(root: Path, idea_id: str, seed: int) -> None:
    """Work without end; say each saved thing as `event N TOKEN` or `version N TURN` once the call returned."""
    chance = random.Random(seed)
    with library(root).open(idea_id) as store:
        turn = len(store.versions())
        while True:
            token = f"{chance.random():.12f}"
            say("event", store.record("job", {"token": token}), token)
            if chance.random() < 0.15:
                turn += 1
                say("version", store.commit_version("builder", "scaffold", project(turn)), str(turn))
                store.write_project()


def say(what: str, number: int, token: str) -> None:
    os.write(1, f"{what} {number} {token}\n".encode())


def kill_once(root: Path, idea_id: str, chance: random.Random, tally: Tally) -> None:
    seed = chance.randrange(1 << 30)
    command = [sys.executable, __file__, "--write", str(root), idea_id, str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.12))
        writer.send_signal(signal.SIGKILL)
        said = (first + writer.stdout.read()).decode().splitlines(keepends=True)
    whole = [line.split() for line in said if line.endswith("\n")]
    tally.kills += 1
    tally.acknowledged += len(whole)
    with library(root).open(idea_id) as store:
        tally.faults += faults(store, whole)


def faults(store: IdeaStore, said: list[list[str]]) -> list[str]:
    tokens = {event.sequence: event.body["token"] for event in store.events("job") if isinstance(event.body, dict)}
    lost = [f"event {n} is lost" for what, n, token in said if what == "event" and tokens.get(int(n)) != token]
    for what, number, turn in said[-3:]:
        if what == "version" and store.files(int(number)) != project(int(turn)):
            lost.append(f"version {number} is not what was saved")
    if store.notices:
        lost.append(f"opened with notices: {store.notices}")
    if store.adopt_edits() is not None:
        lost.append("a half-written folder was taken for a person's edit")
    store.write_project()
    if (wrong := folder_differs(store)) is not None:
        lost.append(f"the folder was not rebuilt: {wrong}")
    return lost


def folder_differs(store: IdeaStore) -> str | None:
    """The first path in which the folder is not the newest version, leftovers included."""
    wanted = store.files()
    held = {
        str(path.relative_to(store.project)): path.read_bytes() for path in store.project.rglob("*") if path.is_file()
    }
    return next((path for path in wanted | held if wanted.get(path) != held.get(path)), None)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", nargs=3, metavar=("HOME", "IDEA", "SEED"))
    options = parser.parse_args()
    if options.write:
        write(Path(options.write[0]), options.write[1], int(options.write[2]))
    chance = random.Random(options.seed)
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="kill-store-") as folder:
        root = Path(folder)
        with library(root).create("Kill me", "An idea that is killed often") as store:
            idea_id = store.idea_id
        for _ in range(options.kills):
            kill_once(root, idea_id, chance, tally)
    print(json.dumps(asdict(tally)))
    return 1 if tally.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
