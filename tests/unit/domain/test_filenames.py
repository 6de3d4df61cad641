"""Names that mean the same file on every system pass; all others are refused, with the reason."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.domain.errors import BadName, ProjectTooLarge
from lamplighter.domain.filenames import (
    MAX_DEPTH,
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_PATH_LETTERS,
    is_portable,
    portable,
    portable_files,
    portable_set,
    visible,
)

GOOD = [
    "index.html",
    "src/app.js",
    "a b.txt",
    "Dockerfile",
    ".gitignore",
    ".github/workflows/ci.yml",
    "données/été.csv",
    "道具/図書館.md",
    "auxiliary.py",
    "console.log",
    "com10.txt",
    "nul_value.py",
    "git/config",
    "a~b",
    "x" * 100,
    "\N{IZAKAYA LANTERN}.txt",
    "/".join("d" * MAX_DEPTH),
]

BAD = {
    "it leads up": ["../evil", "a/../../evil", "..", "a/..", "./a", "a/./b", "."],
    "it is absolute": ["/etc/passwd", "//server/share", "~/x", "~root/x", "C:/x", "c:x", "\\\\server\\share"],
    "Windows takes it for folders": ["a\\b", "a\\..\\..\\b", "\\a"],
    "Windows takes it for a device": [
        "CON",
        "aux",
        "Aux.txt",
        "src/nul",
        "NUL.tar.gz",
        "com1",
        "LPT9.md",
        "com¹",
        "con .txt",
        "conin$",
    ],
    "Windows drops a part of it": ["name.", "name ", "a./b", "a /b", "a...", " a", "dir/ a"],
    "it is a stream or a pattern": ["a:b", "a:$DATA", "a*", "a?", 'a"b', "a<b", "a>b", "a|b"],
    "git keeps its files there": [".git/config", ".GIT/config", "a/.git/hooks/x", "GIT~1/config", ".git", ".ｇｉｔ/x"],
    "it cannot be seen": [
        "a\x00b",
        "a\nb",
        "a\x7f",
        "a\x85",
        ".git\u200b/config",
        ".g\u200dit/config",
        "a\u202etxt.exe",
        "a\u2066b",
        "a\ufeffb",
        "a\u00adb",
        "a\U000e0041b",
        "a\ufe0f",
        "a\u3164b",
        "a\u2028b",
        "a\u00a0b",
        "a\ud800b",
        "a\U000f0000b",
    ],
    "its accents are loose": [unicodedata.normalize("NFD", "été.csv")],
    "it is empty in a part": ["", "a//b", "a/", "/"],
    "it is too long or too deep": ["x" * (MAX_PATH_LETTERS + 1), "/".join("d" * (MAX_DEPTH + 1)), "é" * 120],
    "a command would take it for an option": ["-rf", "a/--help"],
    "our own unfinished files have it": [".lamplighter-0011", "a/.LAMPLIGHTER-x"],
}


@pytest.mark.parametrize("path", GOOD)
def test_an_ordinary_name_passes_as_it_is(path: str) -> None:
    assert portable(path) == path
    assert is_portable(path)


@pytest.mark.parametrize(("why", "path"), [(why, path) for why, paths in BAD.items() for path in paths])
def test_a_name_is_refused_because(why: str, path: str) -> None:
    with pytest.raises(BadName) as caught:
        portable(path)
    assert caught.value.hint != ""
    assert not is_portable(path)
    assert all(ord(letter) >= 32 and unicodedata.category(letter) != "Cf" for letter in caught.value.message), why


@pytest.mark.parametrize(
    "paths",
    [
        ["README.md", "readme.md"],
        ["src/a.txt", "SRC/b.txt", "src/A.TXT"],
        ["straße", "STRASSE"],
        ["ﬁle", "file"],
        ["K", "k"],
        ["a", "a/b"],
        ["A", "a/b"],
        ["a/b/c", "A/B"],
    ],
)
def test_names_that_are_one_file_on_some_system_are_refused_together(paths: list[str]) -> None:
    with pytest.raises(BadName):
        portable_set(paths)
    with pytest.raises(BadName):
        portable_set(reversed(paths))


def test_a_set_comes_back_sorted_and_once() -> None:
    assert portable_set(["b", "a/c", "a/b", "b"]) == ("a/b", "a/c", "b")


def test_folders_may_differ_by_case_only_if_no_two_files_meet() -> None:
    assert portable_set(["src/a", "SRC/b"]) == ("SRC/b", "src/a")


def test_caps_refuse_too_many_files_and_too_many_bytes() -> None:
    names = [f"f{number}" for number in range(MAX_FILES)]
    assert len(portable_set(names)) == MAX_FILES
    with pytest.raises(ProjectTooLarge, match="at most"):
        portable_set([*names, "one more"])
    assert portable_files({"a": bytes(MAX_FILE_BYTES)}) == ("a",)
    with pytest.raises(ProjectTooLarge, match="at most"):
        portable_files({"a": bytes(MAX_FILE_BYTES + 1)})
    large = bytes(MAX_FILE_BYTES)
    with pytest.raises(ProjectTooLarge, match="The project is"):
        portable_files({f"f{number}": large for number in range(101)})


def test_hidden_letters_are_shown_as_code_points() -> None:
    assert visible("a\u202eb\x1b[31m é") == "a\\u{202e}b\\u{1b}[31m é"


@given(st.text(max_size=40))
def test_whatever_passes_is_one_plain_relative_path(path: str) -> None:
    if not is_portable(path):
        return
    assert not path.startswith("/")
    assert all(part not in ("", ".", "..") and "\\" not in part and ":" not in part for part in path.split("/"))
    assert path.isprintable()
    assert unicodedata.normalize("NFC", path) == path
    path.encode()


@given(st.lists(st.text(alphabet="aAbB./ ", min_size=1, max_size=6), max_size=6))
def test_a_set_that_passes_has_no_two_names_that_meet_when_case_is_lost(paths: list[str]) -> None:
    try:
        found = portable_set(paths)
    except BadName:
        return
    lost = [path.casefold() for path in found]
    assert len(set(lost)) == len(lost)
    assert not any(other.startswith(path + "/") for path in lost for other in lost)
