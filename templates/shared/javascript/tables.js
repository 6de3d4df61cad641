// All rows of the app in memory, found by id and by reference, with a journal that takes a change back whole.

import { blankRow, storedFields, written } from "./fields.js";
import { ONE, compared, nothing } from "./values.js";

/** A value worked out from a row: nothing for no row, and worked out once between two changes. */
export const derived = (compute) => (db, row) => {
  if (nothing(row)) return null;
  if (!db.memo.has(compute)) db.memo.set(compute, new Map());
  const memo = db.memo.get(compute);
  if (!memo.has(row)) memo.set(row, compute(db, row));
  return memo.get(row);
};

const aliked = (value) => (typeof value === "string" ? `"${compared(value)}` : value);
const keysOf = (row, name, alike) => (alike ? [aliked(row[name])] : Array.isArray(row[name]) ? row[name] : [row[name]]);

/** Put the row in so that the ids stay in order. */
function shelve(rows, row) {
  const late = !rows.has(row.id) && rows.size > 0 && row.id < rows.last;
  rows.set(row.id, row);
  rows.last = rows.size === 1 ? row.id : Math.max(rows.last, row.id);
  if (!late) return;
  const ordered = [...rows.values()].sort((one, other) => one.id - other.id);
  rows.clear();
  for (const each of ordered) rows.set(each.id, each);
}

/** Rows by id that know the highest id they ever held. */
class Rows extends Map {
  last = 0;
}

/** The rows of one entity by id, in that order, with indexes by reference and by compared text. */
class Shelf {
  rows = new Rows();
  versions = new Map();
  indexes = new Map();

  put(row) {
    this.#forget(row.id);
    shelve(this.rows, row);
    for (const index of this.indexes.values())
      for (const key of keysOf(row, index.name, index.alike)) this.#add(index.rows, key, row);
  }

  remove(id) {
    this.#forget(id);
    this.rows.delete(id);
  }

  by(name, key, alike) {
    const called = `${alike ? "=" : ""}${name}`;
    if (!this.indexes.has(called)) {
      const rows = new Map();
      for (const row of this.rows.values()) for (const each of keysOf(row, name, alike)) this.#add(rows, each, row);
      this.indexes.set(called, { name, alike, rows });
    }
    return [...(this.indexes.get(called).rows.get(key)?.values() ?? [])];
  }

  #add(rows, key, row) {
    if (!rows.has(key)) rows.set(key, new Rows());
    shelve(rows.get(key), row);
  }

  #forget(id) {
    const old = this.rows.get(id);
    if (old === undefined) return;
    for (const index of this.indexes.values())
      for (const key of keysOf(old, index.name, index.alike)) index.rows.get(key)?.delete(id);
  }
}

/** The rows, the clock and who acts. Rows are never changed in place once they stand here. */
export class Tables {
  #now = "2000-01-01T00:00";
  #role = null;
  #meId = null;

  constructor(entities, workedOut = {}) {
    this.entities = entities;
    this.workedOut = workedOut;
    this.shelves = new Map(Object.keys(entities).map((name) => [name, new Shelf()]));
    this.nextIds = new Map(Object.keys(entities).map((name) => [name, 1]));
    this.fired = new Set();
    this.numbers = new Map();
    this.lines = [];
    this.linesByRow = new Map();
    this.counted = 0; // so many of the lines stand in linesByRow
    this.homes = new WeakMap();
    this.memo = new Map();
    this.journal = [];
    this.meEntity = "";
    this.visitor = null;
    this.seed = 1;
  }

  // -- the moment and the person: what was worked out before is worked out anew

  get now() {
    return this.#now;
  }

  set now(moment) {
    this.#now = moment;
    this.memo.clear();
  }

  get role() {
    return this.#role;
  }

  set role(role) {
    this.#role = role;
    this.memo.clear();
  }

  get meId() {
    return this.#meId;
  }

  set meId(id) {
    this.#meId = id;
    this.memo.clear();
  }

  // -- reading

  get today() {
    return this.now.slice(0, 10);
  }

  get me() {
    return this.meEntity ? this.get(this.meEntity, this.meId) : null;
  }

  /** Who makes the rows that are made now. */
  get actor() {
    return `${this.role ?? ""}#${this.meId ?? this.visitor ?? ""}`;
  }

  get settings() {
    return this.shelves.get("settings").rows.values().next().value;
  }

  all(entity) {
    return [...this.shelves.get(entity).rows.values()];
  }

  get(entity, id) {
    return nothing(id) ? null : (this.shelves.get(entity).rows.get(id) ?? null);
  }

  /** The row, or one with nothing in it. */
  row(entity, id) {
    return this.get(entity, id) ?? blankRow(this.entities[entity]);
  }

  /** The rows whose reference (or one of whose references) is this id. */
  having(entity, name, id) {
    return nothing(id) ? [] : this.shelves.get(entity).by(name, id, false);
  }

  /** The rows with the same value, whatever the capitals and spaces. */
  alike(entity, name, value) {
    return this.shelves.get(entity).by(name, aliked(value), true);
  }

  /** Which kind of thing a row of these tables is. */
  entityOf(row) {
    return this.homes.get(row);
  }

  version(entity, id) {
    return this.shelves.get(entity).versions.get(id) ?? 0;
  }

  /** Any field of the row, also one that is worked out. */
  value(entity, row, name) {
    const compute = this.workedOut[entity]?.[name];
    return compute ? compute(this, row) : row[name];
  }

  /** The name a row is shown by. */
  name(entity, id) {
    const row = this.get(entity, id);
    return row === null ? null : this.nameOf(entity, row);
  }

  nameOf(entity, row) {
    const kind = this.entities[entity];
    const named = kind.shown ? this.value(entity, row, kind.shown) : null;
    return named ? String(named) : `${kind.one} #${row.id}`;
  }

  /** The text of an option. */
  option(entity, name, value) {
    return this.entities[entity].fields[name].options[value] ?? "";
  }

  /** The id of the row shown by this name. */
  find(entity, name) {
    return this.all(entity).find((row) => this.nameOf(entity, row) === name)?.id ?? null;
  }

  /** What was kept of the changes of a row, the first one first. */
  changes(entity, id) {
    for (const line of this.lines.slice(this.counted)) this.linesOf(line.entity, line.id).push(line);
    this.counted = this.lines.length;
    return [...this.linesOf(entity, id)];
  }

  linesOf(entity, id) {
    const key = `${entity}\0${id}`;
    if (!this.linesByRow.has(key)) this.linesByRow.set(key, []);
    return this.linesByRow.get(key);
  }

  /** Every row that refers to this one, with the field that does. */
  referring(entity, id) {
    return Object.values(this.entities).flatMap((kind) =>
      storedFields(kind)
        .filter((field) => field.to === entity)
        .flatMap((field) => this.having(kind.name, field.name, id).map((row) => ({ entity: kind.name, field, row }))),
    );
  }

  // -- writing: everything can be taken back until the journal is cut

  put(entity, row) {
    this.homes.set(row, entity);
    this.#noted(entity, row.id, row);
    this.shelves.get(entity).put(row);
    this.#changed(entity, row.id);
  }

  remove(entity, id) {
    this.#noted(entity, id, null);
    this.shelves.get(entity).remove(id);
    this.#changed(entity, id);
  }

  #changed(entity, id) {
    this.shelves.get(entity).versions.set(id, this.version(entity, id) + 1);
    this.memo.clear();
  }

  #noted(entity, id, after) {
    const shelf = this.shelves.get(entity);
    const before = this.get(entity, id);
    const version = this.version(entity, id);
    const undo = () => {
      if (before === null) shelf.remove(id);
      else shelf.put(before);
      shelf.versions.set(id, version);
    };
    this.journal.push({ undo, image: { entity, id, before, after, version: version + 1 } });
  }

  /** A number no row of this entity ever had. */
  nextId(entity) {
    const number = this.nextIds.get(entity);
    this.nextIds.set(entity, number + 1);
    return number;
  }

  lastNumber(rule, group) {
    return this.numbers.get(`${rule}\0${group}`) ?? 0;
  }

  keepNumber(rule, group, number) {
    const key = `${rule}\0${group}`;
    const before = this.numbers.get(key);
    this.numbers.set(key, number);
    const undo = () => (before === undefined ? this.numbers.delete(key) : this.numbers.set(key, before));
    this.journal.push({ undo, image: null });
  }

  /** Whether this happens for the first time to this row. */
  once(rule, id) {
    const key = `${rule}\0${id}`;
    if (this.fired.has(key)) return false;
    this.fired.add(key);
    this.journal.push({ undo: () => this.fired.delete(key), image: null });
    return true;
  }

  /** Write a change down for good. */
  keep(entity, id, field, old, now) {
    const who = this.meEntity ? this.name(this.meEntity, this.meId) : null;
    const line = {
      number: (this.lines.at(-1)?.number ?? 0) + 1,
      entity,
      id,
      at: this.now,
      who: who ?? this.role ?? "",
      field: field?.name ?? "",
      old: written(old),
      new: written(now),
    };
    this.lines.push(line);
    this.journal.push({ undo: () => this.takeBackLine(), image: null });
  }

  takeBackLine() {
    const line = this.lines.pop();
    if (this.counted <= this.lines.length) return;
    this.linesOf(line.entity, line.id).pop();
    this.counted = this.lines.length;
  }

  /** A whole number from low to high, both counted; the seed is the caller's. */
  random(low, high) {
    this.seed = Number((BigInt(this.seed) * 1103515245n + 12345n) % 2147483648n);
    const floor = (number) => (number % ONE < 0n ? number / ONE - 1n : number / ONE);
    const span = floor(high) - floor(low) + 1n;
    return span > 0n ? floor(low) * ONE + (BigInt(Math.floor(this.seed / 65536)) % span) * ONE : low;
  }

  mark() {
    return this.journal.length;
  }

  rollback(mark) {
    while (this.journal.length > mark) this.journal.pop().undo();
    this.memo.clear();
  }

  /** What was written since the mark: one image a row, from its first before to its last after. */
  images(mark) {
    const found = new Map();
    for (const { image } of this.journal.slice(mark)) {
      if (image === null) continue;
      const key = `${image.entity}\0${image.id}`;
      found.set(key, { ...image, before: (found.get(key) ?? image).before });
    }
    return [...found.values()];
  }
}

/** The shown names of what a field refers to. */
export const shownReference = (db, entity, value) =>
  (Array.isArray(value) ? value : [value]).map((id) => db.name(entity, id)).filter(Boolean).join(", ");
