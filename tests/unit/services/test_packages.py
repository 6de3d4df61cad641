"""The packs' packages: fetched whole or not at all, by hash, and nothing of them is run."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lamplighter.domain.errors import BadInput, ToolMissing
from lamplighter.services import packages
from lamplighter.services.containment import installer
from lamplighter.services.paths import owned_name


@dataclass(frozen=True)
class Pack:
    """A pack by its name."""

    name: str


def wheel(folder: Path, name: str, text: str = "value = 1\n") -> str:
    """A wheel of one module; gives the line of a lock that names it with its hash."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", text)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return f"{name} @ {path.as_uri()} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two packs: one with packages, one without."""
    folder = tmp_path / "templates"
    (folder / "web").mkdir(parents=True)
    (folder / "static").mkdir()
    (folder / "web" / "requirements.lock").write_text(wheel(tmp_path, "gift"))
    monkeypatch.setattr(packages, "bundled", lambda name: folder)
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "lamplighter-packs"


def test_packages_are_fetched_compiled_and_found_again(templates: Path, place: Path) -> None:
    (folder,) = packages.fetch_all(place)
    assert (folder / "gift.py").read_text() == "value = 1\n"
    assert folder.name.startswith("web-")
    assert list((folder / "__pycache__").glob("gift.*.pyc"))
    before = folder.stat().st_mtime_ns
    assert packages.fetch_all(place) == (folder,)
    assert folder.stat().st_mtime_ns == before
    assert [path.name for path in place.iterdir()] == [folder.name]


def test_bytecode_names_the_place_it_stays_in(templates: Path, place: Path) -> None:
    (folder,) = packages.fetch_all(place)
    (compiled,) = (folder / "__pycache__").glob("gift.*.pyc")
    assert str(folder / "gift.py").encode() in compiled.read_bytes()


def test_a_pack_finds_its_packages(templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment"))
    (folder,) = packages.fetch_all(tmp_path / "environment" / packages.FOLDER)
    assert packages.pack_packages(Pack("web")) == folder
    assert packages.pack_packages(Pack("static")) is None


def test_an_installed_program_finds_them_in_its_cache(
    templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment"))
    (folder,) = packages.fetch_all(tmp_path / "cache" / packages.FOLDER)
    assert packages.pack_packages(Pack("web"), tmp_path / "cache") == folder


def test_packages_that_are_not_there_are_named_with_the_command(
    templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment"))
    with pytest.raises(ToolMissing) as caught:
        packages.pack_packages(Pack("web"))
    assert "“web”" in caught.value.message
    assert "packaging/run.py" in caught.value.hint


def test_another_lock_replaces_the_folder(templates: Path, place: Path, tmp_path: Path) -> None:
    (old,) = packages.fetch_all(place)
    (templates / "web" / "requirements.lock").write_text(wheel(tmp_path, "gift") + wheel(tmp_path, "present"))
    (new,) = packages.fetch_all(place)
    assert new != old
    assert not old.exists()
    assert (new / "present.py").exists()


def test_a_changed_wheel_is_refused_and_nothing_is_left(templates: Path, place: Path, tmp_path: Path) -> None:
    wheel(tmp_path, "gift", "value = 'changed after the lock was made'\n")
    with pytest.raises(ToolMissing, match=r"(?i)hash"):
        packages.fetch_all(place)
    assert list(place.iterdir()) == []


def test_a_wheel_without_a_hash_is_refused(templates: Path, place: Path) -> None:
    lock = templates / "web" / "requirements.lock"
    lock.write_text(lock.read_text().partition(" --hash")[0] + "\n")
    with pytest.raises(ToolMissing):
        packages.fetch_all(place)
    assert list(place.iterdir()) == []


def test_a_source_package_is_refused_and_its_setup_never_runs(templates: Path, place: Path, tmp_path: Path) -> None:
    source = tmp_path / "evil-1.0"
    source.mkdir()
    mark = tmp_path / "ran"
    (source / "setup.py").write_text(f"import pathlib; pathlib.Path({str(mark)!r}).touch()\n")
    archive = tmp_path / "evil-1.0.tar.gz"
    subprocess.run(["tar", "-czf", archive, "-C", tmp_path, "evil-1.0"], check=True)
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    (templates / "web" / "requirements.lock").write_text(f"evil @ {archive.as_uri()} --hash=sha256:{digest}\n")
    with pytest.raises(ToolMissing):
        packages.fetch_all(place)
    assert not mark.exists()


def test_what_a_killed_set_up_left_is_swept(templates: Path, place: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    left = place / owned_name("fetch", hidden=True).replace(str(os.getpid()), str(gone.pid))
    left.mkdir(parents=True)
    (folder,) = packages.fetch_all(place)
    assert [path.name for path in place.iterdir()] == [folder.name]


def test_two_set_ups_at_once_end_with_one_folder(templates: Path, place: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from lamplighter.services.packages import fetch\n"
        "print(fetch(Path(sys.argv[1]), 'web', Path(sys.argv[2])))\n"
    )
    lock = templates / "web" / "requirements.lock"
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(lock), str(place)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    folders = {one.communicate()[0].strip() for one in both}
    assert [one.returncode for one in both] == [0, 0]
    assert len(folders) == 1
    assert [str(path) for path in place.iterdir()] == list(folders)


def test_no_key_of_the_person_goes_to_the_installer(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "ANTHROPIC_API_KEY": "canary",
        "AWS_SECRET_ACCESS_KEY": "canary",
        "GITHUB_TOKEN": "canary",
        "PYTHONPATH": "/x",
        "UV_DEFAULT_INDEX": "kept",
        "https_proxy": "kept",
        "PATH": "kept",
        "SSL_CERT_FILE": "kept",
    }
    passed = installer._environment(given)
    assert set(passed) == {"UV_DEFAULT_INDEX", "https_proxy", "PATH", "SSL_CERT_FILE"}


def test_the_command_says_what_is_wrong(
    templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(packages, "place_to_write", lambda: tmp_path / "place")
    assert packages.main([]) == 0
    assert "web-" in capsys.readouterr().err
    assert packages.main(["--lock", "static"]) == 2
    assert "requirements.in" in capsys.readouterr().err
    assert packages.main(["unknown"]) == 2


def test_a_lock_is_made_only_for_a_pack_with_wishes(templates: Path) -> None:
    with pytest.raises(BadInput):
        packages.write_lock("static", datetime(2026, 11, 20, tzinfo=UTC))


def test_the_web_packs_lock_is_whole() -> None:
    from lamplighter.services.discover import TEMPLATES, bundled

    text = (bundled(TEMPLATES) / "web" / "requirements.lock").read_text()
    wishes = (bundled(TEMPLATES) / "web" / "requirements.in").read_text().split()
    pins = [line.partition("==")[0] for line in text.splitlines() if "==" in line]
    assert set(wishes) <= set(pins)
    assert "://" not in text
    entries = text.split("\n")
    assert all(line.startswith(("    --hash=sha256:",)) or "==" in line for line in entries if line)
    assert text.count("==") <= text.count("--hash=sha256:")
