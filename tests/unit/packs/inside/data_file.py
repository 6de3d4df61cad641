# mypy: disable-error-code="import-not-found,no-any-return,unreachable"
"""The data file: many at once, several processes, nothing by halves, and data that follows a changed app."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from desk import NOON, Desk
from server import data_file
from server.clock import wall_time, zone_of
from server.commit import Refused
from server.data_file import Busy, DataFile, Person
from server.rules import RULES

ANN, OAK, SWEEP = 1, 1, 1
AT_ONCE = 20


def noon(zone: str) -> str:
    return NOON


@pytest.fixture
def data(tmp_path: Path) -> DataFile:
    return DataFile(tmp_path / "data.sqlite", noon)


def job(title: str, **values: object) -> dict[str, object]:
    return {"kind": "add", "entity": "job", "values": {"title": title, "owner": ANN, **values}}


def slot(room: int = OAK) -> dict[str, object]:
    return {
        "kind": "add",
        "entity": "slot",
        "values": {"room": room, "begins": "2026-12-01T10:00", "ends": "2026-12-01T11:00"},
    }


def tried(data: DataFile, change: dict[str, object]) -> int | str:
    try:
        return data.commit(Person(), change, None).made[0][1]
    except Refused as fault:
        return fault.refusals[0].rule


def numbers(path: Path) -> list[str]:
    return sorted(row[0] for row in sqlite3.connect(path).execute("SELECT nr FROM job WHERE title LIKE 'at once%'"))


def test_twenty_adds_at_once_are_numbered_without_gaps(data: DataFile, tmp_path: Path) -> None:
    first = data.commit(Person(), job("first"), None).made[0][1]
    with data.reading(Person()) as db:
        start = int(db.get("job", first).nr)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = list(pool.map(lambda number: tried(data, job(f"at once {number}")), range(AT_ONCE)))
    assert len(set(made)) == AT_ONCE
    assert numbers(tmp_path / "data.sqlite") == [f"{number:03}" for number in range(start + 1, start + 1 + AT_ONCE)]


def test_twenty_bookings_at_once_leave_exactly_the_places(data: DataFile, tmp_path: Path) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = list(pool.map(lambda _: tried(data, slot()), range(AT_ONCE)))
    assert sum(isinstance(one, int) for one in made) == 2
    assert [one for one in made if not isinstance(one, int)] == ["free"] * (AT_ONCE - 2)
    assert sqlite3.connect(tmp_path / "data.sqlite").execute("SELECT count(*) FROM slot").fetchone() == (2,)


PROCESS = """
import sys
from pathlib import Path
from server.commit import Refused
from server.data_file import DataFile, Person

data = DataFile(Path(sys.argv[1]), lambda zone: "2026-11-20T12:00")
times = {"begins": "2026-12-01T10:00", "ends": "2026-12-01T11:00"}
done = 0
for number in range(5):
    values = {"title": f"at once {sys.argv[2]} {number}", "owner": 1}
    data.commit(Person(), {"kind": "add", "entity": "job", "values": values}, None)
    try:
        data.commit(Person(), {"kind": "add", "entity": "slot", "values": {"room": 1, **times}}, None)
        done += 1
    except Refused:
        pass
print(done)
"""


def test_several_processes_start_and_write_one_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "data.sqlite"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(one for one in sys.path if one)}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, str(path), str(number)], stdout=subprocess.PIPE, env=environment
        )
        for number in range(4)
    ]
    booked = [int(one.communicate(timeout=120)[0]) for one in running]
    assert sum(booked) == 2
    found = numbers(path)
    assert len(found) == 20
    assert [int(one) for one in found] == list(range(int(found[0]), int(found[0]) + 20))
    assert sqlite3.connect(path).execute("SELECT count(*) FROM person").fetchone() == (3,)


def test_a_change_by_another_process_is_seen_at_the_next_look(tmp_path: Path, data: DataFile) -> None:
    other = DataFile(tmp_path / "data.sqlite", noon)
    made = other.commit(Person(), job("elsewhere"), None).made[0][1]
    with data.reading(Person()) as db:
        assert db.get("job", made).title == "elsewhere"


def test_a_writer_who_waits_in_vain_is_told_to_try_again(data: DataFile, tmp_path: Path) -> None:
    data.connection.execute("PRAGMA busy_timeout = 50")
    with data.reading(Person()):
        pass
    other = sqlite3.connect(tmp_path / "data.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy):
        data.commit(Person(), job("late"), None)
    with data.reading(Person()) as db:
        assert [row.title for row in db.all("job")] == ["Sweep", "Paint"]
    other.execute("ROLLBACK")
    assert data.commit(Person(), job("late"), None).made


def test_a_change_that_breaks_off_while_it_is_written_leaves_nothing(
    data: DataFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = data.number("version")

    def broken(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(data_file.DataFile, "_put_line", broken)
    with pytest.raises(OSError, match="no space"):
        data.commit(Person(), {"kind": "edit", "entity": "job", "id": SWEEP, "values": {"title": "Half"}}, None)
    monkeypatch.undo()
    assert data.number("version") == version
    with data.reading(Person()) as db:
        assert db.get("job", SWEEP).title == "Sweep"


def test_everything_stands_again_after_a_restart(data: DataFile, tmp_path: Path) -> None:
    made = data.commit(Person(), job("Ünï 漢字 🧪 '\"", hours="0.000001", v="v"), None).made[0][1]
    data.close()
    with DataFile(tmp_path / "data.sqlite", noon).reading(Person()) as db:
        row = db.get("job", made)
        assert (row.title, row.hours, row.v) == ("Ünï 漢字 🧪 '\"", 1, "v")
        assert db.version("job", made) == 1


def test_an_id_is_never_given_twice(data: DataFile, tmp_path: Path) -> None:
    made = data.commit(Person(), job("gone"), None).made[0][1]
    data.commit(Person(), {"kind": "delete", "entity": "job", "id": made}, None)
    data.close()
    assert DataFile(tmp_path / "data.sqlite", noon).commit(Person(), job("new"), None).made[0][1] == made + 1


def test_the_history_cannot_be_rewritten_even_with_the_file_at_hand(data: DataFile, tmp_path: Path) -> None:
    data.commit(Person(), {"kind": "edit", "entity": "job", "id": SWEEP, "values": {"title": "Swept"}}, None)
    other = sqlite3.connect(tmp_path / "data.sqlite")
    for statement in ("UPDATE _history SET new = 'x'", "DELETE FROM _history"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            other.execute(statement)


def with_job_fields(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """The app as it would be when the field v of a job was of this kind."""
    job = RULES.entities["job"]
    fields = tuple(replace(one, kind=kind) if one.name == "v" else one for one in job.fields)
    monkeypatch.setitem(RULES.entities, "job", replace(job, fields=fields))


def columns(path: Path) -> list[str]:
    return [row[1] for row in sqlite3.connect(path).execute("PRAGMA table_info(job)")]


@pytest.fixture
def closed_file(data: DataFile, tmp_path: Path) -> Path:
    data.close()
    with sqlite3.connect(tmp_path / "data.sqlite") as file:
        file.execute("UPDATE job SET v = '12.5' WHERE id = 1")
        file.execute("UPDATE job SET v = 'many' WHERE id = 2")
    file.close()
    return tmp_path / "data.sqlite"


def test_a_field_of_another_kind_keeps_what_can_be_read(closed_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_job_fields(monkeypatch, "num")
    data = DataFile(closed_file, noon)
    with data.reading(Person()) as db:
        assert [row.v for row in db.all("job")] == [12_500000, None]
    old = sqlite3.connect(closed_file).execute("SELECT _old_v FROM job ORDER BY id").fetchall()
    assert old == [("12.5",), ("many",)]


def test_a_field_may_change_again_and_again(closed_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("num", "text", "int", "text", "money", "long"):
        with_job_fields(monkeypatch, kind)
        DataFile(closed_file, noon).close()
    assert columns(closed_file).count("_old_v") == 1


def test_a_new_field_gets_its_default_in_rows_that_stand(closed_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(closed_file) as file:
        file.execute("ALTER TABLE job DROP COLUMN hours")
        file.execute("DELETE FROM _fields WHERE entity = 'job' AND field = 'hours'")
    file.close()
    with DataFile(closed_file, noon).reading(Person()) as db:
        assert [row.hours for row in db.all("job")] == [1_000000, 1_000000]
    with DataFile(closed_file, noon).reading(Person()) as db:
        assert [row.hours for row in db.all("job")] == [1_000000, 1_000000]


def test_the_clock_goes_by_the_zone_of_the_settings(tmp_path: Path) -> None:
    asked: list[str] = []

    def clock(zone: str) -> str:
        asked.append(zone)
        return NOON

    data = DataFile(tmp_path / "data.sqlite", clock)
    with data.reading(Person()) as db:
        assert zone_of(db) == "Asia/Tokyo"
    assert asked[-1] == "Asia/Tokyo"
    edit = {"kind": "edit", "entity": "settings", "id": 1, "values": {"zone": "../../etc/passwd"}}
    data.commit(Person(), edit, None)
    with data.reading(Person()) as db:
        assert zone_of(db) == ""
    assert wall_time("Asia/Tokyo") >= wall_time("America/Los_Angeles")


def test_readers_and_writers_do_not_disturb_each_other(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    faults: list[AssertionError] = []

    def work(number: int) -> None:
        try:
            guest = desk.as_("boss", 1)
            for count in range(5):
                assert guest.add("job", title=f"{number} {count}").status_code == 200
                assert guest.view["me"]["id"] == 1
        except AssertionError as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(desk.as_("boss", 1).rows("job")) >= 30
