"""Find a Python the program can run on, whatever Python started the set-up."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

OLDEST, NEWEST = (3, 11), (3, 13)
QUESTION = "import sys, venv, ensurepip; print(*sys.version_info[:2])"


def fits(version: tuple[int, int]) -> bool:
    """Whether the program runs on this (major, minor)."""
    return OLDEST <= version <= NEWEST


def version_of(python: str, question: str = QUESTION) -> tuple[int, int] | None:
    """(major, minor) of an interpreter able to make environments; None where it is absent, broken or not able."""
    try:
        asked = subprocess.run(
            [python, "-I", "-c", question],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = asked.stdout.split()
    return (int(words[0]), int(words[1])) if asked.returncode == 0 and len(words) == 2 else None


def fitting_interpreter() -> str | None:
    """The interpreter to make the environment with: the running one first, then the newest that fits."""
    for python in _candidates():
        version = version_of(python)
        if version is not None and fits(version):
            return python
    return None


def _candidates() -> Iterator[str]:
    yield sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        name = f"python3.{minor}"
        found = shutil.which(name)
        if found:
            yield found
        for pattern in _usual_places(name):
            yield from sorted(glob.glob(pattern))
    yield from filter(None, [shutil.which("python3"), shutil.which("python")])


def _usual_places(name: str) -> tuple[str, ...]:
    """Where the usual installers put `pythonX.Y` outside the search path."""
    version = name.removeprefix("python")
    home = os.path.expanduser("~")
    if os.name == "nt":
        folder = f"Python{version.replace('.', '')}"
        local = os.environ.get("LOCALAPPDATA", home)
        return (
            os.path.join(local, "Programs", "Python", folder, "python.exe"),
            f"C:\\Program Files\\{folder}\\python.exe",
        )
    return (
        f"{home}/.pyenv/versions/{version}.*/bin/{name}",
        f"{home}/.local/bin/{name}",
        f"/opt/homebrew/bin/{name}",
        f"/usr/local/bin/{name}",
        f"/usr/bin/{name}",
        f"/Library/Frameworks/Python.framework/Versions/{version}/bin/{name}",
    )
