"""What to tell a person whose computer lacks something: one command to copy, fitting the system at hand."""

from __future__ import annotations

import platform
from pathlib import Path

INSTALLERS = {
    "debian": "sudo apt-get install",
    "ubuntu": "sudo apt-get install",
    "fedora": "sudo dnf install",
    "rhel": "sudo dnf install",
    "arch": "sudo pacman -S",
    "opensuse": "sudo zypper install",
    "suse": "sudo zypper install",
    "alpine": "sudo apk add",
}

NOT_RUN = "The prototype was written but not run: this computer offers no safe way to contain it."


def install_command(package: str, release: Path = Path("/etc/os-release")) -> str:
    """The command that installs a system package here, or a sentence where the system is not known."""
    for name in _system_names(release):
        if name in INSTALLERS:
            return f"{INSTALLERS[name]} {package}"
    return f"install {package} with this system's package manager"


def _system_names(release: Path) -> list[str]:
    if not release.is_file():
        return []
    lines = release.read_text(encoding="utf-8", errors="replace").splitlines()
    entries = dict(line.split("=", 1) for line in lines if "=" in line)
    own = entries.get("ID", "").strip("\"'")
    alike = entries.get("ID_LIKE", "").strip("\"'").split()
    return [name for name in (own, *alike) if name]


def how_to_allow() -> str:
    """What to do where bubblewrap is there and does not come up."""
    return (
        "bubblewrap is installed, but this system does not let it make a sandbox: a container around this program, or "
        "a setting of the system, refuses user namespaces. Allow them for bubblewrap, or update it (0.8 or later). "
        "The project can be exported all the same."
    )


def how_to_enable() -> str:
    """What makes contained runs possible on this system."""
    if platform.system() == "Linux":
        return f"To enable running: {install_command('bubblewrap')}. The project can be exported all the same."
    return "Running prototypes is not possible on this system yet. The project can be exported all the same."
