"""Programs that make a list of changes, one in each language, and print every outcome and all that then stands."""

from __future__ import annotations

PYTHON = '''"""Makes the changes that come in and prints the outcomes and the tables."""

import json
import sys

from server.commit import Conflict, Refused, Warned, commit, sweep, tables, undo
from server.demo import examples
from server.examples import faults, seed, start_empty
from server.fields import row_json, written
from server.rules import RULES
from server.values import ONE, plus_minutes


def told(refusals):
    return sorted([one.rule, one.say, one.field, one.mode, one.entity] for one in refusals)


def made(change):
    try:
        done = commit(db, RULES, change, change.get("confirm"))
    except Refused as refused:
        return {"refused": told(refused.refusals)}
    except Warned as warned:
        again = made({**change, "confirm": warned.confirm})
        return {"warned": told(warned.warnings), "confirm": warned.confirm, "then": again}
    except Conflict as conflict:
        return {"conflict": [conflict.entity, conflict.id, conflict.version, conflict.row is not None]}
    last.append(done.images)
    images = [[one.entity, one.id, one.before is not None, one.after is not None, one.version] for one in done.images]
    return {"made": [list(one) for one in done.made], "images": sorted(images)}


def undone():
    try:
        return len(undo(db, RULES, last.pop() if last else ()).images)
    except Refused as refused:
        return {"refused": told(refused.refusals)}


def step(change):
    if change["kind"] == "undo":
        return undone()
    if change["kind"] == "clock":
        db.now = plus_minutes(db.now, change["minutes"] * ONE)
        return sorted([one.entity, one.id] for one in sweep(db, RULES))
    if change["kind"] == "as":
        db.role, db.me_id = change["role"], change["id"]
        db.me_entity = RULES.roles[change["role"]].person if change["role"] else ""
        return None
    return made(change)


def standing(kind):
    rows = []
    for row in db.all(kind.name):
        derived = {one.name: written(one, db.value(kind.name, row, one.name)) for one in kind.fields if one.derived}
        head = [row.id, db.version(kind.name, row.id), row.created, db.name_of(kind.name, row)]
        rows.append([*head, row_json(kind, row), derived])
    return rows


db = tables(RULES)
db.now = "2026-11-20T08:00"
seed(db, RULES, examples)
last = []
outcomes = [step(change) for change in json.loads(sys.stdin.read())]
state = {
    "rows": {kind.name: standing(kind) for kind in RULES.entities.values()},
    "next": db.next_ids,
    "numbers": sorted([rule, group, number] for (rule, group), number in db.numbers.items()),
    "fired": sorted(list(one) for one in db.fired),
    "lines": [[one.number, one.entity, one.id, one.at, one.who, one.field, one.old, one.new] for one in db.lines],
    "faults": told(faults(db, RULES)),
}
start_empty(db, RULES, examples, ())
state["left"] = {kind.name: [row.id for row in db.all(kind.name)] for kind in RULES.entities.values()}
print(json.dumps({"outcomes": outcomes, "state": state}))
'''

JAVASCRIPT = r"""// Makes the changes that come in and prints the outcomes and the tables.
import { readFileSync } from "node:fs";
import { examples } from "./src/demo.js";
import { commit, sweep, tables, undo } from "./src/lib/commit.js";
import { faults, seed, startEmpty } from "./src/lib/examples.js";
import { rowJson, written } from "./src/lib/fields.js";
import { ONE, plusMinutes } from "./src/lib/values.js";
import { RULES } from "./src/rules.js";

const told = (refusals) => refusals.map((one) => [one.rule, one.say, one.field, one.mode, one.entity]);

function made(change) {
  const done = commit(db, RULES, change, change.confirm ?? null);
  if (done.refusals) return { refused: told(done.refusals) };
  if (done.warnings) {
    return { warned: told(done.warnings), confirm: done.confirm, then: made({ ...change, confirm: done.confirm }) };
  }
  if (done.conflict) {
    const { entity, id, v, row } = done.conflict;
    return { conflict: [entity, id, v, row !== null] };
  }
  last.push(done.images);
  const images = done.images.map((one) => [one.entity, one.id, one.before !== null, one.after !== null, one.version]);
  return { made: done.made.map((one) => [one.entity, one.id]), images };
}

function undone() {
  const done = undo(db, RULES, last.pop() ?? []);
  return done.ok ? done.images.length : { refused: told(done.refusals) };
}

function step(change) {
  if (change.kind === "undo") return undone();
  if (change.kind === "clock") {
    db.now = plusMinutes(db.now, BigInt(change.minutes) * ONE);
    return sweep(db, RULES).map((one) => [one.entity, one.id]);
  }
  if (change.kind === "as") {
    Object.assign(db, { role: change.role, meId: change.id, meEntity: RULES.roles?.[change.role]?.person ?? "" });
    return null;
  }
  return made(change);
}

const standing = (kind) =>
  db.all(kind.name).map((row) => {
    const derived = Object.values(kind.fields).filter((field) => field.derived);
    const value = (field) => written(db.value(kind.name, row, field.name));
    const values = Object.fromEntries(derived.map((field) => [field.name, value(field)]));
    return [row.id, db.version(kind.name, row.id), row.created, db.nameOf(kind.name, row), rowJson(kind, row), values];
  });

const db = tables(RULES);
db.now = "2026-11-20T08:00";
seed(db, RULES, examples);
const last = [];
const outcomes = JSON.parse(readFileSync(0, "utf8")).map(step);
const kinds = Object.values(RULES.entities);
const state = {
  rows: Object.fromEntries(kinds.map((kind) => [kind.name, standing(kind)])),
  next: Object.fromEntries(db.nextIds),
  numbers: [...db.numbers].map(([key, number]) => [...key.split("\0"), number]),
  fired: [...db.fired].map((key) => [key.split("\0")[0], Number(key.split("\0")[1])]),
  lines: db.lines.map((one) => [one.number, one.entity, one.id, one.at, one.who, one.field, one.old, one.new]),
  faults: told(faults(db, RULES)),
};
startEmpty(db, RULES, examples, []);
state.left = Object.fromEntries(kinds.map((kind) => [kind.name, db.all(kind.name).map((row) => row.id)]));
const ascii = (text) => text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
console.log(ascii(JSON.stringify({ outcomes, state })));
"""
