"""The view that the front end draws: every row with its name, its version and what can be done with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lamplighter.compiler.toolkit import Toolkit
from lamplighter.domain.blueprint.app import App

from .conftest import Make, Sandbox, save, written

RUN = """// Prints the view of whoever is asked for.
import { readFileSync } from "node:fs";
import { examples } from "./src/demo.js";
import { tables } from "./src/lib/commit.js";
import { seed } from "./src/lib/examples.js";
import { written } from "./src/lib/fields.js";
import { view } from "./src/lib/view.js";
import { RULES } from "./src/rules.js";

const db = tables(RULES);
db.now = "2026-11-20T08:00";
seed(db, RULES, examples);
Object.assign(db, JSON.parse(readFileSync(0, "utf8")));
console.log(JSON.stringify(view(db, RULES), (_, value) => (typeof value === "bigint" ? written(value) : value)));
"""


@pytest.fixture(scope="session")
def lending(make: Make) -> App:
    """Tools that are lent; a helper sees only their own loans, and the names of tools."""
    return make(
        entities={
            "tool": ["name text!", "value money", "v text"],
            "person": ["name text!"],
            "loan": ["tool ref(tool)!", "who ref(person)!", "out_on date! =today", "due_on date", "back_on date"],
        },
        rules=[
            ("lend", "loan", "loan", "what=tool; who=who; out=out_on; due=due_on; back=back_on"),
            ("late", "due", "loan", "date=due_on; done=not blank(back_on)"),
            ("call", "alert", "loan", "when=blank(back_on) and due_on < today; say=Call {who.name}; to=boss"),
        ],
        roles=[
            ("boss", "person", "all *"),
            ("helper", "person", "see loan(tool, who, due_on) own who; see person own; do lend own who"),
        ],
        demo={
            "tool": ("name,value,v", ["Drill|89.5|one", "Saw||two"]),
            "person": ("name", ["Ana", "Bo"]),
            "loan": ("tool,who,out_on,due_on", ["Drill|Ana|today-9|today-2", "Saw|Bo|today|today+1"]),
        },
    )


@pytest.fixture
def seen_by(lending: App, tools: Toolkit, sandbox: Sandbox, tmp_path: Path) -> Seen:
    """Gives the view of a role and a person."""
    written(lending, tools, tmp_path)
    save({"run.js": RUN}, tmp_path)
    return Seen(sandbox, tmp_path)


class Seen:
    """The view of whoever acts."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.sandbox, self.folder = sandbox, folder

    def __call__(self, role: str, me: int) -> dict[str, Any]:
        who = json.dumps({"role": role, "meEntity": "person", "meId": me}).encode()
        found = self.sandbox.answer(self.folder, "node", "run.js", stdin=who)
        assert isinstance(found, dict)
        return found


def test_who_may_all_sees_every_row_with_what_is_worked_out(seen_by: Seen) -> None:
    view = seen_by("boss", 1)
    drill = view["rows"]["tool"][0]
    assert (drill["$name"], drill["$v"], drill["value"], drill["available"]) == ("Drill", 1, "89.5", False)
    assert drill["v"] == "one"
    assert drill["$can"] == {"edit": True, "delete": True, "do": []}
    assert view["rows"]["loan"][0]["$can"] == {"edit": True, "delete": True, "do": ["lend.give_back"]}
    assert view["can"]["do"] == ["lend.lend"]


def test_what_is_due_and_what_needs_a_call_is_listed(seen_by: Seen) -> None:
    view = seen_by("boss", 1)
    states = [(one["id"], one["state"], one["date"]) for one in view["due"]]
    assert states == [(1, "overdue", "2026-11-18"), (2, "soon", "2026-11-21")]
    assert [(one["rule"], one["id"], one["say"]) for one in view["alerts"]] == [("call", 1, "Call Ana")]


def test_others_see_their_own_rows_and_of_hidden_ones_the_name_alone(seen_by: Seen) -> None:
    view = seen_by("helper", 2)
    assert [row["id"] for row in view["rows"]["loan"]] == [2]
    assert set(view["rows"]["loan"][0]) == {"id", "created", "$v", "$name", "$can", "tool", "who", "due_on"}
    assert view["rows"]["tool"] == [{"id": 2, "$name": "Saw", "$hidden": True}]
    assert [row["name"] for row in view["rows"]["person"]] == ["Bo"]
    assert view["alerts"] == []
    assert view["can"] == {"add": {}, "do": []}
