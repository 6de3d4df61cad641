"""Reducing: only what cannot be compiled goes, all of it goes, and every piece is named with its reason."""

from __future__ import annotations

import msgspec
import pytest

from lamplighter.domain.blueprint.check import problems
from lamplighter.domain.blueprint.lines import keyed
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.prune import relaxed, without_item, without_parameter
from lamplighter.domain.blueprint.reduce import NotCompiled, compilable
from lamplighter.domain.blueprint.resolve import resolved
from lamplighter.domain.blueprint.schema import loads
from lamplighter.domain.blueprint.signature import Vocabulary
from lamplighter.domain.findings import Severity

from .conftest import ROOT, made

TEXTS = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "tests/data/blueprints").rglob("*.json"))}
VISITS = {
    "plot": ["nr text! unique", "warned yesno := streak > 1 | Warned", "note text"],
    "visit": ["plot ref(plot)!", "on_day date! =today", "ok yesno =no"],
}
STREAK = ("row", "streak", "visit", "of=plot; date=on_day; unit=row; where=not ok; need=2")


def errors(blueprint: Blueprint, words: Vocabulary) -> list[str]:
    return [str(p) for p in problems(blueprint, words) if p.severity is Severity.ERROR]


def whys(left_out: tuple[NotCompiled, ...], part: str) -> list[str]:
    return [item.why for item in left_out if item.part == part]


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_left_of_an_example_means_something_and_compiles(name: str, words: Vocabulary) -> None:
    reduced, left_out = compilable(loads(TEXTS[name]), words)
    assert errors(reduced, words) == []
    assert resolved(reduced, words).skipped == ()
    assert all(item.why.strip() for item in left_out)
    assert compilable(reduced, words) == (reduced, ())


@pytest.mark.parametrize("name", TEXTS)
def test_every_rule_and_screen_of_a_kind_not_built_is_named(name: str, words: Vocabulary) -> None:
    blueprint = loads(TEXTS[name])
    musts = msgspec.structs.replace(
        blueprint, features=tuple(msgspec.structs.replace(f, when="must") for f in blueprint.features)
    )
    reduced, left_out = compilable(musts, words)
    named = {item.id for item in left_out if item.part in ("rule", "screen")}
    for rule in blueprint.rules:
        gone = rule.id not in {r.id for r in reduced.rules}
        assert gone == (rule.id in named) or not gone
        assert gone or rule.use in words.compiled_constructs
    for screen in blueprint.screens:
        gone = screen.id not in {s.id for s in reduced.screens}
        assert not gone or screen.id in named


@pytest.mark.parametrize("name", TEXTS)
def test_with_every_kind_built_and_every_feature_a_must_nothing_goes(name: str, words: Vocabulary) -> None:
    blueprint = loads(TEXTS[name])
    musts = msgspec.structs.replace(
        blueprint, features=tuple(msgspec.structs.replace(f, when="must") for f in blueprint.features)
    )
    whole = Vocabulary(words.constructs, words.screens, frozenset(words.constructs), frozenset(words.screens))
    assert compilable(musts, whole) == (musts, ())


def test_what_reads_a_lost_field_goes_with_it_transitively(words: Vocabulary) -> None:
    blueprint = made(
        entities=VISITS,
        rules=[
            STREAK,
            ("tell", "alert", "plot", "when=warned; say={nr} was warned"),
            ("calm", "alert", "plot", "when=blank(note); say={nr} {warned}"),
            ("once", "limit", "visit", "max=1; per=plot, on_day; say=Plot {plot.warned} was visited."),
        ],
        screens=[("plots", "list", "plot", "columns=nr, streak, warned; sort=-best, nr; search=nr"),
                 ("bad", "list", "plot", "where=warned"), ("by", "chart", "plot", "by=nr; value=sum(streak)")],
        demo={"plot": ("nr", ["A1"]), "visit": ("plot", ["A1"])},
        checks=["add visit plot=A1 => plot[A1].streak = 2", "edit plot[A1] note=x => plot[A1].note = 'x'"],
    )  # fmt: skip
    assert errors(blueprint, words) == []
    reduced, left_out = compilable(blueprint, words)
    assert [rule.id for rule in reduced.rules] == ["once"]
    assert dict(keyed(reduced.rules[0].with_)) == {"max": "1", "per": "plot, on_day"}
    assert [(s.id, s.with_) for s in reduced.screens] == [("plots", "columns=nr; sort=nr; search=nr")]
    assert reduced.entities[0].fields == ("nr text! unique", "note text")
    assert reduced.features[0].checks == ("edit plot[A1] note=x => plot[A1].note = 'x'",)
    assert whys(left_out, "field") == ["The field “Warned” of plot: “streak” rules are not built yet."]
    assert "The rule “row” on “Visit”: “streak” rules are not built yet." in whys(left_out, "rule")
    assert "The rule “tell” (alert on plot): “streak” rules are not built yet." in whys(left_out, "rule")
    assert "“say” of the rule “once”: “streak” rules are not built yet." in whys(left_out, "rule")
    assert "The screen “Bad”: “streak” rules are not built yet." in whys(left_out, "screen")
    assert "“best” on the screen “Plots”: “streak” rules are not built yet." in whys(left_out, "screen")


def test_a_lost_condition_takes_its_whole_rule_along(words: Vocabulary) -> None:
    """Without `when` the button would be there always: less would not be honest."""
    act = ("fine", "act", "plot", "label=Fine; when=warned; set=note='x'")
    reduced, _ = compilable(made(entities=VISITS, rules=[STREAK, act]), words)
    assert reduced.rules == ()


def test_rights_shrink_to_what_is_left(words: Vocabulary) -> None:
    roles = [
        ("boss", "", "all *"),
        ("clerk", "", "see plot(nr, streak); see visit where plot.warned; do row, fine; edit plot(warned)"),
    ]
    fine = ("fine", "act", "plot", "label=Fine; set=note='x'")
    rest = ("rest", "pick", "plot", "from=plot; by=random")
    roles[1] = ("clerk", "", "see plot(nr, streak); see visit where plot.warned; do rest, fine")
    reduced, _ = compilable(made(entities=VISITS, rules=[STREAK, fine, rest], roles=roles), words)
    assert reduced.roles[0].may == "all *"
    assert reduced.roles[1].may == "see plot(nr); do fine"


def test_a_required_field_that_a_lost_rule_filled_is_asked_of_people(words: Vocabulary) -> None:
    blueprint = made(
        entities={"person": ["name text!"], "job": ["what text!", "who ref(person)!"]},
        rules=[("turn", "assign", "job", "field=who; mode=rotate")],
        demo={"person": ("name", ["Ana"]), "job": ("what", ["Sweep"])},
        features=[feature("f", "must", "job", "add job what=Mop => count(job where who = 'Ana') = 1")],
    )
    assert errors(blueprint, words) == []
    reduced, left_out = compilable(blueprint, words)
    assert reduced.entities[1].fields == ("what text!", "who ref(person)")
    assert reduced.features[0].checks == ()
    assert whys(left_out, "check") == [
        "One check of “F” waits for rules not built yet: add job what=Mop => count(job where who = 'Ana') = 1"
    ]


def test_a_check_that_hangs_on_a_lost_rule_without_naming_it_goes(words: Vocabulary) -> None:
    entities = {"plan": ["name text!", "done yesno =no"], "log": ["plan ref(plan)", "note text"]}
    keep = ("keep", "make", "plan", "into=log; when=done; set=plan=this")
    checks = [
        "edit plan[A] done=yes => count(log) = 1",
        "edit plan[A] done=yes => still count(log) = 0",
        "edit plan[A] done=yes => plan[A].done = yes",
    ]
    blueprint = made(entities=entities, rules=[keep], demo={"plan": ("name", ["A"])}, checks=checks)
    reduced, _ = compilable(blueprint, words)
    assert reduced.features[0].checks == ("edit plan[A] done=yes => still count(log) = 0",)


def test_a_refusal_by_a_lost_rule_is_not_expected_any_more(words: Vocabulary) -> None:
    entities = {"item": ["name text!"], "move": ["item ref(item)!", "qty int!"]}
    stock = ("stock", "ledger", "move", "of=item; amount=qty; floor=0")
    checks = ["add move item=A, qty=-1 => refused", "add move item=A => refused by qty", "add item name=B => ok"]
    blueprint = made(entities=entities, rules=[stock], demo={"item": ("name", ["A"])}, checks=checks)
    assert errors(blueprint, words) == []
    reduced, _ = compilable(blueprint, words)
    assert reduced.features[0].checks == tuple(checks[1:])


def test_a_must_that_lost_everything_is_named(words: Vocabulary) -> None:
    features = [{"id": "f", "label": "Warn twice", "pain": "p", "when": "must", "uses": "row", "checks": []}]
    reduced, left_out = compilable(made(entities=VISITS, rules=[STREAK], features=features), words)
    assert reduced.features == ()
    assert whys(left_out, "feature") == ["“Warn twice”: all it needs is left out."]


# -- later and never


def feature(id_: str, when: str, uses: str, *checks: str) -> dict[str, object]:
    return {"id": id_, "label": id_.title(), "pain": "p", "when": when, "uses": uses, "checks": list(checks)}


SHOP = {
    "person": ["name text!"],
    "item": ["name text!", "sold int := count(sale)"],
    "sale": ["item ref(item)!", "buyer ref(person)", "price money"],
    "rating": ["item ref(item)!", "stars stars"],
}
SELL = ("sell", "act", "sale", "label=Sell; set=price=1")
RATE = ("rate", "limit", "rating", "max=1; per=item")
LATE = ("late", "due", "sale", "date=day(created)")


def test_what_only_a_later_feature_uses_is_not_compiled(words: Vocabulary) -> None:
    features = [
        feature("sell", "must", "sell"),
        feature("rate", "later", "rate, rating, stars", "add rating item=A => ok"),
    ]
    blueprint = made(
        entities=SHOP,
        rules=[SELL, RATE],
        screens=[("stars", "list", "rating", "columns=stars")],
        demo={"item": ("name", ["A"]), "rating": ("item,stars", ["A|5"])},
        features=features,
        measures=[{"id": "m", "on": "rating.added", "label": ""}, {"id": "n", "on": "sell.run", "label": ""}],
    )
    assert errors(blueprint, words) == []
    reduced, left_out = compilable(blueprint, words)
    assert [e.id for e in reduced.entities] == ["person", "item", "sale"]
    assert [r.id for r in reduced.rules] == ["sell"]
    assert reduced.screens == ()
    assert [d.of for d in reduced.demo] == ["item"]
    assert [m.id for m in reduced.measures] == ["n"]
    assert [(f.id, f.when, f.uses, f.checks) for f in reduced.features] == [
        ("sell", "must", "sell", ()),
        ("rate", "later", "", ()),
    ]
    assert resolved(reduced, words).cut == ("Rate",)
    assert [item.part for item in left_out] == ["measure"]


def test_what_a_must_needs_stays_though_a_later_feature_claims_it(words: Vocabulary) -> None:
    urgent = ("urgent", "alert", "sale", "when=due_state = 'overdue'; say={item}")
    features = [feature("see", "must", "urgent"), feature("when", "later", "late, item, person")]
    reduced, _ = compilable(made(entities=SHOP, rules=[urgent, LATE], features=features), words)
    assert {r.id for r in reduced.rules} == {"urgent", "late"}
    assert [e.id for e in reduced.entities] == ["item", "sale", "rating"]
    assert reduced.entities[1].fields == ("item ref(item)!", "price money")


def test_what_no_feature_claims_stays(words: Vocabulary) -> None:
    features = [feature("rate", "never", "rate")]
    reduced, _ = compilable(made(entities=SHOP, rules=[SELL, RATE], features=features), words)
    assert [r.id for r in reduced.rules] == ["sell"]
    assert len(reduced.entities) == 4


def test_what_a_check_of_a_must_speaks_of_stays(words: Vocabulary) -> None:
    check = "add rating item=A; add rating item=A => refused by rate"
    features = [feature("sell", "must", "sell", check), feature("rate", "later", "rate, rating")]
    blueprint = made(entities=SHOP, rules=[SELL, RATE], demo={"item": ("name", ["A"])}, features=features)
    reduced, _ = compilable(blueprint, words)
    assert {r.id for r in reduced.rules} == {"sell", "rate"}
    assert reduced.features[0].checks == (check,)


def test_a_rule_that_fills_a_required_field_stays_with_its_entity(words: Vocabulary) -> None:
    entities = {"order": ["nr text!", "what text!"]}
    number = ("nr", "number", "order", "field=nr; form={000}")
    features = [feature("order", "must", "order"), feature("numbers", "later", "nr")]
    reduced, _ = compilable(made(entities=entities, rules=[number], features=features), words)
    assert [r.id for r in reduced.rules] == ["nr"]


def test_the_people_who_sign_in_stay(words: Vocabulary) -> None:
    features = [feature("people", "later", "person")]
    reduced, _ = compilable(made(entities=SHOP, roles=[("boss", "person", "all *")], features=features), words)
    assert "person" in [e.id for e in reduced.entities]


# -- repairs of others: a rule or example rows taken out


@pytest.mark.parametrize("name", [name for name in TEXTS if '"rules": []' not in TEXTS[name]])
def test_any_rule_taken_out_leaves_a_whole_blueprint(name: str, words: Vocabulary) -> None:
    blueprint = loads(TEXTS[name])
    for rule in blueprint.rules:
        without = msgspec.structs.replace(blueprint, rules=tuple(r for r in blueprint.rules if r.id != rule.id))
        reduced, _ = compilable(without, words)
        assert errors(reduced, words) == [], rule.id


@pytest.mark.parametrize("name", TEXTS)
def test_any_example_rows_taken_out_leave_a_whole_blueprint(name: str, words: Vocabulary) -> None:
    blueprint = loads(TEXTS[name])
    for block in blueprint.demo:
        without = msgspec.structs.replace(blueprint, demo=tuple(d for d in blueprint.demo if d is not block))
        reduced, _ = compilable(without, words)
        assert errors(reduced, words) == [], block.of


def test_a_blueprint_that_is_wrong_for_other_reasons_comes_back_with_its_faults(words: Vocabulary) -> None:
    wrong = made(lang="nowhere")
    reduced, _ = compilable(wrong, words)
    assert reduced == wrong
    assert errors(reduced, words) != []


@pytest.mark.parametrize(
    ("text", "key", "item", "left"),
    [
        ("columns=a, b, c; sort=a", "columns", "b", "columns=a, c; sort=a"),
        ("columns=b; sort=a", "columns", "b", "sort=a"),
        ("sort=-b, a", "sort", "b", "sort=a"),
        ("columns=a.b, b.c", "columns", "b.c", "columns=a.b"),
        ("columns=week(b), a", "columns", "b", "columns=a"),
        ("columns=ab, b", "columns", "b", "columns=ab"),
    ],
)
def test_items_are_taken_out_whole(text: str, key: str, item: str, left: str) -> None:
    assert without_item(text, key, item) == left


def test_parameters_are_taken_out_whole() -> None:
    assert without_parameter("a=1; say=No; not now.; b=2", "say") == "a=1; b=2"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("name text!", "name text"),
        ("who ref(person)! where open", "who ref(person) where open"),
        ("hall text! =Hello! | Hi!", "hall text =Hello! | Hi!"),
        ("s choice(a,b:Stop!)! =a", "s choice(a,b:Stop!) =a"),
        ("name text =x!", "name text =x!"),
    ],
)
def test_only_the_mark_of_a_required_field_is_taken_off(line: str, left: str) -> None:
    assert relaxed(line) == left
