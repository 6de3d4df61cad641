# mypy: disable-error-code="import-not-found,no-any-return,unreachable"
"""Photos and files: who may send and read them, how they go out, and what pictures lose on the way in."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from desk import Desk, Guest
from server.files import kind_of
from server.pictures import orientation, without_traces

ANN, BOB = 1, 2
DRILL = 1
PLACE = b"GPS 48.85N 2.35E"


def jpeg(turned: int | None = None, note: bytes = PLACE) -> bytes:
    tiff = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, turned or 1, 0, 0) + note
    exif = b"\xff\xe1" + struct.pack(">H", 8 + len(tiff)) + b"Exif\0\0" + tiff
    xmp = b"\xff\xe1" + struct.pack(">H", 2 + 29 + len(note)) + b"http://ns.adobe.com/xap/1.0/\0" + note
    tables = b"\xff\xdb" + struct.pack(">H", 67) + bytes(65)
    return b"\xff\xd8" + (exif if turned else b"") + xmp + tables + b"\xff\xda\0\x08picture\xff\xd9"


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(*notes: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(kind, PLACE) for kind in notes) + body


def webp(flags: int, *notes: bytes) -> bytes:
    def part(kind: bytes, content: bytes) -> bytes:
        return kind + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)

    parts = b"WEBP" + part(b"VP8X", bytes([flags]) + bytes(9)) + part(b"VP8 ", b"picture")
    parts += b"".join(part(kind, PLACE) for kind in notes)
    return b"RIFF" + struct.pack("<I", len(parts)) + parts


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def boss(desk: Desk) -> Guest:
    return desk.as_("boss", ANN)


@pytest.fixture
def bob(desk: Desk) -> Guest:
    return desk.as_("worker", BOB)


def address(value: str) -> str:
    return f"/api/files/{value[:32]}"


def test_a_photo_is_shown_to_who_sees_its_row(boss: Guest, bob: Guest) -> None:
    value = boss.send("drill.png", png()).json()["value"]
    assert value[32:] == "/drill.png"
    assert boss.client.get(address(value)).status_code == 200
    assert bob.client.get(address(value)).status_code == 404
    assert boss.edit("item", DRILL, photo=value).status_code == 200
    answer = bob.client.get(address(value))
    assert (answer.status_code, answer.headers["content-type"], answer.content) == (200, "image/png", png())


def test_a_file_in_a_hidden_field_stays_hidden(boss: Guest, bob: Guest) -> None:
    value = boss.send("paper.pdf", b"%PDF-1.7").json()["value"]
    boss.edit("item", DRILL, paper=value)
    assert bob.client.get(address(value)).status_code == 404
    assert boss.client.get(address(value)).status_code == 200


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.html", b"<script>alert(1)</script>"),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("x.png", b"<html>not a picture"),
        ("x.pdf", b"%PDF-1.7"),
        ("x.js", b"alert(1)"),
    ],
)
def test_whatever_is_no_picture_is_only_ever_downloaded(boss: Guest, name: str, content: bytes) -> None:
    answer = boss.client.get(address(boss.send(name, content).json()["value"]))
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content == content


def test_a_name_cannot_break_a_header_or_a_path(boss: Guest) -> None:
    value = boss.send("..%2F..%2Fetc%2Fpasswd%0D%0AX-Evil:%201%22.txt", b"x").json()["value"]
    assert value[33:] == '....etcpasswdX-Evil: 1".txt'
    answer = boss.client.get(address(value))
    assert "x-evil" not in answer.headers
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''....etcpasswdX-Evil%3A%201%22.txt"


def test_more_than_ten_megabytes_are_refused(boss: Guest) -> None:
    assert boss.send("x.bin", bytes(10 * 1024 * 1024 + 1)).status_code == 413
    assert boss.send("x.bin", bytes(10 * 1024 * 1024)).status_code == 200


def test_who_may_fill_in_no_such_field_may_send_no_file(bob: Guest, desk: Desk) -> None:
    assert bob.send("x.png", png()).status_code == 403
    assert desk.data.ask("SELECT count(*) FROM _files") == [(0,)]


def test_what_no_row_names_is_forgotten_after_a_day(boss: Guest, desk: Desk) -> None:
    kept = boss.send("kept.png", png()).json()["value"]
    boss.edit("item", DRILL, photo=kept)
    lost = boss.send("lost.png", png()).json()["value"]
    desk.data.ask("UPDATE _files SET at = at - 90000")
    boss.send("new.png", png())
    assert boss.client.get(address(kept)).status_code == 200
    assert boss.client.get(address(lost)).status_code == 404


def test_a_copy_of_the_data_file_holds_the_files(boss: Guest, desk: Desk, tmp_path: Path) -> None:
    value = boss.send("drill.png", png()).json()["value"]
    boss.edit("item", DRILL, photo=value)
    other = tmp_path / "copy"
    other.mkdir()
    desk.data.ask("VACUUM INTO ?", str(other / "data.sqlite"))
    assert Desk(other).as_("boss", ANN).client.get(address(value)).content == png()


def test_a_photo_loses_where_it_was_taken_and_keeps_its_picture() -> None:
    plain = without_traces(jpeg())
    assert PLACE not in plain
    assert plain == jpeg().replace(jpeg()[2 : 2 + 2 + 2 + 29 + len(PLACE)], b"")


@pytest.mark.parametrize("turned", [2, 3, 6, 8])
def test_a_photo_keeps_how_it_must_be_turned(turned: int) -> None:
    plain = without_traces(jpeg(turned))
    assert PLACE not in plain
    assert orientation(plain[plain.index(b"Exif\0\0") + 6 :]) == turned
    assert plain.endswith(b"picture\xff\xd9")


def test_notes_in_other_kinds_of_pictures_go_too() -> None:
    assert without_traces(png(b"tEXt", b"eXIf", b"iTXt")) == png()
    assert without_traces(webp(0x0C, b"EXIF", b"XMP ")) == webp(0)
    assert kind_of(webp(0)) == "image/webp"


@pytest.mark.parametrize("whole", [jpeg(6), png(b"tEXt"), webp(0x0C, b"EXIF")])
def test_a_damaged_picture_is_left_as_it_came(whole: bytes) -> None:
    for length in range(len(whole) - 1):
        cut = whole[:length]
        plain = without_traces(cut)
        assert plain == cut or cut.startswith((b"\xff\xd8\xff", b"\x89PNG", b"RIFF"))
        assert len(plain) <= len(cut)
