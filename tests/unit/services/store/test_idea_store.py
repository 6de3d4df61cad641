"""What an open idea keeps, and what it gives back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lamplighter.domain.errors import BadInput, BadName, ProjectTooLarge
from lamplighter.domain.events import Stage
from lamplighter.domain.filenames import MAX_FILE_BYTES
from lamplighter.services.paths import Home
from lamplighter.services.store import JSON, IdeaStore, Library

FILES = {"index.html": b"<p>hello</p>", "src/app.js": b"export const a = 1\n", "bytes.bin": bytes(range(256))}


@pytest.fixture
def library(temp_home: Home) -> Library:
    return Library(temp_home, lambda: datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC))


@pytest.fixture
def store(library: Library) -> Iterator[IdeaStore]:
    with library.create("Tool library", "Who has the drill?") as opened:
        yield opened


def reopened(library: Library, store: IdeaStore) -> IdeaStore:
    store.close()
    return library.open(store.idea_id)


def test_an_event_is_there_after_reopening_with_its_number_time_and_body(library: Library, store: IdeaStore) -> None:
    number = store.record("job", {"stage": "verify", "tries": 2})
    with reopened(library, store) as again:
        (event,) = again.events("job")
    assert (event.sequence, event.kind, event.body) == (number, "job", {"stage": "verify", "tries": 2})
    assert event.time == "2026-03-04T05:06:07.000+00:00"


def test_events_come_in_the_order_they_were_recorded_and_after_a_number_only_later_ones(store: IdeaStore) -> None:
    numbers = [store.record("job", {"turn": turn}) for turn in range(5)]
    assert numbers == sorted(numbers)
    assert [event.body for event in store.events("job", after=numbers[2])] == [{"turn": 3}, {"turn": 4}]


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -(2**70),
        0.1,
        "",
        "Ünï \U0001f3ee \u202e",
        "\ud800",
        "\x00",
        [],
        {"b": 1, "a": [None, {"deep": ["x"]}]},
    ],
)
def test_a_value_comes_back_as_it_was_put(library: Library, store: IdeaStore, value: JSON) -> None:
    store.put("blueprint", "older")
    store.put("blueprint", value)
    with reopened(library, store) as again:
        assert again.get("blueprint") == value


def test_keys_of_a_value_keep_their_order(store: IdeaStore) -> None:
    store.put("answers", {"z": 1, "a": 2})
    found = store.get("answers")
    assert isinstance(found, dict)
    assert list(found) == ["z", "a"]


def test_a_name_without_a_value_gives_none(store: IdeaStore) -> None:
    assert store.get("verdict") is None


def test_not_a_number_is_refused_and_nothing_is_recorded(store: IdeaStore) -> None:
    before = store.events()
    with pytest.raises(ValueError, match="Out of range"):
        store.put("price", float("nan"))
    assert store.events() == before


def test_finished_stages_are_those_of_the_job_alone_and_the_latest_value_counts(
    library: Library, store: IdeaStore
) -> None:
    store.finish_stage("job-1", Stage.SPECIFY, {"name": "old"})
    store.finish_stage("job-1", Stage.SCAFFOLD, 7)
    store.finish_stage("job-1", Stage.SPECIFY, {"name": "new"})
    store.finish_stage("job-2", Stage.VERIFY, None)
    with reopened(library, store) as again:
        assert again.finished("job-1") == {Stage.SPECIFY: {"name": "new"}, Stage.SCAFFOLD: 7}
        assert again.finished("job-2") == {Stage.VERIFY: None}
        assert again.finished("job-3") == {}


def test_a_version_gives_back_every_byte(library: Library, store: IdeaStore) -> None:
    number = store.commit_version("builder", "scaffold", FILES, "first")
    with reopened(library, store) as again:
        assert again.files() == FILES
        assert again.files(number) == FILES
        (version,) = again.versions()
    assert (version.version, version.author, version.stage, version.note) == (number, "builder", "scaffold", "first")
    assert version.files == 3


def test_saving_the_same_files_again_gives_the_same_version(store: IdeaStore) -> None:
    first = store.commit_version("builder", "scaffold", FILES)
    assert store.commit_version("repair", "repair", dict(reversed(FILES.items()))) == first
    assert len(store.versions()) == 1


def test_bytes_that_did_not_change_are_kept_once(store: IdeaStore) -> None:
    large = bytes(1_000_000)
    for turn in range(20):
        store.commit_version("builder", "scaffold", {"large.bin": large, "small.txt": str(turn).encode()})
    assert sum(path.stat().st_size for path in store.folder.iterdir() if path.is_file()) < 4_000_000


def test_restoring_makes_a_new_version_equal_to_the_old_one(store: IdeaStore) -> None:
    first = store.commit_version("builder", "scaffold", FILES)
    store.commit_version("builder", "scaffold", {"other.txt": b"x"})
    third = store.restore(first)
    assert third == first + 2
    assert store.files() == FILES
    assert [version.author for version in store.versions()] == ["builder", "builder", "person"]


def test_there_are_no_files_before_the_first_version(store: IdeaStore) -> None:
    assert store.files() == {}
    assert store.versions() == ()


def test_a_version_that_does_not_exist_is_refused_in_words(store: IdeaStore) -> None:
    with pytest.raises(BadInput, match="no version 7"):
        store.files(7)
    with pytest.raises(BadInput, match="no version 7"):
        store.restore(7)


def test_a_bad_name_saves_nothing_of_the_version(store: IdeaStore) -> None:
    with pytest.raises(BadName):
        store.commit_version("builder", "scaffold", FILES | {"../evil": b""})
    with pytest.raises(ProjectTooLarge):
        store.commit_version("builder", "scaffold", {"large.bin": bytes(MAX_FILE_BYTES + 1)})
    assert store.versions() == ()


def test_several_threads_may_use_one_open_idea(store: IdeaStore) -> None:
    def work(mark: int) -> None:
        for turn in range(25):
            store.record("job", {"mark": mark, "turn": turn})

    threads = [threading.Thread(target=work, args=(mark,)) for mark in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({event.sequence for event in store.events("job")}) == 100


def test_order_is_that_of_recording_though_the_clock_jumps_back(temp_home: Home) -> None:
    now = datetime(2026, 11, 1, 12, tzinfo=UTC)
    times = iter(now - timedelta(hours=hours) for hours in range(100))
    with Library(temp_home, lambda: next(times)).create("Clock", "jumps") as store:
        numbers = [store.record("job", {"turn": turn}) for turn in range(5)]
        first = store.commit_version("builder", "scaffold", {"a.txt": b"1"})
        second = store.commit_version("builder", "scaffold", {"a.txt": b"2"})
        assert [event.sequence for event in store.events("job")] == numbers
        assert (first < second, store.files()) == (True, {"a.txt": b"2"})


def test_closing_twice_is_no_fault(store: IdeaStore) -> None:
    store.close()
    store.close()


def test_the_idea_lies_in_a_folder_of_its_own_beneath_the_home(temp_home: Home, store: IdeaStore) -> None:
    assert store.folder == temp_home.ideas / store.idea_id
    assert store.project == store.folder / "project"
    assert (store.folder / "idea.sqlite").is_file()


def test_only_the_user_may_enter_the_folder(store: IdeaStore) -> None:
    assert store.folder.stat().st_mode & 0o077 == 0
    assert Path(store.folder).is_dir()
