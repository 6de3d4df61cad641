"""What each command does, run as a person runs it: the words it says and the exit code it gives."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec
import pytest
from tests.unit.engine.builds import blueprint

from lamplighter.domain.events import Stage
from lamplighter.engine.job import Order, Verified
from lamplighter.engine.workshop import made_library

from .conftest import BLUEPRINT, Command


def test_build_says_in_prose_what_stands_and_where(command: Command, tmp_path: Path) -> None:
    said = command("build", "--blueprint", str(BLUEPRINT), "--no-run", at=tmp_path)
    assert said.code == 4
    lines = said.out.splitlines()
    assert lines[0] == "One Rule — The smallest app with a rule."
    assert lines[1] == "A static project about: Thing. It was written but not run."
    assert "Built:" in lines
    assert "  - Once" in lines
    assert any(line.startswith("The project:   ") and Path(line.split(maxsplit=2)[2]).is_dir() for line in lines)
    assert "scaffold …" in said.err
    assert "{" not in said.out


def test_the_same_build_again_is_a_new_idea_and_resume_is_the_same(command: Command, tmp_path: Path) -> None:
    words = ("build", "--blueprint", str(BLUEPRINT), "--no-run", "--json")
    first = command(*words, at=tmp_path).result
    second = command(*words, at=tmp_path).result
    assert first["idea_id"] != second["idea_id"]
    resumed = command("build", "--resume", first["idea_id"], "--json", at=tmp_path)
    assert resumed.code == 4
    assert resumed.result["idea_id"] == first["idea_id"]
    assert "StageStarted" not in resumed.out
    assert resumed.result["blueprint"] == first["blueprint"]


def test_a_bad_build_leaves_nothing(command: Command, tmp_path: Path) -> None:
    assert command("build", "  ", at=tmp_path).code == 2
    assert command("build", "--resume", "no-such-idea", at=tmp_path).code == 2
    assert command("ideas", "--json", at=tmp_path).result["ideas"] == []


def test_an_empty_home_says_how_to_begin(command: Command, tmp_path: Path) -> None:
    said = command("ideas", at=tmp_path)
    assert said.code == 0
    assert "build" in said.out


def test_ideas_are_a_line_each(command: Command, built: str) -> None:
    lines = [line for line in command("ideas").out.splitlines() if built in line.split()]
    assert len(lines) == 1
    assert "One Rule" in lines[0]


def test_show_tells_name_folder_and_versions(command: Command, copy: str, project: Path) -> None:
    said = command("show", copy)
    assert said.out.splitlines()[0] == f"One Rule (copy) ({copy})"
    assert str(project) in said.out
    assert "Versions: 1" in said.out
    body = command("show", copy, "--json").result
    assert body["report"]["ran"] is True
    assert body["order"]["run"] is True
    assert len(body["versions"]) == 1


def test_history_and_restore_bring_a_version_back_byte_for_byte(command: Command, copy: str, project: Path) -> None:
    readme = project / "README.md"
    before = readme.read_bytes()
    readme.write_bytes(b"Mine.\n")
    said = command("restore", copy, "1")
    assert said.code == 0
    assert "Nothing newer is lost" in said.out
    assert readme.read_bytes() == before
    history = command("history", copy).out.splitlines()
    assert [line.split()[3] for line in history] == ["builder", "person", "person"]
    assert command("restore", copy, "2").code == 0
    assert readme.read_bytes() == b"Mine.\n"


def test_a_version_that_is_not_there_is_refused(command: Command, copy: str) -> None:
    said = command("restore", copy, "99")
    assert said.code == 2
    assert "99" in said.err
    assert said.out == ""


def test_a_copy_has_a_name_and_a_life_of_its_own(command: Command, built: str, copy: str) -> None:
    assert copy != built
    assert command("archive", copy).code == 0
    ideas = {idea["idea_id"]: idea for idea in command("ideas", "--json").result["ideas"]}
    assert ideas[copy]["archived"] is True
    assert ideas[built]["archived"] is False
    assert f"{copy}  One Rule (copy) (put away)" in command("ideas").out


def test_an_idea_file_is_taken_in_and_left_untouched(command: Command, home: Path, copy: str, tmp_path: Path) -> None:
    file = tmp_path / "theirs.sqlite"
    shutil.copy(home / "ideas" / copy / "idea.sqlite", file)
    before = file.read_bytes()
    said = command("import", str(file), "--json", at=tmp_path / "other")
    assert said.code == 0
    assert file.read_bytes() == before
    shown = command("show", said.result["idea_id"], "--json", at=tmp_path / "other").result
    assert len(shown["versions"]) == 1


def test_stages_an_idea_file_claims_to_have_finished_open_nothing(
    command: Command, home: Path, copy: str, tmp_path: Path
) -> None:
    with made_library(home).open(copy) as store:
        asked = Order.read(store.get("order"))  # type: ignore[arg-type]
        torn = store.commit_version("builder", "scaffold", {**store.files(), "src/rules.js": b"torn ("})
        claimed = Verified(torn, (), ran=True, blueprint=blueprint())
        store.finish_stage(asked.fingerprint, Stage.VERIFY, msgspec.to_builtins(claimed))
        file = store.folder / "idea.sqlite"
    other = tmp_path / "other"
    idea_id = command("import", str(file), "--json", at=other).result["idea_id"]
    assert command("build", "--resume", idea_id, at=other).code == 2
    assert command("export", idea_id, str(tmp_path / "out"), at=other).code == 5


@pytest.mark.parametrize("name", ["show", "duplicate", "archive", "history", "serve"])
def test_an_unknown_idea_is_refused_by_every_command(command: Command, name: str) -> None:
    said = command(name, "no-such-idea", "--json")
    assert said.code == 2
    assert said.result["error"]["hint"]
    assert said.result["ok"] is False


def test_a_damaged_idea_is_named_and_hides_no_other(command: Command, tmp_path: Path) -> None:
    words = ("build", "--blueprint", str(BLUEPRINT), "--no-run", "--json")
    good = command(*words, at=tmp_path).result["idea_id"]
    (tmp_path / "ideas" / "torn").mkdir()
    (tmp_path / "ideas" / "torn" / "idea.sqlite").write_bytes(b"torn" * 2000)
    ideas = {idea["idea_id"]: idea["problem"] for idea in command("ideas", "--json", at=tmp_path).result["ideas"]}
    assert ideas[good] in ("", None)
    assert ideas["torn"]
    assert "  ! " in command("ideas", at=tmp_path).out


def test_doctor_tells_tier_and_attacks_in_words(command: Command) -> None:
    said = command("doctor")
    assert said.code == 0
    assert "attacks tried in the sandbox:" in said.out
    assert "tier" in said.out
    assert "NOT stopped" in said.out or "stopped: " in said.out


def test_every_result_is_one_json_line_with_ok_and_exit(command: Command, built: str) -> None:
    for words in (("ideas",), ("show", built), ("history", built), ("doctor",)):
        said = command(*words, "--json")
        assert len(said.out.splitlines()) == 1
        assert json.loads(said.out)["ok"] is True
        assert json.loads(said.out)["exit"] == said.code == 0
