// Numbers and days, read and written exactly, in the language of LANGUAGE.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as format from "../lib/ui/format.js";
import { language } from "../texts.js";

const comma = ["de", "fr", "es"].includes(language);
const micros = (text) => BigInt(text.replace(".", "").padEnd(text.includes(".") ? text.indexOf(".") + 6 : text.length + 6, "0"));

test("a decimal is exact, also far beyond what a float holds", () => {
  assert.equal(format.decimal(12_500000n), "12.5");
  assert.equal(format.decimal(-1n), "-0.000001");
  assert.equal(format.decimal(9_007_199_254_740_993_000000n), "9007199254740993");
});

test("what is typed is what is read", () => {
  for (const value of [0n, 1n, 12_500000n, -3_141592n, 1000_000000n]) assert.equal(format.readNumber(format.typed(value)), value);
});

test("both separators are understood, each in its place", () => {
  assert.equal(format.readNumber("1,5"), micros("1.5"));
  assert.equal(format.readNumber("1.5"), micros("1.5"));
  assert.equal(format.readNumber("1.234,5"), micros("1234.5"));
  assert.equal(format.readNumber("1,234.5"), micros("1234.5"));
  assert.equal(format.readNumber("1 234"), micros("1234"));
  assert.equal(format.readNumber("1.234"), comma ? micros("1234") : micros("1.234"));
  assert.equal(format.readNumber("1,234"), comma ? micros("1.234") : micros("1234"));
  assert.equal(format.readNumber("1,234,567"), micros("1234567"));
});

test("what is no number is none", () => {
  for (const text of ["", "abc", "1a", "--1", ".", "1.2.3,4,5", "1,2345678", "12-3"]) assert.equal(format.readNumber(text), null, text);
});

test("money is rounded half away from zero to the digits of its currency", () => {
  const digits = (text) => text.replace(/[^\d]/g, "");
  assert.equal(digits(format.money(1_005000n, "EUR")), "101");
  assert.equal(digits(format.money(-1_005000n, "EUR")), "101");
  assert.equal(digits(format.money(1_004999n, "EUR")), "100");
  assert.equal(digits(format.money(99_500000n, "JPY")), "100");
});

test("durations are read as people type them", () => {
  assert.equal(format.readMinutes("1:30"), 90_000000n);
  assert.equal(format.readMinutes("1h30"), 90_000000n);
  assert.equal(format.readMinutes("90"), 90_000000n);
  assert.equal(format.readMinutes("1:75"), null);
  assert.equal(format.readMinutes("soon"), null);
  for (const value of [0n, 45_000000n, 60_000000n, 605_000000n]) assert.equal(format.readMinutes(format.typedMinutes(value)), value);
});

test("days are counted over the change of the clock and of the year", () => {
  assert.equal(format.daysBetween("2026-03-28", "2026-03-30"), 2);
  assert.equal(format.daysBetween("2026-12-31", "2027-01-01"), 1);
  assert.equal(format.addDays("2028-02-28", 1), "2028-02-29");
  assert.equal(format.weekday("2026-11-22"), 7);
});

test("a day is said as people say it", { skip: language !== "en" }, () => {
  const today = "2026-11-20";
  assert.equal(format.dayWords("2026-11-20", today), "today");
  assert.equal(format.dayWords("2026-11-21", today), "tomorrow");
  assert.equal(format.dayWords("2026-11-22", today), "Sunday");
  assert.equal(format.dayWords("2026-11-27", today), "27 November");
  assert.equal(format.dayWords("2027-11-20", today), "20 November 2027");
  assert.equal(format.momentWords("2026-11-22T09:05", today), "Sunday, 9:05");
  assert.equal(format.daysAway("2026-11-22", today), "in 2 days");
});
