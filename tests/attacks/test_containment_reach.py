"""What generated code tries to reach outside of its project: nothing of it may be there."""

from __future__ import annotations

import asyncio
import hashlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from lamplighter.services.containment import Containment, Outcome


async def python(containment: Containment, project: Path, code: str, *words: str) -> Outcome:
    return await containment.run(["python", "-c", code, *words], project)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with what a thief looks for."""
    folder = tmp_path / "persons-home"
    (folder / ".ssh").mkdir(parents=True)
    (folder / ".ssh" / "id_ed25519").write_text("canary")
    (folder / "Documents").mkdir()
    (folder / "Documents" / "diary.txt").write_text("canary")
    monkeypatch.setenv("HOME", str(folder))
    return folder


async def test_the_home_folder_is_not_there(containment: Containment, project: Path, home: Path) -> None:
    code = (
        "import os, sys\n"
        "print(os.path.exists(sys.argv[1] + '/.ssh/id_ed25519'), os.path.exists(sys.argv[1] + '/Documents'))\n"
        "kept = ('.profile', '.bashrc', '.cache')\n"
        "print([name for name in kept if os.path.exists(os.path.join(sys.argv[2], name))])\n"
        "print(os.path.expanduser('~'), os.listdir(os.path.expanduser('~')))\n"
    )
    outcome = await python(containment, project, code, str(home), str(Path.home()))
    assert outcome.stdout.splitlines() == ["False False", "[]", "/tmp/home []"]


async def test_removing_everything_removes_only_the_copy(containment: Containment, project: Path, home: Path) -> None:
    (project / "app.py").write_text("x = 1\n")
    beside = project.parent / "beside.txt"
    beside.write_text("stays")
    code = 'rm -rf --no-preserve-root / 2>/dev/null; rm -rf ~ "$1" .. . * 2>/dev/null; echo done'
    outcome = await containment.run(["sh", "-c", code, "sh", str(home)], project)
    assert outcome.stdout == "done\n"
    assert list(project.iterdir()) == []
    assert beside.read_text() == "stays"
    assert (home / "Documents" / "diary.txt").read_text() == "canary"
    assert Path("/usr/bin/env").exists()


async def test_a_read_only_project_cannot_be_changed(containment: Containment, project: Path) -> None:
    (project / "app.py").write_text("x = 1\n")
    outcome = await containment.run(["sh", "-c", "echo y > app.py; rm app.py; ls"], project, writable=False)
    assert outcome.stdout == "app.py\n"
    assert (project / "app.py").read_text() == "x = 1\n"


async def test_nothing_but_the_project_and_scratch_can_be_written(containment: Containment, project: Path) -> None:
    code = (
        "import os\n"
        "for top, folders, files in os.walk('/'):\n"
        "    if top.startswith(('/proc', '/usr/share', '/usr/lib')): folders[:] = []; continue\n"
        "    try: open(top + '/written', 'w').close(); print(top)\n"
        "    except OSError: pass\n"
    )
    outcome = await python(containment, project, code)
    inside_scratch = [line for line in outcome.stdout.splitlines() if line.startswith(("/tmp", "/dev/shm"))]
    assert inside_scratch
    assert outcome.stdout.splitlines() == inside_scratch, "a folder outside of project and scratch can be written to"
    assert not (project.parent / "written").exists()
    assert (project / "written").exists()


async def test_settings_of_the_whole_computer_cannot_be_opened_for_writing(
    containment: Containment, project: Path
) -> None:
    code = (
        "import os\n"
        "opened = []\n"
        "for top, folders, files in os.walk('/proc/sys'):\n"
        "    for name in files:\n"
        "        try: os.close(os.open(top + '/' + name, os.O_WRONLY)); opened.append(top + '/' + name)\n"
        "        except OSError: pass\n"
        "for path in ('/proc/sysrq-trigger', '/sys/power/state', '/dev/kmsg', '/dev/mem', '/dev/vda', '/dev/sda'):\n"
        "    try: os.close(os.open(path, os.O_WRONLY)); opened.append(path)\n"
        "    except OSError: pass\n"
        "print(os.path.exists('/proc/sys/kernel'), opened)\n"
    )
    outcome = await python(containment, project, code)
    assert outcome.stdout == "True []\n"


@pytest.fixture
def listeners() -> Iterator[tuple[socket.socket, socket.socket]]:
    """A TCP and a UDP listener on this computer's loopback."""
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        udp.setblocking(False)
        tcp.setblocking(False)
        yield tcp, udp


async def test_nothing_gets_out_by_tcp_or_udp(
    containment: Containment, project: Path, listeners: tuple[socket.socket, socket.socket]
) -> None:
    tcp, udp = listeners
    code = (
        "import socket, sys\n"
        "print(sorted(name for _, name in socket.if_nameindex()), open('/proc/net/route').read().count(chr(10)))\n"
        "s = socket.socket(); s.settimeout(1); print(s.connect_ex(('127.0.0.1', int(sys.argv[1]))) != 0)\n"
        "u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.sendto(b'data', ('127.0.0.1', int(sys.argv[2])))\n"
        # Connecting a datagram socket sends nothing; it only asks the kernel for a way there.
        "try: u.connect(('192.0.2.1', 9)); print('a way out')\n"
        "except OSError as error: print(error.strerror)\n"
    )
    ports = [str(listener.getsockname()[1]) for listener in (tcp, udp)]
    outcome = await python(containment, project, code, *ports)
    assert outcome.stdout.splitlines() == ["['lo'] 1", "True", "Network is unreachable"]
    with pytest.raises(BlockingIOError):
        tcp.accept()
    with pytest.raises(BlockingIOError):
        udp.recv(10)


async def test_buses_and_sockets_of_the_desktop_are_not_there(
    containment: Containment, project: Path, tmp_path: Path
) -> None:
    name = f"lamplighter-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as abstract, socket.socket(socket.AF_UNIX) as named:
        abstract.bind(f"\0{name}")
        abstract.listen()
        named.bind(str(tmp_path / "bus"))
        named.listen()
        code = (
            "import os, socket, sys\n"
            "def tries(address):\n"
            "    with socket.socket(socket.AF_UNIX) as s: return s.connect_ex(address) == 0\n"
            "print(tries(chr(0) + sys.argv[1]), tries(sys.argv[2]))\n"
            "places = ('/run/dbus', '/run/user', '/run/docker.sock', '/var/run/docker.sock', '/tmp/.X11-unix')\n"
            "print([p for p in places if os.path.exists(p)])\n"
        )
        outcome = await python(containment, project, code, name, str(tmp_path / "bus"))
    assert outcome.stdout.splitlines() == ["False False", "[]"]


async def test_other_processes_are_not_there(containment: Containment, project: Path) -> None:
    code = (
        "import os, sys\n"
        "inside = [int(p) for p in os.listdir('/proc') if p.isdigit()]\n"
        "print(len(inside) <= 3, os.getppid() in (0, 1), max(inside) < 50)\n"
        "print(os.uname().nodename, os.getuid())\n"
    )
    outcome = await python(containment, project, code)
    assert outcome.stdout.splitlines() == ["True True True", "prototype 1000"]


async def test_packages_of_this_computer_are_not_found(containment: Containment, project: Path) -> None:
    code = "import sys, os; print([f for p in sys.path if 'packages' in p and os.path.isdir(p) for f in os.listdir(p)])"
    outcome = await python(containment, project, code)
    assert outcome.stdout == "[]\n"


async def test_a_link_in_the_project_leads_nowhere(containment: Containment, project: Path, home: Path) -> None:
    (project / "way-out").symlink_to(home / "Documents")
    (project / "secret").symlink_to(home / ".ssh" / "id_ed25519")
    before = hashlib.sha256((home / "Documents" / "diary.txt").read_bytes()).hexdigest()
    code = "cat secret; echo written > way-out/diary.txt; ls way-out/; echo end"
    outcome = await containment.run(["sh", "-c", code], project)
    assert outcome.stdout == "end\n"
    assert hashlib.sha256((home / "Documents" / "diary.txt").read_bytes()).hexdigest() == before


async def test_many_sandboxes_at_once_do_not_see_each_other(containment: Containment, tmp_path: Path) -> None:
    code = (
        "import os, time; open('mine', 'w').close(); time.sleep(0.1); print(os.listdir('.'), len(os.listdir('/tmp')))"
    )
    folders = [tmp_path / f"project-{number}" for number in range(8)]
    for folder in folders:
        folder.mkdir()
    await containment.probe()
    outcomes = await asyncio.gather(*(python(containment, folder, code) for folder in folders))
    assert {outcome.stdout.split("]")[0] for outcome in outcomes} == {"['mine'"}
