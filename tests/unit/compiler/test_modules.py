"""The modules made of an app: rules, model, example rows; and which of the library goes with them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from lamplighter.compiler.construct import Source
from lamplighter.compiler.core import core, javascript_modules, python_modules
from lamplighter.compiler.demo import numbers_of
from lamplighter.compiler.model import border, class_name, kind_of
from lamplighter.compiler.reach import imported, javascript_reached, python_imports, python_reached
from lamplighter.compiler.rules import Group, TwiceNamed, merged, module
from lamplighter.compiler.toolkit import Toolkit
from lamplighter.domain.blueprint.app import FromNow, FromToday, RowNamed

from .conftest import Make, written

LOANS = {
    "entities": {
        "tool": ["name text! unique | Tool name", "kind choice(hand,power:With a plug)",
                 "fee money =2.5 min 0.5 max 99"],
        "member": ["name text!"],
        "loan": [
            "tool ref(tool)! where kind = 'hand'", "member ref(member)!", "out_on date! =today",
            "due_on date min today",
            "back_on date", "class text", "late yesno := due_on < today",
        ],
    },
    "rules": [
        ("lend", "loan", "loan", "what=tool; who=member; out=out_on; due=due_on; back=back_on; max=3"),
        ("call", "alert", "loan", "when=late; say=Call {member.name}"),
    ],
    "demo": {
        "tool": ("name,kind", ["Drill|power", "Saw|hand"]),
        "member": ("name", ["Ana"]),
        "loan": ("tool,member,out_on,due_on", ["Saw|Ana|today-3|today+1"]),
    },
}  # fmt: skip


def test_the_rules_module_reads_like_a_module_of_the_app(make: Make, tools: Toolkit) -> None:
    rules = python_modules(core(make(**LOANS), tools))["rules.py"]
    ast.parse(rules)
    assert "@derived\ndef tool_available(db, tool):" in rules
    assert "def may_choose_loan_tool(db, candidate, loan):" in rules
    assert 'return candidate.kind == "hand"' in rules
    assert '"lend.lend": Action(entity="loan", label="Lend"' in rules
    assert "roles=" not in rules


def test_both_languages_have_the_same_functions(make: Make, tools: Toolkit) -> None:
    made = core(make(**LOANS), tools)
    python, javascript = python_modules(made)["rules.py"], javascript_modules(made)["rules.js"]
    for group in made.groups:
        for name, _ in group.functions:
            assert f"def {name}(" in python
            spelled = made.javascript.spelling.spelled(name)
            assert f"function {spelled}(" in javascript or f"function* {spelled}(" in javascript


def test_two_functions_of_one_name_are_refused(make: Make, tools: Toolkit) -> None:
    made = core(make(**LOANS), tools)
    twice = Source("def lend_it(db):\n    return 1", "function lendIt(db) {\n  return 1;\n}")
    group = Group("again", (("lend_it", twice), ("lendIt", twice)))
    with pytest.raises(TwiceNamed):
        module(made.app, made.emission, [group], made.python, ".")


def test_the_model_says_what_each_field_takes(make: Make, tools: Toolkit) -> None:
    made = core(make(**LOANS), tools)
    python, javascript = python_modules(made)["model.py"], javascript_modules(made)["model.js"]
    ast.parse(python)
    assert 'Field("name", "Tool name", "text", required=True, unique=True)' in python
    assert 'Field("fee", "Fee", "money", least=500000, most=99_000000, default=2_500000)' in python
    assert "least=lambda db: db.today" in python
    assert "class_: str | None = None" in python
    assert (
        'kind: { name: "kind", label: "Kind", kind: "choice", options: { hand: "hand", power: "With a plug" } }'
        in javascript
    )
    assert "least: (db) => db.today" in javascript
    assert 'late: { name: "late", label: "Late", kind: "yesno", derived: true }' in javascript


def test_example_rows_refer_to_each_other_by_number(make: Make, tools: Toolkit) -> None:
    made = core(make(**LOANS), tools)
    assert (
        'yield "loan", 1, {"tool": 2, "member": 1, "out_on": day(db, -3), "due_on": day(db, 1)}'
        in (python_modules(made)["demo.py"])
    )
    assert (
        '["loan", 1, { tool: 2, member: 1, out_on: day(db, -3), due_on: day(db, 1) }],'
        in (javascript_modules(made)["demo.js"])
    )


def test_an_example_row_is_found_by_name_number_and_beginning(make: Make) -> None:
    numbers = numbers_of(make(**LOANS))
    assert [numbers.of(RowNamed("tool", key)) for key in ("Saw", "#1", "Dri", "Hammer")] == [2, 1, 1, None]


@pytest.mark.parametrize(
    ("limit", "cell"),
    [
        (5, 5), ("today", FromToday(0)), ("today-3", FromToday(-3)), ("today+1 14:30", FromToday(1, 870)),
        ("now-30", FromNow(-30)), ("2026-11-20", "2026-11-20"), ("2026-11-20 08:00", "2026-11-20T08:00"),
    ],
)  # fmt: skip
def test_a_border_may_move_with_the_day(limit: int | str, cell: object) -> None:
    assert border(limit) == cell


def test_given_fields_have_the_kind_of_their_type(make: Make) -> None:
    app = make(**LOANS)
    assert kind_of(app.entities["tool"].fields["available"]) == "yesno"
    assert kind_of(app.entities["tool"].fields["fee"]) == "money"
    assert class_name("tool_loan") == "ToolLoan"


def test_merging_keeps_everything_in_order(make: Make, tools: Toolkit) -> None:
    made = core(make(**LOANS), tools)
    assert [action.name for action in made.emission.actions] == ["lend", "give_back"]
    assert [alert.rule for alert in made.emission.alerts] == ["call"]
    assert merged([]) == merged([merged([])])


def test_only_what_is_reached_goes_in() -> None:
    library = {
        "a.py": "from .b import x",
        "b.py": "from . import c",
        "c.py.j2": "",
        "d.py": "",
        "e.py": "from .a import y",
    }
    assert set(python_reached({"rules.py": "    from .a import z"}, library)) == {"a.py", "b.py", "c.py"}
    assert python_imports("from . import a, b\nimport os\nfrom .c import d") == ["c", "a", "b"]


def test_modules_of_the_browser_are_reached_by_their_paths() -> None:
    library = {"values.js": "", "tables.js": 'import { a } from "./values.js";', "unused.js": ""}
    modules = {"screens/a.js": 'import { t } from "../lib/tables.js";\nimport "./b.js";', "screens/b.js": ""}
    assert set(javascript_reached(modules, library)) == {"lib/tables.js", "lib/values.js"}
    assert list(imported("a/b.js", 'import { x } from "../c.js";')) == ["c.js"]


def test_the_app_says_only_what_it_can_come_to_say(make: Make, tools: Toolkit, tmp_path: Path) -> None:
    written(make(entities={"thing": ["name text!"]}), tools, tmp_path)
    said = (tmp_path / "server/messages.py").read_text("utf-8")
    assert "is missing." in said
    assert "not_email" not in said
    assert "sheets." not in said
