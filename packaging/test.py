"""The one command for the tests: the same set-up as `run.py`, then style, types, and pytest with the import contracts.

Words after `--` go to pytest. The exit code is 0 only when every part passed; the parts all run, whatever fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

import environment
import stamp

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
CHECKED = ("app", "packaging", "tests")
USAGE = "usage: test.py [-- PYTEST ARGUMENTS…]"


@dataclass(frozen=True)
class Part:
    """One part of the tests: a title and the module with its arguments that the environment's Python runs."""

    title: str
    module: tuple[str, ...]
    live: bool = False


@dataclass(frozen=True)
class Result:
    """How a part ended; `seconds` by the wall clock."""

    title: str
    code: int
    seconds: float


def parts(pytest_arguments: Sequence[str]) -> tuple[Part, ...]:
    """What is run, in this order."""
    workers = ("-n", str(min(os.cpu_count() or 1, 8))) if (os.cpu_count() or 1) > 1 else ()
    return (
        Part("style", ("ruff", "check", "--output-format", "concise", *CHECKED)),
        Part("format", ("ruff", "format", "--check", "--output-format", "concise", *CHECKED)),
        Part("types", ("mypy", *CHECKED)),
        Part("tests", ("pytest", *workers, *pytest_arguments), live=True),
    )


def run_part(part: Part) -> Result:
    """Run one part; what it prints is shown as it comes for a live one, else only when it fails."""
    print(f"── {part.title}: {' '.join(part.module[:4])} …", flush=True)
    started = time.monotonic()
    done = subprocess.run(
        [stamp.environment_python(ROOT), "-m", *part.module],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=None if part.live else subprocess.PIPE,
        stderr=None if part.live else subprocess.STDOUT,
        check=False,
    )
    if done.returncode and done.stdout:
        print(done.stdout.decode("utf-8", "replace").rstrip(), flush=True)
    return Result(part.title, done.returncode, time.monotonic() - started)


def summary(results: Sequence[Result]) -> str:
    """One line a part and a verdict."""
    lines = [
        f"  {result.title:8} {'ok' if result.code == 0 else 'FAILED':8}{result.seconds:7.1f} s" for result in results
    ]
    failed = [result.title for result in results if result.code]
    verdict = f"FAILED: {', '.join(failed)}" if failed else "All passed"
    return "\n".join([*lines, f"{verdict} in {sum(result.seconds for result in results):.1f} s"])


def main(words: Sequence[str]) -> int:
    """Set up, run every part, sum up."""
    if words and words[0] != "--":
        print(USAGE, file=sys.stderr)
        return 2
    if not stamp.is_current(ROOT, tests=True):
        code = environment.prepare_or_explain(ROOT, tests=True)
        if code:
            return code
    results = [run_part(part) for part in parts(words[1:])]
    print(summary(results), flush=True)
    return 1 if any(result.code for result in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
