"""System packages: found missing, installed when that is allowed, else said; scripts stand in for apt-get and dpkg."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

import debian

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Debian only")

LISTING = """\
installed|bubblewrap|
installed|libasound2t64|libasound2 (= 1.2)
not-installed|libegl1|
installed|python3-venv|python3-venv-abi, other
"""
RECORDING = """\
#!/bin/sh
echo "$0 $*" >> "$RECORD"
case "$0 $*" in *" install "*) exit $INSTALL_CODE;; *" update"*) exit $UPDATE_CODE;; esac
"""


class Machine:
    """A search path of our own with stand-ins that record how they were called."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.patch = folder, patch
        self.record = folder / "record"
        self.record.touch()
        self.said: list[str] = []
        for name, value in {"RECORD": str(self.record), "INSTALL_CODE": "0", "UPDATE_CODE": "0"}.items():
            patch.setenv(name, value)
        patch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        (folder / "listing").write_text(LISTING)
        self.program("dpkg-query", f'#!/bin/sh\ncat "{folder}/listing"\n')
        self.program("apt-get", RECORDING)
        self.program("apt-cache", "#!/bin/sh\necho '  Candidate: 1.0'\n")

    def program(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)

    def user(self, number: int) -> None:
        self.patch.setattr(os, "geteuid", lambda: number)

    def calls(self) -> list[str]:
        return [Path(line).name for line in self.record.read_text().splitlines()]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path, monkeypatch)
    made.user(0)
    return made


def test_only_what_is_not_installed_or_provided_is_missing(machine: Machine) -> None:
    wanted = ["bubblewrap", "libasound2", "libegl1", "python3-venv", "xvfb"]
    assert debian.missing_packages(wanted) == ["libegl1", "xvfb"]


def test_nothing_is_missing_where_there_is_no_apt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert debian.missing_packages(["libegl1"]) == []


def test_root_updates_once_and_installs_all_at_once(machine: Machine) -> None:
    debian.install_missing(["libegl1", "xvfb", "bubblewrap"], machine.said.append)
    update, install = machine.calls()
    assert update.endswith(" update")
    assert install.endswith(" install --no-install-recommends libegl1 xvfb")


def test_nothing_is_run_or_said_when_nothing_is_missing(machine: Machine) -> None:
    debian.install_missing(["bubblewrap"], machine.said.append)
    assert machine.calls() == []
    assert machine.said == []


def test_user_with_passwordless_sudo_installs_through_it(machine: Machine) -> None:
    machine.user(1000)
    machine.program("sudo", '#!/bin/sh\necho "$0 $*" >> "$RECORD"\n[ "$1" = -n ] && shift\nexec "$@"\n')
    debian.install_missing(["xvfb"], machine.said.append)
    assert machine.calls()[0] == "sudo -n true"
    assert any(call.startswith("sudo -n env") and " install " in call for call in machine.calls())
    assert any(call.startswith("apt-get") and " install " in call for call in machine.calls())


@pytest.mark.parametrize("sudo", ["#!/bin/sh\nexit 1\n", None], ids=["asks for a password", "is not there"])
def test_user_who_may_not_install_is_told_the_exact_command(machine: Machine, sudo: str | None) -> None:
    machine.user(1000)
    machine.patch.setenv("PATH", str(machine.folder))
    machine.program(
        "dpkg-query", f'#!/bin/sh\nwhile read -r line; do echo "$line"; done < "{machine.folder}/listing"\n'
    )
    if sudo:
        machine.program("sudo", sudo)
    debian.install_missing(["libegl1", "xvfb"], machine.said.append)
    (said,) = machine.said
    assert "sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 xvfb" in said
    assert machine.calls() == []


def test_failed_update_is_said_and_the_install_tried(machine: Machine) -> None:
    machine.patch.setenv("UPDATE_CODE", "100")
    debian.install_missing(["xvfb"], machine.said.append)
    assert any("update did not work" in line for line in machine.said)
    assert len(machine.calls()) == 2


def test_failed_install_is_said_and_nothing_raised(machine: Machine) -> None:
    machine.patch.setenv("INSTALL_CODE", "100")
    debian.install_missing(["xvfb"], machine.said.append)
    assert any("apt-get install" in line for line in machine.said)


def test_library_renamed_by_a_newer_release_is_installed_under_its_new_name(machine: Machine) -> None:
    machine.program(
        "apt-cache", "#!/bin/sh\ncase $2 in *t64) echo '  Candidate: 1';; *) echo '  Candidate: (none)';; esac\n"
    )
    debian.install_missing(["libegl1"], machine.said.append)
    assert machine.calls()[-1].endswith(" libegl1t64")


def test_package_this_release_lacks_is_named_and_the_others_installed(machine: Machine) -> None:
    machine.program(
        "apt-cache", "#!/bin/sh\ncase $2 in xvfb) echo '  Candidate: 1';; *) echo '  Candidate: (none)';; esac\n"
    )
    debian.install_missing(["libegl1", "xvfb"], machine.said.append)
    assert any(line == "Not to be had from this system: libegl1" for line in machine.said)
    assert machine.calls()[-1].endswith(" --no-install-recommends xvfb")
