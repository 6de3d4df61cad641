"""Refinement: answers change what they speak of, nothing else; twice is once; the order of answers does not matter."""

from __future__ import annotations

import random
from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lamplighter.domain.blueprint.answers import best_match, piece_of, pieces_of, stems, text_of
from lamplighter.domain.blueprint.check import problems
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.reduce import compilable
from lamplighter.domain.blueprint.refine import Refinement, refined
from lamplighter.domain.blueprint.schema import loads
from lamplighter.domain.blueprint.signature import Vocabulary
from lamplighter.domain.findings import Severity

from .conftest import ROOT, made

TEXTS = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "tests/data/blueprints").rglob("*.json"))}

ANSWERS: dict[str, object] = {
    "A1": "learning",
    "A2": "A lender sees in five seconds who has the drill.",
    "B1": "lenders of a village with 20 to 60 tools",
    "B3": {"uses": "Receptionist", "pays": "Owner", "forbids": "the data officer"},
    "C1": "On Tue 3 Nov, Mrs Keller at clinic A got an 8:40 cancellation, phoned 6 people, nobody came.",
    "C2": {"times_per_month": 22, "minutes_each": 15, "money_per_month": 620},
    "C3": [{"what": "Excel sheet (name, phone, kind)", "money_per_month": 0, "hours_per_month": 6}],
    "D1": "push 7: it hurts; pull 6: fast; worry 4: losing the old list; habit 5: paper",
    "D2": "5 minutes instead of 25",
    "E2": {"do": "Lend a tool and take it back", "leave_out": ["bring the old list", "payments"]},
    "E3": {"must": ["See who is late"], "do not care": ["bring the old list"]},
    "F1": {"payer": "Owner", "price": 79, "per": "month"},
    "H2": {"will": "lend a tool", "pass_at": 9},
    "H3": {"metric": "payers", "stop_if": "< 5", "by": "2027-01-31"},
    "H5": {"level": "manageable", "note": "phone numbers and e-mail of members"},
}


def library() -> Blueprint:
    return loads(TEXTS["o01_tool_library"])


def errors(blueprint: Blueprint, words: Vocabulary) -> list[str]:
    return [str(p) for p in problems(blueprint, words) if p.severity is Severity.ERROR]


def told(changes: tuple[Refinement, ...], question: str) -> list[str]:
    return [change.text for change in changes if change.question == question]


@pytest.mark.parametrize("name", TEXTS)
def test_a_refined_example_means_something_and_refining_again_changes_nothing(name: str, words: Vocabulary) -> None:
    once, _ = refined(loads(TEXTS[name]), ANSWERS)
    assert errors(once, words) == []
    again, changes = refined(once, ANSWERS)
    assert again == once
    assert not [c for c in changes if c.changed]
    assert errors(compilable(once, words)[0], words) == []


@pytest.mark.parametrize("name", sorted(TEXTS)[::7])
def test_the_order_of_answers_does_not_matter(name: str) -> None:
    blueprint, order = loads(TEXTS[name]), list(ANSWERS.items())
    wanted = refined(blueprint, ANSWERS)
    for seed in range(5):
        random.Random(seed).shuffle(order)
        assert refined(blueprint, dict(order)) == wanted


@pytest.mark.parametrize("name", TEXTS)
def test_no_answer_renames_an_id(name: str) -> None:
    before = loads(TEXTS[name])
    after, _ = refined(before, ANSWERS)
    for part in ("pains", "entities", "rules", "screens", "features"):
        ids = [row.id for row in getattr(before, part)]
        assert [row.id for row in getattr(after, part)][: len(ids)] == ids


def test_without_answers_nothing_changes() -> None:
    for text in TEXTS.values():
        blueprint = loads(text)
        assert refined(blueprint, {}) == (blueprint, ())


def test_the_sentence_of_the_person_stands_under_the_title() -> None:
    after, changes = refined(library(), {"A2": "  A lender sees\nwho has the drill. "})
    assert after.pitch == "A lender sees who has the drill."
    assert changes == (Refinement("A2", "pitch", "Your sentence stands under the title."),)
    pinned, none = refined(library(), {"A2": "Other."}, frozenset({"pitch"}))
    assert pinned == library()
    assert none == ()


def test_a_sentence_that_does_not_fit_is_a_remark() -> None:
    after, changes = refined(library(), {"A2": "word " * 60})
    assert after == library()
    assert [c.changed for c in changes] == [False]


# -- features


def when(blueprint: Blueprint) -> dict[str, str]:
    return {feature.id: feature.when for feature in blueprint.features}


def test_the_first_action_is_the_must_and_the_rest_waits() -> None:
    after, changes = refined(library(), {"E2": {"do": "see who is late", "leave_out": ["Bring the old list"]}})
    assert when(after) == {"lend": "later", "late": "must", "import": "never"}
    cuts = [c.where for c in changes if c.cuts]
    assert cuts == ["features.lend.when", "features.import.when"]


def test_the_first_action_as_one_text_says_the_same() -> None:
    as_text, _ = refined(library(), {"E2": "See who is late; out: the old list"})
    assert when(as_text) == {"lend": "later", "late": "must", "import": "never"}


def test_an_action_no_feature_fits_is_asked_about() -> None:
    after, changes = refined(library(), {"E2": {"do": "teleport"}})
    assert after == library()
    assert told(changes, "E2") == ["“teleport” fits none of the features; which one must work first?"]
    assert not changes[0].changed


def test_features_are_sorted_by_the_board() -> None:
    for answer in (
        {"must": ["late", "Bring the old list"], "do not care": ["lend"]},
        {"late": "must", "import": "must", "lend": "do not care"},
        "must: late, import; do not care: lend",
        "do not care: Lend and take back\nmust: See who is late, Bring the old list",
    ):
        after, _ = refined(library(), {"E3": answer})
        assert when(after) == {"lend": "never", "late": "must", "import": "must"}


def test_more_than_three_musts_are_too_many(words: Vocabulary) -> None:
    features = [
        {"id": f"f{n}", "label": word, "pain": "p", "when": "later", "uses": "", "checks": []}
        for n, word in enumerate(["Alpha", "Bravo", "Charlie", "Delta"])
    ]
    after, changes = refined(made(features=features), {"E3": {"must": ["Delta", "Charlie", "Bravo", "Alpha"]}})
    assert when(after) == {"f0": "must", "f1": "must", "f2": "must", "f3": "later"}
    assert told(changes, "E3")[-1].startswith("4 musts are too many")


def test_answers_that_disagree_change_nothing_and_are_told() -> None:
    answers = {"E2": {"do": "see who is late"}, "E3": {"do not care": ["See who is late"]}}
    after, changes = refined(library(), answers)
    assert when(after)["late"] == "must"
    remark = next(c for c in changes if "disagree" in c.text)
    assert remark.text == "The answers disagree about “late”: must (E2) and never (E3); which holds?"
    assert not remark.changed


def test_what_was_said_of_a_feature_weighs_more_than_what_follows_from_others() -> None:
    answers = {"E2": {"do": "see who is late"}, "E3": {"must": ["Lend and take back"]}}
    assert when(refined(library(), answers)[0]) == {"lend": "must", "late": "must", "import": "later"}


def test_a_pinned_feature_stays() -> None:
    after, _ = refined(library(), {"E3": {"do not care": ["lend"]}}, frozenset({"features.lend.when"}))
    assert when(after)["lend"] == "must"


def test_a_spreadsheet_of_today_makes_the_import_a_must() -> None:
    after, changes = refined(library(), {"C3": [{"what": "an Excel list", "hours_per_month": 2}]})
    assert when(after)["import"] == "must"
    assert told(changes, "C3") == ["“Bring the old list” is built first."]
    assert when(refined(library(), {"C3": [{"what": "a paper book"}]})[0])["import"] == "later"


@pytest.mark.parametrize("worry", ["losing the list", "typing it all in again", "is my data locked in?"])
def test_a_worry_makes_what_calms_it_a_must(worry: str) -> None:
    assert when(refined(library(), {"D1": {"worry": worry}})[0])["import"] == "must"
    assert when(refined(library(), {"D1": f"push 3: x; worry 8: {worry}"})[0])["import"] == "must"
    assert when(refined(library(), {"D1": f"push 8: {worry}"})[0])["import"] == "later"


def test_features_for_people_outside_the_group_wait() -> None:
    pains = [{"id": "p", "who": "nurse", "pain": "x"}, {"id": "q", "who": "visitor", "pain": "y"}]
    features = [
        {"id": "a", "label": "A", "pain": "p", "when": "must", "uses": "", "checks": []},
        {"id": "b", "label": "B", "pain": "q", "when": "must", "uses": "", "checks": []},
    ]
    blueprint = made(pains=pains, features=features)
    assert when(refined(blueprint, {"B1": "Nurses of small wards"})[0]) == {"a": "must", "b": "later"}
    assert when(refined(blueprint, {"B1": "Somebody else"})[0]) == {"a": "must", "b": "must"}


# -- parts


def test_the_person_of_the_story_becomes_the_first_example(words: Vocabulary) -> None:
    after, changes = refined(library(), {"C1": "On 3 Nov Mrs Keller lent the drill."})
    members = next(d for d in after.demo if d.of == "member")
    assert members.rows[0].startswith("Mrs Keller|")
    loans = next(d for d in after.demo if d.of == "loan")
    assert [row.split("|")[1] for row in loans.rows] == ["Mrs Keller", "Ben Ortiz", "Mrs Keller"]
    assert errors(after, words) == []
    assert told(changes, "C1") == ["The first example person is Mrs Keller, as in the story."]


def test_a_person_a_check_speaks_of_keeps_the_name() -> None:
    blueprint = library()
    check = "add loan tool=Long, member=Anna => refused"
    lend = msgspec.structs.replace(blueprint.features[0], checks=(check,))
    blueprint = msgspec.structs.replace(blueprint, features=(lend, *blueprint.features[1:]))
    assert refined(blueprint, {"C1": "Mrs Keller came."}) == (blueprint, ())


def test_the_import_reads_the_columns_in_use(words: Vocabulary) -> None:
    after, changes = refined(library(), {"C3": [{"what": "paper, columns: note, kind, colour"}]})
    rule = next(r for r in after.rules if r.use == "csv")
    assert rule.with_.startswith("in=note, kind, name;")
    assert errors(after, words) == []
    assert told(changes, "C3") == ["The import reads the columns in use today: note, kind, name."]


def test_personal_data_named_in_an_answer_is_private(words: Vocabulary) -> None:
    after, _ = refined(library(), {"H5": {"level": "manageable", "note": "phone numbers"}})
    assert [e.fields for e in after.entities if e.id == "member"] == [
        ("name text!", "phone phone private", "joined date =today")
    ]
    assert errors(after, words) == []
    pinned, _ = refined(library(), {"H5": "phone"}, frozenset({"entities.member.phone"}))
    assert pinned == library()


@pytest.mark.parametrize(
    "answer",
    [
        {"uses": "staff", "forbids": "the union"},
        "Receptionist uses, owner pays, patient-data officer can forbid.",
        "uses: a; can say no: the union",
    ],
)
def test_somebody_who_can_forbid_it_brings_consent_and_history(answer: object, words: Vocabulary) -> None:
    after, _ = refined(library(), {"B3": answer})
    member = next(e for e in after.entities if e.id == "member")
    assert member.fields[-1] == "consent yesno! | Consent given"
    assert [(r.use, r.on) for r in after.rules][-1] == ("history", "member")
    assert all(row.endswith("|yes") for d in after.demo if d.of == "member" for row in d.rows)
    assert errors(after, words) == []


def test_steps_that_add_people_give_their_consent(words: Vocabulary) -> None:
    blueprint = made(
        entities={"person": ["name text!", "phone phone"]},
        checks=["add person name=A; clock +1d; add person name=B, phone=1 => count(person) = 2"],
    )
    after, _ = refined(blueprint, {"B3": {"forbids": "the officer"}})
    assert after.features[0].checks == (
        "add person name=A, consent=yes; clock +1d; add person name=B, phone=1, consent=yes => count(person) = 2",
    )
    assert errors(after, words) == []


def test_a_payer_who_is_somebody_else_becomes_a_role_where_a_server_keeps_them_apart(words: Vocabulary) -> None:
    answer = {"B3": {"uses": "Receptionist", "pays": "Owner"}}
    web = made(rules=[("go", "act", "tool", "label=Go; ask=name")], kind="web")
    after, _ = refined(web, answer)
    assert [(r.id, r.label, r.may) for r in after.roles] == [
        ("owner", "Owner", "all *"),
        ("receptionist", "Receptionist", "see *; add|edit tool; do go"),
    ]
    assert errors(after, words) == []
    static, changes = refined(made(), answer)
    assert static.roles == ()
    assert [c.changed for c in changes] == [False]


def test_what_decides_the_test_is_counted(words: Vocabulary) -> None:
    answers = {k: ANSWERS[k] for k in ("C2", "D2", "H2", "H3")}
    after, _ = refined(library(), answers)
    assert [(m.id, m.on) for m in after.measures] == [
        ("lent", "lend.lend"), ("pain_event", "loan.added"), ("win", "loan.added"), ("test_act", "tool.added"),
        ("stop_line", "loan.added"),
    ]  # fmt: skip
    assert after.measures[3].label == "lend a tool – pass at 9"
    assert errors(after, words) == []


def test_measures_that_do_not_fit_are_remarks() -> None:
    full = [{"id": f"m{n}", "on": "tool.added", "label": ""} for n in range(6)]
    after, changes = refined(made(measures=full), {"D2": "faster"})
    assert len(after.measures) == 6
    assert [c.changed for c in changes] == [False]


# -- answers in any form


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" a ", "a"),
        (None, ""),
        (True, ""),
        (3, "3"),
        (["a", None, "b"], "a; b"),
        ({"x": "a", "y": [1]}, "x: a; y: 1"),
        ([], ""),
    ],
)
def test_an_answer_is_readable_as_text(value: object, text: str) -> None:
    assert text_of(value) == text


def test_pieces_are_found_in_objects_and_in_texts() -> None:
    assert piece_of({"worry": "a"}, "worry") == piece_of("push 3: b; worry 7: a; x", "worry") == "a"
    assert pieces_of({"out": ["a", "b"]}, "out") == pieces_of("x; out: a, b", "out") == ("a", "b")
    assert piece_of(7, "worry") == ""


def test_words_are_compared_without_endings_and_accents() -> None:
    assert stems("Lending the TOOLS") & stems("lend a tool") == {"lend", "tool"}
    assert stems("Médicaments") == stems("medicament")
    assert stems("交換相手") & stems("相手を探す") == {"相手"}
    assert best_match("who is late", [("a", "Late loans"), ("b", "Lend tools")]) == ("a",)
    assert best_match("nothing alike", [("a", "x"), ("b", "y")]) == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
QUESTIONS = ["A2", "B1", "B3", "C1", "C2", "C3", "D1", "D2", "E2", "E3", "H2", "H3", "H5"]
HOSTILE = st.sampled_from(
    ["<script>alert(1)</script>", "{{x}}", "x' or 1=1; drop", "a|b|c", "; do *", "=> ok", "../..", "\u202eabc", "\0",
     "must: a, b; do not care: c", "worry: losing", "Mrs O'Neil | x", "columns: name, name, kind", "会員のデータ"]
)  # fmt: skip


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(TEXTS)),
    answers=st.dictionaries(
        st.sampled_from(QUESTIONS),
        JSON | HOSTILE | st.dictionaries(
            st.sampled_from(["do", "leave_out", "will", "metric", "note", "forbids", "uses", "pays", "times_per_month",
                             "must", "what"]),
            HOSTILE | st.text(max_size=60) | st.lists(HOSTILE, max_size=2), max_size=4),
        max_size=5,
    ),
)  # fmt: skip
def test_any_answers_leave_a_whole_blueprint(name: str, answers: Mapping[str, object], words: Vocabulary) -> None:
    before = loads(TEXTS[name])
    once, changes = refined(before, answers)
    assert errors(once, words) == []
    assert refined(once, answers)[0] == once
    assert all(change.text for change in changes)
