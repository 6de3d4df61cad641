"""The guard of the test suite itself: whoever leaves something running fails."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
INI = "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n"
HEAD = "import asyncio, subprocess, threading, time, pytest\n"
LEAVING = {
    "process": "def test_it(keep):\n    keep.append(subprocess.Popen(['sleep', '20']))\n",
    "thread": "def test_it(keep):\n    threading.Thread(target=time.sleep, args=(4,)).start()\n",
    "zombie": "def test_it(keep):\n    keep.append(subprocess.Popen(['true']))\n",
    "task": "async def test_it(keep):\n    keep.append(asyncio.create_task(asyncio.sleep(20)))\n",
}
TIDY = """
async def test_it(keep):
    done = await asyncio.create_subprocess_exec("true")
    await done.wait()
    await asyncio.to_thread(time.sleep, 0.01)
    await asyncio.create_task(asyncio.sleep(0))
"""
WIDER = """
@pytest.fixture(scope="module")
def server():
    started = subprocess.Popen(["sleep", "20"])
    yield started
    started.kill()
    started.wait()

def test_it(server):
    assert server.poll() is None

def test_again(server):
    assert server.poll() is None
"""
KEEP = """
KEPT = []

@pytest.fixture
def keep():
    return KEPT
"""


def _outcome(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    (folder / "pytest.ini").write_text(INI)
    (folder / "test_it.py").write_text(HEAD + KEEP + text)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.skipif(sys.platform != "linux", reason="child processes are listed on Linux")
@pytest.mark.parametrize("kind", sorted(LEAVING))
def test_leaving_something_running_fails(kind: str, tmp_path: Path) -> None:
    outcome = _outcome(tmp_path, LEAVING[kind])
    assert outcome.returncode == 1, outcome.stdout
    assert "left" in outcome.stdout


@pytest.mark.parametrize("text", [TIDY, WIDER], ids=["tidy", "wider fixture"])
def test_tidy_tests_and_wider_fixtures_pass(text: str, tmp_path: Path) -> None:
    outcome = _outcome(tmp_path, text)
    assert outcome.returncode == 0, outcome.stdout
