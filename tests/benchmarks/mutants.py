"""How many small faults in the rules of compiled projects their own tests notice: `python tests/benchmarks/mutants.py`.

Every mutant is the rules module with one place changed: a comparison, a sum, a number, a yes/no, a word,
a line left out.
All run contained. What the tests do not notice is printed with `--alive`; some of it is no fault at all (a mutant that
means the same), so the figure is a lower bound.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "app")]

from tests.unit.compiler.project_runs import Failures, javascript_failures, python_failures  # noqa: E402

from lamplighter.compiler.project import compile_blueprint  # noqa: E402
from lamplighter.compiler.toolkit import Toolkit, toolkit  # noqa: E402
from lamplighter.domain.blueprint.schema import loads  # noqa: E402
from lamplighter.services.containment import Containment, found_toolchain  # noqa: E402
from lamplighter.services.discover import RESOURCES, TEMPLATES, bundled  # noqa: E402

SAMPLES = ("blueprints/o01_tool_library", "own_blueprints/bike_workshop", "own_blueprints/praxis_raeume")
SWAPS = {
    "less(": "at_most(", "at_most(": "less(", "more(": "at_least(", "at_least(": "more(",
    "lessThan(": "atMost(", "atMost(": "less(", "atLeast(": "more(",
    "add(": "subtract(", "subtract(": "add(", "times(": "divide(", "divide(": "times(", "negative(": "absolute(",
    " < ": " <= ", " <= ": " < ", " > ": " >= ", " >= ": " > ",
    " == ": " != ", " != ": " == ", " === ": " !== ", " !== ": " === ",
    " is None": " is not None", " is not None": " is None",
    " and ": " or ", " or ": " and ", " && ": " || ", " || ": " && ",
    "if not ": "if ", "(!": "(", " in (": " not in (", " not in (": " in (",
    " True": " False", " False": " True", " true": " false", " false": " true",
    " + ": " - ", " - ": " + ", "any(": "all(", ".some(": ".every(", "all(": "any(",
    "continue": "pass", "break": "pass",
}  # fmt: skip
_WORD = re.compile(r'"([^"\\]*)"')
_NUMBER = re.compile(r"(?<![\w.\"])(\d[\d_]*)(n?)(?![\w\"])")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
_HEAD = re.compile(
    r"^(from |import |@|def |function|class |const \w+ = derived|export const RULES|RULES = )|^\s*(#|//|\"\"\")"
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """The module with one place changed; `about` says where and how."""

    about: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a rules module, its table at the end left alone."""
    lines = source.split("\n")
    end = next(number for number, line in enumerate(lines) if line.startswith(("RULES = ", "export const RULES")))
    for number, line in enumerate(lines[:end]):
        if not line.strip() or _HEAD.match(line):
            continue
        for changed in dict.fromkeys(changes(line)):
            about = f"{number + 1}: {line.strip()}  →  {changed.strip() or '(left out)'}"
            yield Mutant(about, "\n".join([*lines[:number], changed, *lines[number + 1 :]]))


def changes(line: str) -> Iterator[str]:
    """The line with each of its places changed."""
    masked = _TEXT.sub(lambda found: '"' + "\0" * (len(found[0]) - 2) + '"', line)
    for token, other in SWAPS.items():
        for found in re.finditer(re.escape(token), masked):
            if not (token[0].isalpha() and found.start() and masked[found.start() - 1].isalnum()):
                yield line[: found.start()] + other + line[found.end() :]
    for found in _NUMBER.finditer(masked):
        step = 1_000_000 if "_" in found[1] else 1
        more = int(found[1].replace("_", "")) + step
        yield f"{line[: found.start()]}{more}{found[2]}{line[found.end() :]}"
    yield from words_changed(line)
    if left_out := without(line):
        yield left_out


def words_changed(line: str) -> Iterator[str]:
    """States and options that are compared or given; messages and names of fields and things are no rules."""
    if "Refusal(" in line or "joined(" in line or "db." in line:
        return
    for found in _WORD.finditer(line):
        if re.search(r"(==|===|!=|!==|return|\?|:|\(|,|in \()\s*$", line[: found.start()]) and found[1]:
            yield f'{line[: found.start()]}"{found[1]}x"{line[found.end() :]}'


def without(line: str) -> str:
    """The line left out, where it is a statement of its own."""
    space = line[: len(line) - len(line.lstrip())]
    text = line.strip()
    if text.startswith("yield ") or (
        re.match(r"(commit|db)\.\w+\(|[\w.]+ = ", text) and text.count("(") == text.count(")")
    ):
        return space + (";" if text.endswith(";") else "pass")
    return ""


async def measured(
    sample: str, tools: Toolkit, containment: Containment, folder: Path
) -> list[tuple[str, int, list[str]]]:
    """For each language: its name, how many mutants there were, and what was not noticed."""
    blueprint = loads((ROOT / "tests/data" / f"{sample}.json").read_text("utf-8"))
    files = compile_blueprint(blueprint, tools.packs["web"], tools).files
    found = []
    for language, path, run in (
        ("Python", "server/rules.py", python_failures),
        ("JavaScript", "web/rules.js", javascript_failures),
    ):
        made = {one.about: one.source for one in mutants(files[path].decode())}
        sound: Mapping[str, str | None] = {"": None}
        failures: Failures = await run(files, folder / language, containment, {**sound, **made})
        assert not failures[""], failures[""]
        found.append((language, len(made), [about for about in made if not failures[about]]))
    return found


async def main(show_alive: bool) -> int:
    """Print a line for each sample and language; 1 when fewer than four of five mutants are noticed."""
    tools = toolkit(bundled(TEMPLATES), bundled(RESOURCES))
    total = noticed = 0
    with tempfile.TemporaryDirectory() as folder:
        containment = Containment(Path(folder) / "contained", found_toolchain())
        for sample in SAMPLES:
            begun = time.perf_counter()
            for language, count, alive in await measured(sample, tools, containment, Path(folder) / Path(sample).name):
                total, noticed = total + count, noticed + count - len(alive)
                print(f"{Path(sample).name:20} {language:11} {count - len(alive):4} of {count:4} noticed "
                      f"({100 * (count - len(alive)) / count:.1f} %)")  # fmt: skip
                if show_alive:
                    print(*(f"    {about}" for about in alive), sep="\n")
            print(f"{'':20} {time.perf_counter() - begun:.1f} s")
    print(f"all: {noticed} of {total} noticed, {100 * noticed / total:.1f} %")
    return 0 if noticed * 5 >= total * 4 else 1


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main("--alive" in sys.argv)))
