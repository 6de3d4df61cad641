// The order of rows on screen: folded text with runs of digits as numbers, then the exact text; blanks last; then id.
import { folded } from "./text.js";

export function compareWords(one, other) {
  const [a, b] = [pieces(one), pieces(other)];
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const order = comparePieces(a[i], b[i]);
    if (order) return order;
  }
  return a.length - b.length || compareSame(one, other);
}

function pieces(text) {
  return folded(text).match(/\d+|\D+/g) ?? [];
}

function comparePieces(one, other) {
  if (/^\d/.test(one) && /^\d/.test(other)) return compareSame(BigInt(one), BigInt(other));
  return compareSame(one, other);
}

function compareSame(one, other) {
  return one < other ? -1 : Number(one > other);
}

export function isBlank(value) {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

function compareValues(one, other) {
  if (typeof one === "string" && typeof other === "string") return compareWords(one, other);
  return compareSame(one, other);
}

// keys: [{ of: (row) => value, falling: true }]; gives a new list.
export function sorted(rows, keys) {
  const valued = rows.map((row) => ({ row, values: keys.map((key) => key.of(row)) }));
  valued.sort((a, b) => {
    for (let i = 0; i < keys.length; i += 1) {
      const [one, other] = [a.values[i], b.values[i]];
      if (isBlank(one) || isBlank(other)) {
        if (isBlank(one) !== isBlank(other)) return isBlank(one) ? 1 : -1;
        continue;
      }
      const order = compareValues(one, other);
      if (order) return keys[i].falling ? -order : order;
    }
    return a.row.id - b.row.id;
  });
  return valued.map(({ row }) => row);
}
