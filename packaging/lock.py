"""Make `requirements.lock` anew from pyproject.toml: `.venv/bin/python packaging/lock.py` (`--upgrade` for newer).

The lock is universal (every platform, Python 3.11 to 3.13), carries hashes and names no address.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import index
import lockfile

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
NOTE = (
    "Exact versions and hashes of everything Lamplighter needs, for every platform and Python 3.11 to 3.13.",
    "Made by packaging/lock.py from pyproject.toml; do not edit.",
)
UNIVERSAL = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header")


def compiled(arguments: Sequence[str]) -> str:
    """What uv resolves pyproject.toml to, as requirements text.

    Only the main index is asked: an additional place may hold a part of a version's files, and the lock would then
    lack the hashes of the others.
    """
    command = [sys.executable, "-m", "uv", "pip", "compile", "--only-binary", ":all:", *UNIVERSAL, *arguments]
    environment = index.uv_environments(os.environ)[0]
    done = subprocess.run(
        [*command, "pyproject.toml"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def main(words: Sequence[str]) -> int:
    """Write the lock; versions already locked stay unless `--upgrade` or `--upgrade-package NAME` is given."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder, "kept.txt")
        kept.write_text(LOCK.read_text(encoding="utf-8") if LOCK.exists() else "", encoding="utf-8")
        everything = compiled(["--group", "test", "--output-file", str(kept), *words])
        run_only = compiled(["--constraints", str(kept)])
    lock = lockfile.divided(everything, run_only)
    LOCK.write_text(lockfile.written(lock, NOTE), encoding="utf-8", newline="\n")
    print(f"{len(lock.run)} packages to run, {len(lock.tests)} more to test: {LOCK.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
