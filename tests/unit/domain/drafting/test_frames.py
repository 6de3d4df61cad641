"""What a person may want, in the words of five languages; "no" takes a wish back."""

from __future__ import annotations

import pytest

from lamplighter.domain.drafting.lexicon import Lexicon

from .conftest import Reads


@pytest.mark.parametrize(
    ("text", "code", "frame"),
    [
        ("people borrow drills", "en", "loan"),
        ("wir verleihen Werkzeug", "de", "loan"),
        ("prêt de livres", "fr", "loan"),
        ("préstamo de libros", "es", "loan"),
        ("本の貸し出し", "ja", "loan"),
        ("no double bookings", "en", "booking"),
        ("Termine buchen", "de", "booking"),
        ("réserver une salle", "fr", "booking"),
        ("reservar la pista", "es", "booking"),
        ("会議室の予約", "ja", "booking"),
        ("who hasn't paid", "en", "missing"),
        ("wer hat noch nicht bezahlt", "de", "missing"),
        ("qui n'a pas payé", "fr", "missing"),
        ("quién no ha pagado", "es", "missing"),
        ("まだ払っていない人", "ja", "missing"),
        ("import from excel", "en", "import"),
        ("aus Excel importieren", "de", "import"),
        ("manager approves", "en", "approve"),
        ("genehmigt der Chef", "de", "approve"),
        ("les congés sont validés", "fr", "approve"),
        ("aprueba la jefa", "es", "approve"),
        ("承認が必要", "ja", "approve"),
        ("leaderboard", "en", "score"),
        ("Rangliste", "de", "score"),
        ("classement", "fr", "score"),
    ],
)
def test_a_wish_is_heard(text: str, code: str, frame: str, reads: Reads) -> None:
    assert reads(text, code).says(frame)


@pytest.mark.parametrize(
    ("text", "code", "frame"),
    [
        ("a list of books, no reminders", "en", "remind"),
        ("films without ratings", "en", "rate"),
        ("Bücher ohne Erinnerungen", "de", "remind"),
        ("livres sans rappels", "fr", "remind"),
    ],
)
def test_a_wish_after_no_is_none(text: str, code: str, frame: str, reads: Reads) -> None:
    assert not reads(text, code).says(frame)


@pytest.mark.parametrize("text", ["price per night", "book club", "my books on the shelf", "stock price"])
def test_words_with_two_senses_make_no_wish(text: str, reads: Reads) -> None:
    assert not reads(text, "en").says("booking", "chart", "stock")


def test_every_language_knows_the_common_wishes(lexicon: Lexicon) -> None:
    common = {"loan", "booking", "due", "remind", "missing", "paid", "flow", "approve", "limit", "print", "chart"}
    for code, tongue in lexicon.tongues.items():
        assert common <= {frame.name for frame in tongue.frames}, code


def test_every_phrase_is_said_in_every_language(lexicon: Lexicon) -> None:
    said = {code: set(tongue.phrases) for code, tongue in lexicon.tongues.items() if code != "en"}
    assert len(set(map(frozenset, said.values()))) == 1
    assert all(text.strip() for tongue in lexicon.tongues.values() for text in tongue.phrases.values())
