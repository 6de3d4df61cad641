// What a field is, and how a value of it is read from outside and written back: the border of the app.

import { MINOR_DIGITS, say, shown } from "./messages.js";
import { ONE, cleaned, daysInMonth, decimal, nothing, numberFrom, rounded } from "./values.js";

export const NUMBERS = ["int", "num", "money", "minutes", "stars"];
const WHOLE = ["int", "minutes", "stars"];
const LINE = 200;
const PAGE = 20_000;
const LARGEST = 10n ** 12n;
const SHAPES = {
  email: /^[^@\s]+@[^@\s]+$/u,
  phone: /^[-+0-9 ()/.]{2,40}$/u,
  link: /^https?:\/\/\S+$/iu,
  color: /^#[0-9A-Fa-f]{6}$/u,
  time: /^([01][0-9]|2[0-3]):[0-5][0-9]$/u,
};

/** The value is none of its kind; the message is for the person. */
export class Unreadable extends Error {}

/** The fields rows keep. */
export const storedFields = (entity) => Object.values(entity.fields).filter((field) => !field.derived);

/** What stands in a field nobody filled in. */
export const blankOf = (field) => (field.kind === "refs" ? [] : null);

/** A row with nothing in it. */
export function blankRow(entity) {
  const row = { id: null, created: null, created_by: null };
  for (const field of storedFields(entity)) row[field.name] = blankOf(field);
  return row;
}

/** A copy of the row with some values replaced. */
export const changed = (row, values) => ({ ...row, ...values });

/** The stored values of a row as they go out. */
export function rowJson(entity, row) {
  return Object.fromEntries(storedFields(entity).map((field) => [field.name, written(row[field.name])]));
}

/** As it goes out: numbers as decimal texts. */
export const written = (value) => (typeof value === "bigint" ? decimal(value) : nothing(value) ? null : value);

export function sameValue(value, other) {
  if (Array.isArray(value) && Array.isArray(other))
    return value.length === other.length && value.every((each, at) => each === other[at]);
  return value === other;
}

/** The value a raw one stands for; throws Unreadable. */
export function read(field, raw) {
  if (nothing(raw) || raw === "" || (Array.isArray(raw) && raw.length === 0)) return blankOf(field);
  if (NUMBERS.includes(field.kind)) return readNumber(field, raw);
  if (field.kind === "ref" || field.kind === "refs") return readReference(field, raw);
  if (field.kind === "yesno") return readYesNo(field, raw);
  if (typeof raw !== "string") throw new Unreadable(say("not_text", { label: field.label }));
  return readText(field, cleaned(raw));
}

function readNumber(field, raw) {
  const text = typeof raw === "bigint" ? decimal(raw) : typeof raw === "string" || Number.isSafeInteger(raw) ? String(raw) : "";
  const number = numberFrom(text);
  const words = { label: field.label, value: text };
  if (number === null || number >= LARGEST * ONE || -number >= LARGEST * ONE)
    throw new Unreadable(say("not_a_number", words));
  if (WHOLE.includes(field.kind) && number % ONE !== 0n) throw new Unreadable(say("not_whole", words));
  if (field.kind === "stars" && (number < ONE || number > 5n * ONE)) throw new Unreadable(say("not_stars", words));
  return field.kind === "money" ? money(number) : number;
}

/** Rounded half away from zero to the smallest coin. */
export const money = (amount) => rounded(amount, BigInt(MINOR_DIGITS) * ONE);

function readReference(field, raw) {
  if (field.kind === "ref" && Number.isInteger(raw)) return raw;
  if (field.kind === "refs" && Array.isArray(raw) && raw.every(Number.isInteger)) return [...new Set(raw)];
  throw new Unreadable(say("not_a_row", { label: field.label }));
}

function readYesNo(field, raw) {
  if (typeof raw === "boolean") return raw;
  throw new Unreadable(say("not_yes_no", { label: field.label }));
}

function readText(field, text) {
  if (text === "") return null;
  const most = field.kind === "long" ? PAGE : LINE;
  if (Array.from(text).length > most) throw new Unreadable(say("too_long", { label: field.label, most }));
  if (field.kind === "date" || field.kind === "datetime") return readMoment(field, text);
  if (field.kind === "choice" && !Object.hasOwn(field.options, text)) {
    const known = Object.values(field.options).join(", ");
    throw new Unreadable(say("not_an_option", { label: field.label, value: text, known }));
  }
  if (SHAPES[field.kind] && !SHAPES[field.kind].test(text))
    throw new Unreadable(say(`not_${field.kind}`, { label: field.label, value: text }));
  return text;
}

function readMoment(field, text) {
  const form = field.kind === "datetime" ? /^\d{4}-\d\d-\d\d[T ]([01]\d|2[0-3]):[0-5]\d$/ : /^\d{4}-\d\d-\d\d$/;
  if (form.test(text) && isDay(text.slice(0, 10))) return text.replace(" ", "T");
  throw new Unreadable(say(`not_${field.kind}`, { label: field.label, value: text }));
}

/** Whether the calendar has this day; `text` has the form of one. */
export function isDay(text) {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** A value as people read it. */
export const said = (field, value) =>
  field.kind === "choice" ? (field.options[value] ?? "") : shown(field.kind, value);
