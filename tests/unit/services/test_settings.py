"""Settings are typed, outlive a crash and a second window, and never stop the program for one odd value."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing

import msgspec
import pytest

from lamplighter.domain.errors import StoreBusy, StoreError
from lamplighter.services.paths import Home
from lamplighter.services.settings import Autonomy, Settings, Theme, change_settings, read_settings


def dark(settings: Settings) -> Settings:
    return msgspec.structs.replace(settings, theme=Theme.DARK)


def raw(home: Home, sql: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home.root / "settings.sqlite")) as connection, connection:
        return connection.execute(sql, values).fetchall()


def test_without_a_file_the_defaults_hold_and_reading_makes_none(temp_home: Home) -> None:
    assert read_settings(temp_home) == Settings()
    assert not (temp_home.root / "settings.sqlite").exists()


def test_a_change_is_there_afterwards_and_the_rest_stays(temp_home: Home) -> None:
    assert change_settings(temp_home, dark).theme is Theme.DARK
    change_settings(temp_home, lambda now: msgspec.structs.replace(now, language="ja"))
    assert read_settings(temp_home) == Settings(theme=Theme.DARK, language="ja")


def test_a_change_that_fails_saves_nothing(temp_home: Home) -> None:
    change_settings(temp_home, dark)

    def failing(_settings: Settings) -> Settings:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        change_settings(temp_home, failing)
    assert read_settings(temp_home) == Settings(theme=Theme.DARK)


@pytest.mark.parametrize("value", [b'"purple"', b"7", b"{", b"\xff", b"", b"null"])
def test_an_odd_value_counts_as_not_set_and_hides_no_other(temp_home: Home, value: bytes) -> None:
    change_settings(temp_home, lambda now: msgspec.structs.replace(now, autonomy=Autonomy.RUN_TO_THE_GATE))
    raw(temp_home, "INSERT INTO settings VALUES ('theme', ?)", value)
    assert read_settings(temp_home) == Settings(autonomy=Autonomy.RUN_TO_THE_GATE)


def test_what_a_later_version_saved_stays(temp_home: Home) -> None:
    change_settings(temp_home, dark)
    raw(temp_home, "INSERT INTO settings VALUES ('from the future', ?)", b'{"x":1}')
    change_settings(temp_home, lambda now: msgspec.structs.replace(now, theme=Theme.LIGHT))
    assert raw(temp_home, "SELECT value FROM settings WHERE name = 'from the future'") == [(b'{"x":1}',)]


def test_two_windows_changing_different_settings_lose_neither(temp_home: Home) -> None:
    program = """
import sys, msgspec
from pathlib import Path
from lamplighter.services.paths import home
from lamplighter.services.settings import change_settings
found = home(Path(sys.argv[1]), {})
for turn in range(60):
    change_settings(found, lambda now: msgspec.structs.replace(now, **{sys.argv[2]: str(turn)}))
"""
    argv = [sys.executable, "-c", program, str(temp_home.root)]
    windows = [subprocess.Popen([*argv, field]) for field in ("language", "model")]
    assert [window.wait(60) for window in windows] == [0, 0]
    assert read_settings(temp_home) == Settings(language="59", model="59")


def test_a_window_that_holds_on_is_told(temp_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    change_settings(temp_home, dark)
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **named: real(*args, **{**named, "timeout": 0.1}))
    with closing(real(temp_home.root / "settings.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="another window"):
            change_settings(temp_home, dark)


def test_a_damaged_file_is_told_and_left_alone(temp_home: Home) -> None:
    path = temp_home.root / "settings.sqlite"
    path.write_bytes(b"garbage" * 1000)
    with pytest.raises(StoreError) as caught:
        read_settings(temp_home)
    assert "Rename" in caught.value.hint
    with pytest.raises(StoreError):
        change_settings(temp_home, dark)
    assert path.read_bytes() == b"garbage" * 1000


def test_an_empty_file_of_a_stopped_first_start_is_no_fault(temp_home: Home) -> None:
    (temp_home.root / "settings.sqlite").touch()
    assert read_settings(temp_home) == Settings()
    assert change_settings(temp_home, dark).theme is Theme.DARK
