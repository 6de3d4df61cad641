"""Folders made to break whoever looks at them: no crash, no hang, nothing written, and an honest word about each."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
import time
from pathlib import Path

import pytest

from lamplighter.domain.errors import BadInput
from lamplighter.domain.findings import Finding, Severity
from lamplighter.services.checks import check_folder
from lamplighter.services.containment import Containment, Limits
from lamplighter.services.discover import TEMPLATES, bundled
from lamplighter.services.inspection import survey
from lamplighter.services.packages import folder_name


@pytest.fixture(scope="session")
def packages() -> list[Path]:
    lock = (bundled(TEMPLATES) / "web" / "requirements.lock").read_bytes()
    return [Path(sys.prefix) / "lamplighter-packs" / folder_name("web", lock)]


async def looked_at(folder: Path, containment: Containment, packages: list[Path]) -> tuple[Finding, ...]:
    """Every check over the folder; it must take no more than a minute and leave folder and temp as they were."""
    before, started = picture(folder), time.monotonic()
    found = await check_folder(folder, containment, packages, None, lambda event: None)
    assert time.monotonic() - started < 60
    assert picture(folder) == before, "the folder was written to"
    assert list(containment.temp.iterdir()) == []
    return found


def picture(folder: Path) -> str:
    """A hash over every name, kind, size, time and content in the folder."""
    digest = hashlib.sha256()
    for top, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted([*files, *folders]):
            path = Path(top, name)
            status = path.lstat()
            facts = (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ino)
            digest.update(os.fsencode(path) + repr(facts).encode())
            if path.is_file() and not path.is_symlink() and status.st_size < 1 << 20:
                digest.update(path.read_bytes())
    return digest.hexdigest()


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """The folder that is looked at."""
    folder = tmp_path / "hostile"
    folder.mkdir()
    return folder


async def test_links_are_left_out_and_named(
    hostile: Path, tmp_path: Path, containment: Containment, packages: list[Path]
) -> None:
    secret = tmp_path / "secret.py"
    secret.write_text("syntax error here: canary(\n")
    (hostile / "link.py").symlink_to(secret)
    (hostile / "folder").symlink_to(tmp_path)
    (hostile / "loop").symlink_to(hostile)
    (hostile / "dangling.py").symlink_to("/nowhere")
    (hostile / "ok.py").write_text("x = 1\n")
    found = await looked_at(hostile, containment, packages)
    left_out = {finding.path for finding in found if "left out" in finding.message}
    assert left_out == {"link.py", "folder", "loop", "dangling.py"}
    assert "canary" not in str(found)


async def test_pipes_and_sockets_do_not_hang(hostile: Path, containment: Containment, packages: list[Path]) -> None:
    os.mkfifo(hostile / "index.html")
    os.mkfifo(hostile / "app.py")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(hostile / "main.py"))
        found = await looked_at(hostile, containment, packages)
    assert {finding.path for finding in found if "left out" in finding.message} == {"index.html", "app.py", "main.py"}


async def test_huge_files_are_left_out_and_named(hostile: Path, containment: Containment, packages: list[Path]) -> None:
    with (hostile / "huge.py").open("wb") as file:
        file.truncate(10 << 30)
    (hostile / "large.js").write_bytes(b"x" * (3 << 20))
    found = await looked_at(hostile, containment, packages)
    assert {finding.path for finding in found if "too large" in finding.message} == {"huge.py", "large.js"}


async def test_ten_thousand_files_are_too_many(hostile: Path, containment: Containment, packages: list[Path]) -> None:
    for number in range(10_000):
        (hostile / f"f{number}.py").touch()
    (found,) = await looked_at(hostile, containment, packages)
    assert found.severity is Severity.NOTE
    assert found.message.startswith("not run: ")
    assert "files" in found.message


async def test_two_thousand_files_are_checked(hostile: Path, containment: Containment, packages: list[Path]) -> None:
    for number in range(1900):
        (hostile / f"f{number}.py").write_text(f"x = {number}\n")
    (hostile / "broken.py").write_text("x = (\n")
    found = await looked_at(hostile, containment, packages)
    assert [finding.path for finding in found if finding.severity is Severity.ERROR] == ["broken.py"]


async def test_binary_files_with_source_names_are_errors_not_crashes(
    hostile: Path, containment: Containment, packages: list[Path]
) -> None:
    noise = bytes(range(256)) * 40
    for name in ("a.py", "b.js", "c.json", "d.toml", "e.css", "f.html", "g.mjs", "requirements.txt", "package.json"):
        (hostile / name).write_bytes(noise)
    (hostile / "h.bin").write_bytes(os.urandom(10_000))
    found = await looked_at(hostile, containment, packages)
    wrong = {finding.path for finding in found if finding.severity is Severity.ERROR}
    assert {"a.py", "b.js", "c.json", "d.toml", "g.mjs", "package.json"} <= wrong
    assert not any("\x1b" in finding.proof + finding.message for finding in found)


PARSER_BOMBS = {
    "brackets.py": "(" * 100_000,
    "minus.py": "x = " + "-" * 100_000 + "1\n",
    "calls.py": "x = " + "f(" * 5_000 + ")" * 5_000 + "\n",
    "attributes.py": "x = a" + ".b" * 100_000 + "\n",
    "blocks.py": "".join(" " * depth + "if x:\n" for depth in range(150)),
    "one_line.py": "x = [" + "1," * 500_000 + "]\n",
    "nested.json": "[" * 200_000,
    "nested.toml": "a = " + "[" * 50_000,
    "keys.toml": "\n".join(f"a.b{number} = 1" for number in range(20_000)),
    "bold.html": "<b>" * 20_000,
    "tables.html": "<table><tr><td>" * 3_000,
    "braces.css": "a{" * 50_000,
    "brackets.js": "(" * 100_000,
    "arrays.js": "[" * 100_000 + "]" * 100_000,
    "templates.js": "`${" * 20_000,
    "regex.js": "/" + "(a*)*" * 10_000 + "/\n",
}


@pytest.mark.parametrize("name", PARSER_BOMBS)
async def test_a_file_made_to_break_parsers_ends_in_a_finding_or_in_peace(
    hostile: Path, containment: Containment, packages: list[Path], name: str
) -> None:
    (hostile / name).write_text(PARSER_BOMBS[name])
    (hostile / "after.py").write_text("x = (\n")
    found = await looked_at(hostile, containment, packages)
    named = [f for f in found if f.path == name or name in f.message]
    others = [f for f in found if f.path == "after.py"]
    assert named or others, "neither the bomb nor what stands beside it was judged"


async def test_a_parser_that_runs_out_of_time_says_where_it_was(
    hostile: Path, containment: Containment, packages: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "SURVEY_LIMITS", Limits(wall=3.0, cpu=30))
    (hostile / "slow.html").write_text("<b>" * 200_000)
    found = await looked_at(hostile, containment, packages)
    assert any("stopped at slow.html (time)" in finding.message for finding in found)


async def test_a_project_that_attacks_is_contained_and_reported(
    hostile: Path, tmp_path: Path, containment: Containment, packages: list[Path]
) -> None:
    """Row 12 and 16: it fakes its tests, deletes itself, forks, and reads what it can."""
    (hostile / "conftest.py").write_text(
        "import os, shutil\n"
        "def pytest_runtest_logreport(report): report.outcome = 'passed'\n"
        "shutil.rmtree(os.getcwd(), ignore_errors=True)\n"
        "while True:\n    try: os.fork()\n    except OSError: os._exit(0)\n"
    )
    (hostile / "test_a.py").write_text("def test_a(): assert False\n")
    (hostile / "main.py").write_text("import os, shutil\nshutil.rmtree('/', ignore_errors=True)\nos.kill(-1, 9)\n")
    found = await looked_at(hostile, containment, packages)
    assert any(finding.check == "tests" and finding.severity is Severity.ERROR for finding in found)
    assert (hostile / "test_a.py").exists()


STRANGE = ["a\u202eb.py", "a\x1b[31mb.py", "a\nb.py", "CON.py", "a:b.py", "\udce4.py", "x" * 200 + ".py"]


@pytest.mark.parametrize("name", STRANGE)
async def test_strange_names_are_named_safely(
    hostile: Path, containment: Containment, packages: list[Path], name: str
) -> None:
    (hostile / name).write_text("x = 1\n")
    found = await looked_at(hostile, containment, packages)
    assert found
    text = "".join(finding.path + finding.message + finding.proof for finding in found)
    text.encode()
    assert "\x1b" not in text
    assert "\u202e" not in text


async def test_an_empty_folder_is_judged(hostile: Path, containment: Containment, packages: list[Path]) -> None:
    found = await looked_at(hostile, containment, packages)
    assert {finding.severity for finding in found} == {Severity.WARNING, Severity.NOTE}


async def test_no_folder_is_an_error(hostile: Path, containment: Containment, packages: list[Path]) -> None:
    with pytest.raises(BadInput, match="no folder"):
        await check_folder(hostile / "missing", containment, packages, None, lambda event: None)
    (hostile / "file").touch()
    with pytest.raises(BadInput, match="no folder"):
        await check_folder(hostile / "file", containment, packages, None, lambda event: None)


@pytest.mark.skipif(os.geteuid() != 0, reason="only the administrator can be refused nothing; others see this plainly")
async def test_a_read_only_folder_is_checked(hostile: Path, containment: Containment, packages: list[Path]) -> None:
    (hostile / "a.py").write_text("x = (\n")
    (hostile / "a.py").chmod(0o400)
    hostile.chmod(0o500)
    found = await looked_at(hostile, containment, packages)
    assert any(finding.path == "a.py" for finding in found)
