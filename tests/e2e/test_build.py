"""The main job from outside: an idea goes in, a tested project comes out, and the contract holds to the letter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.e2e.programs import TOOL_LIBRARY, Ended, ran, sandboxes, temp_left

KEYS = {
    "ok", "exit", "idea_id", "name", "pack", "project", "blueprint", "findings", "assumed", "cut", "not_built", "ran",
    "seconds",
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def built(home: Path) -> Ended:
    return ran(home, "build", TOOL_LIBRARY)


def test_an_idea_becomes_a_verified_project(built: Ended) -> None:
    result = built.result
    assert built.code == 0, result
    assert result.keys() >= KEYS
    assert result["ok"] is True
    assert result["ran"] is True
    assert [f for f in result["findings"] if f["severity"] == "error"] == []
    assert all(isinstance(result[key], list) for key in ("findings", "assumed", "cut", "not_built"))
    assert {"specify", "scaffold", "verify"} <= result["seconds"].keys()


def test_nothing_had_to_be_repaired(built: Ended) -> None:
    assert [event for event in built.events if event["event"] == "FixApplied"] == []


def test_every_event_names_itself(built: Ended) -> None:
    names = [event["event"] for event in built.events]
    assert names[0] == "JobStarted"
    assert names[-1] == "JobFinished"
    assert "BlueprintReady" in names


def test_the_project_stands_after_the_command_has_ended(built: Ended) -> None:
    project = Path(built.result["project"])
    assert project.is_absolute()
    for name in ("README.md", "AGENTS.md", "Dockerfile", "index.html"):
        assert (project / name).is_file(), name
    assert list((project / "tests").iterdir())


def test_the_persons_own_words_are_on_its_screens(built: Ended) -> None:
    page = (Path(built.result["project"]) / "index.html").read_text(encoding="utf-8")
    assert "Tool" in page
    assert "Drill" in page


def test_progress_stays_off_stdout(home: Path) -> None:
    ended = ran(home, "ideas")
    assert len(ended.out.splitlines()) == 1


def test_no_process_and_no_temp_folder_is_left(built: Ended, home: Path) -> None:
    assert [line for line in sandboxes() if str(home) in line] == []
    assert temp_left(home) == []


def test_it_is_listed_shown_and_has_a_history(built: Ended, home: Path) -> None:
    idea_id = built.result["idea_id"]
    listed = ran(home, "ideas").result["ideas"]
    assert [idea["idea_id"] for idea in listed] == [idea_id]
    assert listed[0].keys() >= {"idea_id", "name", "verdict", "opened"}
    shown = ran(home, "show", idea_id).result
    assert shown["idea"] == TOOL_LIBRARY
    versions = ran(home, "history", idea_id).result["versions"]
    assert versions[0].keys() >= {"version", "author", "stage", "time", "files"}


def test_a_version_comes_back_byte_for_byte(built: Ended, home: Path) -> None:
    idea_id, project = built.result["idea_id"], Path(built.result["project"])
    copy = ran(home, "duplicate", idea_id).result["idea_id"]
    shown = ran(home, "restore", copy, "1").result
    folder = Path(shown["project"])
    before = {path.relative_to(project): path.read_bytes() for path in project.rglob("*") if path.is_file()}
    (folder / "README.md").unlink()
    again = Path(ran(home, "restore", copy, "1").result["project"])
    after = {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.parametrize(
    ("words", "stdin"),
    [
        (["build", ""], b""),
        (["build", "   \t "], b""),
        (["build", "--idea-file", "-"], b""),
        (["build", "--idea-file", "-"], b"\0\0\0"),
        (["build", "--idea-file", "/nowhere/idea.txt"], b""),
        (["build", "ransomware that encrypts files of strangers"], b""),
        (["show", "no-such-idea"], b""),
        (["restore", "../../etc", "1"], b""),
        (["check", "/nowhere/at/all"], b""),
        (["export", "no-such-idea", "/tmp/nowhere-at-all"], b""),
        (["import", "/dev/null"], b""),
    ],
)
def test_bad_input_is_refused_in_one_sentence_with_a_hint(words: list[str], stdin: bytes, tmp_path: Path) -> None:
    ended = ran(tmp_path, *words, stdin=stdin)
    assert ended.code == 2, ended.result
    error = ended.result["error"]
    assert error["message"]
    assert error["hint"]
    assert "Traceback" not in ended.err
    assert ran(tmp_path, "ideas").result["ideas"] == []


def test_no_run_writes_the_project_and_says_it_was_not_run(tmp_path: Path) -> None:
    ended = ran(tmp_path, "build", TOOL_LIBRARY, "--no-run")
    assert ended.code == 4
    assert ended.result["ran"] is False
    assert Path(ended.result["project"], "README.md").is_file()
    assert all(f["message"].startswith("not run:") for f in ended.result["findings"])


def test_a_blueprint_is_built_as_it_stands(tmp_path: Path, built: Ended) -> None:
    file = tmp_path / "blueprint.json"
    file.write_text(json.dumps(built.result["blueprint"]), encoding="utf-8")
    ended = ran(tmp_path / "home", "build", "--blueprint", str(file))
    assert ended.code == 0, ended.result
    assert ended.result["blueprint"] == built.result["blueprint"]


def test_a_faulty_blueprint_is_refused_by_place_and_leaves_nothing(tmp_path: Path, built: Ended) -> None:
    broken = json.loads(json.dumps(built.result["blueprint"]))
    broken["rules"][0]["on"] = "nonsense"
    file = tmp_path / "blueprint.json"
    file.write_text(json.dumps(broken), encoding="utf-8")
    ended = ran(tmp_path / "home", "build", "--blueprint", str(file))
    assert ended.code == 2
    assert "nonsense" in ended.result["error"]["message"]
    assert ran(tmp_path / "home", "ideas").result["ideas"] == []


def test_an_unknown_pack_is_refused_and_a_missing_one_is_replaced_and_said(tmp_path: Path) -> None:
    assert ran(tmp_path, "build", TOOL_LIBRARY, "--pack", "nonsense").code == 2
    ended = ran(tmp_path, "build", "A command line habit tracker", "--pack", "cli", "--no-run")
    assert ended.result["pack"] == "web"
    assert any("cli" in line for line in ended.result["assumed"])
