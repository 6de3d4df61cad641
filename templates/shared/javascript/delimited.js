// Text files with one line a row: which bytes they are in, which mark parts the cells, and writing them back.

import { Unreadable } from "./fields.js";
import { say } from "./messages.js";

const MARKS = [";", "\t", ","];
// The bytes 0x80 to 0x9f of Windows-1252: not every engine's own decoder knows them.
const WINDOWS = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";
const FORMULA = /^'*[=+\-@\t\r]/;
const ESCAPED = /^'+[=+\-@\t\r]/;

/** The text of a file in UTF-8, UTF-16 or Windows-1252; throws Unreadable for anything else. */
export function decoded(raw) {
  if (raw[0] === 0xff && raw[1] === 0xfe) return new TextDecoder("utf-16le").decode(raw);
  if (raw[0] === 0xfe && raw[1] === 0xff) return new TextDecoder("utf-16be").decode(raw);
  if (raw.includes(0)) {
    const zeros = [0, 0];
    raw.forEach((byte, at) => (zeros[at % 2] += byte === 0 ? 1 : 0));
    if (raw.length % 2 === 1 || Math.min(...zeros) > 0) throw new Unreadable(say("sheets.not_a_table"));
    return new TextDecoder(zeros[0] > 0 ? "utf-16be" : "utf-16le").decode(raw);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(raw);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return Array.from(raw, (byte) => WINDOWS[byte - 0x80] ?? String.fromCharCode(byte)).join("");
  }
}

/** The rows of the text as {number, cells}; `number` is the line a row begins at. Rows without any value are left out. */
export function linesOf(original) {
  const text = original.replace(/^\ufeff/, "").replaceAll("\r\n", "\n").replaceAll("\r", "\n");
  const mark = markOf(text);
  const found = [];
  let [cells, cell, quoted, begun, number] = [[], "", false, 1, 1];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted && char === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (char === '"' && (quoted || cell.trim() === "")) {
      quoted = !quoted;
      cell = quoted ? "" : cell;
    } else if (char === mark && !quoted) {
      cells.push(cell);
      cell = "";
    } else if (char === "\n" && !quoted) {
      found.push({ number: begun, cells: [...cells, cell] });
      [cells, cell, number] = [[], "", number + 1];
      begun = number;
    } else {
      cell += char;
      number += char === "\n" ? 1 : 0;
    }
  }
  found.push({ number: begun, cells: [...cells, cell] });
  return found.filter((line) => line.cells.some((each) => each.trim() !== ""));
}

/** The mark between the cells: the one most frequent in the first line that has any value, outside quotes. */
function markOf(text) {
  const first = text.split("\n").find((line) => line.trim() !== "") ?? "";
  const plain = first.replace(/"[^"]*"/g, "");
  const counts = MARKS.map((mark) => plain.split(mark).length - 1);
  return Math.max(...counts) > 0 ? MARKS[counts.indexOf(Math.max(...counts))] : ",";
}

/** The text a cell stands for: the mark that keeps it from being a formula is taken off. */
export const unescaped = (cell) => (ESCAPED.test(cell) ? cell.slice(1) : cell);

/** A text that no spreadsheet takes for a formula. */
export const escaped = (text) => (FORMULA.test(text) ? `'${text}` : text);

/** The text of a file that spreadsheets open as it is meant. */
export const joinedLines = (rows, mark) =>
  "\ufeff" + rows.map((row) => row.map((cell) => quoted(cell, mark)).join(mark) + "\r\n").join("");

function quoted(cell, mark) {
  if ([mark, '"', "\n", "\r"].some((sign) => cell.includes(sign)) || cell !== cell.trim())
    return `"${cell.replaceAll('"', '""')}"`;
  return cell;
}
