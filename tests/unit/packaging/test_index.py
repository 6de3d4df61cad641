"""The person's own pip settings reach uv, and settings made for uv stand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import index


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """An environment whose only pip settings are in `pip.conf` of this folder."""
    return {"PIP_CONFIG_FILE": str(tmp_path / "pip.conf"), "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}


def _write(tmp_path: Path, text: str) -> None:
    (tmp_path / "pip.conf").write_text(text, encoding="utf-8")


def test_index_of_pips_settings_is_uvs_main_index(tmp_path: Path, settings: dict[str, str]) -> None:
    _write(tmp_path, "[global]\nindex-url = https://packages.example/simple\n")
    (only,) = index.uv_environments(settings)
    assert only["UV_DEFAULT_INDEX"] == "https://packages.example/simple"


def test_additional_places_come_only_in_a_second_attempt(tmp_path: Path, settings: dict[str, str]) -> None:
    _write(tmp_path, "[global]\nextra-index-url =\n    file:///one\n    file:///two\nfind-links = /wheels\n")
    first, second = index.uv_environments(settings)
    assert "UV_INDEX" not in first
    assert "UV_FIND_LINKS" not in first
    assert second["UV_INDEX"] == "file:///one file:///two"
    assert second["UV_FIND_LINKS"] == "/wheels"
    assert second["UV_INDEX_STRATEGY"] == "unsafe-best-match"


def test_variable_wins_over_file_and_install_section_over_global(tmp_path: Path, settings: dict[str, str]) -> None:
    _write(tmp_path, "[install]\nproxy = http://b\ncert = /b\n[global]\nproxy = http://a\nindex_url = https://a\n")
    found = index.pip_settings({**settings, "PIP_CERT": "/c"})
    assert found["proxy"] == "http://b"
    assert found["cert"] == "/c"
    assert found["index-url"] == "https://a"


@pytest.mark.parametrize("name", ["UV_DEFAULT_INDEX", "UV_INDEX_URL"])
def test_what_is_set_for_uv_already_stands(tmp_path: Path, settings: dict[str, str], name: str) -> None:
    _write(tmp_path, "[global]\nindex-url = https://packages.example/simple\n")
    (only,) = index.uv_environments({**settings, name: "https://mine.example"})
    assert only[name] == "https://mine.example"
    assert "https://packages.example/simple" not in only.values()


def test_places_set_for_uv_are_used_at_once(settings: dict[str, str]) -> None:
    (only,) = index.uv_environments({**settings, "UV_FIND_LINKS": "/wheels"})
    assert only["UV_FIND_LINKS"] == "/wheels"


@pytest.mark.parametrize(
    "text", ["no section\n", "[global]\nindex-url\n", "\udcff"], ids=["plain", "no value", "bytes"]
)
def test_broken_settings_are_named_and_left_out(
    tmp_path: Path, settings: dict[str, str], text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pip.conf").write_bytes(text.encode("utf-8", "surrogateescape"))
    (only,) = index.uv_environments(settings)
    assert "UV_DEFAULT_INDEX" not in only
    assert "pip.conf" in capsys.readouterr().err


def test_settings_switched_off_are_not_read(tmp_path: Path, settings: dict[str, str]) -> None:
    (tmp_path / ".pip").mkdir()
    (tmp_path / ".pip" / "pip.conf").write_text("[global]\nproxy = http://a\n")
    assert index.pip_settings({**settings, "PIP_CONFIG_FILE": "/absent"})["proxy"] == "http://a"
    assert "proxy" not in index.pip_settings({**settings, "PIP_CONFIG_FILE": os.devnull})


def test_own_settings_stay_in_uvs_environment(settings: dict[str, str]) -> None:
    (only,) = index.uv_environments({**settings, "HTTPS_PROXY": "http://proxy"})
    assert only["HTTPS_PROXY"] == "http://proxy"
