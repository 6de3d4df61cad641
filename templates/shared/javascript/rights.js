// Who may see and do what. Without roles there is one person, who may do everything; nobody named is the app itself.

import { changed } from "./fields.js";
import { nothing } from "./values.js";

/** Stands for all fields. */
export const EVERY = null;

/** Whether each of the fields is allowed (or, without names, any). */
export function may(db, rules, verb, entity, row, names = []) {
  const granted = grantedFields(db, rules, verb, entity, row);
  return granted === EVERY || (granted.size > 0 && names.every((name) => granted.has(name)));
}

/** All fields (EVERY), or the ones allowed; an empty set is "not allowed". */
export function grantedFields(db, rules, verb, entity, row) {
  if (nothing(db.role)) return EVERY;
  const found = new Set();
  for (const fields of rules.roles[db.role]?.rights(db, verb, entity, row) ?? []) {
    if (fields === EVERY) return EVERY;
    for (const name of fields) found.add(name);
  }
  return found;
}

/** Whether the one who acts may press the buttons of a rule, on this row. */
export function canDo(db, rules, rule, roles, row) {
  if (nothing(db.role)) return true;
  const role = rules.roles[db.role];
  return role !== undefined && (roles.length === 0 || roles.includes(db.role)) && role.does(db, rule, row);
}

/** A row that must be one's own becomes so when the reference was left empty. */
export function fillOwn(db, rules, entity, row) {
  for (const [kind, name] of rules.roles?.[db.role]?.own ?? [])
    if (kind === entity && nothing(row[name])) row = changed(row, { [name]: db.meId });
  return row;
}

/** Whether a reference, or one of several, is the person who acts. */
export const isMe = (db, value) =>
  !nothing(db.meId) && (Array.isArray(value) ? value.includes(db.meId) : value === db.meId);
