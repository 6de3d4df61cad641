"""The drafter as a whole: always a blueprint that holds together, or one sentence why there is none."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lamplighter.compiler.toolkit import Toolkit
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.schema import dumps, loads
from lamplighter.domain.drafting import ABLE, Able
from lamplighter.domain.drafting.lexicon import Lexicon

from .conftest import OWN, SIXTY, Drafting, labels, made, uses

Errors = Callable[[Blueprint], list[str]]
HOSTILE = [
    "<script>alert(1)</script>",
    "Track my <img src=x onerror=alert(1)> recipes",
    "{{ config.__class__ }} {% for x in y %} books I lend",
    "\"\"\" ''' ` \\ \\n books lent to O'Brien; max 3 ' or 1=1 --",
    "Keep ../../etc/passwd and C:\\Windows\\System32 as items I lend",
    "class, def, return, None, constructor, __proto__, table, select, con",
    "🔧🪚🔨 a library for 🏘️ who has which 🪜",
    "\u202eA tool library\u202c \u2066for our street\u2069\u200b\ufeff",
    "I lend tools to my neighbours. " * 3300,
    "Track my " + "a" * 50_000,
    "Track my\0books\0and who has them",
    "books | tools ; x=1 : y => z // a « b » ? ! # * = +",
    "my 'quoted; say=x' things and {x} {0} {x.y} items",
    "Track my books \udcff and lend them",
    "مكتبة أدوات لشارعنا",
    "max max max 3 3 3 at most 99999999999999999999",
    "; ; ; , , ,",
    "()()()[][]",
    "1 2 3",
]


@pytest.mark.parametrize("text", [*SIXTY, *OWN])
def test_every_idea_gives_a_blueprint_without_a_fault(text: str, draft: Drafting, errors: Errors) -> None:
    blueprint = made(draft(text))
    assert errors(blueprint) == []
    assert loads(dumps(blueprint)) == blueprint


@pytest.mark.parametrize("text", [*SIXTY, *OWN])
def test_every_idea_has_a_screen_example_rows_and_a_feature(text: str, draft: Drafting) -> None:
    blueprint = made(draft(text))
    assert any(screen.type == "today" for screen in blueprint.screens)
    assert any(block.rows for block in blueprint.demo)
    assert blueprint.features
    assert blueprint.measures


@pytest.mark.parametrize("text", [*SIXTY, *OWN])
def test_only_what_can_be_compiled_is_drafted(text: str, draft: Drafting) -> None:
    result = draft(text)
    assert uses(result) <= ABLE.constructs
    assert {screen.type for screen in made(result).screens} <= ABLE.screens
    assert made(result).kind in ABLE.packs


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_built_safely_or_refused_in_a_sentence(text: str, draft: Drafting, errors: Errors) -> None:
    result = draft(text)
    if result.blueprint is None:
        assert result.refused.endswith(".")
        return
    assert errors(result.blueprint) == []
    assert not set("<>{}") & {c for e in result.blueprint.entities for c in e.label}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=400))
def test_no_text_raises(text: str, draft: Drafting) -> None:
    result = draft(text)
    assert (result.blueprint is None) == bool(result.refused)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.sampled_from([p for text in [*SIXTY, *OWN] for p in text.split(",")]), min_size=1, max_size=4))
def test_pieces_of_ideas_in_any_mixture_hold_together(parts: list[str], draft: Drafting, errors: Errors) -> None:
    result = draft(", ".join(parts), faults=errors)
    if result.blueprint:
        assert errors(result.blueprint) == []


def test_the_same_text_gives_the_same_blueprint(draft: Drafting) -> None:
    for text in SIXTY[:10]:
        assert dumps(made(draft(text))) == dumps(made(draft(text)))


@pytest.mark.parametrize("text", ["", "   ", "...", "12 34", "\0\0"])
def test_no_idea_is_said_plainly(text: str, draft: Drafting) -> None:
    result = draft(text)
    assert result.blueprint is None
    assert result.harm == ""
    assert "no idea" in result.refused


def test_a_vague_idea_gives_a_first_screen_and_asks(draft: Drafting) -> None:
    result = draft("something to help my mum")
    assert made(result).screens
    assert result.questions
    assert any("short" in text for text in result.assumed)


def test_an_over_broad_idea_gives_one_slice_and_lists_the_rest(draft: Drafting) -> None:
    result = draft("a platform for all local trades with messaging, billing and analytics")
    assert labels(result) == {"Trade"}
    assert result.cut == ("billing and analytics",)
    assert any("send messages" in text for text in result.not_built)


def test_outside_wishes_are_named_and_never_claimed(draft: Drafting) -> None:
    result = draft(
        "clients book massages, text the client the day before, pay online by card, sync with google calendar"
    )
    said = " ".join(result.not_built)
    for wish in ("send messages", "take payments", "sync with another service"):
        assert wish in said


def test_a_wish_that_needs_more_is_named(draft: Drafting) -> None:
    result = draft("habit tracker with streaks and a random habit of the day")
    assert any("streaks" in text for text in result.not_built)


def test_the_same_recipe_lights_up_when_a_construct_lands(draft: Drafting) -> None:
    text = "split bills with my roommates"
    more = Able(ABLE.constructs | {"split"}, ABLE.screens, ABLE.packs)
    assert "split" not in uses(draft(text))
    result = draft(text, able=more)
    assert "split" in uses(result)
    assert result.not_built == ()


def test_every_planned_construct_that_lands_still_gives_sound_blueprints(
    draft: Drafting, tools: Toolkit, errors: Errors
) -> None:
    every = Able(frozenset(tools.vocabulary.constructs), ABLE.screens, ABLE.packs)
    for text in [*SIXTY, *OWN]:
        assert errors(made(draft(text, able=every, faults=errors))) == [], text


def test_a_blamed_recipe_is_taken_out_and_named(draft: Drafting) -> None:
    def blames_loans(blueprint: Blueprint) -> list[str]:
        return [f"rule {r.id} (loan): no" for r in blueprint.rules if r.use == "loan"]

    result = draft("I lend books to my neighbours", faults=blames_loans)
    assert "loan" not in uses(result)
    assert any("loan" in text for text in result.not_built)


def test_blaming_everything_ends_with_plain_lists(draft: Drafting) -> None:
    result = draft(SIXTY[0], faults=lambda blueprint: ["no"] if blueprint.rules else [])
    assert made(result).rules == ()
    assert made(result).entities


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("a command line habit tracker", "static", "command line"),
        ("REST API for a url shortener, api key per user", "web", "other programs"),
        ("desktop program for my wine cellar", "static", "desktop"),
        ("book list", "static", "single page"),
        ("members log in and see their bookings of courts", "web", "server"),
    ],
)
def test_the_kind_and_why_are_told(text: str, kind: str, word: str, draft: Drafting) -> None:
    result = draft(text)
    assert made(result).kind == kind
    assert word in result.pack_why


def test_the_person_may_choose_the_kind(draft: Drafting) -> None:
    assert made(draft("book list", kind="web")).kind == "web"


def test_roles_lift_a_page_to_a_server(draft: Drafting) -> None:
    result = draft("holiday requests for our firm, the manager approves, remaining days, never the own request")
    assert made(result).roles
    assert made(result).kind == "web"


def test_labels_are_the_persons_own_words(draft: Drafting) -> None:
    assert "Kajak" in labels(draft("Verleih: Paddler leihen Kajaks für zwei Tage"))


def test_answers_are_read_after_the_idea(draft: Drafting) -> None:
    assert "loan" in uses(draft("my tools", answers={"C1": "neighbours borrow them and I forget who has what"}))


def test_answers_in_any_order_give_the_same(draft: Drafting) -> None:
    one = draft("my tools", answers={"a": "neighbours borrow them", "b": "max 3"})
    other = draft("my tools", answers={"b": "max 3", "a": "neighbours borrow them"})
    assert one == other


def test_cut_off_and_left_out_text_is_told(draft: Drafting) -> None:
    said = draft("I lend tools to my neighbours. " * 1000 + "https://example.org").assumed
    assert any("4,000" in text for text in said)
    assert any("left out" in text for text in draft("I lend tools https://example.org").assumed)


def test_a_draft_takes_less_than_fifty_milliseconds(draft: Drafting) -> None:
    draft(SIXTY[0])
    best = min(_seconds(draft, "I lend tools to my neighbours and friends, max 3. " * 80) for _ in range(5))
    assert best < 0.25, best  # the wish is 0.05; shared machines are slow, the figure is printed by the benchmark


def _seconds(draft: Drafting, text: str) -> float:
    start = time.perf_counter()
    draft(text)
    return time.perf_counter() - start


def test_a_lexicon_speaks_five_languages(lexicon: Lexicon) -> None:
    assert set(lexicon.tongues) == {"en", "de", "fr", "es", "ja"}
    assert json.dumps(sorted(r.name for r in lexicon.recipes))
