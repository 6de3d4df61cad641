"""The system packages a bare Debian machine lacks: finds which, installs them when it may, else says how.

Only machines with dpkg and apt-get are touched; everywhere else this finds nothing missing.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

QT = (
    "libegl1",
    "libgl1",
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libdbus-1-3",
    "libnss3",
    "libasound2",
    "libxcomposite1",
    "libxdamage1",
    "libxrandr2",
    "libxtst6",
    "libxkbfile1",
)
FONTS = ("fonts-dejavu-core", "fonts-inter", "fonts-jetbrains-mono", "fonts-noto-core", "fonts-noto-cjk")
NEEDED = ("python3-venv", "ca-certificates", "bubblewrap", *QT, *FONTS)
NEEDED_BY_TESTS = ("xvfb",)
QUIET = ("-q", "-y", "-o", "DPkg::Lock::Timeout=300")


def missing_packages(wanted: Sequence[str]) -> list[str]:
    """Those of `wanted` that are not installed, under their own name or as provided by another package."""
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return []
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status}|${Package}|${Provides}\n"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    there = installed_names(listing)
    return [name for name in wanted if name not in there]


def installed_names(listing: str) -> set[str]:
    """Names an installed package carries or provides, from dpkg's `status|package|provides` lines."""
    names: set[str] = set()
    for line in listing.splitlines():
        status, package, provides = line.split("|", 2)
        if status == "installed":
            names.add(package)
            names.update(entry.split()[0] for entry in provides.split(",") if entry.strip())
    return names


def install_missing(wanted: Sequence[str], say: Callable[[str], None]) -> None:
    """Install what is missing when this user may; otherwise print the exact command and go on."""
    absent = missing_packages(wanted)
    if not absent:
        return
    prefix = _privileged_prefix()
    if prefix is None:
        say(f"These system packages are missing: {' '.join(absent)}\nTo install them, run\n    {command_for(absent)}")
        return
    say(f"Installing {len(absent)} system packages with apt-get: {' '.join(absent)}")
    if not _apt(prefix, "update"):
        say("apt-get update did not work; trying with the package lists that are here.")
    here = {wanted: _name_here(wanted) for wanted in absent}
    if None in here.values():
        say(f"Not to be had from this system: {' '.join(wanted for wanted, name in here.items() if name is None)}")
    if not _apt(prefix, "install", "--no-install-recommends", *filter(None, here.values())):
        say(f"Not all of them could be installed. To see why, run\n    {command_for(absent)}")


def command_for(absent: Sequence[str]) -> str:
    """The command line a person can copy to install the packages."""
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {shlex.join(absent)}"


def _privileged_prefix() -> list[str] | None:
    """What to put before apt-get: nothing for root, sudo where it asks for no password, None where neither works."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(
        ["sudo", "-n", "true"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return ["sudo", "-n"] if asked.returncode == 0 else None


def _apt(prefix: Sequence[str], action: str, *arguments: str) -> bool:
    """Run one apt-get action without questions; its output is shown only when it fails."""
    done = subprocess.run(
        [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *QUIET, action, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout.strip(), file=sys.stderr)
    return done.returncode == 0


def _name_here(wanted: str) -> str | None:
    """The name under which this release can install the package (newer ones call some libraries `…t64`), or None."""
    return next((name for name in (wanted, f"{wanted}t64") if _installable(name)), None)


def _installable(name: str) -> bool:
    shown = subprocess.run(["apt-cache", "policy", name], capture_output=True, text=True, check=False).stdout
    return "Candidate:" in shown and "Candidate: (none)" not in shown
