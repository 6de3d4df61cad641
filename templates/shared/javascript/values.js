// Exact values: numbers as BigInt millionths, days and moments as ISO text, and null for "nothing there".
//
// Every function gives the same result as its twin in values.py, bit for bit, and takes blanks without failing.

export const ONE = 1_000000n;
const LAST_DAY = 3652059;
const SPACE = "[\\s\\x1c-\\x1f\\x85\\u2028\\u2029\\ufeff]+";
const AROUND = new RegExp(`^${SPACE}|${SPACE}$`, "gu");

export const nothing = (a) => a === null || a === undefined;

// -- numbers

const size = (a) => (a < 0n ? -a : a);
const floorDivide = (a, b) => (a % b !== 0n && a < 0n !== b < 0n ? a / b - 1n : a / b);

/** The quotient, rounded half to even. */
export function halfEven(numerator, denominator) {
  const [n, d] = denominator < 0n ? [-numerator, -denominator] : [numerator, denominator];
  const whole = floorDivide(n, d);
  const rest = n - whole * d;
  return 2n * rest > d || (2n * rest === d && whole % 2n !== 0n) ? whole + 1n : whole;
}

export const add = (a, b) => (nothing(a) || nothing(b) ? null : a + b);
export const subtract = (a, b) => (nothing(a) || nothing(b) ? null : a - b);
export const times = (a, b) => (nothing(a) || nothing(b) ? null : halfEven(a * b, ONE));
/** Dividing by nothing or by zero gives nothing. */
export const divide = (a, b) => (nothing(a) || nothing(b) || b === 0n ? null : halfEven(a * ONE, b));
export const negative = (a) => (nothing(a) ? null : -a);

/** Half away from zero, to so many digits after the point. */
export function rounded(a, digits = 0n) {
  if (nothing(a) || nothing(digits)) return null;
  const places = floorDivide(digits, ONE);
  const unit = 10n ** (6n - (places < -18n ? -18n : places > 6n ? 6n : places));
  const near = ((2n * size(a) + unit) / (2n * unit)) * unit;
  return a >= 0n ? near : -near;
}

export const floored = (a) => (nothing(a) ? null : floorDivide(a, ONE) * ONE);
export const ceiled = (a) => (nothing(a) ? null : -floorDivide(-a, ONE) * ONE);
export const absolute = (a) => (nothing(a) ? null : size(a));

// -- comparing: nothing is neither less nor more than anything

/** Texts by code point: the language itself would compare halves of characters. */
export function before(a, b) {
  if (typeof a !== "string") return a < b;
  const [some, others] = [Array.from(a), Array.from(b)];
  const at = some.findIndex((character, index) => character !== others[index]);
  if (at < 0) return some.length < others.length;
  return at < others.length && some[at].codePointAt(0) < others[at].codePointAt(0);
}

export const less = (a, b) => !nothing(a) && !nothing(b) && before(a, b);
export const atMost = (a, b) => !nothing(a) && !nothing(b) && !before(b, a);
export const more = (a, b) => less(b, a);
export const atLeast = (a, b) => atMost(b, a);
export const lesser = (a, b) => (nothing(a) || nothing(b) ? null : before(b, a) ? b : a);
export const greater = (a, b) => (nothing(a) || nothing(b) ? null : before(a, b) ? b : a);
export const isBlank = (a) => nothing(a) || a === "" || (Array.isArray(a) && a.length === 0);
export const orElse = (a, b) => (isBlank(a) ? b : a);
/** Whether two lists of references are the same. */
export const alike = (a, b) => (a ?? []).length === (b ?? []).length && (a ?? []).every((one, at) => one === b[at]);

// -- days, moments, parts of them

const padded = (number, width) => String(number).padStart(width, "0");
const whole = (count) => Number(floorDivide(count, ONE));

/** Days since the first of January of the year 1, which is day 1. */
export function ordinal(day) {
  const [y, m, d] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
  const shifted = m <= 2 ? y - 1 : y;
  const dayOfYear = Math.floor((153 * (m > 2 ? m - 3 : m + 9) + 2) / 5) + d;
  return shifted * 365 + Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400) + dayOfYear - 306;
}

export function dayAt(number) {
  if (!(number >= 1 && number <= LAST_DAY)) return null;
  const shifted = number + 305;
  const era = Math.floor(shifted / 146097);
  const inEra = shifted - era * 146097;
  const years = Math.floor((inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36524) - Math.floor(inEra / 146096)) / 365);
  const inYear = inEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const part = Math.floor((5 * inYear + 2) / 153);
  const m = part < 10 ? part + 3 : part - 9;
  const d = inYear - Math.floor((153 * part + 2) / 5) + 1;
  return `${padded(years + era * 400 + (m <= 2 ? 1 : 0), 4)}-${padded(m, 2)}-${padded(d, 2)}`;
}

/** Minutes since the start of day 0; a day counts from its midnight. */
export function minuteOf(moment) {
  const clock = moment.length > 10 ? Number(moment.slice(11, 13)) * 60 + Number(moment.slice(14, 16)) : 0;
  return ordinal(moment) * 1440 + clock;
}

export function momentAt(minute) {
  const day = dayAt(Math.floor(minute / 1440));
  const clock = minute - Math.floor(minute / 1440) * 1440;
  return day === null ? null : `${day}T${padded(Math.floor(clock / 60), 2)}:${padded(clock % 60, 2)}`;
}

export const plusDays = (day, count) => (nothing(day) || nothing(count) ? null : dayAt(ordinal(day) + whole(count)));
export const plusMinutes = (moment, count) =>
  nothing(moment) || nothing(count) ? null : momentAt(minuteOf(moment) + whole(count));
export const daysBetween = (later, earlier) =>
  nothing(later) || nothing(earlier) ? null : BigInt(ordinal(later) - ordinal(earlier)) * ONE;
export const minutesBetween = (later, earlier) =>
  nothing(later) || nothing(earlier) ? null : BigInt(minuteOf(later) - minuteOf(earlier)) * ONE;

export const year = (day) => (nothing(day) ? null : BigInt(day.slice(0, 4)) * ONE);
export const month = (day) => (nothing(day) ? null : day.slice(0, 7));

/** The ISO week, such as 2026-W53. */
export function week(day) {
  if (nothing(day)) return null;
  const number = ordinal(day);
  const thursday = dayAt(number - ((number - 1) % 7) + 3) ?? day;
  const first = ordinal(`${thursday.slice(0, 4)}-01-01`);
  return `${thursday.slice(0, 4)}-W${padded(Math.floor((ordinal(thursday) - first) / 7) + 1, 2)}`;
}

/** 1 is Monday. */
export const weekday = (day) => (nothing(day) ? null : BigInt(((ordinal(day) - 1) % 7) + 1) * ONE);
export const dayOf = (moment) => (nothing(moment) ? null : moment.slice(0, 10));
export const hour = (moment) => (nothing(moment) ? null : moment.slice(0, 13));
export const hourOf = (moment) => (nothing(moment) ? null : BigInt(moment.slice(-5, -3)) * ONE);

/** The same day so many months on, or the last day of a shorter month. */
export function addMonths(day, count) {
  if (nothing(day) || nothing(count)) return null;
  const number = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + whole(count);
  const [theYear, theMonth] = [Math.floor(number / 12), number - Math.floor(number / 12) * 12];
  if (!(theYear >= 1 && theYear <= 9999)) return null;
  const last = daysInMonth(theYear, theMonth + 1);
  return `${padded(theYear, 4)}-${padded(theMonth + 1, 2)}-${padded(Math.min(Number(day.slice(8, 10)), last), 2)}`;
}

export function daysInMonth(theYear, theMonth) {
  if (theMonth === 2) return theYear % 4 === 0 && (theYear % 100 !== 0 || theYear % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(theMonth) ? 30 : 31;
}

/** Mondays to Fridays from the first to the last day, both counted. */
export function workdays(first, last) {
  if (nothing(first) || nothing(last)) return null;
  return BigInt(Math.max(0, weekdaysUntil(ordinal(last)) - weekdaysUntil(ordinal(first) - 1))) * ONE;
}

const weekdaysUntil = (number) => Math.floor(number / 7) * 5 + Math.min(number % 7, 5);

// -- texts

/** As it is stored: composed, without spaces around it, without broken characters. */
export const cleaned = (text) =>
  text.replace(/\p{Surrogate}/gu, "\ufffd").replaceAll("\0", "").normalize("NFC").replace(AROUND, "");

/** Without accents and capitals, for searching. */
export const folded = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();

/** Two texts are alike when these are equal; for values that must be unique. */
export const compared = (text) => text.normalize("NFKC").replace(AROUND, "").toUpperCase().toLowerCase();

/** A number with a point and no needless zeros. */
export function decimal(a) {
  const digits = padded(size(a) % ONE, 6).replace(/0+$/, "");
  return `${a < 0n ? "-" : ""}${size(a) / ONE}${digits ? "." : ""}${digits}`;
}

/** The number a decimal text such as -12.5 stands for; null when it is none. Further digits are rounded away. */
export function numberFrom(text) {
  const match = /^(-?)([0-9]{1,15})(?:\.([0-9]{1,12}))?$/.exec(text);
  if (match === null) return null;
  const amount = halfEven(BigInt(match[2] + (match[3] ?? "").padEnd(12, "0")), ONE);
  return match[1] ? -amount : amount;
}

/** The parts one after the other; nothing shows as nothing. */
export const joined = (...parts) => parts.map(plain).join("");

export function plain(value) {
  if (nothing(value) || Array.isArray(value)) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "bigint" ? decimal(value) : String(value);
}

export const length = (text) => BigInt(Array.from(text ?? "").length) * ONE;
export const lower = (text) => (nothing(text) ? null : text.toLowerCase());
/** Whether the text holds the part, whatever the accents and capitals. */
export const has = (text, part) => Boolean(text) && !nothing(part) && folded(text).includes(folded(part));
export const holds = (several, one) => !nothing(one) && (several ?? []).includes(one);
/** How many stand in both. */
export const common = (some, others) =>
  BigInt([...new Set(some ?? [])].filter((one) => (others ?? []).includes(one)).length) * ONE;

/** A number from 0 to 99 that is always the same for one text (FNV-1a). */
export function bucket(text) {
  if (nothing(text)) return null;
  let state = 2166136261;
  for (const byte of new TextEncoder().encode(text)) state = Math.imul(state ^ byte, 16777619) >>> 0;
  return BigInt(state % 100) * ONE;
}

// -- over many rows: blanks are skipped

const known = (values) => values.filter((value) => !nothing(value));

export const count = (rows) => BigInt(rows.length) * ONE;
export const total = (values) => known(values).reduce((sum, value) => sum + value, 0n);

export function average(values) {
  const some = known(values);
  return some.length ? halfEven(total(some), BigInt(some.length)) : null;
}

export const smallest = (values) => known(values).reduce((least, value) => (least === null || before(value, least) ? value : least), null);
export const largest = (values) => known(values).reduce((most, value) => (most === null || before(most, value) ? value : most), null);
export const first = (values) => values[0] ?? null;
export const last = (values) => values.at(-1) ?? null;
export const listed = known;
