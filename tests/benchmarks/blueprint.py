"""Prints how long blueprints take: import, check, resolve, reduce, refine, save. Nothing here asserts a time.

python tests/benchmarks/blueprint.py
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 5
IMPORTS = (
    "import time, msgspec; start = time.process_time(); "
    "import lamplighter.domain.blueprint.check, lamplighter.domain.blueprint.resolve, "
    "lamplighter.domain.blueprint.schema; print((time.process_time() - start) * 1000)"
)


def best(action: Callable[[], object]) -> float:
    """Milliseconds of processor time of the quickest of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        action()
        times.append((time.process_time() - start) * 1000)
    return min(times)


def main() -> None:
    """Print one line a step: median and largest over the example files."""
    from lamplighter.domain.blueprint.check import problems
    from lamplighter.domain.blueprint.planned import signatures, vocabulary
    from lamplighter.domain.blueprint.reduce import compilable
    from lamplighter.domain.blueprint.refine import refined
    from lamplighter.domain.blueprint.resolve import resolved
    from lamplighter.domain.blueprint.schema import dumps, loads

    planned = json.loads((ROOT / "resources/blueprint/planned.json").read_text("utf-8"))
    names = ["limit", "require", "act", "due", "alert", "flow", "lookup", "number", "booking", "loan", "csv", "history"]
    words = vocabulary(signatures(planned), names, ["today", "list", "board", "calendar", "form", "detail", "chart"])
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "tests/data/blueprints").rglob("*.json"))]
    blueprints = [loads(text) for text in texts]
    answers = {"A2": "Somebody does something.", "E2": {"do": "lend a tool"}, "H5": {"note": "phone"}}
    print(f"import of the package, without msgspec: {imported():.1f} ms")
    print(f"{len(texts)} files, median {statistics.median(map(len, texts)):.0f} characters; median / largest, in ms")
    show("load", [best(lambda t=text: loads(t)) for text in texts])  # type: ignore[misc]
    show("check", [best(lambda b=b: problems(b, words)) for b in blueprints])  # type: ignore[misc]
    show("resolve", [best(lambda b=b: resolved(b, words)) for b in blueprints])  # type: ignore[misc]
    show("reduce", [best(lambda b=b: compilable(b, words)) for b in blueprints])  # type: ignore[misc]
    show("refine", [best(lambda b=b: refined(b, answers)) for b in blueprints])  # type: ignore[misc]
    show("save", [best(lambda b=b: dumps(b, words)) for b in blueprints])  # type: ignore[misc]


def imported() -> float:
    """Processor time of a fresh import with bytecode written, the quickest of a few."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", IMPORTS]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True, env=environment) for _ in range(6)]
    return min(float(run.stdout) for run in runs)


def show(step: str, times: list[float]) -> None:
    """One line of the table."""
    print(f"{step:>8}  {statistics.median(times):6.2f}  {max(times):6.2f}")


if __name__ == "__main__":
    main()
