# mypy: disable-error-code="import-not-found,no-any-return,unreachable"
"""Coming in: the first account, joining, links, wrong passwords; and what a session no longer opens."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from desk import WRITES, Desk, Guest

ANN, BOB, CYD = 1, 2, 3
PASSWORD = "correct horse"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, preview=False)


@pytest.fixture
def boss(desk: Desk) -> Guest:
    guest = desk.stranger()
    answer = guest.post("/api/session/first", code=desk.accounts.first_code, name="Ann", password=PASSWORD)
    assert answer.status_code == 204
    return guest


def linked(boss: Guest, desk: Desk, role: str, row_id: int | None, name: str = "", password: str = PASSWORD) -> Guest:
    """Somebody who came in by a link."""
    link = boss.post("/api/session/invite", role=role, id=row_id).json()["link"]
    guest = desk.stranger()
    answer = guest.post("/api/session/link", token=link.removeprefix("#/link/"), name=name, password=password)
    assert answer.status_code == 204, answer.text
    return guest


def test_the_first_account_needs_the_printed_code_and_is_made_once(desk: Desk) -> None:
    guest = desk.stranger()
    assert guest.client.get("/api/session").json()["first"] is True
    assert guest.post("/api/session/first", code="nope", name="Eve", password=PASSWORD).status_code == 422
    assert guest.post("/api/session/first", code="né", name="Eve", password=PASSWORD).status_code == 422
    right = {"code": desk.accounts.first_code, "name": "Ann", "password": PASSWORD}
    assert guest.post("/api/session/first", **right).status_code == 204
    assert guest.view["me"] == {"entity": "person", "id": ANN, "name": "Ann"}
    assert guest.view["role"]["id"] == "boss"
    assert desk.stranger().post("/api/session/first", **{**right, "name": "Eve"}).status_code == 422
    assert desk.stranger().client.get("/api/session").json()["first"] is False


def test_nobody_becomes_an_example_person_outside_the_preview(desk: Desk, boss: Guest) -> None:
    guest = desk.stranger()
    assert guest.client.get("/api/session").json()["demo"] == []
    assert guest.post("/api/session/become", role="boss", id=ANN).status_code == 403
    assert guest.client.get("/api/view").status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(desk: Desk, boss: Guest) -> None:
    answer = desk.stranger().post("/api/session", name="ann", password=PASSWORD)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_signing_out_ends_the_session(desk: Desk, boss: Guest) -> None:
    token = boss.client.cookies["session"]
    assert boss.client.delete("/api/session", headers={"x-app": "1"}).status_code == 204
    thief = desk.stranger()
    thief.client.cookies.set("session", token)
    assert thief.client.get("/api/view").status_code == 401


def test_wrong_passwords_must_rest_and_tell_nothing_about_names(desk: Desk, boss: Guest) -> None:
    guest = desk.stranger()
    wrong = [guest.post("/api/session", name=name, password="x").json()["title"] for name in ("ann", "nobody")]
    assert wrong[0] == wrong[1]
    codes = [guest.post("/api/session", name="ann", password="x").status_code for _ in range(6)]
    assert codes == [422, 422, 422, 422, 429, 429]
    assert guest.post("/api/session", name="ann", password=PASSWORD).status_code == 429


def test_who_joins_fills_in_what_is_asked_and_nothing_else(desk: Desk, boss: Guest) -> None:
    guest = desk.stranger()
    (join,) = guest.client.get("/api/session").json()["join"]
    assert (join["role"], [field["id"] for field in join["fields"]]) == ("worker", ["born"])
    given = {"born": "2000-02-29", "pay": "9999"}
    answer = guest.post("/api/session/join", role="worker", values=given, name="Dee", password=PASSWORD)
    assert answer.status_code == 204, answer.text
    assert guest.view["me"]["name"] == "Dee"
    dee = boss.rows("person")["Dee"]
    assert (dee["born"], dee["pay"]) == ("2000-02-29", None)


@pytest.mark.parametrize("change", [{"role": "boss"}, {"password": "short"}, {"name": "Ann"}, {"values": {}}])
def test_joining_is_refused_and_leaves_no_row(desk: Desk, boss: Guest, change: dict[str, object]) -> None:
    given = {"role": "worker", "values": {"born": "2000-01-01"}, "name": "Dee", "password": PASSWORD}
    assert desk.stranger().post("/api/session/join", **{**given, **change}).status_code in (403, 422)
    assert set(boss.rows("person")) == {"Ann", "Bob", "Cyd"}


def test_a_link_lets_one_person_in_once(desk: Desk, boss: Guest) -> None:
    link = boss.post("/api/session/invite", role="worker", id=BOB).json()["link"].removeprefix("#/link/")
    guest = desk.stranger()
    assert guest.post("/api/session/link", token=link, name="", password="short").status_code == 422
    assert guest.post("/api/session/link", token=link, name="", password=PASSWORD).status_code == 204
    assert guest.view["me"]["id"] == BOB
    assert desk.stranger().post("/api/session/link", token=link, name="x", password=PASSWORD).status_code == 422
    assert desk.stranger().post("/api/session", name="BOB", password=PASSWORD).status_code == 204


def test_a_second_link_sets_the_password_anew_and_ends_the_old_sessions(desk: Desk, boss: Guest) -> None:
    old = linked(boss, desk, "worker", BOB)
    new = linked(boss, desk, "worker", BOB, password="another horse")
    assert old.client.get("/api/view").status_code == 401
    assert new.view["me"]["id"] == BOB
    assert desk.stranger().post("/api/session", name="Bob", password=PASSWORD).status_code == 422


def test_a_role_without_a_row_comes_in_under_a_name_of_its_own(desk: Desk, boss: Guest) -> None:
    front = linked(boss, desk, "desk", None, name="Front desk")
    assert front.view["me"] is None
    assert front.view["role"]["id"] == "desk"


def test_half_a_character_and_a_number_no_row_can_have_are_refused_with_words(desk: Desk, boss: Guest) -> None:
    guest, half = desk.stranger(), "\ud800"
    for words in ({"name": half, "password": PASSWORD}, {"name": "ann", "password": half}):
        body = json.dumps(words).encode()
        headers = {**WRITES, "content-type": "application/json"}
        assert guest.client.post("/api/session", content=body, headers=headers).status_code == 422
    for row_id in (10**30, 2**63, 0, -1, True):
        assert boss.post("/api/session/invite", role="worker", id=row_id).status_code == 422, row_id


def test_who_may_add_people_lets_in_such_people_but_none_above_them(desk: Desk, boss: Guest) -> None:
    front = linked(boss, desk, "desk", None, name="Front desk")
    assert [one["role"] for one in front.view["can"]["invite"]] == ["worker"]
    assert front.post("/api/session/invite", role="worker", id=CYD).status_code == 200
    assert front.post("/api/session/invite", role="boss", id=CYD).status_code == 403
    linked(boss, desk, "worker", BOB)
    assert front.post("/api/session/invite", role="worker", id=BOB).status_code == 403
    assert linked(boss, desk, "worker", CYD).post("/api/session/invite", role="worker", id=BOB).status_code == 403


def test_a_person_who_is_deleted_is_out_at_once(desk: Desk, boss: Guest) -> None:
    guest = desk.stranger()
    guest.post("/api/session/join", role="worker", values={"born": "2000-01-01"}, name="Dee", password=PASSWORD)
    row_id = guest.view["me"]["id"]
    assert boss.commit({"kind": "delete", "entity": "person", "id": row_id}).status_code == 200
    assert guest.client.get("/api/view").status_code == 401
    assert desk.stranger().post("/api/session", name="Dee", password=PASSWORD).status_code in (204, 422)
    assert guest.add("job", title="x").status_code == 401


def test_who_has_an_account_stays_when_the_examples_go(desk: Desk, boss: Guest) -> None:
    linked(boss, desk, "worker", BOB)
    assert boss.post("/api/start-empty").status_code == 200
    assert set(boss.rows("person")) == {"Ann", "Bob"}
    assert boss.view["rows"]["job"] == []


def test_the_data_file_holds_no_password_and_no_session(desk: Desk, boss: Guest) -> None:
    desk.data.ask("PRAGMA wal_checkpoint(TRUNCATE)")
    content = desk.file.read_bytes()
    assert PASSWORD.encode() not in content
    assert boss.client.cookies["session"].encode() not in content
