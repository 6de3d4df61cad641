// The rows of a view, looked up as the rules look them up.
import assert from "node:assert/strict";
import { test } from "node:test";
import { thing } from "../lib/ui/thing.js";
import { viewDb } from "../lib/ui/view_db.js";
import { ENTITIES } from "../model.js";

const view = {
  today: "2026-11-20", now: "2026-11-20T08:00", role: null, me: { entity: "tool", id: 2 },
  rows: { tool: [{ id: 1, $name: "Drill" }, { id: 2, $name: "Saw" }, { id: 3, $name: "Secret", $hidden: true }], loan: [{ id: 1, tool: 1, also: [1, 2] }, { id: 2, tool: 1, also: [] }] },
};

test("hidden rows have a name and are in no list", () => {
  const db = viewDb(view);
  assert.deepEqual(db.all("tool").map((row) => row.id), [1, 2]);
  assert.equal(db.name("tool", 3), "Secret");
  assert.equal(db.get("tool", 9), null);
  assert.equal(db.get("tool", null), null);
  assert.deepEqual(db.row("tool", 9), {});
  assert.deepEqual(db.all("nothing"), []);
});

test("rows are found by what they refer to, once or several times", () => {
  const db = viewDb(view);
  assert.deepEqual(db.having("loan", "tool", 1).map((row) => row.id), [1, 2]);
  assert.deepEqual(db.having("loan", "also", 2).map((row) => row.id), [1]);
  assert.deepEqual(db.having("loan", "tool", 7), []);
});

test("me, settings and options", () => {
  const db = viewDb(view);
  assert.equal(db.me.$name, "Saw");
  assert.equal(db.settings, null);
  assert.equal(db.option("tool", "kind", "hand"), "Hand");
  assert.equal(db.option("tool", "kind", "gone"), null);
});

test("a thing knows a control, a start and the limits of every field", () => {
  const choice = (options) => ({ name: "choice", options });
  const ref = (entity) => ({ name: "ref", entity });
  const int = { name: "int" };
  const tool = thing(ENTITIES.tool, { kinds: { choice, int }, add: "Add a tool", actions: [{ name: "a.b" }] });
  assert.deepEqual(tool.field.kind.kind.options, { hand: "Hand" });
  assert.equal(tool.field.pieces.max, 5_000000n);
  assert.equal(tool.field.pieces.start({}), 1_000000n);
  assert.deepEqual(tool.fields.map((field) => field.id), ["kind", "pieces"]);
  assert.deepEqual(tool.all.map((field) => field.id), ["kind", "pieces", "free"]);
  assert.deepEqual(tool.actions[0].asks, []);
  const where = (tool) => tool.free;
  const loan = thing(ENTITIES.loan, { kinds: { ref }, limits: { tool: { where, needs: ["kind"] } } });
  assert.equal(loan.field.tool.where, where);
  assert.equal(loan.field.tool.value({ tool: 4 }), 4);
});
