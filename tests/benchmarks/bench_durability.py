"""How long saving, opening, rebuilding, backing up and leaving take; prints figures, judges nothing.

python tests/benchmarks/bench_durability.py
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from lamplighter.domain.gate import judged
from lamplighter.services.exporter import Form, Parcel, Past, export
from lamplighter.services.paths import home
from lamplighter.services.project_files import ProjectFiles
from lamplighter.services.store import IdeaStore, Library

FILES = {f"src/part_{number}.js": f"// part {number}\n".encode() * 300 for number in range(60)}


def milliseconds(action: Callable[[], object], times: int) -> str:
    """Median and slowest of several runs."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        action()
        taken.append((time.perf_counter() - begun) * 1000)
    return f"{statistics.median(taken):8.2f} ms   slowest {max(taken):8.2f} ms   of {times}"


def changed(turn: int) -> dict[str, bytes]:
    return {path: content + f"// {turn}\n".encode() for path, content in FILES.items()}


def measure_store(library: Library) -> None:
    store = library.create("Benchmark", "idea")
    turns = iter(range(1_000_000))
    print("record one event            ", milliseconds(lambda: store.record("job", {"text": "x" * 500}), 500))
    print(
        "commit 60 changed files     ", milliseconds(lambda: store.commit_version("b", "s", changed(next(turns))), 30)
    )

    def rewritten() -> None:
        store.commit_version("builder", "scaffold", changed(next(turns)))
        store.write_project()

    print("commit and write 60 files   ", milliseconds(rewritten, 20))
    print("write, nothing changed      ", milliseconds(store.write_project, 20))
    print("look for a person's edits   ", milliseconds(store.adopt_edits, 20))
    for _ in range(10_000 - len(store.events())):
        store.record("job", {"text": "x" * 300})
    print("backup                      ", milliseconds(lambda: (store.record("job", {}), store.backup()), 10))
    store.close()
    print("open with 10,000 events     ", milliseconds(lambda: library.open(store.idea_id).close(), 20))
    with library.open(store.idea_id) as again:
        print("read 10,000 events          ", milliseconds(again.events, 5))
        measure_export(again)


def measure_export(store: IdeaStore) -> None:
    history = tuple(Past(v.author, v.note, v.time, store.files(v.version)) for v in store.versions())
    parcel, gate = Parcel("Benchmark", store.files(), history), judged((), "", ())
    with tempfile.TemporaryDirectory(prefix="bench-export-") as folder:
        for form in (Form.FOLDER, Form.ZIP):
            leave = partial(export, parcel, Path(folder) / form.value, gate=gate, form=form)
            figures = milliseconds(leave, 5)
            print(f"export as {form.value:<6} ({len(history)} versions)", figures)


def measure_files(folder: Path) -> None:
    with ProjectFiles(folder) as project:
        project.write("a/b/c.txt", b"x")
        begun = time.perf_counter()
        for _ in range(5_000):
            project.read("a/b/c.txt")
        print(f"read a small file safely     {(time.perf_counter() - begun) / 5_000 * 1e6:8.1f} µs")
        print("write a small file safely   ", milliseconds(lambda: project.write("a/b/c.txt", b"y"), 200))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-durability-") as folder:
        measure_store(Library(home(Path(folder) / "home", {}), lambda: datetime.now(UTC)))
        measure_files(Path(folder))


if __name__ == "__main__":
    main()
