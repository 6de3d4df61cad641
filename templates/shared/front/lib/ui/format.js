// Numbers and days as people of this language write them. Numbers are counts of millionths (BigInt), days ISO texts.
import { language, texts } from "../../texts.js";
import { capitalised, say } from "./text.js";

const MILLION = 1000000n;
const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 6 });
const decimalComma = numbers.formatToParts(1.5).some((part) => part.type === "decimal" && part.value === ",");

// 12500000n -> "12.5", exact, as it travels and as it is typed.
export function decimal(micros) {
  const sign = micros < 0n ? "-" : "";
  const size = micros < 0n ? -micros : micros;
  const fraction = String(size % MILLION).padStart(6, "0").replace(/0+$/, "");
  return `${sign}${size / MILLION}${fraction ? `.${fraction}` : ""}`;
}

export function number(micros) {
  return numbers.format(decimal(micros));
}

export function moneyFormat(currency) {
  return new Intl.NumberFormat(language, { style: "currency", currency });
}

// Rounds half away from zero to the digits of the currency, so that the screen agrees with the rules.
export function money(micros, currency) {
  const format = moneyFormat(currency);
  const unit = 10n ** BigInt(6 - format.resolvedOptions().maximumFractionDigits);
  const size = micros < 0n ? -micros : micros;
  const rounded = ((size + unit / 2n) / unit) * unit;
  return format.format(decimal(micros < 0n ? -rounded : rounded));
}

// What a person types in a number field, in the field's own language: "1,5".
export function typed(micros) {
  const text = decimal(micros);
  return decimalComma ? text.replace(".", ",") : text;
}

// "1.234,5", "1,234.5", "1,5" -> millionths; null when it is no number.
export function readNumber(text) {
  const bare = text.replace(/[\s\u00a0\u202f'’]/g, "").replace(/^[−–]/, "-");
  if (!/^[-+]?[\d.,]+$/.test(bare) || !/\d/.test(bare)) return null;
  const [whole, fraction = ""] = splitDecimal(bare.replace(/^[-+]/, ""));
  if (!/^\d*$/.test(whole) || !/^\d{0,6}$/.test(fraction)) return null;
  const size = BigInt(whole || "0") * MILLION + BigInt(fraction.padEnd(6, "0") || "0");
  return bare.startsWith("-") ? -size : size;
}

// The last separator is the decimal one, unless it can only part thousands in this language.
function splitDecimal(text) {
  const last = Math.max(text.lastIndexOf("."), text.lastIndexOf(","));
  if (last < 0) return [text];
  const mark = text[last];
  const groups = mark === (decimalComma ? "." : ",") || text.split(mark).length > 2;
  if (groups && inThousands(text, mark)) return [text.replaceAll(mark, "")];
  const [whole, other] = [text.slice(0, last), mark === "." ? "," : "."];
  return [inThousands(whole, other) ? whole.replaceAll(other, "") : whole, text.slice(last + 1)];
}

function inThousands(text, mark) {
  const [first, ...rest] = text.split(mark);
  return rest.length > 0 && /^\d{1,3}$/.test(first) && rest.every((group) => /^\d{3}$/.test(group));
}

// 90 minutes -> "1 h 30 min".
export function minutes(micros) {
  const all = micros / MILLION;
  const size = all < 0n ? -all : all;
  const [hours, rest] = [size / 60n, size % 60n];
  const parts = [hours && say(texts.hours, { n: hours }), (rest || !hours) && say(texts.minutes, { n: rest })];
  return (all < 0n ? "−" : "") + parts.filter(Boolean).join(" ");
}

export function typedMinutes(micros) {
  const all = micros / MILLION;
  return all < 60n ? String(all) : `${all / 60n}:${String(all % 60n).padStart(2, "0")}`;
}

// "1:30", "1h30", "90" -> minutes as millionths; null when it is no duration.
export function readMinutes(text) {
  const [, hours, rest] = text.trim().match(/^(\d+)\s*(?:[:h]|h\s)\s*(\d{0,2})\s*(?:min)?$/i) ?? [];
  if (hours !== undefined && Number(rest || 0) < 60) return (BigInt(hours) * 60n + BigInt(rest || "0")) * MILLION;
  return /^\d+$/.test(text.trim()) ? BigInt(text.trim()) * MILLION : null;
}

// -- days and times --------------------------------------------------------------------------------------------------

const day = 86400000;
const formats = {
  long: { day: "numeric", month: "long" },
  longYear: { day: "numeric", month: "long", year: "numeric" },
  short: { day: "numeric", month: "short" },
  shortYear: { day: "numeric", month: "short", year: "numeric" },
  dayOnly: { day: "numeric" },
  weekday: { weekday: "long" },
  weekdayShort: { weekday: "short" },
  full: { weekday: "long", day: "numeric", month: "long" },
  month: { month: "long", year: "numeric" },
  monthShort: { month: "short" },
  monthLong: { month: "long" },
};
for (const name of Object.keys(formats)) {
  const locale = language === "en" ? "en-GB" : language;
  formats[name] = new Intl.DateTimeFormat(locale, { ...formats[name], timeZone: "UTC" });
}

function moment(iso) {
  return Date.parse(`${iso.slice(0, 10)}T00:00:00Z`);
}

export function written(iso, form) {
  return formats[form].format(moment(iso)).replace(",", "");
}

export function daysBetween(from, to) {
  return Math.round((moment(to) - moment(from)) / day);
}

export function addDays(iso, days) {
  return new Date(moment(iso) + days * day).toISOString().slice(0, 10);
}

// 1 = Monday … 7 = Sunday.
export function weekday(iso) {
  return new Date(moment(iso)).getUTCDay() || 7;
}

const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

// As people say it: today, tomorrow, Sunday; further away "1 December", in another year "1 December 2027".
export function dayWords(iso, today, size = "long") {
  const away = daysBetween(today, iso);
  if (Math.abs(away) <= 1) return relative.format(away, "day");
  if (away > 1 && away < 7) return written(iso, "weekday");
  return written(iso, iso.slice(0, 4) === today.slice(0, 4) ? size : `${size}Year`);
}

export function daysAway(iso, today) {
  return relative.format(daysBetween(today, iso), "day");
}

export function clockTime(iso) {
  return iso.slice(-5).replace(/^0/, "");
}

export function momentWords(iso, today, size = "short") {
  return `${capitalised(dayWords(iso, today, size))}, ${clockTime(iso)}`;
}

// "day.month.year" as the browser's own pickers order it, so that nobody has to guess.
export function dateOrder() {
  const names = { day: texts.day, month: texts.month, year: texts.year };
  const parts = new Intl.DateTimeFormat().formatToParts(new Date(0));
  return parts.map((part) => names[part.type] ?? part.value).join("");
}
