"""`serve`: one line once it answers, a token that becomes a cookie, an end without leftovers."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.e2e.programs import TOOL_LIBRARY, interrupted, ran, sandboxes, started, temp_left


def asked(url: str, cookie: str = "", host: str = "") -> tuple[int, str, bytes]:
    """Status, the cookie it sets, and the body."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=20)
    headers = {name: value for name, value in (("Cookie", cookie), ("Host", host)) if value}
    connection.request("GET", f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}", headers=headers)
    answer = connection.getresponse()
    body, given = answer.read(), answer.getheader("Set-Cookie") or ""
    connection.close()
    return answer.status, given.split(";")[0], body


@pytest.mark.parametrize("pack", ["static", "web"])
def test_a_prototype_is_served_behind_the_gate_until_ctrl_c(tmp_path: Path, pack: str) -> None:
    idea_id = ran(tmp_path, "build", TOOL_LIBRARY, "--pack", pack).result["idea_id"]
    process = started(tmp_path, "serve", idea_id)
    try:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert told["tier"] in (1, 2)
        assert Path(f"/proc/{told['pid']}").exists()
        base = "{0.scheme}://{0.netloc}/".format(urlsplit(told["url"]))
        assert asked(base)[0] == 403
        status, cookie, _ = asked(told["url"])
        assert status in (200, 302, 303)
        assert cookie
        status, _, page = asked(base, cookie)
        assert status == 200
        assert b"<html" in page.lower()
        assert asked(told["url"])[0] == 403
        assert asked(base, cookie, host="evil.example")[0] in (400, 403, 421)
    finally:
        ended = interrupted(process)
    assert ended.code == 130
    assert json.loads(ended.out.splitlines()[-1])["exit"] == 130
    assert [line for line in sandboxes() if str(tmp_path) in line] == []
    assert temp_left(tmp_path) == []


def test_serving_what_was_never_built_is_refused(tmp_path: Path) -> None:
    ended = ran(tmp_path, "serve", "no-such-idea")
    assert ended.code == 2
    assert ended.result["error"]["hint"]


def test_an_idea_runs_once_at_a_time_and_a_spoilt_folder_is_made_anew(tmp_path: Path) -> None:
    built = ran(tmp_path, "build", TOOL_LIBRARY, "--pack", "web").result
    folder = tmp_path / "ideas" / built["idea_id"] / "running"
    for spoilt in (False, True):
        if spoilt:
            (folder / "web").rename(folder / "moved")
            (folder / "web").symlink_to("/etc")
            (folder / "data" / "kept.txt").write_text("stays", encoding="ascii")
        process = started(tmp_path, "serve", built["idea_id"])
        try:
            assert process.stdout is not None
            assert json.loads(process.stdout.readline())["url"]
            assert ran(tmp_path, "serve", built["idea_id"]).code == 2
        finally:
            interrupted(process)
    assert not (folder / "web").is_symlink()
    assert not (folder / "moved").exists()
    assert (folder / "data" / "kept.txt").read_text(encoding="ascii") == "stays"
