// A copy of all data as one text, and reading it back: every value is read anew, as if it came from a stranger.
import { Unreadable, read, rowJson, storedFields } from "./fields.js";
import { texts } from "../texts.js";

const FORM = 1;

/** files: [[id, blob], …] */
export async function copyOf({ name, rules }, db, files, demo) {
  const rows = Object.values(rules.entities).flatMap((entity) => db.all(entity.name).map((row) => rowOut(entity, row)));
  const kept = { nextIds: [...db.nextIds], fired: [...db.fired], numbers: [...db.numbers], lines: db.lines };
  return JSON.stringify({ copy_of: name, form: FORM, at: db.now, demo, rows, ...kept, files: await Promise.all(files.map(fileOut)) });
}

function rowOut(entity, row) {
  return { entity: entity.name, id: row.id, created: row.created, created_by: row.created_by, values: rowJson(entity, row) };
}

async function fileOut([id, blob]) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return { id, type: blob.type, bytes: btoa(text) };
}

/** Fills empty tables: { ok, db, files, demo }, or { ok: false, refusals }. */
export async function filled({ name, rules }, db, text) {
  const copy = parsed(text);
  if (copy?.copy_of !== name || copy.form !== FORM) return refused(texts.not_a_copy);
  try {
    for (const row of copy.rows) db.put(row.entity, rowIn(rules.entities[row.entity], row));
  } catch (error) {
    if (error instanceof Unreadable) return refused(error.message);
    throw error;
  }
  for (const [entity, next] of copy.nextIds) db.nextIds.set(entity, Math.max(next, db.nextIds.get(entity) ?? 1));
  Object.assign(db, { fired: new Set(copy.fired), numbers: new Map(copy.numbers), lines: copy.lines, journal: [] });
  return { ok: true, db, demo: copy.demo, files: copy.files.map(({ id, type, bytes }) => [id, blobIn(type, bytes)]) };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refused(words) {
  return { ok: false, refusals: [{ rule: "copy", field: null, say: words }] };
}

function rowIn(entity, { id, created, created_by, values }) {
  const fields = storedFields(entity).map((field) => [field.name, read(field, values[field.name])]);
  return { id, created, created_by, ...Object.fromEntries(fields) };
}

function blobIn(type, text) {
  return new Blob([Uint8Array.from(atob(text), (char) => char.charCodeAt(0))], { type });
}
