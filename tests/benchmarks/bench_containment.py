"""Print how long contained runs and checks take: `.venv/bin/python tests/benchmarks/bench_containment.py`,
with the paths of other blueprints if wanted.

Nothing here asserts a time. The checks are timed over the compiled examples, warm (the second of two runs).
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import msgspec

from lamplighter.compiler.project import compile_blueprint
from lamplighter.compiler.toolkit import toolkit
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.errors import BlueprintInvalid
from lamplighter.domain.events import JobEvent, ProgressMade
from lamplighter.services.checks import Subject, run_checks
from lamplighter.services.containment import Containment, found_toolchain
from lamplighter.services.discover import RESOURCES, TEMPLATES, bundled
from lamplighter.services.inspection.answers import asked
from lamplighter.services.inspection.foreign import write_copy
from lamplighter.services.inspection.recognise import how_it_starts
from lamplighter.services.inspection.start import started
from lamplighter.services.packages import pack_packages

EXAMPLES = Path(__file__).parent.parent / "data" / "blueprints"
DEFAULT = ("c01_habit.json", "c04_spend.json", "o01_tool_library.json")
TIMES = 20


async def timed(work: Callable[[], Awaitable[object]], times: int = TIMES) -> str:
    """Median and slowest in milliseconds."""
    taken = []
    for _ in range(times):
        started_at = time.perf_counter()
        await work()
        taken.append((time.perf_counter() - started_at) * 1000)
    return f"{statistics.median(taken):7.1f} ms median {max(taken):7.1f} slowest"


async def runs(containment: Containment, project: Path) -> None:
    """What a sandbox adds to the same command without one."""
    named = {"python": str(containment.toolchain.python), "node": str(containment.toolchain.node)}
    for name, argv in {"true": ["true"], "python": ["python", "-c", ""], "node": ["node", "-e", ""]}.items():
        bare = [named.get(word, word) for word in argv]

        async def alone(words: Sequence[str] = bare) -> None:
            subprocess.run(words, check=True)

        async def contained(words: Sequence[str] = argv) -> None:
            await containment.run(words, project)

        print(f"{name:8} bare      {await timed(alone)}")
        print(f"{name:8} contained {await timed(contained)}")

    async def eight() -> None:
        await asyncio.gather(*(containment.run(["true"], project) for _ in range(8)))

    print(f"8 x true at once   {await timed(eight, 5)}")


async def check_times(example: Path, pack: str, containment: Containment, temp: Path) -> None:
    """All checks of one compiled project, and when each was done."""
    tools = toolkit(bundled(TEMPLATES), bundled(RESOURCES))
    blueprint = msgspec.json.decode(example.read_bytes(), type=Blueprint)
    try:
        files = compile_blueprint(blueprint, tools.packs[pack], tools).files
    except BlueprintInvalid as refused:
        print(f"{example.stem:22} {pack:7} {refused.message}")
        return
    folder = temp / f"{example.stem}-{pack}"
    write_copy(files, folder)
    packages = pack_packages(tools.packs[pack])
    subject = Subject(folder, files, pack, blueprint, (packages,) if packages else ())
    for _ in range(2):
        began = time.perf_counter()
        done: list[str] = []

        def note(event: JobEvent, began: float = began, done: list[str] = done) -> None:
            if isinstance(event, ProgressMade):
                done.append(f"{event.what.split()[-1]} {time.perf_counter() - began:.2f}")

        found = await run_checks(subject, containment, None, note)
        whole = time.perf_counter() - began
    print(f"{example.stem:22} {pack:7} {len(files):3} files {whole:5.2f} s  {', '.join(done)}  {len(found)} findings")
    await first_answer(subject, containment)


async def first_answer(subject: Subject, containment: Containment) -> None:
    """From nothing to the first page, as the preview starts it."""
    start = how_it_starts(subject)
    if start is None or start.alone:
        return
    began = time.perf_counter()
    async with started(start, subject.folder, subject.packages, containment) as running:
        answer = await asked(running.socket, "/")
        print(f"{'':22} first answer {answer.status} after {time.perf_counter() - began:.2f} s")


async def main(words: Sequence[str]) -> None:
    began = time.perf_counter()
    toolchain = found_toolchain()
    print(f"toolchain found in {(time.perf_counter() - began) * 1000:.0f} ms: {toolchain.python}, {toolchain.node}")
    with tempfile.TemporaryDirectory() as place:
        temp, project = Path(place) / "temp", Path(place) / "project"
        temp.mkdir()
        project.mkdir()

        async def probe() -> None:
            await Containment(temp, toolchain).probe()

        print(f"probe of 8 attacks {await timed(probe, 5)}")
        containment = Containment(temp, toolchain)
        await runs(containment, project)
        for example in [Path(word) for word in words] or [EXAMPLES / name for name in DEFAULT]:
            for pack in ("static", "web"):
                await check_times(example, pack, containment, Path(place))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
