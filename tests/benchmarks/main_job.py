"""How long the main job takes, warm: `python -m tests.benchmarks.main_job`. Prints the median of five runs a pack."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from tests.e2e.programs import TOOL_LIBRARY, ran

RUNS = 5


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for pack in ("static", "web"):
            ran(Path(folder), "build", TOOL_LIBRARY, "--pack", pack)
            whole, compiled = [], []
            for _ in range(RUNS):
                began = time.monotonic()
                result = ran(Path(folder), "build", TOOL_LIBRARY, "--pack", pack).result
                whole.append(time.monotonic() - began)
                compiled.append(result["seconds"]["specify"] + result["seconds"]["scaffold"])
            print(
                f"{pack:<7} drafting and compiling {statistics.median(compiled):.2f} s, "
                f"whole headless run {statistics.median(whole):.2f} s (worst {max(whole):.2f} s)"
            )


if __name__ == "__main__":
    main()
