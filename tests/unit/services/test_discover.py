"""Plug-ins are found by being there."""

from __future__ import annotations

from pathlib import Path

import pytest

from lamplighter.services import discover


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    folder = tmp_path / "found_by_tests"
    (folder / "beta").mkdir(parents=True)
    for name in ("__init__.py", "gamma.py", "alpha.py", "_private.py", "beta/__init__.py"):
        (folder / name).touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    return folder.name


def test_public_modules_and_packages_are_found_by_name(package: str) -> None:
    found = [module.__name__ for module in discover.plug_in_modules(package)]
    assert found == [f"{package}.alpha", f"{package}.beta", f"{package}.gamma"]


def test_absent_package_is_an_error() -> None:
    with pytest.raises(ModuleNotFoundError):
        discover.plug_in_modules("lamplighter.no_such_package")


def test_paths_of_a_folder_are_found_by_pattern_in_order(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml", ".hidden.toml", "_part.toml", "note.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in discover.plug_in_paths(tmp_path, "*.toml")] == ["a.toml", "b.toml"]


def test_absent_folder_holds_no_plug_ins(tmp_path: Path) -> None:
    assert discover.plug_in_paths(tmp_path / "absent") == ()


@pytest.mark.parametrize("name", [discover.RESOURCES, discover.TEMPLATES])
def test_bundled_folders_are_found_in_the_checkout(name: str) -> None:
    assert discover.bundled(name).name == name


def test_missing_bundle_says_what_to_do() -> None:
    with pytest.raises(FileNotFoundError, match="install Lamplighter again"):
        discover.bundled("no_such_folder")
