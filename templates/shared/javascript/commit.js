// The one way in: every change, from any surface, is judged, written and followed up here, all or nothing.

import { Unreadable, blankOf, blankRow, changed, money, read, said, sameValue, storedFields } from "./fields.js";
import { say } from "./messages.js";
import { Refusal } from "./refusal.js";
import { canDo, fillOwn, isMe, may } from "./rights.js";
import { Tables } from "./tables.js";
import { less, nothing } from "./values.js";

const DEEPEST = 3;

/** The change breaks rules; all of them are named. */
export class Refused extends Error {
  constructor(refusals) {
    super(refusals.map((one) => `${one.rule}: ${one.say}`).join("; "));
    this.refusals = refusals;
  }
}

/** Somebody changed or deleted the row since it was read; `row` is what stands now, or null. */
class Conflict extends Error {
  constructor(entity, id, v, row) {
    super(`${entity} ${id}`);
    this.conflict = { entity, id, v, row };
  }
}

const refuse = (rule, text, entity = "") => {
  throw new Refused([new Refusal(rule, text, null, "block", entity)]);
};

/** Empty tables for the app of these rules. */
export const tables = (rules) => new Tables(rules.entities, rules.workedOut);

/** Make the change a person asks for. Unless the outcome is `ok`, nothing was written. */
export function commit(db, rules, change, confirm = null) {
  const mark = db.mark();
  const work = new Commit(db, rules);
  try {
    work.asked(change);
  } catch (error) {
    db.rollback(mark);
    return outcomeOf(error);
  }
  const warnings = distinct(work.warnings);
  if (warnings.length > 0 && tokenOf(warnings) !== confirm) {
    db.rollback(mark);
    return { ok: false, warnings, confirm: tokenOf(warnings) };
  }
  return { ok: true, made: work.made, images: db.images(mark), result: work.result };
}

function outcomeOf(error) {
  if (error instanceof Refused) return { ok: false, refusals: error.refusals };
  if (error instanceof Conflict) return { ok: false, conflict: error.conflict };
  throw error;
}

const distinct = (warnings) => [...new Map(warnings.map((one) => [JSON.stringify(one), one])).values()];

/** What time alone brings about: at start and at the first look in a new minute. */
export function sweep(db, rules) {
  const mark = db.mark();
  const person = { role: db.role, meEntity: db.meEntity, meId: db.meId };
  Object.assign(db, { role: null, meEntity: "", meId: null });
  try {
    for (const swept of rules.sweep ?? []) swept(db, new Commit(db, rules, true));
    for (const [entity, pieces] of Object.entries(rules.after ?? {}))
      for (const row of db.all(entity)) new Commit(db, rules).followedUp(pieces, entity, row);
  } finally {
    Object.assign(db, person);
  }
  return db.images(mark);
}

/** Put the rows back as they were before; refused when one was changed since or a rule would be broken. */
export function undo(db, rules, images) {
  const mark = db.mark();
  if (images.some((one) => db.version(one.entity, one.id) !== one.version))
    return { ok: false, refusals: [new Refusal("undo", say("changed_since"))] };
  for (const one of images) {
    if (one.before === null) db.remove(one.entity, one.id);
    else db.put(one.entity, one.before);
  }
  const work = new Commit(db, rules);
  try {
    for (const one of images) work.putBack(one);
  } catch (error) {
    db.rollback(mark);
    return outcomeOf(error);
  }
  return { ok: true, made: [], images: db.images(mark), result: null };
}

/** The same warnings give the same token. */
export function tokenOf(warnings) {
  let state = 2166136261;
  const text = warnings.map((one) => `${one.rule}\0${one.say}`).sort().join("\0");
  for (const byte of new TextEncoder().encode(text)) state = Math.imul(state ^ byte, 16777619) >>> 0;
  return state.toString(16).padStart(8, "0");
}

/** One change under way, with everything that follows from it. */
export class Commit {
  constructor(db, rules, alone = false) {
    Object.assign(this, { db, rules, alone, warnings: [], made: [], result: null, depth: 0 });
    Object.assign(this, { byPerson: false, standing: false });
  }

  // -- what a person asks for

  asked(change) {
    switch (change.kind) {
      case "add":
        return this.enter(change.entity, change.values ?? {});
      case "edit":
        return this.revise(this.current(change), change.values ?? {}, change.entity);
      case "delete":
        return this.withdraw(this.current(change), change.entity);
      case "do":
        return this.do(change.action, change.id, change.args ?? {});
      default:
        return refuse("change", say("not_understood"));
    }
  }

  /** The row a change is about, in the version the person saw. */
  current({ entity, id, v }) {
    if (!Object.hasOwn(this.rules.entities, entity) || !Number.isInteger(id)) refuse("change", say("not_understood"));
    const row = this.db.get(entity, id);
    const version = this.db.version(entity, id);
    if (row === null || !may(this.db, this.rules, "see", entity, row)) throw new Conflict(entity, id, version, null);
    if (!nothing(v) && v !== version) throw new Conflict(entity, id, version, row);
    return row;
  }

  /** A row a person adds. */
  enter(entity, values) {
    if (!Object.hasOwn(this.rules.entities, entity) || entity === "settings") refuse("may", say("not_allowed"));
    const row = this.fresh(entity);
    const { given, unreadable } = this.chosen(entity, values);
    const candidate = fillOwn(this.db, this.rules, entity, changed(row, given));
    const named = this.differing(entity, candidate, row);
    this.allowed("add", entity, candidate, named.filter((name) => Object.hasOwn(given, name)));
    candidate.id = this.db.nextIds.get(entity);
    this.byHand(entity, candidate, null, named);
    return this.insert(entity, candidate, unreadable);
  }

  /** A row a person edits. */
  revise(row, values, entity) {
    const { given, unreadable } = this.chosen(entity, values, row);
    const candidate = changed(row, given);
    const named = this.differing(entity, candidate, row);
    this.allowed("edit", entity, row, named);
    this.allowed("edit", entity, candidate, named);
    this.byHand(entity, candidate, row, named);
    this.byPerson = true;
    return this.update(entity, row, candidate, unreadable);
  }

  /** A row a person deletes. */
  withdraw(row, entity) {
    if (entity === "settings") refuse("may", say("not_allowed"));
    this.allowed("delete", entity, row, []);
    this.byHand(entity, null, row, []);
    this.drop(entity, row);
  }

  /** A button a person presses. */
  do(name, id, args) {
    const action = Object.hasOwn(this.rules.actions ?? {}, name) ? this.rules.actions[name] : null;
    if (action === null) refuse("change", say("not_understood"));
    const rule = name.split(".")[0];
    const found = Number.isInteger(id) ? this.db.get(action.entity, id) : null;
    const row = found !== null && may(this.db, this.rules, "see", action.entity, found) ? found : null;
    if (!canDo(this.db, this.rules, rule, action.roles ?? [], row)) refuse("may", say("not_allowed"));
    if (row === null && (!nothing(id) || (action.onRow && !action.many))) refuse(rule, say("choose_a_row"));
    if (row !== null && action.shown && !action.shown(this.db, row)) refuse(rule, say("not_now"), action.entity);
    for (const guard of this.rules.guards?.[name] ?? []) this.judged(action.entity, guard(this.db, row));
    this.byPerson = true;
    this.judged(action.entity, action.run(this.db, row, this.arguments(action, args), this));
  }

  arguments(action, args) {
    const stored = storedFields(this.rules.entities[action.entity]);
    const asked = stored.filter((field) => action.openForm || (action.asks ?? []).includes(field.name));
    const fields = new Set(asked.map((field) => field.name));
    const others = Object.entries(args).filter(([name]) => !fields.has(name));
    const readable = Object.fromEntries(Object.entries(args).filter(([name]) => fields.has(name)));
    const { given, unreadable } = this.chosen(action.entity, readable);
    const strange = others
      .filter(([name]) => !(action.arguments ?? []).includes(name))
      .map(([name]) => new Refusal(name, say("no_such_field", { label: name }), name));
    const written = stored
      .filter((field) => field.auto && !nothing(args[field.name]))
      .map((field) => new Refusal(field.name, say("written_by_app", { label: field.label }), field.name));
    const refusals = [...unreadable, ...strange, ...written];
    if (refusals.length > 0) throw new Refused(refusals);
    return { ...given, ...Object.fromEntries(others) };
  }

  allowed(verb, entity, row, names) {
    if (!may(this.db, this.rules, verb, entity, row, names)) refuse("may", say("not_allowed"));
  }

  byHand(entity, after, before, names) {
    const own = storedFields(this.rules.entities[entity]).filter((field) => field.auto && names.includes(field.name));
    const found = own.map((field) => new Refusal(field.name, say("written_by_app", { label: field.label }), field.name));
    for (const piece of this.rules.hands?.[entity] ?? []) found.push(...(piece(this.db, after, before, names) ?? []));
    this.judged(entity, found);
  }

  /** The values a person gives, and what could not be read or names a row that is hidden from them. */
  chosen(entity, values, old = null) {
    const { given, unreadable } = this.readings(entity, values);
    for (const [name, value] of Object.entries(given)) {
      const field = this.rules.entities[entity].fields[name];
      const stood = old === null ? [] : [old[name]].flat();
      for (const id of field.to ? [value].flat() : [])
        if (!stood.includes(id) && this.hidden(entity, field.to, id))
          unreadable.push(new Refusal(name, say("not_a_row", { label: field.label }), name, "block", entity));
    }
    return { given, unreadable };
  }

  /** Whether a reference would give a hidden row away; to who sees neither end of it there is nothing to tell. */
  hidden(entity, to, id) {
    const row = nothing(id) ? null : this.db.get(to, id);
    if (row === null || (to === this.db.meEntity && isMe(this.db, id))) return false;
    const learns = [entity, to].some((kind) => may(this.db, this.rules, "see", kind, null));
    return learns && !may(this.db, this.rules, "see", to, row);
  }

  /** The values as the app holds them, and what could not be read. */
  readings(entity, values) {
    const given = {};
    const unreadable = [];
    for (const [name, raw] of Object.entries(values)) {
      const { fields } = this.rules.entities[entity];
      const field = Object.hasOwn(fields, name) ? fields[name] : null;
      if (field === null || field.derived) {
        unreadable.push(new Refusal(name, say("no_such_field", { label: name }), name, "block", entity));
        continue;
      }
      try {
        given[name] = read(field, raw);
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        unreadable.push(new Refusal(name, error.message, name, "block", entity));
      }
    }
    return { given, unreadable };
  }

  differing(entity, row, other) {
    return storedFields(this.rules.entities[entity])
      .map((field) => field.name)
      .filter((name) => !sameValue(row[name], other[name]));
  }

  // -- what the app does; rules call these with the rights of the app

  add(entity, values) {
    const candidate = changed(this.fresh(entity), values);
    return this.whole(() => this.insert(entity, candidate, []));
  }

  edit(row, values) {
    const entity = this.db.entityOf(row);
    const now = this.db.get(entity, row.id);
    return this.whole(() => this.update(entity, now, changed(now, values), []));
  }

  delete(row) {
    return this.whole(() => this.drop(this.db.entityOf(row), row));
  }

  /** Whether the rule meets this row for the first time; it is remembered. */
  once(rule, row) {
    return this.db.once(rule, row.id);
  }

  /** Make a part of the change, or nothing of it; gives why not. */
  attempt(change) {
    const [mark, made, warnings] = [this.db.mark(), this.made.length, this.warnings.length];
    try {
      change();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.db.rollback(mark);
      this.made.length = made;
      this.warnings.length = warnings;
      return error.refusals;
    }
    return [];
  }

  /** With nobody to tell, a refused part is left out. */
  whole(change) {
    if (!this.alone) return change();
    let done = null;
    this.attempt(() => {
      done = change();
    });
    return done;
  }

  // -- the steps

  /** A new row with its defaults. */
  fresh(entity) {
    return fresh(this.db, this.rules.entities[entity]);
  }

  insert(entity, row, faults) {
    row.id = this.db.nextId(entity);
    const found = [...faults, ...this.filled(entity, row, null), ...this.checked(entity, row, null)];
    this.db.put(entity, row);
    this.written(entity, row, null, found, faults.length > 0);
    this.made.push({ entity, id: row.id });
    this.followed(entity, row, null);
    return row;
  }

  update(entity, old, row, faults) {
    const person = this.byPerson && this.depth === 0;
    const found = [...faults];
    for (const piece of this.rules.move?.[entity] ?? []) found.push(...(piece(this.db, row, old, person) ?? []));
    found.push(...this.filled(entity, row, old), ...this.checked(entity, row, old));
    this.db.put(entity, row);
    this.written(entity, row, old, found, faults.length > 0);
    this.followed(entity, row, old);
    return row;
  }

  /** All messages at once; rules are not asked about values that could not be read. */
  written(entity, row, old, found, unreadable) {
    const pieces = [...(this.rules.judge?.[entity] ?? []), ...(this.rules.moment?.[entity] ?? [])];
    for (const piece of unreadable ? [] : pieces) found.push(...(piece(this.db, row, old) ?? []));
    this.judged(entity, found);
    this.keep(entity, row, old);
  }

  filled(entity, row, old) {
    const found = [];
    for (const piece of this.rules.fill?.[entity] ?? []) {
      found.push(...(piece(this.db, row, old) ?? []));
      this.db.memo.clear();
    }
    settle(this.rules.entities[entity], row);
    return found;
  }

  /** What holds for each field by itself, judged with everything else as it was before. */
  checked(entity, row, old) {
    const found = [];
    for (const field of storedFields(this.rules.entities[entity])) {
      const value = row[field.name];
      if (nothing(value) || sameValue(value, blankOf(field))) {
        if (field.required) found.push(new Refusal(field.name, say("missing", { label: field.label }), field.name));
        continue;
      }
      if (field.unique && this.db.alike(entity, field.name, value).some((other) => other.id !== row.id)) {
        const words = { label: field.label, value: said(field, value) };
        found.push(new Refusal(field.name, say("used_already", words), field.name));
      }
      if (old === null || !sameValue(old[field.name], value)) found.push(...this.fitting(entity, row, field, value));
    }
    return found;
  }

  /** Borders and choices, judged when the value is new. */
  *fitting(entity, row, field, value) {
    const [least, most] = [this.limit(field.least), this.limit(field.most)];
    const words = (limit) => ({ label: field.label, border: said(field, limit) });
    if (less(value, least)) yield new Refusal(field.name, say("too_little", words(least)), field.name);
    if (less(most, value)) yield new Refusal(field.name, say("too_much", words(most)), field.name);
    if (field.to) yield* this.choosable(entity, row, field, Array.isArray(value) ? value : [value]);
  }

  /** A border; one that moves with the day does not judge what stands. */
  limit(limit) {
    return this.standing && typeof limit === "function" ? null : border(this.db, limit);
  }

  *choosable(entity, row, field, ids) {
    const mayChoose = this.rules.choices?.[entity]?.[field.name];
    for (const id of ids) {
      const candidate = this.db.get(field.to, id);
      if (candidate === null) {
        yield new Refusal(field.name, say("not_a_row", { label: field.label }), field.name);
      } else if (mayChoose && !mayChoose(this.db, candidate, row)) {
        const words = { label: field.label, value: this.db.nameOf(field.to, candidate) };
        yield new Refusal(field.name, say("not_choosable", words), field.name);
      }
    }
  }

  drop(entity, row) {
    const found = [...this.stillUsed(entity, row)];
    for (const piece of this.rules.delete?.[entity] ?? []) found.push(...(piece(this.db, row) ?? []));
    this.judged(entity, found);
    this.erase(entity, row);
  }

  /** Rows that cannot be without this one hold it. */
  *stillUsed(entity, row) {
    const holding = this.db.referring(entity, row.id).filter((one) => holdsFast(one.field, one.row));
    if (holding.length === 0) return;
    const kind = this.rules.entities[holding[0].entity];
    const count = holding.filter((one) => one.entity === kind.name).length;
    yield new Refusal("refs", say("still_used", { count, things: count === 1 ? kind.one : kind.many }));
  }

  /** The row goes, its own parts with it; other references to it become blank. */
  erase(entity, row) {
    for (const one of this.db.referring(entity, row.id)) {
      const now = this.db.get(one.entity, one.row.id);
      if (now === null) continue;
      if (one.field.owned && one.field.kind === "ref") {
        this.erase(one.entity, now);
        continue;
      }
      const rest = one.field.kind === "refs" ? now[one.field.name].filter((id) => id !== row.id) : null;
      const cleared = changed(now, { [one.field.name]: rest });
      this.db.put(one.entity, cleared);
      this.keep(one.entity, cleared, now);
    }
    this.keep(entity, null, row);
    this.db.remove(entity, row.id);
  }

  followed(entity, row, old) {
    const pieces = this.rules.after?.[entity] ?? [];
    if (pieces.length === 0) return;
    if (this.depth >= DEEPEST) refuse("depth", say("too_deep"));
    this.depth += 1;
    for (const piece of pieces) this.judged(entity, piece(this.db, row, old, this));
    this.depth -= 1;
  }

  /** After-effects that only time has brought about. */
  followedUp(pieces, entity, row) {
    this.depth = 1;
    for (const piece of pieces) this.attempt(() => this.judged(entity, piece(this.db, row, row, this)));
  }

  /** Judge a row that was put back. */
  putBack({ entity, id, before, after }) {
    if (before === null) {
      this.keep(entity, null, after);
      if (this.db.referring(entity, id).length > 0) refuse("undo", say("changed_since"));
      return;
    }
    this.keep(entity, before, after);
    const lost = storedFields(this.rules.entities[entity]).some((field) =>
      references(field, before[field.name]).some((each) => this.db.get(field.to, each) === null),
    );
    if (lost) refuse("undo", say("changed_since"));
    for (const piece of this.rules.judge?.[entity] ?? []) this.judged(entity, piece(this.db, before, after));
    this.warnings.length = 0;
  }

  /** Write the change down where the app keeps a history. */
  keep(entity, row, old) {
    if (!Object.hasOwn(this.rules.histories ?? {}, entity)) return;
    if (row === null || old === null) {
      const name = this.db.nameOf(entity, row ?? old);
      this.db.keep(entity, (row ?? old).id, null, old === null ? null : name, row === null ? null : name);
      return;
    }
    const kept = this.rules.histories[entity];
    for (const field of storedFields(this.rules.entities[entity]))
      if (!sameValue(old[field.name], row[field.name]) && (kept === null || kept.includes(field.name)))
        this.db.keep(entity, row.id, field, old[field.name], row[field.name]);
  }

  // -- messages

  /** Throws all that blocks, at once; notes what only warns. */
  judged(entity, found) {
    const all = [...(found ?? [])].map((one) => (one.entity ? one : Object.assign(one, { entity })));
    const blocking = all.filter((one) => one.mode === "block");
    if (blocking.length > 0) throw new Refused(blocking);
    this.warnings.push(...all);
  }
}

export function fresh(db, entity) {
  const row = { ...blankRow(entity), created: db.now, created_by: db.actor };
  for (const field of storedFields(entity)) if (!nothing(field.default)) row[field.name] = border(db, field.default);
  return row;
}

/** What rules have written, as it is kept: money in whole coins, an empty text as nothing. */
function settle(entity, row) {
  for (const field of storedFields(entity)) {
    if (row[field.name] === "") row[field.name] = null;
    if (field.kind === "money") row[field.name] = money(row[field.name]);
  }
}

/** A border or default, which may depend on the day. */
const border = (db, limit) => (typeof limit === "function" ? limit(db) : (limit ?? null));

export const references = (field, value) => (!field.to || nothing(value) ? [] : Array.isArray(value) ? value : [value]);

/** Whether a row cannot be without what this field refers to, and does not go with it. */
const holdsFast = (field, row) =>
  !field.owned && field.required && (field.kind === "ref" || row[field.name].length === 1);
