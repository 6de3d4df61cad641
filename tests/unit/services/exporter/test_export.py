"""What leaves, in which form, and what stands at the place afterwards."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pygit2
import pytest

from lamplighter.domain.errors import BadInput, BadName, ExportFailed, GateClosed
from lamplighter.domain.findings import Finding, Severity, not_run
from lamplighter.domain.gate import Gate, judged, overridden
from lamplighter.services.exporter import Form, Parcel, Past, export

FILES = {"README.md": b"read me", "src/app.js": b"let a = 1", "data.bin": bytes(range(256)), "empty.txt": b""}
PAST = (
    Past("builder", "first", "2026-01-01T10:00:00.000+00:00", {"README.md": b"old"}),
    Past("person", "my words", "2026-01-02T10:00:00.000+00:00", FILES),
)
PARCEL = Parcel("Tool library", FILES, PAST)
OPEN = judged((), "", ())
LOCKED = judged((Finding("tests", Severity.ERROR, "2 tests fail"),), "", ())
HALF = judged((), "Test first", ())


def held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def sheet_of(folder: Path) -> str:
    return (folder / "VIABILITY.md").read_text(encoding="utf-8")


def newer(text: bytes) -> Parcel:
    return Parcel("Tool library", FILES | {"README.md": text}, PAST)


def test_the_folder_holds_the_stored_files_and_the_sheet(tmp_path: Path) -> None:
    made = export(PARCEL, tmp_path / "out", gate=OPEN)
    assert made.path == tmp_path / "out"
    assert held(made.path) == FILES | {"VIABILITY.md": (made.path / "VIABILITY.md").read_bytes()}
    assert made.files == tuple(sorted([*FILES, "VIABILITY.md"]))
    assert names(tmp_path) == ["out"]


def test_the_history_has_one_commit_a_version_and_one_for_what_left(tmp_path: Path) -> None:
    made = export(PARCEL, tmp_path / "out", gate=OPEN)
    repository = pygit2.Repository(str(made.path))
    commits = list(repository.walk(repository.head.target, pygit2.enums.SortMode.TOPOLOGICAL))
    assert [commit.message for commit in commits] == ["Export", "my words", "first"]
    assert [commit.author.email.split("@")[0] for commit in commits] == ["builder", "person", "builder"]
    assert [entry.name for entry in commits[2].tree] == ["README.md"]
    assert repository.status() == {}
    assert not [path for path in made.path.rglob("*") if path.is_file() and os.access(path, os.X_OK)]
    assert not (made.path / ".git/hooks").exists()


def test_a_parcel_without_history_leaves_with_one_commit(tmp_path: Path) -> None:
    export(Parcel("New", FILES), tmp_path / "out", gate=OPEN)
    repository = pygit2.Repository(str(tmp_path / "out"))
    assert len(list(repository.walk(repository.head.target))) == 1


def test_a_second_export_takes_the_place_and_keeps_the_first_beside_it(tmp_path: Path) -> None:
    for text in (b"one", b"two", b"three"):
        export(newer(text), tmp_path / "out", gate=OPEN)
    assert names(tmp_path) == ["out", "out.previous"]
    assert (tmp_path / "out/README.md").read_bytes() == b"three"
    assert (tmp_path / "out.previous/README.md").read_bytes() == b"two"


def test_a_previous_export_in_which_a_person_worked_is_never_removed(tmp_path: Path) -> None:
    export(newer(b"one"), tmp_path / "out", gate=OPEN)
    (tmp_path / "out/mine.txt").write_bytes(b"my work")
    export(newer(b"two"), tmp_path / "out", gate=OPEN)
    export(newer(b"three"), tmp_path / "out", gate=OPEN)
    assert (tmp_path / "out.previous/mine.txt").read_bytes() == b"my work"
    assert (tmp_path / "out.previous-2/README.md").read_bytes() == b"two"


def test_a_previous_export_with_a_persons_commit_is_never_removed(tmp_path: Path) -> None:
    export(newer(b"one"), tmp_path / "out", gate=OPEN)
    repository = pygit2.Repository(str(tmp_path / "out"))
    person = pygit2.Signature("Me", "me@example.org")
    head = repository.head.target
    repository.create_commit("HEAD", person, person, "mine", repository[head].peel(pygit2.Tree).id, [head])
    repository.free()
    for text in (b"two", b"three"):
        export(newer(text), tmp_path / "out", gate=OPEN)
    kept = pygit2.Repository(str(tmp_path / "out.previous"))
    assert kept[kept.head.target].peel(pygit2.Commit).message == "mine"


def test_a_folder_that_is_no_export_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "Documents").mkdir()
    (tmp_path / "Documents/letter.txt").write_bytes(b"dear")
    (tmp_path / "Documents/my.zip").write_bytes(b"PK not ours")
    places = dict.fromkeys(Form, tmp_path / "Documents") | {Form.ZIP: tmp_path / "Documents/my.zip"}
    for form, place in places.items():
        with pytest.raises(BadInput, match="no export of Lamplighter") as caught:
            export(PARCEL, place, gate=OPEN, form=form)
        assert caught.value.hint != ""
    assert names(tmp_path) == ["Documents"]
    assert held(tmp_path / "Documents") == {"letter.txt": b"dear", "my.zip": b"PK not ours"}


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export(PARCEL, tmp_path / "out", gate=OPEN)
    assert (tmp_path / "out/README.md").read_bytes() == b"read me"


def test_a_file_and_a_link_at_the_place_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("file", "link", "dangling"):
        with pytest.raises(BadInput):
            export(PARCEL, tmp_path / name, gate=OPEN)
    assert names(tmp_path) == ["dangling", "file", "link", "real"]


@pytest.mark.parametrize(
    ("gate", "form", "leaves"),
    [
        (LOCKED, Form.FOLDER, False),
        (LOCKED, Form.ZIP, False),
        (LOCKED, Form.KIT, False),
        (LOCKED, Form.DOCUMENTS, True),
        (HALF, Form.FOLDER, False),
        (HALF, Form.ZIP, False),
        (HALF, Form.KIT, True),
        (HALF, Form.DOCUMENTS, True),
        (OPEN, Form.KIT, True),
        (OPEN, Form.ZIP, True),
    ],
)
def test_each_form_leaves_only_through_a_gate_open_enough(tmp_path: Path, gate: Gate, form: Form, leaves: bool) -> None:
    if leaves:
        assert export(PARCEL, tmp_path / "out", gate=gate, form=form).path.exists()
        return
    with pytest.raises(GateClosed) as caught:
        export(PARCEL, tmp_path / "out", gate=gate, form=form)
    assert gate.reasons[0].text in caught.value.message
    assert names(tmp_path) == []


def test_documents_and_kit_hold_no_code(tmp_path: Path) -> None:
    files = FILES | {"viability/canvas.md": b"c", "landing/index.html": b"l", "survey/ellis.html": b"s"}
    parcel = Parcel("Tool library", files, PAST)
    documents = export(parcel, tmp_path / "documents", gate=OPEN, form=Form.DOCUMENTS)
    kit = export(parcel, tmp_path / "kit", gate=OPEN, form=Form.KIT)
    assert documents.files == ("VIABILITY.md", "viability/canvas.md")
    assert kit.files == ("VIABILITY.md", "landing/index.html", "survey/ellis.html", "viability/canvas.md")
    assert set(held(kit.path)) == set(kit.files)
    assert not (documents.path / ".git").exists()


def test_the_same_files_give_the_same_zip_whenever_it_is_made(tmp_path: Path) -> None:
    first = export(PARCEL, tmp_path / "a", gate=OPEN, form=Form.ZIP)
    second = export(Parcel("Tool library", dict(reversed(FILES.items()))), tmp_path / "b.ZIP", gate=OPEN, form=Form.ZIP)
    assert (first.path.name, second.path.name) == ("a.zip", "b.ZIP")
    assert first.path.read_bytes() == second.path.read_bytes()
    with zipfile.ZipFile(first.path) as archive:
        assert {name: archive.read(name) for name in FILES} == FILES
        assert tuple(archive.namelist()) == first.files
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}


def test_a_zip_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    for text in (b"one", b"two", b"three"):
        export(newer(text), tmp_path / "out.zip", gate=OPEN, form=Form.ZIP)
    assert names(tmp_path) == ["out.zip", "out.zip.previous"]
    with zipfile.ZipFile(tmp_path / "out.zip.previous") as archive:
        assert archive.read("README.md") == b"two"


def test_missing_folders_above_the_place_are_made(tmp_path: Path) -> None:
    assert export(PARCEL, tmp_path / "a/b/c", gate=OPEN).path.is_dir()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(ExportFailed) as caught:
        export(PARCEL, tmp_path / "file/out", gate=OPEN)
    assert caught.value.hint != ""


def test_the_top_of_a_disk_is_refused_in_words(tmp_path: Path) -> None:
    for form in Form:
        with pytest.raises(BadInput, match="top of a disk"):
            export(PARCEL, Path(tmp_path.anchor), gate=OPEN, form=form)


def test_a_name_that_some_system_cannot_hold_never_leaves(tmp_path: Path) -> None:
    for name in ("../evil", "aux.js", "a\u202eb", ".git/hooks/post-checkout", "readme.MD"):
        with pytest.raises(BadName):
            export(Parcel("Bad", FILES | {name: b"x"}), tmp_path / "out", gate=OPEN)
    assert names(tmp_path) == []


def test_the_projects_own_file_of_that_name_gives_way_to_the_sheet(tmp_path: Path) -> None:
    parcel = Parcel("Mine", FILES | {"viability.md": b"all is well"})
    made = export(parcel, tmp_path / "out", gate=OPEN)
    assert "viability.md" not in made.files
    assert "Not judged" in sheet_of(made.path)


def test_the_sheet_prints_overrides_first_then_verdict_then_what_is_unknown(tmp_path: Path) -> None:
    words = "We show it to one friend alone; at worst a wrong total annoys him for a day."
    findings = (Finding("tests", Severity.ERROR, "2 tests fail"), not_run("starts", "no containment here"))
    reason = judged(findings, "", ()).reasons[0]
    override = overridden("", reason.rule, words, "2026-04-01", "2026-03-04T05:06:07.000+00:00", reason.about)
    gate = judged(findings, "", (override,), unanswered=["B1 Who is in most trouble without this?"])
    sheet = sheet_of(export(PARCEL, tmp_path / "out", gate=gate).path)
    order = [
        "Exported against the check",
        words,
        "## Verdict",
        "Not judged",
        "not run",
        "starts: no containment",
        "B1 Who",
    ]
    places = [sheet.index(part) for part in order]
    assert places == sorted(places)
    assert override.hash in sheet
    assert "2026-04-01" in sheet


def test_the_sheet_of_a_closed_gate_says_why(tmp_path: Path) -> None:
    made = export(PARCEL, tmp_path / "out", gate=LOCKED, form=Form.DOCUMENTS)
    assert "2 tests fail" in sheet_of(made.path)
    assert "gate is closed" in sheet_of(made.path)


def test_words_in_the_sheet_are_words_and_no_markup(tmp_path: Path) -> None:
    name = "<script>alert(1)</script>\n# Verdict: Build [x](http://evil) `c` \u202edrow\x1b[31m -->"
    sheet = sheet_of(export(Parcel(name, FILES), tmp_path / "out", gate=OPEN).path)
    first = sheet.splitlines()[0]
    assert first.startswith("# Viability of \\<script\\>")
    assert "\u202e" not in sheet
    assert "\x1b" not in sheet
    assert sum(line.startswith("# ") for line in sheet.splitlines()) == 1
    assert "](" not in sheet.replace("\\](", "")


SECRETS = {
    "a key in code": {"src/app.js": b'const key = "sk-ant-' + b"a1B2" * 10 + b'"'},
    "a private key": {"notes.txt": b"x\n-----BEGIN OPENSSH PRIVATE KEY-----\n"},
    "a token": {"ci.yml": b"token: ghp_" + b"a1B2" * 9},
    "an AWS key": {"a.py": b"KEY = 'AKIAABCDEFGHIJKLMNOP'"},
    "a password in an address": {"a.py": b"postgres://user:hunter22@db/x"},
    "a file of secrets": {"deploy/.env": b"PASSWORD=x"},
}


@pytest.mark.parametrize("what", SECRETS)
def test_a_secret_never_leaves_and_is_not_repeated(tmp_path: Path, what: str) -> None:
    (path, content) = next(iter(SECRETS[what].items()))
    for form in (Form.FOLDER, Form.ZIP):
        with pytest.raises(GateClosed) as caught:
            export(Parcel("Secret", FILES | SECRETS[what]), tmp_path / "out", gate=OPEN, form=form)
        assert path in caught.value.message
        assert content.decode()[-12:] not in caught.value.message
    assert names(tmp_path) == []


def test_an_old_version_with_a_secret_is_left_out_of_the_history(tmp_path: Path) -> None:
    leaky = Past("person", "oops", "2026-01-01T12:00:00.000+00:00", {"a.txt": SECRETS["a token"]["ci.yml"]})
    export(Parcel("Tool library", FILES, (PAST[0], leaky, PAST[1])), tmp_path / "out", gate=OPEN)
    repository = pygit2.Repository(str(tmp_path / "out"))
    assert [commit.message for commit in repository.walk(repository.head.target)] == ["Export", "my words", "first"]
    packed = b"".join(path.read_bytes() for path in (tmp_path / "out/.git").rglob("*") if path.is_file())
    assert b"ghp_" not in packed


@pytest.mark.parametrize(
    "harmless",
    [
        b"risk-ant-colony",
        b"see https://example.org/a:b@c",
        b"http://user:{password}@host",
        b"sk-short",
        b'SECRET_KEY = os.environ["SECRET_KEY"]',
        b"-----BEGIN PUBLIC KEY-----",
        b"data:image/png;base64," + b"AAAA" * 30,
    ],
)
def test_ordinary_text_is_not_taken_for_a_secret(tmp_path: Path, harmless: bytes) -> None:
    export(Parcel("Plain", FILES | {"a.txt": harmless, ".env.example": b"PASSWORD="}), tmp_path / "out", gate=OPEN)
