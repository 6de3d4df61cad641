"""Runs the package installer, outside the sandbox since it needs the network: it fetches wheels and runs none of them.

Only wheels with known hashes, into a folder of their own. A folder is no environment: start-up files (`.pth`) of a
package in it are never executed, and uv is told which Python to ask, our own, so it starts no other.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from lamplighter.domain.errors import ToolMissing

PASSED_ON = ("UV_", "PIP_", "SSL_", "XDG_", "LC_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
PASSED_ON_EXACTLY = {"HOME", "PATH", "LANG", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "USERPROFILE", "APPDATA"}
LOCKED = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "--link-mode", "copy")
UNIVERSAL = ("--universal", "--generate-hashes", "--only-binary", ":all:", "--no-emit-index-url", "--no-header")


def install_wheels(lock: Path, target: Path) -> None:
    """Put what the lock names into `target`; raises ToolMissing with what the installer said when it cannot."""
    _uv(["pip", "install", *LOCKED, "--python", sys.executable, "--target", str(target), "-r", str(lock)])


def locked_text(wishes: Path, oldest_python: str, not_after: str) -> str:
    """Exact versions with hashes for every platform from `oldest_python` on, published by `not_after` (ISO date)."""
    options = ["--no-annotate", "--python-version", oldest_python, "--exclude-newer", not_after]
    return _uv(["pip", "compile", "--quiet", *UNIVERSAL, *options, str(wishes)])


def _uv(words: Sequence[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "uv", *words],
        env=_environment(os.environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.strip() or f"uv ended with {done.returncode}"
        raise ToolMissing(f"The packages could not be fetched: {said}", "Check the network connection and try again.")
    return done.stdout


def _environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What tells where packages come from, and nothing else: no key of the person's goes to the installer."""
    return {
        name: value
        for name, value in environment.items()
        if name.upper().startswith(PASSED_ON) or name.upper() in PASSED_ON_EXACTLY
    }
