"""What leaves, and what is held: export, the gate, overrides, checks of any folder."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from tests.e2e.programs import TOOL_LIBRARY, Ended, ran


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def built(home: Path) -> Ended:
    return ran(home, "build", TOOL_LIBRARY)


def state_of(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_verified_project_leaves_as_a_folder_with_its_sheet(built: Ended, home: Path, tmp_path: Path) -> None:
    ended = ran(home, "export", built.result["idea_id"], str(tmp_path / "out"))
    assert ended.code == 0, ended.result
    assert ended.result["gate"]["state"] == "full"
    sheet = (tmp_path / "out" / "VIABILITY.md").read_text(encoding="utf-8")
    assert "A1" in sheet
    assert set(ended.result["files"]) >= {"README.md", "VIABILITY.md", "index.html"}
    assert (tmp_path / "out" / ".git").is_dir()


def test_it_leaves_as_one_zip_too(built: Ended, home: Path, tmp_path: Path) -> None:
    ended = ran(home, "export", built.result["idea_id"], str(tmp_path / "out.zip"), "--zip")
    assert ended.code == 0
    with zipfile.ZipFile(ended.result["path"]) as archive:
        assert archive.testzip() is None
        assert any(name.endswith("VIABILITY.md") for name in archive.namelist())


def test_an_edit_that_breaks_it_locks_the_gate_and_only_a_person_overrides(
    built: Ended, home: Path, tmp_path: Path
) -> None:
    copy = ran(home, "duplicate", built.result["idea_id"]).result["idea_id"]
    folder = Path(ran(home, "restore", copy, "1").result["project"])
    rules = folder / "src" / "rules.js"
    rules.write_text(rules.read_text(encoding="utf-8") + "\nthis is no JavaScript (\n", encoding="utf-8")
    ended = ran(home, "export", copy, str(tmp_path / "out"))
    assert ended.code == 5, ended.result
    assert ended.result["gate"]["state"] == "locked"
    assert ended.result["gate"]["reasons"][0]["overridable"] is True
    assert not (tmp_path / "out").exists()
    told = ran(home, "export", copy, str(tmp_path / "out"), "--override", stdin=b"because\n2030-01-01\n")
    assert told.code == 2
    assert not (tmp_path / "out").exists()
    papers = ran(home, "export", copy, str(tmp_path / "papers"), "--documents")
    assert papers.code == 0
    assert "rules.js" not in " ".join(papers.result["files"])
    authors = [version["author"] for version in ran(home, "history", copy).result["versions"]]
    assert "person" in authors


def test_what_a_file_from_elsewhere_says_of_its_checks_counts_for_nothing(
    built: Ended, home: Path, tmp_path: Path
) -> None:
    copy = ran(home, "duplicate", built.result["idea_id"]).result["idea_id"]
    rules = Path(ran(home, "restore", copy, "1").result["project"], "src", "rules.js")
    rules.write_text("this is no JavaScript (\n", encoding="utf-8")
    assert ran(home, "export", copy, str(tmp_path / "out")).code == 5
    forged = tmp_path / "forged.sqlite"
    shutil.copyfile(rules.parents[2] / "idea.sqlite", forged)
    with closing(sqlite3.connect(forged)) as file, file:
        (found,) = file.execute("SELECT body FROM events WHERE name = 'report' ORDER BY sequence DESC").fetchone()
        report = json.dumps({**json.loads(found), "findings": []}).encode()
        file.execute("INSERT INTO events (time, kind, name, body) VALUES ('2026', 'value', 'report', ?)", (report,))
    taken = ran(home, "import", str(forged)).result["idea_id"]
    assert ran(home, "export", taken, str(tmp_path / "out")).code == 5
    assert not (tmp_path / "out").exists()


def test_check_finds_nothing_in_an_exported_project_and_never_writes(built: Ended, home: Path, tmp_path: Path) -> None:
    ran(home, "export", built.result["idea_id"], str(tmp_path / "out"))
    before = state_of(tmp_path / "out")
    ended = ran(home, "check", str(tmp_path / "out"))
    assert [f for f in ended.result["findings"] if f["severity"] == "error"] == []
    assert ended.code == 0
    assert state_of(tmp_path / "out") == before


def test_check_names_place_and_proof_in_a_foreign_folder(home: Path, tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "main.py").write_text("import nowhere_to_be_found\n\ndef broken(:\n", encoding="utf-8")
    ended = ran(home, "check", str(tmp_path / "app"))
    assert ended.code == 3
    found = [f for f in ended.result["findings"] if f["check"] == "parse" and f["severity"] == "error"]
    assert found[0]["path"] == "main.py"
    assert found[0]["line"] == 3
    assert found[0].keys() == {"check", "severity", "path", "line", "message", "proof", "fix"}
    only = ran(home, "check", str(tmp_path / "app"), "--only", "imports")
    assert {f["check"] for f in only.result["findings"]} <= {"imports"}
    assert ran(home, "check", str(tmp_path / "app"), "--only", "nonsense").code == 2


def test_doctor_tells_what_this_computer_can_do(home: Path) -> None:
    ended = ran(home, "doctor")
    assert ended.code == 0
    assert ended.result["tier"] in (0, 1, 2)
    assert all(set(one) == {"name", "stopped"} for one in ended.result["probe"])
    assert ended.result.keys() >= {"tier", "probe", "python", "disk_free", "packages", "keychain", "model"}
