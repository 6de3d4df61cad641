"""The one way to run something: what goes in, what comes out, and when it refuses."""

from __future__ import annotations

import asyncio
import hashlib
import os
import platform
from pathlib import Path

import pytest

from lamplighter.domain.errors import ContainmentFailed, NotContained, ToolMissing
from lamplighter.services.containment import PREVIEW_LIMITS, Containment, Limits, Toolchain, probe, process
from lamplighter.services.containment.runner import Served


async def test_a_run_gives_code_output_and_time(containment: Containment, project: Path) -> None:
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(7)"
    outcome = await containment.run(["python", "-c", code], project)
    assert (outcome.code, outcome.stdout, outcome.stderr) == (7, "out\n", "err\n")
    assert 0 < outcome.seconds < 5
    assert not outcome.timed_out
    assert not outcome.truncated
    assert outcome.stopped == ""


async def test_files_written_in_the_project_stay(containment: Containment, project: Path) -> None:
    await containment.run(["sh", "-c", "echo made > new.txt; mkdir a; echo b > a/b"], project)
    assert (project / "new.txt").read_text() == "made\n"
    assert (project / "a" / "b").read_text() == "b\n"
    assert (project / "new.txt").stat().st_uid == os.geteuid()


async def test_input_reaches_the_program_and_the_program_only(containment: Containment, project: Path) -> None:
    text = os.urandom(200_000).hex().encode()
    outcome = await containment.run(["sha256sum"], project, stdin=text)
    assert outcome.stdout.split()[0] == hashlib.sha256(text).hexdigest()
    empty = await containment.run(["cat"], project)
    assert empty.stdout == ""


async def test_packages_are_found_and_read_only(containment: Containment, project: Path, tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    packages.mkdir()
    (packages / "gift.py").write_text("value = 42\n")
    code = "import gift, pathlib; print(gift.value); pathlib.Path(gift.__file__).write_text('x')"
    outcome = await containment.run(["python", "-c", code], project, packages=[packages])
    assert outcome.stdout == "42\n"
    assert "Read-only file system" in outcome.stderr
    assert (packages / "gift.py").read_text() == "value = 42\n"


async def test_the_environment_is_ours_and_what_the_caller_adds(containment: Containment, project: Path) -> None:
    outcome = await containment.run(["env"], project, environment={"PREVIEW": "1", "TZ": "Europe/Paris"})
    names = {line.partition("=")[0] for line in outcome.stdout.splitlines()}
    assert {"PREVIEW", "TZ", "PATH", "HOME"} <= names
    assert names <= {
        *("PATH", "HOME", "TMPDIR", "USER", "LOGNAME", "LANG", "NODE_OPTIONS", "PYTHONNOUSERSITE", "PWD"),
        *("PREVIEW", "TZ"),
    }


async def test_python_and_node_mean_the_toolchains_own(containment: Containment, project: Path) -> None:
    assert containment.toolchain.node is not None
    asked = await containment.run(["python", "-c", "import sys; print(sys.executable)"], project)
    assert Path(asked.stdout.strip()).resolve() == containment.toolchain.python
    asked = await containment.run(["node", "-p", "process.execPath"], project)
    assert asked.stdout.strip() == str(containment.toolchain.node)
    asked = await containment.run(["sh", "-c", "python -c 'print(1)'; node -p 2"], project)
    assert asked.stdout == "1\n2\n"


async def test_a_command_that_is_not_there_ends_with_127(containment: Containment, project: Path) -> None:
    outcome = await containment.run(["no-such-command"], project)
    assert outcome.code == 127
    assert "no-such-command" in outcome.stderr


async def test_a_program_killed_by_a_signal_says_so(containment: Containment, project: Path) -> None:
    outcome = await containment.run(["sh", "-c", "kill -SEGV $$"], project)
    assert outcome.code == 128 + 11


async def test_words_are_never_read_by_a_shell(containment: Containment, project: Path) -> None:
    word = "$(touch /tmp/x); `id` && rm -rf . | cat > y 'quoted\" \n new line"
    outcome = await containment.run(["python", "-c", "import sys; sys.stdout.write(sys.argv[1])", word], project)
    assert outcome.stdout == word
    assert list(project.iterdir()) == []


async def test_a_folder_with_blanks_and_quotes_in_its_name_works(containment: Containment, tmp_path: Path) -> None:
    folder = tmp_path / 'my idea\'s "folder" $HOME ünï'
    folder.mkdir()
    outcome = await containment.run(["pwd"], folder)
    assert outcome.stdout == f"{folder}\n"


@pytest.mark.parametrize("place", ["/", "home", "above home", "temp", "above temp", "missing", "file"])
async def test_a_folder_with_private_files_is_never_shown(
    containment: Containment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    home = tmp_path / "people" / "ada"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    (tmp_path / "file").touch()
    folder = {
        "/": Path("/"),
        "home": home,
        "above home": home.parent,
        "temp": containment.temp,
        "above temp": tmp_path,
        "missing": tmp_path / "missing",
        "file": tmp_path / "file",
    }[place]
    with pytest.raises(ContainmentFailed):
        await containment.run(["true"], folder)
    with pytest.raises(ContainmentFailed):
        await containment.run(["true"], home.parent, packages=[folder])


async def test_a_link_to_a_private_folder_is_never_shown(
    containment: Containment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "ada"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    (tmp_path / "innocent").symlink_to(home)
    with pytest.raises(ContainmentFailed, match="private"):
        await containment.run(["true"], tmp_path / "innocent")


async def test_no_command_is_refused(containment: Containment, project: Path) -> None:
    with pytest.raises(ContainmentFailed, match="no command"):
        await containment.run([], project)


async def test_without_node_it_says_how_to_get_it(tmp_path: Path, project: Path, toolchain: Toolchain) -> None:
    containment = Containment(tmp_path / "temp", Toolchain(toolchain.python, toolchain.python_prefixes))
    with pytest.raises(ToolMissing) as caught:
        await containment.run(["node", "-v"], project)
    assert "nodejs" in caught.value.hint


async def test_without_bubblewrap_nothing_runs(tmp_path: Path, project: Path, toolchain: Toolchain) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    containment = Containment(temp, toolchain, bwrap=tmp_path / "not-installed")
    assert (await containment.probe()).tier == 0
    with pytest.raises(NotContained) as caught:
        await containment.run(["sh", "-c", "touch ran"], project)
    assert "not run" in caught.value.message
    assert "bubblewrap" in caught.value.hint
    assert not (project / "ran").exists()


@pytest.mark.parametrize(
    "script",
    [
        'exec "${@: -1}"',
        'while [ "$1" != -- ]; do shift; done; shift; exec "$@" ',
        "echo bwrap: setting up uid map: Permission denied >&2; exit 1",
        "exit 0",
        "echo '{}'",
        "echo '[]'",
    ],
)
async def test_a_bubblewrap_that_contains_nothing_is_found_out(
    tmp_path: Path, project: Path, toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    """Trust the attack, not the presence: stand-ins that run the command bare, fail, or lie."""
    monkeypatch.setattr(probe, "PROBE_LIMITS", Limits(wall=1))
    monkeypatch.setattr(process, "GRACE", 0.5)
    fake = tmp_path / "bwrap"
    fake.write_text(f"#!/bin/bash\n{script}\n")
    fake.chmod(0o755)
    temp = tmp_path / "temp"
    temp.mkdir()
    containment = Containment(temp, toolchain, bwrap=fake)
    found = await containment.probe()
    assert found.tier == 0
    assert found.why
    assert "apt-get install" not in found.hint
    with pytest.raises(NotContained):
        await containment.run(["sh", "-c", "touch ran"], project)
    assert not (project / "ran").exists()


async def test_on_another_system_nothing_runs(
    tmp_path: Path, project: Path, toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    containment = Containment(tmp_path / "temp", toolchain)
    assert "Darwin" in (await containment.probe()).why
    with pytest.raises(NotContained):
        await containment.run(["true"], project)


async def test_a_processor_without_a_filter_runs_nothing(
    tmp_path: Path, project: Path, toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    containment = Containment(tmp_path / "temp", toolchain)
    assert "riscv64" in (await containment.probe()).why
    with pytest.raises(NotContained):
        await containment.run(["true"], project)


async def test_the_probe_makes_eight_attacks_and_remembers(containment: Containment) -> None:
    found = await containment.probe()
    assert found.tier == 1
    assert len(found.results) == 8
    assert all(result.stopped for result in found.results)
    assert await containment.probe() is found
    assert list(containment.temp.iterdir()) == []


async def test_two_questions_at_once_make_one_probe(containment: Containment) -> None:
    one, other = await asyncio.gather(containment.probe(), containment.probe())
    assert one is other


async def test_a_served_program_places_a_socket_and_ends_with_its_block(
    containment: Containment, project: Path, tmp_path: Path
) -> None:
    sockets = tmp_path / "s"
    sockets.mkdir()
    code = (
        "import socket, sys\n"
        "s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); print('listening', flush=True)\n"
        "c, _ = s.accept(); c.sendall(b'hello'); c.close()\n"
        "while True: s.accept()\n"
    )
    argv = ["python", "-c", code, str(sockets / "app")]
    async with containment.serve(argv, project, socket_folder=sockets) as served:
        assert isinstance(served, Served)
        for _ in range(500):
            if "listening" in served.printed():
                break
            await asyncio.sleep(0.01)
        reader, writer = await asyncio.open_unix_connection(str(sockets / "app"))
        assert await reader.read() == b"hello"
        writer.close()
        assert Path(f"/proc/{served.pid}").exists()
    assert served.has_ended
    assert not Path(f"/proc/{served.pid}").exists()


async def test_a_served_program_that_ends_tells_how(containment: Containment, project: Path, tmp_path: Path) -> None:
    sockets = tmp_path / "s"
    sockets.mkdir()
    async with containment.serve(["sh", "-c", "echo bye; exit 3"], project, socket_folder=sockets) as served:
        outcome = await served.wait()
    assert (outcome.code, outcome.stdout) == (3, "bye\n")


async def test_a_preview_has_no_wall_clock(containment: Containment, project: Path, tmp_path: Path) -> None:
    assert PREVIEW_LIMITS.wall == float("inf")
    outcome = await containment.run(["true"], project, limits=PREVIEW_LIMITS)
    assert outcome.code == 0


async def test_limits_hold_inside(containment: Containment, project: Path) -> None:
    limits = Limits(memory=300 << 20, cpu=9, processes=40, file_size=5 << 20)
    script = "ulimit -v; ulimit -t; ulimit -f; ulimit -c; ulimit -n"
    outcome = await containment.run(["sh", "-c", script], project, limits=limits)
    kibibytes, seconds, blocks, core, handles = outcome.stdout.split()
    assert (int(kibibytes), int(seconds), int(core), int(handles)) == (300 << 10, 9, 0, 512)
    assert int(blocks) * 512 in (5 << 20, 5 << 19)
