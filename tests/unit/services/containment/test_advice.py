"""What is advised fits the system at hand."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from lamplighter.services.containment.advice import how_to_enable, install_command


@pytest.mark.parametrize(
    ("release", "command"),
    [
        ("ID=debian\n", "sudo apt-get install bubblewrap"),
        ('NAME=Mint\nID=linuxmint\nID_LIKE="ubuntu debian"\n', "sudo apt-get install bubblewrap"),
        ("ID=fedora\n", "sudo dnf install bubblewrap"),
        ("ID='arch'\n", "sudo pacman -S bubblewrap"),
        ('ID=opensuse-leap\nID_LIKE="suse opensuse"\n', "sudo zypper install bubblewrap"),
        ("ID=unheard-of\n", "install bubblewrap with this system's package manager"),
        ("", "install bubblewrap with this system's package manager"),
    ],
)
def test_the_command_fits_the_distribution(tmp_path: Path, release: str, command: str) -> None:
    file = tmp_path / "os-release"
    file.write_text(release)
    assert install_command("bubblewrap", file) == command


def test_an_unknown_system_gets_a_sentence(tmp_path: Path) -> None:
    assert "package manager" in install_command("bubblewrap", tmp_path / "missing")


SYSTEMS = [("Linux", "bubblewrap"), ("Darwin", "not possible"), ("Windows", "not possible")]


@pytest.mark.parametrize(("system", "words"), SYSTEMS)
def test_what_enables_running_depends_on_the_system(monkeypatch: pytest.MonkeyPatch, system: str, words: str) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    assert words in how_to_enable()
    assert "exported" in how_to_enable()
