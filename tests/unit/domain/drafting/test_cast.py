"""Which things take part, and what they are called."""

from __future__ import annotations

import pytest

from lamplighter.domain.drafting.draft import ABLE
from lamplighter.domain.drafting.lexicon import Lexicon
from lamplighter.domain.drafting.reading import read
from lamplighter.domain.drafting.sketch import Sketch


def sketched(text: str, lexicon: Lexicon, code: str = "en") -> Sketch:
    return Sketch(read(text, lexicon, code), lexicon, ABLE, "static")


def test_the_thing_beside_the_wish_is_taken(lexicon: Lexicon) -> None:
    sketch = sketched("We have horses. People borrow saddles and books from us", lexicon)
    picked = sketch.pick("item", near="loan")
    assert picked is not None
    assert picked.one == "Book"


def test_a_thing_is_made_once(lexicon: Lexicon) -> None:
    sketch = sketched("tools, tools and more tools", lexicon)
    assert sketch.need("item") is sketch.need("item")
    assert len(sketch.things) == 1


def test_without_a_word_the_class_gives_the_label(lexicon: Lexicon) -> None:
    assert sketched("tools", lexicon).who().one == "Person"
    assert sketched("Werkzeug", lexicon, "de").who().one == "Person"
    assert sketched("dues of our club", lexicon).who().one == "Member"
    assert sketched("会費", lexicon, "ja").who().one == "会員"


def test_what_happens_takes_the_persons_word_and_no_fields(lexicon: Lexicon) -> None:
    event = sketched("reservations of rooms", lexicon).event("appointment", "Booking | Bookings")
    assert event.one == "Reservation"
    assert event.fields == {}


def test_a_busy_thing_is_not_taken_again(lexicon: Lexicon) -> None:
    sketch = sketched("payments", lexicon)
    first = sketch.event("payment", "Payment | Payments")
    sketch.rule("cap", "limit", first.id, "max=1")
    second = sketch.event("payment", "Fee | Fees")
    assert second is not first
    assert second.one == "Fee"


@pytest.mark.parametrize(
    "text", ["class", "import and def", "table, select", "con, nul and aux", "__proto__ constructor"]
)
def test_reserved_words_make_safe_ids(text: str, lexicon: Lexicon) -> None:
    sketch = sketched(text, lexicon)
    for mention in sketch.reading.mentions:
        assert sketch.adopt(mention).id.isidentifier()
        assert sketch.adopt(mention).id not in ("class", "import", "def", "table", "select", "con", "nul", "aux")


def test_example_rows_are_named_in_the_language(lexicon: Lexicon) -> None:
    assert sketched("Werkzeug", lexicon, "de").need("item").a == "Bohrmaschine"
    assert sketched("kayaks", lexicon).need("room").named(1) == "Kayak 2"


def test_two_things_never_share_example_names(lexicon: Lexicon) -> None:
    sketch = sketched("members and volunteers", lexicon)
    names = [row["name"] for m in sketch.reading.mentions for row in sketch.adopt(m).rows]
    assert len(names) == len(set(names))
