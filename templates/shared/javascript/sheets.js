// Rows from files and into files: a preview first, then all good lines at once; faulty lines are listed.

import { cellOf, paperOf, rawOf } from "./cells.js";
import { joinedLines, linesOf } from "./delimited.js";
import { Unreadable, read, sameValue, written } from "./fields.js";
import { say } from "./messages.js";
import { EVERY, grantedFields } from "./rights.js";
import { compared, folded, nothing } from "./values.js";

const MOST_LINES = 20_000;

/** How a file of these rows looks: the fields read, the ones that tell lines apart, days and the decimal point. */
export class Sheet {
  constructor(entity, { fields, key = [], same = "skip", dates = "ymd", point = "." }) {
    Object.assign(this, { entity, fields, key, same, dates, point });
  }
}

/** Enter the lines of `args.text` as the person who acts; with `args.preview` nothing is kept. */
export function readIn(commit, sheet, args) {
  const { db } = commit;
  const [mark, made, warnings] = [db.mark(), commit.made.length, commit.warnings.length];
  const report = { columns: [], good: 0, known: 0, changed: 0, bad: [] };
  let found;
  try {
    found = columnsOf(db.entities[sheet.entity], sheet, String(args.text ?? ""));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    report.bad.push({ line: 1, column: "", value: "", say: error.message });
    return report;
  }
  report.columns = found.columns.filter((field) => field !== null).map((field) => field.label);
  new Reader(commit, sheet, found.columns, report).enter(found.lines);
  if (args.preview) {
    db.rollback(mark);
    commit.made.length = made;
    commit.warnings.length = warnings;
  }
  return report;
}

/** The lines with values and the field of each column: by the first line if it names fields, else by order. */
function columnsOf(entity, sheet, text) {
  const lines = linesOf(text);
  if (lines.length === 0) throw new Unreadable(say("sheets.empty"));
  if (lines.length > MOST_LINES) throw new Unreadable(say("sheets.too_long", { most: MOST_LINES }));
  const fields = sheet.fields.map((name) => entity.fields[name]);
  const names = new Map();
  for (const field of [...fields].reverse())
    for (const name of [field.label, field.name]) names.set(folded(name), field);
  const columns = lines[0].cells.map((cell) => names.get(folded(cell.trim())) ?? null);
  if (columns.every((field) => field === null)) return { lines, columns: fields };
  const missing = fields.filter((field) => !columns.includes(field) && (sheet.key.includes(field.name) || needed(field)));
  if (missing.length > 0) {
    const labels = missing.map((field) => field.label).join(", ");
    throw new Unreadable(say("sheets.missing_columns", { labels }));
  }
  return { lines: lines.slice(1), columns };
}

const needed = (field) => Boolean(field.required) && nothing(field.default) && field.kind !== "yesno";

/** Enters line after line. Lines equal in every key are counted: the n-th is known when n rows stood before. */
class Reader {
  constructor(commit, sheet, columns, report) {
    Object.assign(this, { commit, sheet, columns, report });
    this.fields = commit.db.entities[sheet.entity].fields;
    this.paper = paperOf(commit.db, commit.rules, sheet.dates, sheet.point);
    this.stood = new Map();
    for (const row of sheet.key.length > 0 ? commit.db.all(sheet.entity) : []) {
      const key = this.keyOf(row);
      this.stood.set(key, [...(this.stood.get(key) ?? []), row.id]);
    }
  }

  enter(lines) {
    for (const line of lines) {
      const raw = this.readings(line);
      if (raw === null) continue;
      const id = this.standing(raw);
      if (id === null) this.add(line, raw);
      else if (this.sheet.same === "skip") this.report.known += 1;
      else this.revise(line, id, raw);
    }
  }

  /** The values of a line by field, or null when one of them cannot be read. */
  readings(line) {
    const raw = {};
    const faults = this.report.bad.length;
    this.columns.forEach((field, at) => {
      if (field === null || at >= line.cells.length) return;
      try {
        raw[field.name] = rawOf(this.paper, field, line.cells[at]);
        read(field, raw[field.name]);
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        this.fault(line, field.label, line.cells[at], error.message);
      }
    });
    return this.report.bad.length === faults ? raw : null;
  }

  /** The row that stood before and is equal to this line in every key; each row is met once. */
  standing(raw) {
    if (this.sheet.key.length === 0) return null;
    const values = Object.fromEntries(this.sheet.key.map((name) => [name, read(this.fields[name], raw[name])]));
    return this.stood.get(this.keyOf(values))?.shift() ?? null;
  }

  keyOf(values) {
    const plain = (value) => (typeof value === "string" ? compared(value) : String(value));
    return JSON.stringify(this.sheet.key.map((name) => (nothing(values[name]) ? null : plain(values[name]))));
  }

  add(line, raw) {
    const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => !nothing(value)));
    if (this.done(line, () => this.commit.enter(this.sheet.entity, given))) this.report.good += 1;
  }

  revise(line, id, raw) {
    const row = this.commit.db.get(this.sheet.entity, id);
    const same = Object.entries(raw).every(([name, value]) => sameValue(row[name], read(this.fields[name], value)));
    if (same) this.report.known += 1;
    else if (this.done(line, () => this.commit.revise(row, raw, this.sheet.entity))) this.report.changed += 1;
  }

  done(line, change) {
    const refusals = this.commit.attempt(change);
    for (const refusal of refusals) {
      const at = this.columns.findIndex((field) => field !== null && field.name === refusal.field);
      this.fault(line, this.columns[at]?.label ?? "", line.cells[at] ?? "", refusal.say);
    }
    return refusals.length === 0;
  }

  fault(line, column, value, why) {
    this.report.bad.push({ line: line.number, column, value, say: why });
  }
}

/** The rows the person may see, each with the fields they may see (EVERY = all). */
export function visibleRows(commit, entity) {
  return commit.db
    .all(entity)
    .map((row) => ({ row, seen: grantedFields(commit.db, commit.rules, "see", entity, row) }))
    .filter(({ seen }) => seen === EVERY || seen.size > 0);
}

const sees = (seen, field) => seen === EVERY || seen.has(field.name);

/** All rows as lines with a header; private fields stay at home. */
export function writeCsv(commit, sheet) {
  const paper = paperOf(commit.db, commit.rules, sheet.dates, sheet.point);
  const fields = Object.values(commit.db.entities[sheet.entity].fields).filter((field) => !field.private);
  const rows = visibleRows(commit, sheet.entity).map(({ row, seen }) =>
    fields.map((field) => (sees(seen, field) ? cellOf(paper, field, commit.db.value(sheet.entity, row, field.name)) : "")),
  );
  return joinedLines([fields.map((field) => field.label), ...rows], sheet.point === "," ? ";" : ",");
}

/** All rows as a list of objects; numbers as exact decimal texts. */
export function writeJson(commit, sheet) {
  const fields = Object.values(commit.db.entities[sheet.entity].fields).filter((field) => !field.private);
  const found = visibleRows(commit, sheet.entity).map(({ row, seen }) => {
    const values = fields
      .filter((field) => sees(seen, field))
      .map((field) => [field.name, written(commit.db.value(sheet.entity, row, field.name))]);
    return { id: row.id, ...Object.fromEntries(values) };
  });
  return JSON.stringify(found, null, 2) + "\n";
}
