// The order of rows, searching, and numbers over rows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { measure } from "../lib/ui/measure.js";
import { compareWords, isBlank, sorted } from "../lib/ui/sort.js";
import { capitalised, folded, found, say } from "../lib/ui/text.js";

const rows = (...values) => values.map((value, at) => ({ id: at + 1, value }));
const values = (list) => list.map((row) => row.value);
const by = { of: (row) => row.value };

test("texts go by folded text with numbers as numbers", () => {
  assert.deepEqual(values(sorted(rows("b", "Ä10", "a9", "A1"), [by])), ["A1", "a9", "Ä10", "b"]);
  assert.ok(compareWords("Seat 2", "Seat 10") < 0);
  assert.equal(compareWords("a", "a"), 0);
});

test("blanks come last both ways, and rows that are alike go by their id", () => {
  assert.deepEqual(sorted(rows(null, 2n, "", 1n), [by]).map((row) => row.id), [4, 2, 1, 3]);
  assert.deepEqual(sorted(rows(null, 2n, 1n), [{ ...by, falling: true }]).map((row) => row.id), [2, 3, 1]);
});

test("an empty list is blank, no and nought are not", () => {
  assert.deepEqual([null, undefined, "", [], false, 0n].map(isBlank), [true, true, true, true, false, false]);
});

test("searching finds all words without accents and capitals", () => {
  assert.ok(found("cafe MUL", "Müllers Café"));
  assert.ok(!found("cafe tee", "Müllers Café"));
  assert.ok(found("", "anything"));
  assert.ok(found("東京", "東京タワー"));
  assert.equal(folded("Ça"), "ca");
});

test("words are put in as text and never looked at again", () => {
  assert.equal(say("{a} and {b}", { a: "{b}", b: "x" }), "{b} and x");
  assert.equal(say({ one: "{n} row", other: "{n} rows" }, { n: 3 }), "3 rows");
  assert.equal(say("{toString}", {}), "{toString}");
  assert.equal(capitalised("über"), "Über");
});

test("numbers over rows are exact", () => {
  const app = { db: {} };
  const value = (row) => row.value;
  const over = rows(100000n, 200000n, null);
  assert.equal(measure(app, { of: "sum", value }, over), 300000n);
  assert.equal(measure(app, { of: "count" }, over), 3_000000n);
  assert.equal(measure(app, { of: "avg", value }, over), 150000n);
  assert.equal(measure(app, { of: "avg", value }, rows(1n, 2n)), 2n);
  assert.equal(measure(app, { of: "min", value }, over), 100000n);
  assert.equal(measure(app, { of: "max", value }, rows(null)), null);
  assert.equal(measure(app, { of: "sum", value }, []), 0n);
});
