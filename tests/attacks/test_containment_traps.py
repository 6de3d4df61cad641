"""The traps that each broke a promise in silence once: every one has its test here for good.

Trap 5 (what a browser's request hook does not see) is tested with the preview gate, trap 6 (a link swapped in between
check and opening) with the project's files.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from lamplighter.domain.errors import ContainmentFailed
from lamplighter.services.containment import Containment, Limits
from lamplighter.services.containment.installer import install_wheels

CANARY = "canary-51c0ffee"


async def test_trap_1_no_environment_is_read_through_process_1(
    containment: Containment, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", CANARY)
    code = (
        "import os\n"
        "for name in os.listdir('/proc'):\n"
        "    if name.isdigit():\n"
        "        print(name, open(f'/proc/{name}/environ', 'rb').read())\n"
        "print(dict(os.environ))\n"
    )
    outcome = await containment.run(["python", "-c", code], project)
    assert outcome.code == 0, outcome.stderr
    assert "HOME" in outcome.stdout
    assert CANARY not in outcome.stdout
    assert "ANTHROPIC" not in outcome.stdout


@pytest.fixture
def evil_wheel(tmp_path: Path) -> tuple[Path, Path]:
    """A lock with one wheel whose start-up file would write a mark, and the path of that mark."""
    mark = tmp_path / "ran"
    wheel = tmp_path / "evil-1.0-py3-none-any.whl"
    info = "evil-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("evil.pth", f"import pathlib; pathlib.Path({str(mark)!r}).touch()\n")
        archive.writestr("evil/__init__.py", f"import pathlib; pathlib.Path({str(mark)!r}).touch()\n")
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", f"evil.pth,,\nevil/__init__.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n")
    digest = subprocess.run(["sha256sum", wheel], capture_output=True, text=True, check=True).stdout.split()[0]
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"evil @ {wheel.as_uri()} --hash=sha256:{digest}\n")
    return lock, mark


async def test_trap_2_no_code_of_a_package_runs_outside_the_sandbox(
    evil_wheel: tuple[Path, Path], tmp_path: Path, containment: Containment, project: Path
) -> None:
    lock, mark = evil_wheel
    target = tmp_path / "packages"
    install_wheels(lock, target)
    assert (target / "evil.pth").is_file()
    assert not mark.exists()
    again = [sys.executable, "-m", "uv", "pip", "list", "--python", sys.executable, "--target", str(target)]
    subprocess.run(again, capture_output=True, check=True)
    assert not mark.exists()
    code = "import os, sys; print(sys.argv[2] in sys.path); print(os.path.exists(sys.argv[1])); import evil; print(1)"
    outcome = await containment.run(["python", "-c", code, str(mark), str(target)], project, packages=[target])
    assert outcome.stdout.splitlines() == ["True", "False", "1"]  # imported inside, its code reaches nothing outside
    assert not mark.exists()


async def test_trap_3_a_sandbox_never_hangs_on_a_thread_that_ends(containment: Containment, project: Path) -> None:
    failures: list[ContainmentFailed] = []

    def in_a_thread() -> None:
        try:
            asyncio.run(containment.run(["true"], project))
        except ContainmentFailed as failure:
            failures.append(failure)

    thread = threading.Thread(target=in_a_thread)
    thread.start()
    while thread.is_alive():
        await asyncio.sleep(0.01)
    assert "main thread" in str(failures[0])
    assert (await containment.run(["true"], project)).code == 0


async def test_trap_4_other_processes_of_the_person_do_not_count(containment: Containment, project: Path) -> None:
    others = [subprocess.Popen(["sleep", "60"]) for _ in range(200)]
    try:
        outcome = await containment.run(["python", "-c", "print('ran')"], project, limits=Limits(processes=128))
    finally:
        for other in others:
            other.kill()
        for other in others:
            other.wait()
    assert outcome.stdout == "ran\n"


async def test_no_handle_of_this_program_is_open_inside(
    containment: Containment, project: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(CANARY)
    handle = os.open(secret, os.O_RDONLY)
    os.set_inheritable(handle, True)
    code = (
        "import os\n"
        "for name in sorted(os.listdir('/proc/self/fd'), key=int):\n"
        "    try: print(name, os.readlink(f'/proc/self/fd/{name}'))\n"
        "    except OSError: pass\n"
    )
    try:
        outcome = await containment.run(["python", "-c", code], project)
    finally:
        os.close(handle)
    names = [line.split()[0] for line in outcome.stdout.splitlines() if "/proc/" not in line]
    assert names == ["0", "1", "2"]
    assert CANARY not in outcome.stdout
