"""What is said beside the blueprint: its name, what could not be built, what to ask."""

from __future__ import annotations

import pytest

from lamplighter.domain.drafting.lexicon import Lexicon
from lamplighter.domain.drafting.remarks import UNANSWERED

from .conftest import OWN, SIXTY, Drafting, made


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("plant watering reminder", "Plant Watering Reminder"),
        ("A tool library for our street: who has the drill, and since when", "Tool Library"),
        ("I run a small tool library in our village hall. People borrow drills", "Small Tool Library"),
        ("An appointment book for my nail salon", "Appointment Book"),
        ("Ein Fahrradverleih für unser Viertel: wer hat welches Rad", "Fahrradverleih"),
        ("a platform for all local trades with messaging", "Trades"),
        ("Kleingartenverein: Parzellen, Pacht", "Kleingartenverein"),
    ],
)
def test_a_short_beginning_is_the_name(text: str, name: str, draft: Drafting) -> None:
    assert made(draft(text)).name == name


@pytest.mark.parametrize("text", [*SIXTY, *OWN])
def test_names_and_pitches_stay_within_the_format(text: str, draft: Drafting) -> None:
    blueprint = made(draft(text))
    assert 0 < len(blueprint.name) <= 60
    assert 0 < len(blueprint.pitch) <= 200
    assert len(blueprint.not_covered) <= 10
    assert len(blueprint.assumed) <= 8


def test_the_pitch_is_the_persons_own_sentence(draft: Drafting) -> None:
    assert made(draft("split bills with my roommates")).pitch == "Split bills with my roommates"


def test_a_clause_nobody_understood_is_quoted(draft: Drafting) -> None:
    said = draft("people borrow my books, but the moon must shine brightly beforehand").not_built
    assert any("moon must shine" in text for text in said)


def test_what_is_built_is_not_called_missing(draft: Drafting) -> None:
    result = draft(
        "people borrow my tools, who has what, who is late, import from excel, print labels, chart per month"
    )
    assert result.not_built == ()


def test_remarks_speak_the_language_of_the_idea(draft: Drafting) -> None:
    said = draft("Gewohnheiten abhaken, Serie von Tagen in Folge").not_built
    assert any(text.startswith("Serien von Tagen") for text in said)


def test_every_frame_that_asks_for_something_has_a_name_when_unanswered(lexicon: Lexicon) -> None:
    frames = {frame.name for tongue in lexicon.tongues.values() for frame in tongue.frames}
    assert set(UNANSWERED) <= frames | {"limit"}
    said = lexicon.tongues["de"].phrases
    assert [text for text in UNANSWERED.values() if text not in said] == []


def test_nothing_is_said_of_a_market(draft: Drafting) -> None:
    for text in SIXTY:
        blueprint = made(draft(text))
        assert "%" not in blueprint.pitch.replace("%", "", text.count("%"))
        assert len(blueprint.pains) == 1
        assert ":" in blueprint.pains[0].pain


def test_a_thing_counted_by_another_word_keeps_that_word(draft: Drafting) -> None:
    blueprint = made(draft("Visitor parking in our building. 4 spaces. each flat max 3 nights per month"))
    assert any(field.endswith("| Space") for entity in blueprint.entities for field in entity.fields)
