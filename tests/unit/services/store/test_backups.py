"""Backups: taken when something changed, checked before use, thinned with age."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.domain.errors import StoreError
from lamplighter.services.paths import Home
from lamplighter.services.store import IdeaStore, Library, backups

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


def library(home: Home) -> Library:
    return Library(home, lambda: NOW)


def created(home: Home) -> IdeaStore:
    return library(home).create("Tool library", "Who has the drill?")


def name(sequence: int, time: datetime) -> str:
    return f"{sequence:010d}-0011aabb-{time.strftime('%Y%m%dT%H%M%S')}Z.sqlite"


def test_a_backup_is_a_whole_idea_file_outside_the_ideas_folder(temp_home: Home) -> None:
    with created(temp_home) as store:
        store.commit_version("builder", "scaffold", {"a.txt": b"1"})
        path = store.backup()
    assert path is not None
    assert path.parent == temp_home.backups / store.idea_id
    assert backups.newest_good(path.parent) == path
    taken = library(temp_home).import_file(path)
    with library(temp_home).open(taken) as copy:
        assert copy.files() == {"a.txt": b"1"}


def test_nothing_changed_means_no_backup(temp_home: Home) -> None:
    with created(temp_home) as store:
        store.record("job", {})
        assert store.backup() is not None
        assert store.backup() is None
    with library(temp_home).open(store.idea_id) as again:
        assert again.backup() is None
        again.record("job", {})
        assert again.backup() is not None


def test_opening_takes_a_backup_of_what_changed_since_the_last(temp_home: Home) -> None:
    with created(temp_home) as store:
        before = len(backups.found(temp_home.backups / store.idea_id))
        store.record("job", {"step": 1})
    library(temp_home).open(store.idea_id).close()
    library(temp_home).open(store.idea_id).close()
    assert len(backups.found(temp_home.backups / store.idea_id)) == before + 1


def test_a_bad_backup_is_passed_over_and_stays(temp_home: Home) -> None:
    with created(temp_home) as store:
        store.record("job", {})
        good = store.backup()
        store.record("job", {})
        bad = store.backup()
    assert good is not None
    assert bad is not None
    bad.write_bytes(b"garbage")
    assert backups.newest_good(bad.parent) == good
    assert bad.read_bytes() == b"garbage"


def test_a_backup_that_fails_leaves_no_half_file_and_says_so(temp_home: Home) -> None:
    with created(temp_home) as store:
        folder = temp_home.backups / store.idea_id
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
        folder.write_bytes(b"a file where the folder should be")
        store.record("job", {})
        with pytest.raises(StoreError, match="backup"):
            store.backup()
        assert folder.read_bytes() == b"a file where the folder should be"
    with library(temp_home).open(store.idea_id) as again:
        assert "No backup" in again.notices[0]
        assert len(again.events("job")) == 1


def test_thinning_keeps_the_newest_eight_then_one_a_day_a_week_and_a_month() -> None:
    names = [name(9999 - turn, NOW - timedelta(hours=6 * turn)) for turn in range(4 * 500)]
    going = set(backups.thinned(names, NOW))
    kept = [found for found in names if found not in going]
    assert kept[:8] == names[:8]
    assert 30 < len(kept) < 50


names_of_backups = st.lists(
    st.builds(
        name,
        st.integers(0, 9_999_999),
        st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2027, 1, 1)),  # noqa: DTZ001 - named without zone
    ),
    unique=True,
    max_size=60,
)


@given(names_of_backups)
def test_thinning_never_names_the_newest_a_later_or_a_foreign_one(names: list[str]) -> None:
    going = backups.thinned([*names, "my copy.sqlite", ".lock"], NOW)
    assert set(going) <= set(names)
    assert not set(sorted(names, reverse=True)[:8]) & set(going)
    assert all(found.split("-")[2] <= NOW.strftime("%Y%m%dT%H%M%SZ.sqlite") for found in going)


@given(names_of_backups)
def test_thinning_what_was_thinned_changes_nothing(names: list[str]) -> None:
    going = set(backups.thinned(names, NOW))
    assert backups.thinned([found for found in names if found not in going], NOW) == ()


def test_a_folder_without_backups_has_none(tmp_path: Path) -> None:
    assert backups.found(tmp_path / "nowhere") == ()
    assert backups.newest_good(tmp_path / "nowhere") is None
