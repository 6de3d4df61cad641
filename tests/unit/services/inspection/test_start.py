"""A started project answers on its socket; a page is served by our own file server, which only reads."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from lamplighter.services.containment import Containment, Limits
from lamplighter.services.inspection.answers import Answer, asked
from lamplighter.services.inspection.recognise import Start
from lamplighter.services.inspection.start import started

PAGE = Start(page="index.html")


@pytest.fixture
def site(project: Path) -> Path:
    """A small site with what a browser asks for, and what nobody should get."""
    (project / "index.html").write_text("<!doctype html><title>home</title>")
    (project / "src").mkdir()
    (project / "src" / "app.js").write_text("export {};")
    (project / "src" / "index.html").write_text("inner")
    (project / "größe ü.svg").write_text("<svg/>")
    (project / ".env").write_text("SECRET=canary")
    (project / "empty").mkdir()
    (project / "out").symlink_to("/etc")
    (project / "blob.bin").write_bytes(bytes(range(256)) * 4000)
    return project


async def answers(site: Path, containment: Containment, *targets: str) -> list[Answer]:
    async with started(PAGE, site, (), containment) as running:
        assert running.answers
        return [await asked(running.socket, target) for target in targets]


async def test_files_are_served_with_their_kind(site: Path, containment: Containment) -> None:
    targets = ("/", "/index.html?x=1#y", "/src/app.js", "/src/", "/src", "/gr%C3%B6%C3%9Fe%20%C3%BC.svg", "/blob.bin")
    found = await answers(site, containment, *targets)
    assert [answer.status for answer in found] == [200] * len(targets)
    kinds = ["text/html", "text/html", "text/javascript", "text/html", "text/html", "image/svg+xml"]
    assert [answer.kind for answer in found] == [*kinds, "application/octet-stream"]
    assert found[-1].content == (site / "blob.bin").read_bytes()
    assert found[0].headers["cache-control"] == "no-store"
    assert found[0].headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "target",
    [
        *("/gone.html", "/empty/", "/.env", "/src/../.env", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd"),
        *("/out/passwd", "//etc/passwd", "/src/%2e%2e/%2eenv", "/index.html/x", "/a%00b", "/..%2f..%2fetc%2fpasswd"),
    ],
)
async def test_nothing_else_is_served(site: Path, containment: Containment, target: str) -> None:
    (answer,) = await answers(site, containment, target)
    assert answer.status == 404
    assert b"canary" not in answer.content
    assert b"root" not in answer.content


async def raw(socket: Path, request: bytes) -> bytes:
    reader, writer = await asyncio.open_unix_connection(str(socket))
    writer.write(request)
    await writer.drain()
    content = await reader.read()
    writer.close()
    return content


async def test_only_reading_is_understood(site: Path, containment: Containment) -> None:
    async with started(PAGE, site, (), containment) as running:
        head = await raw(running.socket, b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK")
        assert head.endswith(b"\r\n\r\n")
        for request in (b"POST / HTTP/1.1\r\n\r\n", b"DELETE /index.html HTTP/1.1\r\n\r\n", b"nonsense\r\n\r\n"):
            assert (await raw(running.socket, request)).startswith(b"HTTP/1.1 405 ")
        assert (await asked(running.socket, "/")).status == 200
    assert (site / "index.html").exists()


async def test_many_ask_at_once_and_some_hang(site: Path, containment: Containment) -> None:
    async with started(PAGE, site, (), containment) as running:
        hanging = [await asyncio.open_unix_connection(str(running.socket)) for _ in range(10)]
        found = await asyncio.gather(*(asked(running.socket, "/src/app.js") for _ in range(40)))
        assert {answer.status for answer in found} == {200}
        for _, writer in hanging:
            writer.close()


async def test_a_site_below_the_project_has_its_own_root(project: Path, containment: Containment) -> None:
    (project / "public").mkdir()
    (project / "public" / "index.html").write_text("public")
    (project / "private.txt").write_text("canary")
    async with started(Start(page="public/index.html"), project, (), containment) as running:
        assert (await asked(running.socket, "/")).text == "public"
        assert (await asked(running.socket, "/../private.txt")).status == 404


async def test_a_command_gets_the_sockets_path_and_its_environment(project: Path, containment: Containment) -> None:
    (project / "server.py").write_text(
        "import os, socket, sys\n"
        "s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[sys.argv.index('--at') + 1]); s.listen()\n"
        "while True:\n"
        "    c, _ = s.accept()\n"
        "    if c.recv(1000): c.sendall(b'HTTP/1.1 200 OK\\r\\n\\r\\n' + os.environ['PREVIEW'].encode())\n"
        "    c.close()\n"
    )
    start = Start(on_socket=("python", "server.py", "--at"))
    async with started(start, project, (), containment, environment={"PREVIEW": "yes"}) as running:
        assert (await asked(running.socket, "/")).text == "yes"
        folder = running.socket.parent
        assert folder.stat().st_mode & 0o777 == 0o700
        assert folder.stat().st_uid == os.geteuid()
    assert not folder.exists()


async def test_what_does_not_start_says_so(project: Path, containment: Containment) -> None:
    start = Start(on_socket=("python", "-c", "raise SystemExit('no settings')"))
    async with started(start, project, (), containment, limits=Limits(wall=10)) as running:
        assert not running.answers
        assert running.served.has_ended
        assert "no settings" in running.served.printed()
    assert list(containment.temp.iterdir()) == []
