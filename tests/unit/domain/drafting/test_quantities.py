"""Numbers with what they mean, bound to the wish beside them."""

from __future__ import annotations

import pytest

from .conftest import Reads


@pytest.mark.parametrize(
    ("text", "code", "kind", "value", "unit"),
    [
        ("max 3 at a time", "en", "limit", "3", ""),
        ("not more than two of them", "en", "limit", "2", ""),
        ("at least 2 per shift", "en", "least", "2", ""),
        ("for two weeks", "en", "span", "2", "week"),
        ("a fortnight", "en", "span", "2", "week"),
        ("every 3 months", "en", "every", "3", "month"),
        ("every other day", "en", "every", "2", "day"),
        ("rent €12.50 a week", "en", "price", "12.50", ""),
        ("19% VAT", "en", "percent", "19", ""),
        ("open 9am-6pm", "en", "hours", "09:00-18:00", ""),
        ("nobody below -10", "en", "below", "-10", ""),
        ("höchstens 5 Stück", "de", "limit", "5", ""),
        ("zwei Wochen", "de", "span", "2", "week"),
        ("jede Woche", "de", "every", "1", "week"),
        ("Strafe 5 Euro", "de", "price", "5", ""),
        ("pas plus de trois livres", "fr", "limit", "3", ""),
        ("tous les 2 mois", "fr", "every", "2", "month"),
        ("máximo 2 reservas", "es", "limit", "2", ""),
        ("cada 6 meses", "es", "every", "6", "month"),
        ("三冊まで", "ja", "limit", "3", ""),
        ("2週間", "ja", "span", "2", "week"),
    ],
)
def test_a_number_is_read_with_its_kind(text: str, code: str, kind: str, value: str, unit: str, reads: Reads) -> None:
    found = reads(text, code).quantity(kind)
    assert found is not None
    assert (found.value, found.unit) == (value, unit)


def test_a_number_goes_to_the_nearest_wish(reads: Reads) -> None:
    reading = reads("members borrow tools, max 3 at a time, and vote for a project, 2 votes each", "en")
    assert reading.number("limit", "loan") == "3"
    assert reading.number("count", "poll", far=30) == "2"


def test_a_number_far_away_is_not_taken(reads: Reads) -> None:
    reading = reads("we borrow tools. " + "and more words about it. " * 12 + "max 3 cakes", "en")
    assert reading.number("limit", "loan") == ""


@pytest.mark.parametrize("text", ["31/12/2026", "38.5 hours", "09:00 today", "version 1.2.3"])
def test_dates_times_and_decimals_break_nothing(text: str, reads: Reads) -> None:
    assert len(reads(text, "en").clauses) == 1
