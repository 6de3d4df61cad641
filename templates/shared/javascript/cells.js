// What a cell of a file means for a field, and how a value is written into a cell.

import { escaped, unescaped } from "./delimited.js";
import { NUMBERS, Unreadable, said } from "./fields.js";
import { say } from "./messages.js";
import { may } from "./rights.js";
import { cleaned, decimal, folded, nothing } from "./values.js";

const SIGNS = /^(?:[€$£¥]|[A-Z]{3})|(?:[€$£¥]|[A-Z]{3})$/g;
const SPACES = /[ \u00a0\u2009\u202f'’]/g;
const GROUPED = { ".": /^-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$/, ",": /^-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$/ };
const DURATION = /^(\d+)(?::|h)([0-5]\d)?$/;
const TIME = /^([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?$/;
const ISO = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;
const LOCAL = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/;
const YES = ["yes", "true", "1", "x"];
const NO = ["no", "false", "0"];

/** How days and numbers are written in a file; `named` remembers which rows a name can mean. */
export const paperOf = (db, rules, dates, point) => ({ db, rules, dates, point, named: new Map() });

/** The value a cell stands for, as it comes from a form; throws Unreadable. */
export function rawOf(paper, field, cell) {
  const text = cleaned(unescaped(cell));
  if (text === "") return null;
  if (NUMBERS.includes(field.kind)) return numberOf(paper, field, text);
  if (field.kind === "date" || field.kind === "datetime") return momentOf(paper, field, text);
  if (field.kind === "ref" || field.kind === "refs") return rowsOf(paper, field, text);
  if (field.kind === "yesno") return yesOrNo(field, text);
  if (field.kind === "choice") return optionOf(field, text);
  if (field.kind === "time" && TIME.test(text)) return clockOf(TIME.exec(text));
  return field.kind === "long" ? unescaped(cell) : text;
}

const clockOf = (time) => `${time[1].padStart(2, "0")}:${time[2]}`;
const unread = (field, text) => new Unreadable(say("sheets.not_read", { label: field.label, value: text }));

function numberOf(paper, field, text) {
  const duration = field.kind === "minutes" ? DURATION.exec(text) : null;
  if (duration) return String(Number(duration[1]) * 60 + Number(duration[2] ?? 0));
  const plain = text.replace(SIGNS, "").replace(SPACES, "").replaceAll("−", "-");
  if (!GROUPED[paper.point].test(plain)) throw unread(field, text);
  return plain.replaceAll(paper.point === "." ? "," : ".", "").replace(paper.point, ".");
}

function momentOf(paper, field, text) {
  const [day, ...rest] = text.replaceAll("T", " ").split(" ");
  const clock = rest.join(" ").trim();
  const time = TIME.exec(clock);
  if ((clock !== "") !== (field.kind === "datetime") || (clock !== "" && time === null)) throw unread(field, text);
  const theDay = dayOfCell(paper, field, day, text);
  return time ? `${theDay}T${clockOf(time)}` : theDay;
}

function dayOfCell(paper, field, day, text) {
  const iso = ISO.exec(day);
  const local = paper.dates === "ymd" ? null : LOCAL.exec(day);
  if (iso === null && local === null) throw unread(field, text);
  const [year, month, number] = iso
    ? iso.slice(1)
    : paper.dates === "dmy"
      ? [local[3], local[2], local[1]]
      : [local[3], local[1], local[2]];
  return `${year}-${month.padStart(2, "0")}-${number.padStart(2, "0")}`;
}

function yesOrNo(field, text) {
  const word = folded(text);
  if ([...YES, folded(say("yes"))].includes(word)) return true;
  if ([...NO, folded(say("no"))].includes(word)) return false;
  throw unread(field, text);
}

function optionOf(field, text) {
  for (const [option, label] of Object.entries(field.options))
    if ([folded(option), folded(label)].includes(folded(text))) return option;
  const known = Object.values(field.options).join(", ");
  throw new Unreadable(say("not_an_option", { label: field.label, value: text, known }));
}

/** The row with this name; several are parted by a plus sign. */
function rowsOf(paper, field, text) {
  if (field.kind === "ref") return rowOf(paper, field, text);
  const names = namesIn(paper, field.to).has(folded(text)) ? [text] : text.split("+").map((part) => part.trim());
  return names.filter((name) => name !== "").map((name) => rowOf(paper, field, name));
}

function rowOf(paper, field, name) {
  const found = namesIn(paper, field.to).get(folded(name)) ?? [];
  if (found.length === 1) return found[0];
  const key = found.length > 0 ? "sheets.several_rows" : "sheets.unknown_row";
  throw new Unreadable(say(key, { label: field.label, value: name }));
}

/** Name → ids, of the rows the person may see. */
function namesIn(paper, entity) {
  if (!paper.named.has(entity)) {
    const names = new Map();
    for (const row of paper.db.all(entity)) {
      if (!may(paper.db, paper.rules, "see", entity, row)) continue;
      const name = folded(paper.db.nameOf(entity, row));
      names.set(name, [...(names.get(name) ?? []), row.id]);
    }
    paper.named.set(entity, names);
  }
  return paper.named.get(entity);
}

/** A value as it is written into a cell. */
export function cellOf(paper, field, value) {
  if (nothing(value)) return "";
  if (typeof value === "boolean") return value ? say("yes") : say("no");
  if (NUMBERS.includes(field.kind) && typeof value === "bigint") return decimal(value).replace(".", paper.point);
  if (field.kind === "ref" || Array.isArray(value)) {
    const ids = Array.isArray(value) ? value : [value];
    return escaped(ids.map((id) => paper.db.name(field.to, id) ?? "").join(" + "));
  }
  if (field.kind === "date" || field.kind === "datetime") return writtenMoment(paper, value);
  return escaped(field.kind === "choice" ? said(field, value) : String(value));
}

function writtenMoment(paper, text) {
  const [year, month, number] = [text.slice(0, 4), text.slice(5, 7), text.slice(8, 10)];
  const day = { ymd: `${year}-${month}-${number}`, dmy: `${number}.${month}.${year}`, mdy: `${month}/${number}/${year}` };
  return text.length > 10 ? `${day[paper.dates]} ${text.slice(11)}` : day[paper.dates];
}
