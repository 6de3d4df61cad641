// Puts the example rows in at the first start, takes them out again, and judges what stands.

import { Commit, fresh, references } from "./commit.js";
import { changed, storedFields } from "./fields.js";
import { ONE, plusDays, plusMinutes } from "./values.js";

/** So many days from today, at a time of day if one is given. */
export function day(db, count, clock = "") {
  const found = plusDays(db.today, BigInt(count) * ONE);
  return clock ? `${found}T${clock}` : found;
}

/** So many minutes from now. */
export const moment = (db, minutes) => plusMinutes(db.now, BigInt(minutes) * ONE);

/** Notes what holds at the start, so that it does not set off anything later. */
class Unmoved extends Commit {
  once(rule, row) {
    this.db.once(rule, row.id);
    return false;
  }
}

/** The settings and, where there are any, the example rows. */
export function seed(db, rules, examples = () => []) {
  const rows = [...examples(db)];
  if (rules.entities.settings && !rows.some(([entity]) => entity === "settings")) rows.unshift(["settings", 1, {}]);
  for (const [entity, number, values] of rows) place(db, rules, entity, number, values);
  for (const [entity, pieces] of Object.entries(rules.after ?? {}))
    for (const row of db.all(entity))
      for (const piece of pieces) [...(piece(db, row, row, new Unmoved(db, rules)) ?? [])].length;
  db.journal.length = 0;
}

/** One row with its defaults and what the rules fill in; its own values win. */
export function place(db, rules, entity, number, values) {
  const row = changed(fresh(db, rules.entities[entity]), { ...values, id: number, created_by: null });
  for (const piece of rules.seed?.[entity] ?? []) {
    [...(piece(db, row, null) ?? [])].length;
    db.memo.clear();
  }
  db.put(entity, changed(row, values));
  db.nextIds.set(entity, Math.max(db.nextIds.get(entity), number + 1));
}

/** Take the example rows out, but for those that stay and those that the person's own rows need. */
export function startEmpty(db, rules, examples, kept) {
  const key = (entity, id) => `${entity}\0${id}`;
  const going = new Map();
  for (const [entity, number] of examples(db))
    if (entity !== "settings" && !kept.includes(entity) && db.get(entity, number) !== null)
      going.set(key(entity, number), { entity, id: number });
  const needs = (entity, row) =>
    going.has(key(entity, row.id))
      ? []
      : storedFields(rules.entities[entity])
          .filter((field) => field.required)
          .flatMap((field) => references(field, row[field.name]).map((id) => ({ entity: field.to, id })))
          .filter((one) => going.has(key(one.entity, one.id)));
  let needed = Object.keys(rules.entities).flatMap((entity) => db.all(entity).flatMap((row) => needs(entity, row)));
  while (needed.length > 0) {
    for (const one of needed) going.delete(key(one.entity, one.id));
    needed = needed.flatMap((one) => needs(one.entity, db.get(one.entity, one.id)));
  }
  const work = new Commit(db, rules);
  for (const { entity, id } of going.values()) {
    const row = db.get(entity, id);
    if (row !== null) work.erase(entity, row);
  }
}

/** Every standing rule that a row breaks as it is. */
export function faults(db, rules) {
  const work = Object.assign(new Commit(db, rules), { standing: true });
  const found = Object.keys(rules.entities).flatMap((entity) =>
    db.all(entity).flatMap((row) => [
      ...work.checked(entity, row, null),
      ...(rules.judge?.[entity] ?? []).flatMap((piece) => [...(piece(db, row, row) ?? [])]),
    ]),
  );
  return found.filter((one) => one.mode === "block");
}
