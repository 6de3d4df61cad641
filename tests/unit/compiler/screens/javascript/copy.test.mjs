// A copy of all data goes out and comes back as it was, and nothing that is no copy comes in.
import assert from "node:assert/strict";
import { test } from "node:test";
import { tables } from "../lib/commit.js";
import { copyOf, filled } from "../lib/copy.js";
import { seed } from "../lib/examples.js";
import { examples } from "../demo.js";
import { RULES } from "../rules.js";

const app = { name: "o01_tool_library", rules: RULES };

function world() {
  const db = tables(RULES);
  db.now = "2026-11-20T08:00";
  seed(db, RULES, examples);
  return db;
}

const rows = (db) => Object.keys(RULES.entities).map((entity) => db.all(entity).map((row) => ({ ...row })));

test("rows, ids and files come back", async () => {
  const db = world();
  const text = await copyOf(app, db, [["a".repeat(32), new Blob(["hello"], { type: "image/png" })]], true);
  const back = await filled(app, tables(RULES), text);
  assert.ok(back.ok);
  assert.deepEqual(rows(back.db), rows(db));
  assert.deepEqual([...back.db.nextIds], [...db.nextIds]);
  assert.equal(back.demo, true);
  assert.equal(await back.files[0][1].text(), "hello");
});

test("a copy of another app, of another form, or no copy at all is refused in words", async () => {
  const text = await copyOf(app, world(), [], false);
  for (const wrong of ["", "{}", "null", "[1]", text.replace("o01_tool_library", "other"), text.replace('"form":1', '"form":2')]) {
    const back = await filled(app, tables(RULES), wrong);
    assert.equal(back.ok, false, wrong.slice(0, 40));
    assert.ok(back.refusals[0].say.length > 10);
  }
});

test("a value that is none of its kind is refused with the name of its field", async () => {
  const text = (await copyOf(app, world(), [], false)).replace('"value":"89"', '"value":"much"');
  const back = await filled(app, tables(RULES), text);
  assert.equal(back.ok, false);
  assert.match(back.refusals[0].say, /Value/);
});
