"""Literal values: read by the type of their field, refused with the form they should have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.domain.blueprint.app import Cell, FromNow, FromToday, Me, RowNamed, RowsNamed
from lamplighter.domain.blueprint.fields import field_line
from lamplighter.domain.blueprint.literal import cell
from lamplighter.domain.blueprint.numbers import decimal, millionths, rounded_half_away, rounded_half_even
from lamplighter.domain.blueprint.problems import Fault

from .conftest import fault_of


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("text", "Drill", "Drill"),
        ("text", "'blank'", "blank"),
        ("text", "blank", None),
        ("text", "", None),
        ("text", "'it''s'", "it's"),
        ("text", "l'eau", "l'eau"),
        ("num", "12.5", 12_500_000),
        ("num", "-3", -3_000_000),
        ("int", "7", 7_000_000),
        ("int", "7.0", 7_000_000),
        ("money", "19.99", 19_990_000),
        ("minutes", "90", 90_000_000),
        ("minutes", "1:30", 90_000_000),
        ("minutes", "1h30", 90_000_000),
        ("minutes", "2h", 120_000_000),
        ("stars", "5", 5_000_000),
        ("yesno", "yes", True),
        ("yesno", "no", False),
        ("choice(open,in work)", "in work", "in_work"),
        ("choice(open,in work)", "in_work", "in_work"),
        ("choice(a:Über uns)", "Über uns", "a"),
        ("date", "today", FromToday(0)),
        ("date", "today-3", FromToday(-3)),
        ("date", "2026-02-28", "2026-02-28"),
        ("datetime", "now", FromNow(0)),
        ("datetime", "now+90", FromNow(90)),
        ("datetime", "today+1 14:30", FromToday(1, 870)),
        ("datetime", "2026-11-20 14:30", "2026-11-20T14:30"),
        ("datetime", "2026-11-20T14:30", "2026-11-20T14:30"),
        ("time", "09:05", "09:05"),
        ("email", "a@b.example", "a@b.example"),
        ("link", "https://x.example/y?z=1", "https://x.example/y?z=1"),
        ("ref(tool)", "Long ladder", RowNamed("tool", "Long ladder")),
        ("ref(tool)", "'A, B'", RowNamed("tool", "A, B")),
        ("ref(tool)", "#2", RowNamed("tool", "#2")),
        ("ref(tool)", "me", Me()),
        ("refs(tool)", "A+ B", RowsNamed((RowNamed("tool", "A"), RowNamed("tool", "B")))),
        ("refs(tool)", "blank", None),
    ],
)
def test_a_cell_is_read_by_its_type(type_: str, text: str, value: Cell) -> None:
    assert cell(field_line(f"x {type_}"), text) == value


@pytest.mark.parametrize(
    ("type_", "text", "form"),
    [
        ("num", "twelve", "a number like 12"),
        ("num", "1,5", "a number like 12"),
        ("num", "٣", "a number like 12"),
        ("num", "1e5", "a number like 12"),
        ("num", "9" * 40, "numbers end at"),
        ("int", "1.5", "a whole number"),
        ("minutes", "1:75", "a number like"),
        ("stars", "6", "from 1 to 5"),
        ("stars", "0", "from 1 to 5"),
        ("yesno", "true", "yes or no"),
        ("choice(a,b)", "c", "known: a, b"),
        ("date", "20.11.2026", "today, today-3 or 2026-11-20"),
        ("date", "2026-02-30", "today, today-3 or 2026-11-20"),
        ("date", "today 14:00", "today, today-3 or 2026-11-20"),
        ("date", "now", "today, today-3 or 2026-11-20"),
        ("date", "today+9999999", "today, today-3 or 2026-11-20"),
        ("datetime", "today", "now, today+1 14:00"),
        ("datetime", "today 25:00", "now, today+1 14:00"),
        ("time", "9:05", "a time like 14:30"),
        ("email", "anna", "an address like"),
        ("link", "javascript:alert(1)", "a link with http:// or https://"),
        ("text", "x" * 201, "at most 200"),
        ("long", "x" * 20_001, "at most 20000"),
    ],
)
def test_what_does_not_fit_says_the_form_that_would(type_: str, text: str, form: str) -> None:
    with pytest.raises(Fault) as caught:
        cell(field_line(f"x {type_}"), text)
    assert form in caught.value.repair


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("0.0000015", 2),
        ("0.0000025", 2),
        ("0.0000005", 0),
        ("1.9999999", 2_000_000),
        ("-0.0000035", -4),
        ("007", 7_000_000),
    ],
)
def test_digits_behind_the_sixth_are_rounded_half_to_even(text: str, micros: int) -> None:
    assert millionths(text) == micros


@given(st.integers(-(10**18), 10**18))
def test_a_number_survives_its_decimal_text(micros: int) -> None:
    assert millionths(decimal(micros)) == micros


@given(st.integers(-(10**20), 10**20), st.integers(1, 10**9) | st.integers(-(10**9), -1))
def test_half_even_is_the_nearest_whole_number(numerator: int, denominator: int) -> None:
    rounded = rounded_half_even(numerator, denominator)
    distance = abs(numerator - rounded * denominator) * 2
    assert distance < abs(denominator) or (distance == abs(denominator) and rounded % 2 == 0)


@given(st.integers(-(10**15), 10**15), st.integers(0, 6))
def test_half_away_is_symmetric_and_keeps_its_digits(micros: int, digits: int) -> None:
    rounded = rounded_half_away(micros, digits)
    unit = 10 ** (6 - digits)
    assert rounded % unit == 0
    assert rounded_half_away(-micros, digits) == -rounded
    assert abs(rounded - micros) * 2 <= unit


@given(
    st.sampled_from(["text", "num", "minutes", "date", "datetime", "time", "choice(a,b)", "ref(t)", "refs(t)", "link"]),
    st.text(max_size=30),
)
def test_any_text_is_a_cell_or_one_fault(type_: str, text: str) -> None:
    fault = fault_of(lambda: cell(field_line(f"x {type_}"), text))
    assert fault is None or fault.repair
