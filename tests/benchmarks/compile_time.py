"""How long compiling takes, cold and warm; prints figures only: `python tests/benchmarks/compile_time.py`."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "app")]

from lamplighter.compiler.project import compile_blueprint  # noqa: E402
from lamplighter.compiler.toolkit import Toolkit, toolkit  # noqa: E402
from lamplighter.domain.blueprint.schema import loads  # noqa: E402
from lamplighter.services.discover import RESOURCES, TEMPLATES, bundled  # noqa: E402

SAMPLES = (
    ("static", "blueprints/o01_tool_library"),
    ("web", "blueprints/o06_paniers_amap"),
    ("web", "own_blueprints/bike_workshop"),
    ("web", "own_blueprints/praxis_raeume"),
)
TIMES = 7


def milliseconds(begun: float) -> float:
    """Since a moment of the performance counter."""
    return (time.perf_counter() - begun) * 1000


def compiled(pack: str, sample: str, tools: Toolkit) -> str:
    """First and median time of one blueprint, with its size and the number of files."""
    text = (ROOT / "tests/data" / f"{sample}.json").read_text("utf-8")
    blueprint, taken, files = loads(text), [], 0
    for _ in range(TIMES):
        begun = time.perf_counter()
        files = len(compile_blueprint(blueprint, tools.packs[pack], tools).files)
        taken.append(milliseconds(begun))
    size = f"{Path(sample).name:18} {pack:7} {len(text):6} characters {files:4} files"
    return f"{size}  first {taken[0]:6.0f} ms  median {statistics.median(taken):5.0f} ms"


def main() -> None:
    """Read the toolkit twice (the second time with compiled templates kept), then compile each sample."""
    with tempfile.TemporaryDirectory() as folder:
        for about in ("toolkit, first time", "toolkit, again"):
            begun = time.perf_counter()
            tools = toolkit(bundled(TEMPLATES), bundled(RESOURCES), bytecode=Path(folder))
            print(f"{about}: {milliseconds(begun):.0f} ms")
        for pack, sample in SAMPLES:
            print(compiled(pack, sample, tools))


if __name__ == "__main__":
    main()
