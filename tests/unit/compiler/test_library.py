"""The fixed library: values are read, kept and shown alike in both languages, and tables take a change back whole."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from lamplighter.compiler.toolkit import Toolkit
from lamplighter.domain.blueprint.app import App

from .conftest import Make, Sandbox, save, written

PYTHON = '''"""Answers every question that comes in."""
import json
import sys

from server import values
from server.fields import money
from server.messages import shown

ANSWERS = {
    "cleaned": values.cleaned,
    "folded": values.folded,
    "compared": values.compared,
    "number_from": lambda text: json.dumps(values.number_from(text)),
    "decimal": lambda n: values.decimal(int(n)),
    "money": lambda n: str(money(int(n))),
    "half_even": lambda n, d: str(values.half_even(int(n), int(d))),
    "rounded": lambda n, d: str(values.rounded(int(n), int(d) * values.ONE)),
    "shown": lambda kind, n: shown(kind, int(n)),
    "shown_text": shown,
    "less": lambda a, b: values.less(a, b),
    "day_at": lambda n: values.day_at(n),
    "week": values.week,
    "ordinal": values.ordinal,
    "add_months": lambda day, n: values.add_months(day, n * values.ONE),
    "workdays": lambda a, b: str(values.workdays(a, b)),
    "bucket": lambda text: str(values.bucket(text)),
    "lower": values.lower,
    "length": lambda text: str(values.length(text)),
}
print(json.dumps([ANSWERS[name](*arguments) for name, *arguments in json.load(sys.stdin)]))
'''
JAVASCRIPT = r"""// Answers every question that comes in.
import { readFileSync } from "node:fs";
import { money } from "./src/lib/fields.js";
import { shown } from "./src/lib/messages.js";
import * as values from "./src/lib/values.js";

const ANSWERS = {
  cleaned: values.cleaned,
  folded: values.folded,
  compared: values.compared,
  number_from: (text) => String(values.numberFrom(text)),
  decimal: (n) => values.decimal(BigInt(n)),
  money: (n) => String(money(BigInt(n))),
  half_even: (n, d) => String(values.halfEven(BigInt(n), BigInt(d))),
  rounded: (n, d) => String(values.rounded(BigInt(n), BigInt(d) * values.ONE)),
  shown: (kind, n) => shown(kind, BigInt(n)),
  shown_text: shown,
  less: values.less,
  day_at: values.dayAt,
  week: values.week,
  ordinal: values.ordinal,
  add_months: (day, n) => values.addMonths(day, BigInt(n) * values.ONE),
  workdays: (a, b) => String(values.workdays(a, b)),
  bucket: (text) => String(values.bucket(text)),
  lower: values.lower,
  length: (text) => String(values.length(text)),
};
const answers = JSON.parse(readFileSync(0, "utf8")).map(([name, ...rest]) => ANSWERS[name](...rest));
console.log(JSON.stringify(answers).replace(/[^ -~]/g, (u) => `\\u${u.charCodeAt(0).toString(16).padStart(4, "0")}`));
"""
LETTERS = "aÄßée\u0301İıΣςﬁ日🙂\u00a0\u3000 \t\n\u200b\ufeffＡ١½²①Ǆ\u0345\u1e9e\U0001f3fdZz09._-'\""


def questions(chance: random.Random) -> list[list[object]]:
    """A few thousand, of every kind."""
    found: list[list[object]] = []
    for _ in range(600):
        text = "".join(chance.choice(LETTERS) for _ in range(chance.randrange(9)))
        other = "".join(chance.choice(LETTERS) for _ in range(chance.randrange(9)))
        found += [[name, text] for name in ("cleaned", "folded", "compared", "bucket", "lower", "length")]
        found.append(["less", text, other])
        number = chance.choice(
            (chance.randrange(-(10**19), 10**19), chance.randrange(-3000000, 3000000), 5000 * chance.randrange(-9, 9))
        )
        found += [["decimal", str(number)], ["money", str(number)], ["rounded", str(number), chance.randrange(-3, 9)]]
        found += [["shown", kind, str(number)] for kind in ("num", "money", "minutes", "int")]
        found.append(["half_even", str(number), str(chance.choice((-3, 2, 7, 1000000, number or 1)))])
        found.append(
            [
                "number_from",
                chance.choice((text, str(number), f"{number / 1e6}", "-0.5", "1e3", "+1", ".5", "5.", "007")),
            ]
        )
        day = f"{chance.randrange(1, 9999):04d}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        later = f"{chance.randrange(1, 9999):04d}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        found += [
            ["week", day],
            ["ordinal", day],
            ["add_months", day, chance.randrange(-90000, 90000)],
            ["workdays", day, later],
        ]
        found += [
            ["day_at", chance.randrange(-5, 3652070)],
            ["shown_text", "date", day],
            ["shown_text", "datetime", f"{day}T09:05"],
        ]
    return found


@pytest.mark.parametrize("lang", ["en", "de", "fr", "ja"])
def test_values_are_treated_alike(lang: str, make: Make, tools: Toolkit, sandbox: Sandbox, tmp_path: Path) -> None:
    written(make(entities={"thing": ["name text!"]}, lang=lang), tools, tmp_path)
    save({"answer.py": PYTHON, "answer.js": JAVASCRIPT}, tmp_path)
    asked = questions(random.Random(lang))
    stdin = json.dumps(asked).encode()
    python = sandbox.answer(tmp_path, "python", "answer.py", stdin=stdin)
    javascript = sandbox.answer(tmp_path, "node", "answer.js", stdin=stdin)
    assert isinstance(python, list)
    assert isinstance(javascript, list)
    assert [one for one in zip(asked, python, javascript, strict=True) if one[1] != one[2]] == []


SHOWN = [
    ("en", "money", 1234567500000, "$1,234,567.50"),
    ("de", "money", 1234567500000, "1.234.567,50 €"),
    ("fr", "num", 1234500000, "1\u202f234,5"),
    ("ja", "money", 1234000000, "¥1,234"),
    ("en", "minutes", 90000000, "1:30"),
    ("en", "num", -500000, "-0.5"),
]


@pytest.mark.parametrize(("lang", "kind", "micros", "text"), SHOWN)
def test_numbers_are_shown_as_the_language_writes_them(
    lang: str, kind: str, micros: int, text: str, make: Make, tools: Toolkit, sandbox: Sandbox, tmp_path: Path
) -> None:
    written(make(entities={"thing": ["name text!"]}, lang=lang), tools, tmp_path)
    save({"answer.py": PYTHON}, tmp_path)
    assert sandbox.answer(
        tmp_path, "python", "answer.py", stdin=json.dumps([["shown", kind, str(micros)]]).encode()
    ) == [text]


ROLLBACK = '''"""A change that is taken back leaves nothing behind, not even a number."""
import json

from server.commit import Refused, commit, tables, undo
from server.demo import examples
from server.examples import faults, seed, start_empty
from server.fields import row_json
from server.rules import RULES


def state():
    rows = {name: [row_json(kind, row) for row in db.all(name)] for name, kind in RULES.entities.items()}
    return json.dumps([rows, sorted(map(list, db.fired)), sorted(map(str, db.numbers.items())), len(db.lines)])


db = tables(RULES)
db.now = "2026-11-20T08:00"
seed(db, RULES, examples)
told = {"faults": len(faults(db, RULES))}
before = state()
try:
    commit(db, RULES, {"kind": "add", "entity": "job", "values": {"title": "x", "part": 99}})
except Refused as refused:
    told["refused"] = sorted(one.field for one in refused.refusals)
told["nothing left"] = state() == before
added = commit(db, RULES, {"kind": "add", "entity": "job", "values": {"title": "y", "part": 1}})
told["number"] = db.get("job", added.made[0][1]).nr
told["kept"] = [line.field for line in db.changes("job", added.made[0][1])]
gone = commit(db, RULES, {"kind": "delete", "entity": "job", "id": 1})
undo(db, RULES, gone.images)
told["back"] = db.get("job", 1).title
told["version"] = db.version("job", 1)
try:
    undo(db, RULES, gone.images)
except Refused as refused:
    told["twice"] = refused.refusals[0].rule
own = commit(db, RULES, {"kind": "add", "entity": "job", "values": {"title": "mine", "part": 2}})
start_empty(db, RULES, examples, ())
told["left"] = [[row.title for row in db.all("job")], [row.name for row in db.all("part")]]
print(json.dumps(told))
'''


@pytest.fixture(scope="session")
def workplace(make: Make) -> App:
    """Jobs with a number, a history and a part each."""
    return make(
        entities={"part": ["name text! unique"], "job": ["title text!", "part ref(part)!", "nr text"]},
        rules=[("nr", "number", "job", "field=nr; form=J{000}"), ("log", "history", "job", "fields=*")],
        demo={"part": ("name", ["Bolt", "Nut", "Gear"]), "job": ("title,part", ["First|Bolt"])},
    )


def test_a_change_is_made_whole_or_not_at_all(workplace: App, tools: Toolkit, sandbox: Sandbox, tmp_path: Path) -> None:
    written(workplace, tools, tmp_path)
    save({"answer.py": ROLLBACK}, tmp_path)
    told = sandbox.answer(tmp_path, "python", "answer.py")
    assert isinstance(told, dict)
    assert told["faults"] == 0
    assert told["refused"] == ["part"]
    assert told["nothing left"] is True
    assert told["number"] in ("J001", "J002")
    assert told["kept"] == [""]
    assert told["back"] == "First"
    assert told["version"] == 3
    assert told["twice"] == "undo"


def test_starting_empty_keeps_what_a_persons_own_rows_need(
    workplace: App, tools: Toolkit, sandbox: Sandbox, tmp_path: Path
) -> None:
    written(workplace, tools, tmp_path)
    save({"answer.py": ROLLBACK}, tmp_path)
    told = sandbox.answer(tmp_path, "python", "answer.py")
    assert isinstance(told, dict)
    assert told["left"] == [["y", "mine"], ["Bolt", "Nut"]]
