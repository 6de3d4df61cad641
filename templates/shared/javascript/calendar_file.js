// Rows with a day as a calendar other programs can read; a row keeps its identity from one export to the next.

import { EVERY } from "./rights.js";
import { visibleRows } from "./sheets.js";
import { ONE, nothing, plusDays } from "./values.js";

/** One event a row; `begin` and `end` name fields, `end` may be empty. */
export function writeCalendar(commit, sheet, app, begin, end) {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:-//${app}//EN`];
  for (const { row, seen } of visibleRows(commit, sheet.entity)) {
    const first = commit.db.value(sheet.entity, row, begin);
    if (nothing(first) || !(seen === EVERY || seen.has(begin))) continue;
    const last = end ? commit.db.value(sheet.entity, row, end) : null;
    lines.push("BEGIN:VEVENT", `UID:${sheet.entity}-${row.id}@${app}`, `DTSTAMP:${moment(commit.db.now)}Z`);
    lines.push(stamp("DTSTART", first), ...(last ? [stamp("DTEND", last)] : []));
    lines.push(`SUMMARY:${escapedText(commit.db.nameOf(sheet.entity, row))}`, "END:VEVENT");
  }
  lines.push("END:VCALENDAR");
  return lines.map((line) => foldedLine(line) + "\r\n").join("");
}

const escapedText = (text) =>
  text.replaceAll("\r", "").replace(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll("\n", "\\n");

/** A day ends on the day after it, as calendars count. */
function stamp(name, text) {
  if (text.length > 10) return `${name}:${moment(text)}`;
  const day = name === "DTEND" ? plusDays(text, ONE) : text;
  return `${name};VALUE=DATE:${day.replaceAll("-", "")}`;
}

const moment = (text) => text.replaceAll("-", "").replaceAll(":", "") + "00";

/** No line is longer than 75 bytes; the rest goes on in the next one after a space. */
function foldedLine(line) {
  const parts = [""];
  let size = 0;
  for (const char of line) {
    const width = new TextEncoder().encode(char).length;
    if (size + width > (parts.length === 1 ? 75 : 74)) {
      parts.push("");
      size = 0;
    }
    parts[parts.length - 1] += char;
    size += width;
  }
  return parts.join("\r\n ");
}
