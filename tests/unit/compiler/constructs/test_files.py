"""Reading and writing files of rows: the library in both languages, byte for byte and message for message."""

from __future__ import annotations

import base64
import datetime as dt
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.unit.compiler.conftest import Make, Sandbox, save, written

from lamplighter.compiler.toolkit import Toolkit

Answers = Callable[..., Any]

PYTHON = """
import base64, json, sys
from server.commit import Refused, commit, tables
from server.delimited import decoded, joined_lines, lines_of
from server.demo import examples
from server.examples import seed
from server.fields import Unreadable, row_json
from server.rules import RULES
from server.spans import inside_hours, most_at_once

asked = json.loads(sys.stdin.read())


def text_of(raw):
    try:
        return decoded(base64.b64decode(raw))
    except Unreadable as fault:
        return {"fault": str(fault)}


def did(steps):
    db = tables(RULES)
    db.now = "2026-11-20T08:00"
    seed(db, RULES, examples)
    told = []
    for step in steps:
        told.append(commit(db, RULES, {"kind": "do", "action": step["action"], "args": step["args"]}).result)
    return [told, [row_json(RULES.entities["sample"], row) for row in db.all("sample")]]


print(json.dumps({
    "texts": [text_of(raw) for raw in asked["bytes"]],
    "lines": [[[line.number, list(line.cells)] for line in lines_of(text)] for text in asked["texts"]],
    "joined": [joined_lines(rows, mark) for rows, mark in asked["rows"]],
    "most": [most_at_once(tuple(span), [tuple(one) for one in others]) for span, others in asked["spans"]],
    "open": [inside_hours(tuple(span), {0: [(480, 1080)], 5: [(540, 720)]}) for span in asked["hours"]],
    "runs": [did(steps) for steps in asked["runs"]],
}))
"""
JAVASCRIPT = r"""
import { readFileSync } from "node:fs";
import { commit, tables } from "./src/lib/commit.js";
import { decoded, joinedLines, linesOf } from "./src/lib/delimited.js";
import { examples } from "./src/demo.js";
import { seed } from "./src/lib/examples.js";
import { rowJson } from "./src/lib/fields.js";
import { RULES } from "./src/rules.js";
import { insideHours, mostAtOnce } from "./src/lib/spans.js";

const asked = JSON.parse(readFileSync(0, "utf8"));

function textOf(raw) {
  try {
    return decoded(Uint8Array.from(Buffer.from(raw, "base64")));
  } catch (error) {
    return { fault: error.message };
  }
}

function did(steps) {
  const db = tables(RULES);
  db.now = "2026-11-20T08:00";
  seed(db, RULES, examples);
  const told = steps.map((step) => {
    const outcome = commit(db, RULES, { kind: "do", action: step.action, args: step.args });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome));
    return outcome.result;
  });
  return [told, db.all("sample").map((row) => rowJson(RULES.entities.sample, row))];
}

const answer = JSON.stringify({
  texts: asked.bytes.map(textOf),
  lines: asked.texts.map((text) => linesOf(text).map((line) => [line.number, line.cells])),
  joined: asked.rows.map(([rows, mark]) => joinedLines(rows, mark)),
  most: asked.spans.map(([span, others]) => mostAtOnce(span, others)),
  open: asked.hours.map((span) => insideHours(span, { 0: [[480, 1080]], 5: [[540, 720]] })),
  runs: asked.runs.map(did),
});
const escaped = (char) => "\\u" + char.charCodeAt(0).toString(16).padStart(4, "0");
console.log(answer.replace(/[\u007f-\uffff]/g, escaped));
"""
ENTITIES = {
    "tag": ["name text! unique"],
    "sample": [
        "name text!", "count int min 0 max 99", "price money", "weight num", "day date", "at datetime", "opens time",
        "length minutes", "good yesno =no", "kind choice(a b,c-d,Ünï)", "tag ref(tag)", "tags refs(tag)",
        "secret text private", "words long",
    ],
}  # fmt: skip
IN = "name, count, price, weight, day, at, opens, length, good, kind, tag, tags, words"
RULES = [
    ("book", "csv", "sample", f"in={IN}; key=name; same=update; out=csv, json, ics, history"),
    ("comma", "csv", "sample", "in=name, price, day; key=name, day; dates=dmy; decimal=comma"),
    ("none", "csv", "sample", "in=name, price"),
    ("log", "history", "sample", ""),
    ("b", "booking", "sample", "from=at; minutes=30; open=mon-fri 08:00-18:00"),
]  # fmt: skip
DEMO = {"tag": ("name", ["Red", "Blue + Green", "Blue"]), "sample": ("name,price,day", ["First|9.99|today"])}


def imported(rule: str, text: str, **more: object) -> dict[str, Any]:
    return {"action": f"{rule}.import", "args": {"text": text, **more}}


def exported(rule: str, form: str) -> dict[str, Any]:
    return {"action": f"{rule}.export", "args": {"form": form}}


@pytest.fixture(scope="module")
def both(make: Make, tools: Toolkit, sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """`both(bytes=…, texts=…, …)`: the answers of Python, after it is sure that JavaScript says the same."""
    folder: Path = tmp_path_factory.mktemp("files")
    written(make(entities=ENTITIES, rules=RULES, demo=DEMO), tools, folder)
    save({"ask.py": PYTHON, "ask.mjs": JAVASCRIPT}, folder)

    def answers(**asked: object) -> object:
        usual: dict[str, object] = {"bytes": [], "texts": [], "rows": [], "spans": [], "hours": [], "runs": []}
        stdin = json.dumps(usual | asked).encode()
        python = sandbox.answer(folder, "python", "ask.py", stdin=stdin)
        javascript = sandbox.answer(folder, "node", "ask.mjs", stdin=stdin)
        assert python == javascript
        return python

    return answers


def test_files_are_read_in_every_usual_encoding(both: Answers) -> None:
    text = "Größe;Preis\r\nŁódź;1\r\n"
    raws = [text.encode("utf-8"), text.encode("utf-8-sig"), text.encode("utf-16"), text.encode("utf-16-be")]
    raws += ["Größe — 5 €".encode("cp1252"), b"\x81\x8d caf\xe9", "Grö".encode("utf-16-le"), b"", b"\x00\x00\x00"]
    found = both(bytes=[base64.b64encode(raw).decode() for raw in raws])["texts"]
    assert [one.lstrip("\ufeff") for one in found[:3]] == [text] * 3
    assert found[4] == "Größe — 5 €"
    assert found[6] == "Grö"
    assert found[8] == {"fault": "The file cannot be read as a table of text."}


def test_cells_are_parted_as_spreadsheets_do(both: Answers) -> None:
    texts = ['a,b\n1,"x, ""y""\nz"\n\n ,\nlast', "a;b,c\n1;2,3", "a\tb\n1\t2", "one\ntwo", '"a\nb",c\nd,e', '  "q" ,2']
    found = both(texts=texts)["lines"]
    assert found[0] == [[1, ["a", "b"]], [2, ["1", 'x, "y"\nz']], [6, ["last"]]]
    assert found[1] == [[1, ["a", "b,c"]], [2, ["1", "2,3"]]]
    assert found[2] == [[1, ["a", "b"]], [2, ["1", "2"]]]
    assert found[3] == [[1, ["one"]], [2, ["two"]]]
    assert found[4] == [[1, ["a\nb", "c"]], [3, ["d", "e"]]]


def test_two_hundred_random_texts_are_read_alike(both: Answers) -> None:
    chance = random.Random(7)
    texts = ["".join(chance.choice("ab1 \";,\t\n\r'=ü€") for _ in range(chance.randrange(40))) for _ in range(200)]
    assert len(both(texts=texts)["lines"]) == 200


def test_what_is_written_is_read_back_the_same(both: Answers) -> None:
    rows = [["a", 'b "c"', "d,e", " f ", "g\nh", ""], ["1", "2", "3", "4", "5", "6"]]
    text = both(rows=[[rows, ","]])["joined"][0]
    assert [cells for _, cells in both(texts=[text])["lines"][0]] == rows


def test_the_most_at_once_is_counted_at_every_moment_and_touching_is_free(both: Answers) -> None:
    spans = [
        [[60, 120], []],
        [[60, 120], [[0, 60], [120, 180]]],
        [[60, 120], [[0, 61], [119, 180]]],
        [[60, 120], [[0, 90], [60, 100], [90, 200], [95, 96]]],
        [[60, 120], [[60, 120], [60, 120], [60, 120]]],
        [[60, 120], [[70, 80], [75, 85], [80, 90]]],
    ]
    assert both(spans=spans)["most"] == [0, 0, 1, 3, 3, 2]


def test_open_hours_hold_the_whole_span_of_one_day(both: Answers) -> None:
    monday, saturday = (dt.date(2026, 11, day).toordinal() * 1440 for day in (16, 21))
    hours = [[480, 1080], [479, 1080], [480, 1081], [1000, 1500]]
    found = both(hours=[[monday + a, monday + b] for a, b in hours] + [[saturday + 540, saturday + 720]])["open"]
    assert found == [True, False, False, False, True]


GOOD = "name,count,price,day,at,opens,length,good,kind,tag,tags\n"


def test_a_line_of_every_kind_enters(both: Answers) -> None:
    line = 'Cup,5,"1,234.50",2026-11-21,2026-11-20 09:00,7:05,1:30,yes,ünï,red,Red + Blue\n'
    told, rows = both(runs=[[imported("book", GOOD + line)]])["runs"][0]
    assert told[0] | {"columns": []} == {"columns": [], "good": 1, "known": 0, "changed": 0, "bad": []}
    assert rows[1] | {"words": None} == {
        "name": "Cup", "count": "5", "price": "1234.5", "weight": None, "day": "2026-11-21", "at": "2026-11-20T09:00",
        "opens": "07:05", "length": "90", "good": True, "kind": "uni", "tag": 1, "tags": [1, 3], "secret": None,
        "words": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (",1", "Name"),
        ("Cup,x", "Count"),
        ("Cup,100", "Count"),
        ("Cup,1.5", "Count"),
        ('Cup,1,"1.234,5"', "Price"),
        ("Cup,1,2,21.11.2026", "Day"),
        ("Cup,1,2,2026-02-30", "Day"),
        ("Cup,1,2,2026-11-21,2026-11-21", "At"),
        ("Cup,1,2,2026-11-21,,25:00", "Opens"),
        ("Cup,1,2,2026-11-21,,,,maybe", "Good"),
        ("Cup,1,2,2026-11-21,,,,yes,nothing", "Kind"),
        ("Cup,1,2,2026-11-21,,,,yes,a b,Purple", "Tag"),
    ],
)
def test_a_line_in_error_is_named_with_its_column_and_left_out(line: str, column: str, both: Answers) -> None:
    told, rows = both(runs=[[imported("book", GOOD + line + "\nJug,1,2\n")]])["runs"][0]
    assert [row["name"] for row in rows] == ["First", "Jug"]
    assert (told[0]["good"], {(one["line"], one["column"]) for one in told[0]["bad"]}) == (1, {(2, column)})


def test_a_refusal_of_a_rule_is_a_line_in_error(both: Answers) -> None:
    text = "name,at\nCup,2026-11-20 09:00\nJug,2026-11-20 09:10\nPan,2026-11-21 09:00\n"
    told, rows = both(runs=[[imported("book", text)]])["runs"][0]
    assert [row["name"] for row in rows] == ["First", "Cup"]
    assert [(one["line"], one["column"], one["value"]) for one in told[0]["bad"]] == [
        (3, "At", "2026-11-20 09:10"),
        (4, "At", "2026-11-21 09:00"),
    ]


def test_the_same_file_again_changes_nothing_and_another_value_updates(both: Answers) -> None:
    first, other = "name,price\nCup,5\nFirst,9.99\n", "name,price\ncup,6\nNew,1\n"
    told, rows = both(runs=[[imported("book", first), imported("book", first), imported("book", other)]])["runs"][0]
    assert [(one["good"], one["known"], one["changed"]) for one in told] == [(1, 1, 0), (0, 2, 0), (1, 0, 1)]
    assert [(row["name"], row["price"]) for row in rows] == [("First", "9.99"), ("cup", "6"), ("New", "1")]


def test_real_twins_in_one_file_both_enter_and_are_known_the_next_time(both: Answers) -> None:
    text = "name;price;day\nTea;1,50;21.11.2026\nTea;1,50;21.11.2026\n"
    told, rows = both(runs=[[imported("comma", text), imported("comma", text)]])["runs"][0]
    assert [(one["good"], one["known"]) for one in told] == [(2, 0), (0, 2)]
    assert [row["price"] for row in rows] == ["9.99", "1.5", "1.5"]


def test_without_a_key_every_line_enters_and_without_a_header_the_order_counts(both: Answers) -> None:
    told, rows = both(runs=[[imported("none", "Tea,1\nTea,1\n"), imported("none", "price,name\n2,Rum\n")]])["runs"][0]
    assert [one["good"] for one in told] == [2, 1]
    assert [(row["name"], row["price"]) for row in rows[1:]] == [("Tea", "1"), ("Tea", "1"), ("Rum", "2")]


def test_a_preview_keeps_nothing(both: Answers) -> None:
    told, rows = both(runs=[[imported("none", "name,price\nTea,1\n,2\n", preview=True)]])["runs"][0]
    assert (told[0]["good"], len(told[0]["bad"]), len(rows)) == (1, 1, 1)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "The file has no lines."),
        (" \n ,\n", "The file has no lines."),
        ("price,day\n1,2\n", "The file has no column for Name."),
        ("x\n" * 20_001, "The file has more than 20000 lines. Split it."),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_as_a_whole(text: str, why: str, both: Answers) -> None:
    told, rows = both(runs=[[imported("book", text)]])["runs"][0]
    assert [one["say"] for one in told[0]["bad"]] == [why]
    assert len(rows) == 1


def test_an_export_holds_no_formula_and_no_private_field_and_comes_back_as_it_was(both: Answers) -> None:
    text = 'name,words\n\'=1+1,+cmd\n"a ""b""",\'@x\n'
    told, rows = both(runs=[[imported("book", text), exported("book", "csv")]])["runs"][0]
    written_text = told[1]["text"]
    assert "'=1+1" in written_text
    assert "'+cmd" in written_text
    assert "Secret" not in written_text
    again, back = both(runs=[[imported("book", written_text), imported("book", written_text)]])["runs"][0]
    assert [one["bad"] for one in again] == [[], []]
    assert again[1]["good"] == again[1]["changed"] == 0
    assert [(row["name"], row["words"]) for row in back] == [(row["name"], row["words"]) for row in rows]


def test_other_forms_of_export_are_alike_in_both_languages(both: Answers) -> None:
    forms = ["json", "ics", "history"]
    steps = [
        imported("book", "name,price,at\nCup; big,2,2026-11-20 09:00\n"),
        *(exported("book", one) for one in forms),
    ]
    told, _ = both(runs=[steps])["runs"][0]
    as_json, calendar, history = (one["text"] for one in told[1:])
    assert [row["name"] for row in json.loads(as_json)] == ["First", "Cup; big"]
    assert "UID:sample-2@app\r\n" in calendar
    assert "DTSTART:20261120T090000\r\nDTEND:" not in calendar
    assert "SUMMARY:Cup\\; big" in calendar
    assert history.splitlines()[-1].startswith("2026-11-20,SHA-256,")
    assert [one["name"] for one in told[1:]] == ["sample.json", "sample.ics", "sample.history.csv"]
