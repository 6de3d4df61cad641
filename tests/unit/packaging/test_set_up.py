"""The set-up as a person meets it: real checkouts, a real index on the loopback, kills and second starts."""

from __future__ import annotations

import hashlib
import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import threading
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import json, os, sys
said = {"arguments": sys.argv[1:], "folder": os.getcwd(), "python": sys.prefix}
print(json.dumps({**said, "again": os.environ["LAMPLIGHTER_COMMAND"]}))
"""


@dataclass(frozen=True)
class Index:
    """A package index on the loopback with a real uv and two versions of a tiny package."""

    address: str
    folder: Path
    uv: str
    asked: list[str]

    def lock(self, tiny: str) -> str:
        """A lock's text: uv, and the tiny package in that version."""
        wheel = self.folder / "simple" / "tiny" / f"tiny-{tiny}-py3-none-any.whl"
        return f"{self.uv}\ntiny=={tiny} \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


class _Counting(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *arguments: object, asked: list[str], **named: object) -> None:
        self.asked = asked
        super().__init__(*arguments, **named)  # type: ignore[arg-type]  # the base class takes what the server gives

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002, ARG002 - the base class names them
        self.asked.append(self.path)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("index")
    uv_wheel = _uv_wheel(folder / "simple" / "uv")
    for version in ("1.0", "2.0.0"):  # of two lengths: bytecode is told apart by a file's size and second
        _wheel(folder / "simple" / "tiny", "tiny", version, {"tiny.py": f"VERSION = {version!r}\n".encode()})
    pin = f"uv=={metadata.version('uv')} \\\n    --hash=sha256:{hashlib.sha256(uv_wheel.read_bytes()).hexdigest()}"
    asked: list[str] = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Counting, directory=str(folder), asked=asked))
    server.block_on_close = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Index(f"http://127.0.0.1:{server.server_port}/simple", folder, pin, asked)
    server.shutdown()
    server.server_close()
    thread.join()


def _uv_wheel(folder: Path) -> Path:
    """uv's wheel put together again from what is installed here."""
    version = metadata.version("uv")
    binary = Path(sysconfig.get_path("scripts")) / ("uv.exe" if os.name == "nt" else "uv")
    package = Path(sysconfig.get_path("purelib")) / "uv"
    files = {f"uv/{path.name}": path.read_bytes() for path in package.glob("*.py")}
    return _wheel(folder, "uv", version, {**files, f"uv-{version}.data/scripts/{binary.name}": binary.read_bytes()})


def _wheel(folder: Path, name: str, version: str, files: Mapping[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    info = f"{name}-{version}.dist-info"
    described = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for member, content in {**files, **described}.items():
            entry = zipfile.ZipInfo(member)
            entry.external_attr = (0o100755 if "/scripts/" in member else 0o100644) << 16
            wheel.writestr(entry, content)
        wheel.writestr(f"{info}/RECORD", "".join(f"{member},,\n" for member in [*files, *described, f"{info}/RECORD"]))
    return path


@dataclass(frozen=True)
class Checkout:
    """A small program beneath the real set-up scripts."""

    root: Path
    environment: Mapping[str, str]

    def start(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run it to the end as a person would, from another folder than the checkout."""
        return subprocess.run(
            self.command(*words),
            env=self.environment,
            cwd=self.root.parent,
            capture_output=True,
            text=True,
            check=False,
        )

    def command(self, *words: str) -> list[str]:
        return [sys.executable, str(self.root / "packaging" / "run.py"), *words]

    def tiny(self) -> str:
        """The version of the tiny package the environment holds."""
        python = self.root / ".venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
        asked = [str(python), "-c", "import tiny; print(tiny.VERSION)"]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()

    def write_lock(self, text: str) -> None:
        (self.root / "packaging" / "requirements.lock").write_text(text)


def _checkout(folder: Path, index: Index) -> Checkout:
    root = folder / "a checkout with blanks, and ümläuts"
    (root / "app" / "lamplighter").mkdir(parents=True)
    (root / "packaging").mkdir()
    for script in (ROOT / "packaging").glob("*.py"):
        shutil.copy(script, root / "packaging")
    (root / "pyproject.toml").write_text("[project]\nname = 'lamplighter'\n")
    (root / "app" / "lamplighter" / "__init__.py").touch()
    (root / "app" / "lamplighter" / "__main__.py").write_text(PROGRAM)
    nowhere = folder / "no programs"
    nowhere.mkdir()
    environment = {
        "PATH": str(nowhere),
        "HOME": str(folder),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": index.address,
        "UV_CACHE_DIR": str(folder / "cache"),
    }
    checkout = Checkout(root, environment)
    checkout.write_lock(index.lock("1.0"))
    return checkout


@pytest.fixture(scope="module")
def stands(tmp_path_factory: pytest.TempPathFactory, index: Index) -> tuple[Checkout, subprocess.CompletedProcess[str]]:
    """A checkout after its first start, and how that start went."""
    checkout = _checkout(tmp_path_factory.mktemp("stands"), index)
    return checkout, checkout.start("Who", "has", "the drill?")


Stands = tuple[Checkout, subprocess.CompletedProcess[str]]


def test_first_start_sets_up_and_hands_over_with_stdout_left_to_the_program(stands: Stands, index: Index) -> None:
    checkout, first = stands
    assert first.returncode == 0, first.stderr
    said = json.loads(first.stdout)
    assert said["arguments"] == ["build", "Who has the drill?"]
    assert said["python"] == str(checkout.root / ".venv")
    assert said["again"] == f"python3 '{checkout.root}/packaging/run.py'"
    assert "Setting up" in first.stderr
    assert any(path.endswith("tiny-1.0-py3-none-any.whl") for path in index.asked)


def test_second_start_asks_the_network_nothing_and_is_instant(stands: Stands, index: Index) -> None:
    checkout, _ = stands
    before = len(index.asked)
    again = checkout.start("doctor", "--json")
    assert again.returncode == 0
    assert json.loads(again.stdout)["arguments"] == ["doctor", "--json"]
    assert again.stderr == ""
    assert len(index.asked) == before


def test_the_program_keeps_the_persons_folder_but_takes_no_modules_from_it(stands: Stands) -> None:
    checkout, _ = stands
    trap = checkout.root.parent / "json.py"
    trap.write_text("raise SystemExit('taken from the folder one stands in')\n")
    try:
        again = checkout.start("ideas")
    finally:
        trap.unlink()
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["folder"] == str(checkout.root.parent)


def test_changed_lock_brings_the_environment_up_to_date(stands: Stands, index: Index) -> None:
    checkout, _ = stands
    assert checkout.tiny() == "1.0"
    checkout.write_lock(index.lock("2.0.0"))
    again = checkout.start("ideas")
    assert again.returncode == 0, again.stderr
    assert "Replacing" not in again.stderr
    assert checkout.tiny() == "2.0.0"


def test_moved_checkout_is_set_up_for_its_new_place(stands: Stands, index: Index, tmp_path: Path) -> None:
    checkout, _ = stands
    moved = Checkout(tmp_path / "moved", checkout.environment)
    shutil.copytree(checkout.root, moved.root, symlinks=True)
    again = moved.start("ideas")
    assert again.returncode == 0, again.stderr
    assert "Replacing" in again.stderr
    assert json.loads(again.stdout)["python"] == str(moved.root / ".venv")


def test_wheel_with_another_hash_is_refused_and_the_next_start_repairs(tmp_path: Path, index: Index) -> None:
    checkout = _checkout(tmp_path, index)
    checkout.write_lock(f"{index.uv}\ntiny==1.0 \\\n    --hash=sha256:{'0' * 64}\n")
    refused = checkout.start("ideas")
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "could not be set up" in refused.stderr
    assert not (checkout.root / ".venv" / "lamplighter-stamp").exists()
    checkout.write_lock(index.lock("1.0"))
    repaired = checkout.start("ideas")
    assert repaired.returncode == 0, repaired.stderr
    assert "Replacing" in repaired.stderr


@pytest.mark.skipif(os.name == "nt", reason="a kill of this kind exists on POSIX only")
def test_set_up_killed_at_any_moment_is_repaired_by_the_next_start(tmp_path: Path, index: Index) -> None:
    checkout = _checkout(tmp_path, index)
    made = checkout.root / ".venv"
    for moment in (made, made / "pyvenv.cfg", made / "bin" / "uv", made / "lamplighter-all.txt"):
        killed = subprocess.Popen(
            checkout.command("ideas"), env=checkout.environment, stderr=subprocess.DEVNULL, start_new_session=True
        )
        _wait_for(moment)
        os.killpg(killed.pid, signal.SIGKILL)
        killed.wait()
    repaired = checkout.start("ideas")
    assert repaired.returncode == 0, repaired.stderr
    assert checkout.tiny() == "1.0"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no lock for the children")
def test_start_waits_for_what_a_killed_set_up_still_has_running(tmp_path: Path, index: Index) -> None:
    checkout = _checkout(tmp_path, index)
    killed = subprocess.Popen(checkout.command("ideas"), env=checkout.environment, stderr=subprocess.DEVNULL)
    _wait_for(checkout.root / ".venv" / "pyvenv.cfg")
    killed.kill()
    killed.wait()
    repaired = checkout.start("ideas")
    assert repaired.returncode == 0, repaired.stderr
    assert checkout.tiny() == "1.0"


def test_two_first_starts_at_once_take_turns(tmp_path: Path, index: Index) -> None:
    checkout = _checkout(tmp_path, index)
    begin = partial(
        subprocess.Popen, env=checkout.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    starts = [begin(checkout.command("show", name)) for name in ("one", "two")]
    said = [start.communicate() for start in starts]
    assert [start.returncode for start in starts] == [0, 0], said
    assert sorted("Setting up" in stderr for _, stderr in said) == [False, True]
    assert sorted("waiting for it" in stderr for _, stderr in said) == [False, True]


def _wait_for(path: Path) -> None:
    end = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < end, f"{path} never came"
        time.sleep(0.01)
