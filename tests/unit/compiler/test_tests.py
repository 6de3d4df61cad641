"""Generated tests as a person reads them, and that they notice what they are there for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from lamplighter.compiler.core import core
from lamplighter.compiler.field_proofs import field_scenarios
from lamplighter.compiler.project import compile_blueprint
from lamplighter.compiler.role_proofs import anywhere, role_scenarios
from lamplighter.compiler.scenarios import cases, feature_cases, named_apart, sentence, usual_role
from lamplighter.compiler.toolkit import Toolkit
from lamplighter.compiler.vectors import told, vectors
from lamplighter.compiler.witness import witness_of
from lamplighter.domain.blueprint.app import Holds, Outcome, Touches

from .conftest import Make, Sandbox, made
from .project_runs import OWN, javascript_failures, python_failures

SHOP: dict[str, Any] = {
    "entities": {
        "person": ["name text!"],
        "item": ["name text! unique", "price money! min 0.5 max 100", "kind choice(new,old) =new",
                 "half money := price / 2", "told text := if(kind = 'new', 'fresh', name)"],
        "deal": ["item ref(item)! where kind = 'new'", "buyer ref(person)!", "on_day date! =today min today"],
    },
    "roles": [
        ("boss", "person", "all *"),
        ("guest", "person", "see item(name, kind); see person(name); see|edit deal own buyer; add deal"),
    ],
    "rules": [("once", "limit", "deal", "max=1; per=item")],
    "demo": {"person": ("name", ["Ana"]), "item": ("name,price", ["Lamp|10"])},
    "checks": ["add deal item=Lamp, buyer=Ana => ok", "add item name=Lamp, price=1 => refused by name"],
}  # fmt: skip


def test_a_test_is_named_by_what_it_proves() -> None:
    assert sentence("add deal item=Lamp => refused by once") == "add_deal_item_lamp_refused_by_once"
    assert sentence("=> ") == "it_holds"
    assert len(sentence("x " * 200)) <= 90


def test_names_of_tests_are_all_different(make: Make) -> None:
    case = feature_cases(make(**SHOP))[0]
    assert [one.name for one in named_apart([case, case])] == [case.name, f"{case.name}_2"]


def test_features_and_rules_are_told_apart_by_the_name(make: Make, tools: Toolkit) -> None:
    app = make(**SHOP)
    assert [case.name for case in feature_cases(app)] == [
        "test_feature_f__add_deal_item_lamp_buyer_ana_ok",
        "test_feature_f__add_item_name_lamp_price_1_refused_by_name",
    ]
    fields = field_scenarios(app, witness_of(app))
    assert all(case.name.startswith("test_field_") for case in cases("field", fields))


def test_every_limit_of_a_field_is_tried_from_both_sides(make: Make) -> None:
    app = make(**SHOP)
    found = {(one.rule, one.sentence) for one in field_scenarios(app, witness_of(app))}
    assert found >= {
        ("person_name", "must be given"),
        ("item_name", "is there once"), ("item_name", "may differ"),
        ("item_price", "may not be less"), ("item_price", "may be just that, not less"),
        ("item_price", "may not be more"), ("item_price", "may be just that, not more"),
        ("deal_item", "may be chosen"), ("deal_item", "may not be chosen"),
        ("deal_on_day", "may not be less"),
        ("item_half", "of a usual row"), ("item_told", "where test 1 is not met"),
    }  # fmt: skip


def test_a_refusal_is_expected_of_the_field_itself(make: Make) -> None:
    app = make(**SHOP)
    ends = {one.expect for one in field_scenarios(app, witness_of(app)) if isinstance(one.expect, Outcome)}
    assert ends >= {Outcome("refused", "name"), Outcome("", not_by="price")}
    assert any(isinstance(one.expect, Holds) for one in field_scenarios(app, witness_of(app)))


def test_what_a_role_may_touch_is_told_for_every_verb(make: Make) -> None:
    app = make(**SHOP)
    guest = app.roles[1]
    assert anywhere(guest, "see", "item") == ("kind", "name")
    assert anywhere(guest, "edit", "item") == ()
    assert anywhere(app.roles[0], "delete", "deal") is None
    found = [one for one in role_scenarios(app, ["once"], witness_of(app)) if one.rule == "guest"]
    touched = {one.sentence: one.expect.touched for one in found if isinstance(one.expect, Touches)}
    assert touched["may see"] == {"item": ("kind", "name"), "person": ("name",), "deal": None}
    assert touched["may edit deal that is mine"] == {"deal": None}
    assert touched["may edit deal of another"] == {}


def test_who_acts_without_being_named_may_everything(make: Make) -> None:
    assert usual_role(make(**SHOP)) == "boss"
    assert usual_role(make(entities={"thing": ["name text!"]})) is None


def test_values_are_told_as_they_leave_the_app(make: Make) -> None:
    assert (told(12_500000), told(True), told(None), told((1, 2))) == ("12.5", True, None, [1, 2])
    assert '{"entity": "item", "id": 1, "field": "half", "want": "5"}' in vectors(make(**SHOP), 2)
    assert vectors(make(entities={"thing": ["name text!"]}), 2) == ""


FAULTS = {
    "a role sees more": ('yield frozenset({"name", "kind"})', 'yield frozenset({"name", "kind", "price"})'),
    "a role loses its own rows": ("is_me(db, row.buyer)", "not is_me(db, row.buyer)"),
    "everything may be chosen": ('return candidate.kind == "new"', "return True"),
    "a half is a third": ("2_000000", "3_000000"),
    "the wrong branch": ('"fresh" if item.kind == "new"', '"fresh" if item.kind != "new"'),
    "twice is allowed": ("> 1", "> 2"),
}


@pytest.fixture(scope="session")
def noticed(tools: Toolkit, sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bool]:
    """Which faults in rules.py make a test of the project fail."""
    files = compile_blueprint(made(**SHOP), tools.packs["web"], tools).files
    own = files["server/rules.py"].decode()
    variants: dict[str, str | None] = {OWN: None}
    for name, (there, instead) in FAULTS.items():
        assert there in own, name
        variants[name] = own.replace(there, instead)
    folder = tmp_path_factory.mktemp("faults")
    failures = asyncio.run(python_failures(files, folder, sandbox.containment, variants))
    assert failures[OWN] == {}
    return {name: bool(failed) for name, failed in failures.items() if name != OWN}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_rules_is_noticed(fault: str, noticed: dict[str, bool]) -> None:
    assert noticed[fault]


def test_both_languages_run_the_same_tests(make: Make, tools: Toolkit, sandbox: Sandbox, tmp_path: Path) -> None:
    files = compile_blueprint(made(**SHOP), tools.packs["web"], tools).files
    python = {line.split("(")[0][4:] for line in _lines(files, "tests/test_", ".py") if line.startswith("def test_")}
    javascript = {line.split('"')[1] for line in _lines(files, "tests/", ".mjs") if line.startswith('test("')}
    assert python >= javascript
    assert len(javascript) > 20
    assert asyncio.run(javascript_failures(files, tmp_path, sandbox.containment, {OWN: None})) == {OWN: {}}
    assert core(make(**SHOP), tools).own.keys() == {"once"}


def _lines(files: Mapping[str, bytes], start: str, end: str) -> list[str]:
    texts = [data.decode() for path, data in files.items() if path.startswith(start) and path.endswith(end)]
    return [line for text in texts for line in text.split("\n")]
