# mypy: disable-error-code="import-not-found,no-any-return,unreachable"
"""What each role sees and may do, asked over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk, Guest, rules

ANN, BOB, CYD = 1, 2, 3
DRILL, SAW = 1, 2
OAK, VAULT = 1, 2
SWEEP, PAINT = 1, 2


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def boss(desk: Desk) -> Guest:
    return desk.as_("boss", ANN)


@pytest.fixture
def bob(desk: Desk) -> Guest:
    return desk.as_("worker", BOB)


def test_nobody_is_let_in_without_a_session(desk: Desk) -> None:
    guest = desk.stranger()
    for path in ("/api/view", "/api/history/job/1", f"/api/files/{'0' * 32}"):
        assert guest.client.get(path).status_code == 401
    assert guest.add("job", title="x").status_code == 401
    assert guest.send("x.txt", b"x").status_code == 401


def test_a_worker_sees_own_jobs_only(bob: Guest, boss: Guest) -> None:
    assert [row["title"] for row in bob.view["rows"]["job"]] == ["Sweep"]
    assert len(boss.rows("job")) == 2


def test_only_granted_fields_leave_the_server(bob: Guest, boss: Guest) -> None:
    assert set(bob.rows("person")["Cyd"]) == {"id", "$v", "$name", "$can", "created", "name", "hours", "everybody"}
    assert "pay" in boss.rows("person")["Cyd"]
    assert "code 7" not in bob.client.get("/api/view").text


def test_values_worked_out_on_screen_count_what_one_may_see(bob: Guest, boss: Guest) -> None:
    assert {name: row["hours"] for name, row in bob.rows("person").items()} == {"Ann": "0", "Bob": "2", "Cyd": "0"}
    assert {name: row["hours"] for name, row in boss.rows("person").items()} == {"Ann": "0", "Bob": "2", "Cyd": "5"}
    assert bob.rows("person")["Cyd"]["everybody"] == "1"
    assert boss.rows("person")["Cyd"]["everybody"] == "2"


def test_values_that_a_rule_gives_speak_of_all_rows(bob: Guest) -> None:
    assert bob.view["rows"]["loan"] == []
    assert bob.rows("item")["Drill"]["out"] is True
    assert bob.rows("item")["Saw"]["out"] is False


def test_an_alert_with_hidden_fields_is_told_to_nobody_who_may_not_see_them(bob: Guest, boss: Guest) -> None:
    assert [one["say"] for one in boss.view["alerts"]] == ["Drill: code 7"]
    assert bob.view["alerts"] == []


def test_a_hidden_row_cannot_be_changed_and_is_answered_like_one_that_is_gone(bob: Guest) -> None:
    hidden = bob.edit("job", PAINT, title="mine now")
    gone = bob.edit("job", 99, title="mine now")
    assert hidden.status_code == gone.status_code == 409
    assert {**hidden.json()["conflict"], "id": 0} == {**gone.json()["conflict"], "id": 0}


def test_a_row_cannot_be_given_away(bob: Guest) -> None:
    assert bob.edit("job", SWEEP, owner=CYD).status_code == 403
    assert bob.add("job", title="x", owner=CYD).status_code == 403


def test_a_hidden_row_cannot_be_chosen(bob: Guest, boss: Guest) -> None:
    times = {"begins": "2026-12-01T10:00", "ends": "2026-12-01T11:00"}
    assert rules(bob.add("slot", room=VAULT, **times)) == ["room"]
    assert bob.add("slot", room=OAK, **times).status_code == 200
    assert boss.add("slot", room=VAULT, **times).status_code == 200
    assert "Vault" in {row["$name"] for row in bob.view["rows"]["room"] if row.get("$hidden")}


def test_a_field_outside_the_grant_cannot_be_filled_in(bob: Guest) -> None:
    assert bob.edit("person", BOB, pay="1000000").status_code == 403
    assert bob.edit("item", DRILL, secret="x").status_code == 403


def test_the_examples_are_taken_out_only_by_who_may_do_everything(bob: Guest, boss: Guest) -> None:
    assert bob.view["demo"] is False
    assert bob.post("/api/start-empty").status_code == 403
    assert len(boss.rows("job")) == 2
    assert boss.view["demo"] is True
    undo = boss.post("/api/start-empty").json()["undo"]
    assert boss.view["rows"]["job"] == []
    assert boss.view["demo"] is False
    assert boss.post("/api/undo", token=undo).status_code == 200
    assert len(boss.rows("job")) == 2
    assert boss.view["demo"] is True


def test_what_one_did_can_be_taken_back_by_nobody_else(bob: Guest, boss: Guest) -> None:
    undo = bob.edit("job", SWEEP, title="Swept").json()["undo"]
    assert boss.post("/api/undo", token=undo).status_code == 410
    assert bob.post("/api/undo", token=undo).status_code == 200
    assert bob.post("/api/undo", token=undo).status_code == 410
    assert bob.view["rows"]["job"][0]["title"] == "Sweep"


def test_a_history_is_read_by_who_may_see_the_row(bob: Guest, boss: Guest, desk: Desk) -> None:
    bob.edit("job", SWEEP, title="Swept")
    lines = boss.client.get(f"/api/history/job/{SWEEP}").json()
    assert [(line["who"], line["old"], line["new"]) for line in lines] == [("Bob", "Sweep", "Swept")]
    assert desk.as_("worker", CYD).client.get(f"/api/history/job/{SWEEP}").json() == []


def test_two_who_change_one_row_are_shown_both_versions(bob: Guest, boss: Guest) -> None:
    seen = bob.view["rows"]["job"][0]["$v"]
    assert boss.edit("job", SWEEP, seen, title="Boss says").status_code == 200
    late = bob.edit("job", SWEEP, seen, title="Bob says")
    assert late.status_code == 409
    assert late.json()["conflict"]["row"]["title"] == "Boss says"
    assert bob.edit("job", SWEEP, late.json()["conflict"]["v"], title="Bob says").status_code == 200


def test_a_warning_goes_through_when_it_is_confirmed(bob: Guest) -> None:
    first = bob.add("job", title="Long", hours="120")
    assert first.status_code == 409
    assert [one["say"] for one in first.json()["warnings"]] == ["That is long."]
    again = {"kind": "add", "entity": "job", "values": {"title": "Long", "hours": "120"}}
    assert bob.commit(again, "00000000").status_code == 409
    assert bob.commit(again, first.json()["confirm"]).status_code == 200


def test_a_change_that_was_not_made_is_not_counted(bob: Guest) -> None:
    def counted() -> str:
        return str(bob.view["rows"]["job"][0]["changes"])

    assert bob.edit("job", SWEEP, title="Swept").status_code == 200
    assert counted() == "1"
    assert bob.edit("job", SWEEP, hours="120").status_code == 409
    assert bob.edit("job", SWEEP, hours="-1").status_code == 422
    assert counted() == "1"
    assert bob.edit("job", SWEEP, title="Sweep").status_code == 200
    assert counted() == "2"


def test_a_list_is_looked_at_first_and_then_taken_over_by_who_may(bob: Guest, boss: Guest) -> None:
    text = "title,hours\r\nSweep,3\r\nMow,4\r\nBake,many\r\n"
    looked = boss.do("list.import", text=text, preview=True).json()
    assert (looked["result"]["good"], looked["result"]["known"], len(looked["result"]["bad"])) == (1, 1, 1)
    assert looked["undo"] is None
    assert len(boss.rows("job")) == 2
    taken = boss.do("list.import", text=text, preview=False).json()
    assert taken["result"]["good"] == 1
    assert len(boss.rows("job")) == 3
    assert boss.post("/api/undo", token=taken["undo"]).status_code == 200
    assert len(boss.rows("job")) == 2
    assert bob.do("list.import", text=text, preview=False).status_code == 403


def test_a_list_that_goes_out_holds_what_its_reader_may_see(bob: Guest, boss: Guest) -> None:
    assert "Paint" in boss.do("list.export").json()["result"]["text"]
    assert bob.do("list.export").status_code == 403


def test_an_answer_that_has_not_changed_is_not_sent_again(bob: Guest, desk: Desk) -> None:
    first = bob.client.get("/api/view")
    mark = {"If-None-Match": first.headers["ETag"]}
    assert bob.client.get("/api/view", headers=mark).status_code == 304
    assert desk.as_("worker", CYD).client.get("/api/view", headers=mark).status_code == 200
    bob.edit("job", SWEEP, title="Swept")
    assert bob.client.get("/api/view", headers=mark).status_code == 200


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"change": 7}', b'{"change": {"kind": "no"}}', b"\xff\xfe"])
def test_nonsense_is_refused_with_words(bob: Guest, body: bytes) -> None:
    answer = bob.client.post("/api/commit", content=body, headers={"x-app": "1", "content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["title"] == "The app did not understand this. Load the page again."


@pytest.mark.parametrize("values", [[1, 2], "title", 7, [["title", "x"]], True])
def test_values_that_are_no_values_are_not_understood(bob: Guest, values: object) -> None:
    for kind in ("add", "edit", "do"):
        row = next(iter(bob.rows("job").values()))
        change = {"kind": kind, "entity": "job", "id": row["id"], "action": "none", "values": values, "args": values}
        assert bob.commit(change).status_code == 422, kind


def test_a_change_without_the_apps_own_header_is_refused(bob: Guest) -> None:
    change = {"change": {"kind": "delete", "entity": "job", "id": SWEEP}}
    assert bob.client.post("/api/commit", json=change).status_code == 403
    assert bob.client.delete("/api/session").status_code == 403
    assert len(bob.rows("job")) == 1


def test_what_is_too_large_is_refused_even_when_it_comes_in_pieces(bob: Guest) -> None:
    pieces = (b"x" * 1024 * 1024 for _ in range(14))
    answer = bob.client.post("/api/commit", content=pieces, headers={"x-app": "1", "content-type": "application/json"})
    assert answer.status_code == 413


def test_every_answer_says_what_a_browser_may_do(bob: Guest) -> None:
    for path in ("/", "/api/view", "/api/nothing", "/app.js"):
        headers = bob.client.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
