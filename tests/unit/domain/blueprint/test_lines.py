"""Separators: the same marks everywhere, apostrophes and quotes included."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.domain.blueprint.lines import arguments, entries, items, keyed, parts, quoted, unquoted, words
from lamplighter.domain.blueprint.problems import Fault


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a, b ,c", ["a", "b", "c"]),
        ("", []),
        (" , ,", []),
        ("f(a, b), c", ["f(a, b)", "c"]),
        ("name = 'a, b', c", ["name = 'a, b'", "c"]),
        ("week(day), lower('x, y')", ["week(day)", "lower('x, y')"]),
        ("l'eau, d'or", ["l'eau", "d'or"]),
        ("a[1, 2], b", ["a[1, 2]", "b"]),
        ("x), y", ["x)", "y"]),
    ],
)
def test_items_are_parted_by_commas_outside_quotes_and_brackets(text: str, found: list[str]) -> None:
    assert items(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a=1; b=2", [("a", "1"), ("b", "2")]),
        ("a=1;b=2;", [("a", "1"), ("b", "2")]),
        ("say=No; not now.; mode=warn", [("say", "No; not now."), ("mode", "warn")]),
        ("say='No; say=x'; mode=warn", [("say", "'No; say=x'"), ("mode", "warn")]),
        ("say=C'est fermé; mode=block", [("say", "C'est fermé"), ("mode", "block")]),
        ("when=a >= 1; set=b=2", [("when", "a >= 1"), ("set", "b=2")]),
        ("a =  1 ", [("a", "1")]),
        ("a=", [("a", "")]),
        ("", []),
        ("größe=1", [("größe", "1")]),
    ],
)
def test_parameters_are_parted_only_before_a_name(text: str, found: list[tuple[str, str]]) -> None:
    assert keyed(text) == found


@pytest.mark.parametrize(
    ("text", "fault"),
    [("nonsense", "no `name=`"), ("a=1; a=2", "a stands twice"), ("1a=2", "no `name=`"), ("=", "no `name=`")],
)
def test_parameters_that_cannot_be_read_are_named(text: str, fault: str) -> None:
    with pytest.raises(Fault, match=fault):
        keyed(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: x | b: y", [(("a",), "x"), (("b",), "y")]),
        ("a: x, b: y", [(("a",), "x"), (("b",), "y")]),
        ("a b: x y", [(("a", "b"), "x y")]),
        ("*: boss", [(("*",), "boss")]),
        ("placed shipped: *, line", [(("placed", "shipped"), "*, line")]),
        ("a: f, g, b: h", [(("a",), "f, g"), (("b",), "h")]),
        ("a: x = 'b: c'", [(("a",), "x = 'b: c'")]),
        ("nothing", [(("nothing",), None)]),
    ],
)
def test_entries_by_state_take_bars_and_commas(text: str, found: list[tuple[tuple[str, ...], str | None]]) -> None:
    assert entries(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a=1, b=2", [("a", "1"), ("b", "2")]),
        ("a=1 b=2", [("a", "1"), ("b", "2")]),
        ("name=Long ladder, kind=hand", [("name", "Long ladder"), ("kind", "hand")]),
        ("text='a, b=c' d=1", [("text", "'a, b=c'"), ("d", "1")]),
        ("what", [("what", None)]),
        ("", []),
    ],
)
def test_arguments_may_leave_the_comma_out(text: str, found: list[tuple[str, str | None]]) -> None:
    assert arguments(text) == found


def test_words_take_spaces_commas_and_bars() -> None:
    assert words(" boss,clerk | public  ") == ["boss", "clerk", "public"]


def test_parts_of_may_are_cut_at_semicolons_outside_quotes() -> None:
    assert parts("see a; edit b where x = 'u; v'; do c") == ["see a", "edit b where x = 'u; v'", "do c"]


@given(st.text(max_size=40).map(str.strip))
def test_a_text_saved_as_a_parameter_is_read_back(text: str) -> None:
    if not text or "\0" in text:
        return
    saved = keyed(f"say={quoted(text)}; mode=warn")
    assert [(key, unquoted(value)) for key, value in saved] == [("say", text), ("mode", "warn")]
