"""The long run: kill a real build 200 times at random moments. `python -m tests.e2e.kill_build [COUNT]`."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from tests.e2e.test_cancel import kill_and_go_on


def main(count: int) -> None:
    chance = random.Random(20261120)
    for number in range(1, count + 1):
        with tempfile.TemporaryDirectory() as folder:
            after = chance.uniform(0.05, 1.8)
            kill_and_go_on(Path(folder), after)
        print(f"{number:>4} of {count}: killed after {after:.2f} s, nothing lost, went on", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
