"""All ideas of a home: made, listed, copied, put away, taken in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lamplighter.domain.errors import UnknownIdea
from lamplighter.domain.events import Stage
from lamplighter.services.paths import Home, home
from lamplighter.services.store import Library


@pytest.fixture
def library(temp_home: Home) -> Library:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    ticks = iter(range(1_000_000))
    return Library(temp_home, lambda: start + timedelta(seconds=next(ticks)))


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("A tool library for our street", "a-tool-library-for-our-street-"),
        ("../../etc/passwd", "etc-passwd-"),
        ("Bücher & Äpfel", "bucher-apfel-"),
        ("道具図書館", "idea-"),
        ("", "idea-"),
        ("CON", "con-"),
        ("x" * 500, "x" * 40 + "-"),
        ("a\x00b\n\u202ec", "a-b-c-"),
    ],
)
def test_an_id_is_readable_and_safe_whatever_the_name(library: Library, name: str, begins: str) -> None:
    with library.create(name, "text") as store:
        assert store.idea_id.startswith(begins)
        assert store.idea_id.replace("-", "").isalnum()
        assert store.idea_id.isascii()
        assert store.get("name") == name
        assert store.get("idea") == "text"


def test_two_ideas_of_one_name_have_two_ids(library: Library) -> None:
    with library.create("Same", "a") as first, library.create("Same", "b") as second:
        assert first.idea_id != second.idea_id


def test_the_list_has_the_last_opened_first_with_name_and_verdict(library: Library) -> None:
    with library.create("First", "a") as first, library.create("Second", "b") as second:
        second.put("verdict", "Test first")
    assert [idea.name for idea in library.ideas()] == ["Second", "First"]
    library.open(first.idea_id).close()
    newest, oldest = library.ideas()
    assert (newest.name, newest.verdict, newest.problem, newest.archived) == ("First", "", "", False)
    assert (oldest.name, oldest.verdict) == ("Second", "Test first")
    assert datetime.fromisoformat(newest.opened) > datetime.fromisoformat(oldest.opened)


@pytest.mark.parametrize("idea_id", ["nothing-abc", "", "..", "../ideas", "a/b", "A", "x" * 100, "a\x00"])
def test_an_unknown_or_impossible_id_is_refused_in_words(library: Library, idea_id: str) -> None:
    with pytest.raises(UnknownIdea, match="There is no idea"):
        library.open(idea_id)


def test_an_archived_idea_is_marked_and_comes_back(library: Library) -> None:
    with library.create("Old", "a") as store:
        idea_id = store.idea_id
    library.archive(idea_id)
    assert library.ideas()[0].archived
    library.archive(idea_id, archived=False)
    assert not library.ideas()[0].archived


def test_a_copy_has_the_whole_history_and_goes_its_own_way(library: Library) -> None:
    with library.create("Old", "a") as store:
        store.commit_version("builder", "scaffold", {"a.txt": b"1"})
        store.write_project()
        store.commit_version("builder", "scaffold", {"a.txt": b"2"})
        copy_id = library.duplicate(store.idea_id)
        with library.open(copy_id) as copy:
            assert copy.get("name") == "Old (copy)"
            assert [copy.files(version.version) for version in copy.versions()] == [{"a.txt": b"1"}, {"a.txt": b"2"}]
            copy.commit_version("builder", "scaffold", {"a.txt": b"3"})
            copy.write_project()
            assert (copy.project / "a.txt").read_bytes() == b"3"
        assert store.files() == {"a.txt": b"2"}
        assert store.get("name") == "Old"


def test_a_file_taken_in_has_all_rows_and_its_own_id_when_that_is_free(library: Library, tmp_path: Path) -> None:
    with library.create("Mine", "a") as store:
        store.commit_version("builder", "scaffold", {"a.txt": b"1"})
        store.write_project()
        store.finish_stage("job", Stage.SCAFFOLD, {"x": 1})
        file = store.folder / "idea.sqlite"
        there = Library(home(tmp_path / "there", {}), lambda: datetime.now(UTC))
        idea_id = there.import_file(file)
        again = there.import_file(file)
        assert idea_id == store.idea_id
        assert again != idea_id
        with there.open(idea_id) as taken:
            assert taken.get("name") == "Mine"
            assert taken.files() == {"a.txt": b"1"}
            assert taken.finished("job") == {}, "what was finished elsewhere is found out anew here"
            taken.write_project()
            assert (taken.project / "a.txt").read_bytes() == b"1"


def test_garbage_among_the_ideas_hides_none_of_them(library: Library, temp_home: Home) -> None:
    library.create("Good", "a").close()
    (temp_home.ideas / "a-file.txt").write_bytes(b"x")
    (temp_home.ideas / "empty-folder").mkdir()
    (temp_home.ideas / "Thumbs.db").write_bytes(b"x")
    (temp_home.ideas / "broken-link").symlink_to(temp_home.ideas / "nowhere")
    for name, content in (("garbage", b"garbage" * 100), ("nothing", b"")):
        (temp_home.ideas / name).mkdir()
        (temp_home.ideas / name / "idea.sqlite").write_bytes(content)
    good, *bad = library.ideas()
    assert (good.name, good.problem) == ("Good", "")
    assert {idea.idea_id for idea in bad} == {"garbage", "nothing"}
    assert all("not an idea file" in idea.problem for idea in bad)


def test_folders_of_processes_that_are_gone_are_swept_at_the_start(temp_home: Home) -> None:
    gone = 2**22 + 1  # above the largest process id Linux gives
    for folder in (temp_home.temp / f"check-{gone}-00112233", temp_home.ideas / f".arriving-{gone}-00112233"):
        (folder / "deep").mkdir(parents=True)
        (folder / "deep/file").write_bytes(b"x")
    Library(temp_home, lambda: datetime.now(UTC))
    assert list(temp_home.temp.iterdir()) == []
    assert list(temp_home.ideas.iterdir()) == []
