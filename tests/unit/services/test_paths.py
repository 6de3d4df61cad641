"""Where state lies, and what is swept when a process is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lamplighter.services.paths import home, is_running, owned_name, owner, remove_tree, sweep, temp_folder


def test_the_named_folder_comes_first_then_the_environment(tmp_path: Path) -> None:
    environment = {"LAMPLIGHTER_HOME": str(tmp_path / "from environment")}
    assert home(tmp_path / "named", environment).root == tmp_path / "named"
    assert home(None, environment).root == tmp_path / "from environment"


def test_without_either_the_systems_own_place_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert home(None, {}).root.is_relative_to(tmp_path)
    assert home(None, {"LAMPLIGHTER_HOME": ""}).root.name == "lamplighter"


def test_a_relative_folder_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert home(Path("state"), {}).ideas == tmp_path / "state" / "ideas"


def test_all_folders_are_there_and_for_the_user_alone(tmp_path: Path) -> None:
    found = home(tmp_path / "state", {})
    for folder in (found.root, found.ideas, found.backups, found.cache, found.temp):
        assert folder.is_dir()
        assert folder.stat().st_mode & 0o077 == 0


def test_a_temp_folder_names_its_process_and_goes_with_the_block(tmp_path: Path) -> None:
    with temp_folder(tmp_path / "temp", "check") as folder:
        assert owner(folder.name) == os.getpid()
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "deep/er").mkdir(parents=True)
    assert not folder.exists()


def test_a_temp_folder_goes_also_when_the_block_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), temp_folder(tmp_path, "check"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_only_what_a_gone_process_owned_is_swept(tmp_path: Path) -> None:
    child = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    gone = f"check-{child.stdout.strip()}-00112233"
    alive = f"check-{os.getppid()}-00112233"
    for name in (gone, alive, owned_name("mine"), "other", "check-x-00112233", "check-12-xyz"):
        (tmp_path / name).mkdir()
    assert sweep(tmp_path) == (gone,)
    assert len(list(tmp_path.iterdir())) == 5


def test_sweeping_nothing_is_no_fault(tmp_path: Path) -> None:
    assert sweep(tmp_path / "nowhere") == ()


def test_a_link_is_removed_and_what_it_points_to_stays(tmp_path: Path) -> None:
    (tmp_path / "kept/deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/link").symlink_to(tmp_path / "kept")
    remove_tree(tmp_path / "link")
    remove_tree(tmp_path / "tree")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept/deep").is_dir()


def test_a_tree_whose_permissions_were_taken_away_goes_too() -> None:
    folder = Path("/var/tmp") / owned_name("closed")
    child = os.fork()
    if child == 0:
        os._exit(_closed_and_removed(folder))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _closed_and_removed(folder: Path) -> int:
    """As an ordinary user, for whom closed folders are closed: 0 when nothing is left of them."""
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    try:
        (folder / "closed/inner").mkdir(parents=True)
        (folder / "closed/inner/file").write_bytes(b"x")
        (folder / "closed/inner").chmod(0)
        (folder / "closed").chmod(0)
        remove_tree(folder)
    except OSError:
        return 2
    return int(folder.exists())


def test_this_process_runs_and_an_impossible_one_does_not() -> None:
    assert is_running(os.getpid())
    assert not is_running(2**22 + 1)
