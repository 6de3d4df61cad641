// Keeps all data on this device: rows in memory, every change written to IndexedDB in one transaction before it counts.
// Several tabs take turns, and each learns what the others wrote.
import { commit, sweep, tables, undo } from "./commit.js";
import { copyOf, filled } from "./copy.js";
import { channel, openDevice, readAll, turns, writeAll } from "./device.js";
import { seed, startEmpty } from "./examples.js";
import { keepFile, openFiles } from "./files.js";
import { view } from "./view.js";

const UNDO_FOR = 60_000;

// name: of the app; rules: RULES; examples and kept: the example rows, and what stays when they go.
export function openStore({ name, rules, examples, kept }) {
  return new DeviceStore({ name, rules, examples, kept });
}

class DeviceStore {
  view = null;
  #app;
  #db = null;
  #device = null;
  #stamp = 0;
  #demo = false;
  #zone = "";
  #listeners = new Set();
  #undoable = new Map();
  #turn;
  #tell;
  #files;

  constructor(app) {
    this.#app = app;
    this.#turn = turns(app.name);
    this.#tell = channel(app.name, () => this.load());
    setInterval(() => this.#newMinute(), 10_000);
  }

  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Read what stands; at the very first start put the example rows in. */
  async load() {
    await this.#turn(async () => {
      this.#device ??= await openDevice(this.#app.name);
      await this.#readIn();
      if (this.#stamp === 0) await this.#firstStart();
      await this.#sweep();
    });
    this.#show();
  }

  /** Make a change; see the outcomes of commit. */
  async commit(change, { confirm = null } = {}) {
    return this.#changing((db) => commit(db, this.#app.rules, change, confirm));
  }

  /** Take a change back by its token. */
  async undo(token) {
    const kept = this.#undoable.get(token);
    if (!kept) return { ok: false, refusals: [] };
    this.#undoable.delete(token);
    return this.#changing((db) => undo(db, this.#app.rules, kept.images), kept.demo);
  }

  /** Take the example rows out. */
  async startEmpty() {
    const { rules, examples, kept } = this.#app;
    const clear = (db) => {
      const mark = db.mark();
      startEmpty(db, rules, examples, kept);
      return { ok: true, made: [], images: db.images(mark) };
    };
    return this.#changing(clear, false);
  }

  /** The changes of a row, the last one first. */
  async history(entity, id) {
    return this.#db.changes(entity, id).toReversed();
  }

  /** Keep the bytes of a file; gives the text that stands in the row. */
  async upload(file) {
    return keepFile(this.#device, file);
  }

  /** An address for the bytes of a file, for this visit. */
  async fileUrl(value) {
    this.#files ??= openFiles(this.#device);
    return this.#files(value);
  }

  /** All data as one text. */
  async backup() {
    const { files } = await readAll(this.#device, ["files"]);
    return copyOf(this.#app, this.#db, files, this.#demo);
  }

  /** Put a copy in place of all data. */
  async restore(text) {
    const { rules } = this.#app;
    const copy = await filled(this.#app, tables(rules), text);
    if (!copy.ok) return copy;
    await this.#turn(async () => {
      this.#db = copy.db;
      this.#demo = copy.demo;
      this.#clock();
      await this.#writeWhole(copy.files);
      await this.#sweep();
    });
    this.#undoable.clear();
    this.#tell();
    this.#show();
    return { ok: true };
  }

  // -- one change

  async #changing(make, demo = this.#demo) {
    const outcome = await this.#turn(async () => {
      await this.#readIn();
      await this.#sweep();
      const before = this.#kept();
      const wasDemo = this.#demo;
      const made = make(this.#db);
      if (!made.ok) return made;
      this.#demo = demo;
      await this.#write(made.images, before);
      return { ok: true, made: made.made, version: this.#stamp, undo: this.#keepUndo(made.images, wasDemo), result: made.result };
    });
    if (outcome.ok) this.#tell();
    if (outcome.ok || outcome.conflict) this.#show();
    return outcome.conflict ? { ok: false, conflict: this.#theirs(outcome.conflict) } : outcome;
  }

  #theirs({ entity, id }) {
    return { row: this.view.rows[entity].find((row) => row.id === id) ?? null };
  }

  #keepUndo(images, demo) {
    if (images.length === 0) return null;
    const token = crypto.randomUUID();
    this.#undoable.set(token, { images, demo });
    setTimeout(() => this.#undoable.delete(token), UNDO_FOR);
    return token;
  }

  // -- time

  #clock() {
    const settings = this.#app.rules.entities.settings ? this.#db.settings : null;
    this.#zone = settings?.zone || Intl.DateTimeFormat().resolvedOptions().timeZone;
    this.#db.now = wallTime(new Date(), this.#zone);
  }

  async #sweep() {
    const before = this.#kept();
    this.#clock();
    const images = sweep(this.#db, this.#app.rules);
    if (images.length > 0) await this.#write(images, before);
    return images.length > 0;
  }

  async #newMinute() {
    if (!this.#db || wallTime(new Date(), this.#zone) === this.#db.now) return;
    const day = this.#db.today;
    const changed = await this.#turn(async () => {
      await this.#readIn();
      return this.#sweep();
    });
    if (changed) this.#tell();
    if (changed || day !== this.#db.today || !this.view.now.startsWith(this.#db.now)) this.#show();
  }

  #show() {
    this.view = { ...view(this.#db, this.#app.rules), version: this.#stamp, zone: this.#zone, demo: this.#demo };
    for (const listener of this.#listeners) listener();
  }

  // -- the device

  async #firstStart() {
    this.#db = tables(this.#app.rules);
    this.#clock();
    seed(this.#db, this.#app.rules, this.#app.examples);
    this.#demo = this.#app.examples(this.#db).some(([entity]) => entity !== "settings" && !this.#app.kept.includes(entity));
    await this.#writeWhole([]);
  }

  /** Read everything again when another tab has written. */
  async #readIn() {
    const { kept } = await readAll(this.#device, ["kept"]);
    const state = new Map(kept).get("state");
    if (!state || (this.#db && state.stamp === this.#stamp)) return;
    const found = await readAll(this.#device, ["rows", "lines"]);
    const db = tables(this.#app.rules);
    for (const [, { entity, row, version }] of found.rows) {
      if (!(entity in this.#app.rules.entities)) continue;
      db.put(entity, row);
      db.shelves.get(entity).versions.set(row.id, version);
    }
    for (const [entity, next] of state.nextIds) if (db.nextIds.has(entity)) db.nextIds.set(entity, next);
    Object.assign(db, { fired: new Set(state.fired), numbers: new Map(state.numbers), lines: found.lines.map(([, line]) => line), journal: [] });
    this.#db = db;
    this.#stamp = state.stamp;
    this.#demo = state.demo;
    this.#clock();
  }

  /** What is kept besides rows, to see what a change adds. */
  #kept() {
    return { lines: this.#db?.lines.length ?? 0 };
  }

  async #write(images, before) {
    const stamp = this.#stamp + 1;
    await writeAll(this.#device, ({ rows, lines, kept }) => {
      for (const { entity, id, after } of images) {
        if (after === null) rows.delete([entity, id]);
        else rows.put({ entity, row: after, version: this.#db.version(entity, id) }, [entity, id]);
      }
      for (const line of this.#db.lines.slice(before.lines)) lines.put(line, line.number);
      kept.put(this.#state(stamp), "state");
    });
    this.#stamp = stamp;
    this.#db.journal.length = 0;
  }

  async #writeWhole(copies) {
    const stamp = this.#stamp + 1;
    await writeAll(this.#device, ({ rows, lines, files, kept }) => {
      for (const store of [rows, lines]) store.clear();
      for (const entity of Object.keys(this.#app.rules.entities))
        for (const row of this.#db.all(entity)) rows.put({ entity, row, version: this.#db.version(entity, row.id) }, [entity, row.id]);
      for (const line of this.#db.lines) lines.put(line, line.number);
      for (const [id, blob] of copies) files.put(blob, id);
      kept.put(this.#state(stamp), "state");
    });
    this.#stamp = stamp;
    this.#db.journal.length = 0;
  }

  #state(stamp) {
    const { nextIds, fired, numbers } = this.#db;
    return { stamp, demo: this.#demo, nextIds: [...nextIds], fired: [...fired], numbers: [...numbers] };
  }
}

/** The time on the wall in a zone: "2026-11-20T08:00". */
function wallTime(moment, zone) {
  const form = { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", form).formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}
