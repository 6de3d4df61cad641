"""Read and write `requirements.lock`: one file in two sections, what the program runs with and what its tests add."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

RUN_HEADING = "# What the program runs with."
TESTS_HEADING = "# What its tests add."


@dataclass(frozen=True)
class Entry:
    """One pinned package: its requirement line with marker, its hashes, its annotation, as they stand in the file."""

    text: str

    @property
    def pin(self) -> str:
        """`name==version`, without marker and hashes; a package locked twice by marker has two different pins."""
        return re.split(r"[\s;\\]", self.text, maxsplit=1)[0]

    @property
    def name(self) -> str:
        """The package's normalised name."""
        return self.pin.partition("==")[0]


@dataclass(frozen=True)
class Lock:
    """The two sections, each in the order of the file."""

    run: tuple[Entry, ...]
    tests: tuple[Entry, ...]

    def requirements(self, *, tests: bool) -> str:
        """The text a package installer takes: the first section, or both."""
        return joined(self.run + self.tests if tests else self.run)

    def entry(self, name: str) -> Entry:
        """The one entry of that name in the first section; StopIteration where it is not locked."""
        return next(entry for entry in self.run if entry.name == name)


def entries(text: str) -> tuple[Entry, ...]:
    """The entries of a requirements text; an entry begins at a line that is neither indented nor a comment."""
    blocks: list[list[str]] = []
    for line in text.splitlines():
        if line and not line.startswith((" ", "#")):
            blocks.append([line])
        elif line.startswith(" ") and blocks:
            blocks[-1].append(line)
    return tuple(Entry("\n".join(block)) for block in blocks)


def parsed(text: str) -> Lock:
    """The lock of a file's text."""
    run, _, tests = text.partition(TESTS_HEADING)
    return Lock(entries(run), entries(tests))


def divided(everything: str, run_only: str) -> Lock:
    """The lock of two resolutions, the second a part of the first: each entry goes where it is first needed."""
    needed = {entry.pin for entry in entries(run_only)}
    all_entries = entries(everything)
    return Lock(
        run=tuple(entry for entry in all_entries if entry.pin in needed),
        tests=tuple(entry for entry in all_entries if entry.pin not in needed),
    )


def written(lock: Lock, note: Sequence[str]) -> str:
    """The file's text, `note` on top as a comment."""
    top = "".join(f"# {line}\n" for line in note)
    return f"{top}\n{RUN_HEADING}\n{joined(lock.run)}\n{TESTS_HEADING}\n{joined(lock.tests)}"


def joined(chosen: Iterable[Entry]) -> str:
    """Entries as one requirements text."""
    return "".join(f"{entry.text}\n" for entry in chosen)
