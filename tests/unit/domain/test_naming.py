"""Names: any words in any script give names that are safe in every language, and never two the same."""

from __future__ import annotations

import ast
import keyword
import re
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.domain.filenames import is_portable
from lamplighter.domain.naming import (
    LONGEST_LABEL,
    LONGEST_NAME,
    RESERVED,
    distinct,
    file_name,
    identifier,
    identifiers,
    label,
    latin,
    table_name,
)

NAME = re.compile(r"[a-z][a-z0-9_]*")

HOSTILE = [
    "", " ", "\0", "\n", "class", "CON", "con.txt", "NUL", "com1", "LPT9", "../x", "..\\x", "/etc/passwd", "C:\\x",
    "__proto__", "constructor", "prototype", "hasOwnProperty", "toString", "valueOf", "this", "self", "yes", "today",
    "select", "SELECT * FROM x; DROP TABLE y", "sqlite_master", "rowid", "order", "group", "index", "from", "import",
    "lambda", "None", "True", "await", "async", "match", "case", "type", "_", "__init__", "undefined", "NaN", "null",
    "<script>alert(1)</script>", "{{7*7}}", "{% x %}", "${x}", "a'b", 'a"b', "a`b", "a\\b", "$(rm -rf)", "; rm -rf /",
    "🙂", "👨‍👩‍👧", "\u202eabc\u202c", "\u200b\u200d", "ﬁnd", "Ｆｕｌｌ", "①②③", "½ cup", "x" * 500, "9lives", "007",
    "日本語", "図書館の本", "しゃしん", "チョコレート", "キャンプ", "ユーザー", "プールサイド",
    "Straßenfest", "Übergröße",
    "Œuvre", "niño", "ĳs", "İstanbul", "ǅ", "Ἀθῆναι", "Журнал учёта", "שלום", "مرحبا", "नमस्ते",
    "ไทย", "한국어", "中文",
    "a\u0301\u0301\u0301", "\ud83d", "e" + "\u0301" * 200, "Z̸̢a̷l̶g̵o̶",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE, ids=[repr(w[:24]) for w in HOSTILE])
def test_a_hostile_name_becomes_a_safe_one(words: str) -> None:
    name = identifier(words)
    assert NAME.fullmatch(name)
    assert len(name) <= LONGEST_NAME
    assert name not in RESERVED
    assert not keyword.iskeyword(name)
    assert name.isidentifier()
    ast.parse(f"{name} = 1\ndef f({name}): return {name}.{name}")
    assert is_portable(f"src/{file_name(words, '.py')}")
    database = sqlite3.connect(":memory:")
    database.execute(f"create table {table_name(words)} ({table_name(words)} text, id integer)")
    database.close()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Tool library", "tool_library"),
        ("  Größe (in cm) ", "grosse_in_cm"),
        ("Ärger & Co", "arger_co"),
        ("class", "x_class"),
        ("CON", "x_con"),
        ("日本", "thing"),
        ("3 chairs", "x_3_chairs"),
        ("42", "thing_42"),
        ("しゃしん", "shashin"),
        ("きょう", "kyou"),
        ("ちゃ", "cha"),
        ("じゅぎょう", "jugyou"),
        ("がっこう", "gakou"),
        ("キャンプ", "kyanpu"),
        ("ファイル", "fuairu"),
        ("Журнал", "zhurnal"),
        ("Ещё", "eshche"),
        ("Ώρα", "ora"),
        ("Straße", "strasse"),
        ("niño", "nino"),
        ("Cœur", "coeur"),
        ("İstanbul", "istanbul"),
        ("ﬁnd", "find"),
        ("x\u202ey", "xy"),
        ("a__b--c", "a_b_c"),
    ],
)
def test_words_are_spelled_in_latin_letters(words: str, name: str) -> None:
    assert identifier(words) == name


def test_the_fallback_is_the_word_of_the_caller() -> None:
    assert identifier("日本", fallback="person") == "person"
    assert identifier("図書", ["person"], "person") == "person_2"
    assert identifier("", fallback="class") == "x_class"


@given(st.lists(st.text(max_size=12) | st.sampled_from(HOSTILE), max_size=12))
def test_names_in_one_scope_are_all_different(words: list[str]) -> None:
    names = identifiers(words)
    assert len(set(names)) == len(words)
    assert all(NAME.fullmatch(name) and name not in RESERVED and len(name) <= LONGEST_NAME for name in names)


@given(st.text(max_size=60))
def test_a_name_of_a_name_is_itself(words: str) -> None:
    name = identifier(words)
    assert identifier(name) == name


def test_a_long_name_keeps_room_for_its_number() -> None:
    long = "a" * 60
    names = identifiers([long] * 12)
    assert len(set(names)) == 12
    assert names[0] == "a" * LONGEST_NAME
    assert names[11] == "a" * (LONGEST_NAME - 3) + "_12"
    assert distinct("x", {"x", "x_2"}) == "x_3"


def test_file_names_do_not_collide_with_those_that_are_there() -> None:
    assert file_name("Tool", ".js") == "tool.js"
    assert file_name("Tool", ".js", ["tool.js"]) == "tool_2.js"
    assert file_name("con", ".js") == "x_con.js"
    assert file_name("../../etc/passwd") == "etc_passwd"


def test_table_names_keep_off_what_the_database_owns() -> None:
    assert table_name("sqlite stat") == "x_sqlite_stat"
    assert table_name("order") == "x_order"
    assert table_name("loan", ["loan"]) == "loan_2"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("  Tool\tlibrary\n", "Tool library"),
        ("<script>alert(1)</script>", "script alert 1 script"),
        ("Anna’s book", "Anna’s book"),
        ("Ärger & Co.", "Ärger & Co"),
        ("図書館の本", "図書館の本"),
        ("\u202eabc", "abc"),
        ("🙂", ""),
        ("a_b", "a b"),
        ("word " * 20, "word word word word word word word word"),
        ("x" * 90, "x" * 40),
    ],
)
def test_a_label_keeps_the_readable_part(words: str, line: str) -> None:
    assert label(words) == line
    assert label(words, "App") == (line or "App")


@given(st.text(max_size=200))
def test_a_label_is_one_short_line(words: str) -> None:
    line = label(words)
    assert len(line) <= LONGEST_LABEL
    assert line == line.strip()
    assert not set(line) & set('<>{}$`"\\\n\r\t\0')
    assert label(line) == line


@given(st.text(max_size=80))
def test_latin_spelling_never_fails_and_stays_in_ascii(words: str) -> None:
    assert latin(words).isascii()
