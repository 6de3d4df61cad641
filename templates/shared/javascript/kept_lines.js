// The kept history as a file that names its day and a hash over all its lines, so that a changed copy is noticed.

import { escaped, joinedLines } from "./delimited.js";
import { EVERY } from "./rights.js";
import { visibleRows } from "./sheets.js";
import { nothing } from "./values.js";

/**
 * Every kept change of the rows the person may see, then a line with the day and the hash of the lines above.
 * Without roles that includes rows that are gone.
 */
export function writeHistory(commit, sheet) {
  const seen = new Map(visibleRows(commit, sheet.entity).map(({ row, seen: fields }) => [row.id, fields]));
  const lines = commit.db.lines.filter((line) => line.entity === sheet.entity && (nothing(commit.db.role) || shown(seen, line)));
  const rows = lines.map((line) =>
    [line.number, line.at, line.who, line.id, line.field, plain(line.old), plain(line.new)].map((cell) => escaped(String(cell))),
  );
  const text = joinedLines([["number", "at", "who", "row", "field", "old", "new"], ...rows], ",");
  return `${text}${commit.db.today},SHA-256,${sha256(new TextEncoder().encode(text))}\r\n`;
}

function shown(seen, line) {
  if (!seen.has(line.id)) return false;
  const fields = seen.get(line.id);
  return fields === EVERY || line.field === "" || fields.has(line.field);
}

/** A kept value as a text. */
function plain(value) {
  if (nothing(value)) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.join(" + ") : String(value);
}

const rotated = (word, by) => (word >>> by) | (word << (32 - by));

/** The first 32 bits of the fractional parts of a root of the first primes, as the standard asks. */
function primeRoots(count, root) {
  const found = [];
  for (let number = 2; found.length < count; number += 1) {
    let prime = true;
    for (let by = 2; by * by <= number; by += 1) if (number % by === 0) prime = false;
    if (prime) found.push(((number ** (1 / root) % 1) * 2 ** 32) | 0);
  }
  return found;
}

/** SHA-256 in hexadecimal. The browser's own is not there for a page opened from a file. */
export function sha256(bytes) {
  const size = Math.ceil((bytes.length + 9) / 64) * 64;
  const padded = new Uint8Array(size);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  new DataView(padded.buffer).setBigUint64(size - 8, BigInt(bytes.length) * 8n);
  const state = primeRoots(8, 2);
  const constants = primeRoots(64, 3);
  for (let block = 0; block < size; block += 64) mixed(state, new DataView(padded.buffer, block, 64), constants);
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

function mixed(state, block, constants) {
  const words = [];
  for (let at = 0; at < 64; at += 1) words.push(at < 16 ? block.getInt32(at * 4) : extended(words, at));
  let [a, b, c, d, e, f, g, h] = state;
  for (let at = 0; at < 64; at += 1) {
    const choice = (e & f) ^ (~e & g);
    const first = (h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + choice + constants[at] + words[at]) | 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const second = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => (state[at] = (state[at] + word) | 0));
}

function extended(words, at) {
  const [early, late] = [words[at - 15], words[at - 2]];
  const low = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
  const high = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
  return (words[at - 16] + low + words[at - 7] + high) | 0;
}
