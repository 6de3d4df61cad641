// One number over rows: sum, avg, min, max or count, exact, as it stands below a list or in a chart.
import { isBlank } from "./sort.js";
import { number } from "./format.js";

const MILLION = 1000000n;

// measure: { of: "sum", value: (row, db) => millionths }; gives millionths, or null when there is nothing to measure.
export function measure(app, { of, value }, rows) {
  if (of === "count") return BigInt(rows.length) * MILLION;
  const values = rows.map((row) => value(row, app.db)).filter((each) => !isBlank(each));
  if (of === "sum" || of === "each") return values.reduce((sum, each) => sum + each, 0n);
  if (!values.length) return null;
  if (of === "avg") return divided(values.reduce((sum, each) => sum + each, 0n), BigInt(values.length));
  return values.reduce((best, each) => (of === "min" ? each < best : each > best) ? each : best);
}

function divided(sum, count) {
  const half = (sum < 0n ? -count : count) / 2n;
  return (sum + half) / count;
}

export function measured(app, spec, rows) {
  return measuredWords(app, spec, measure(app, spec, rows));
}

export function measuredWords(app, { kind, unit }, value) {
  if (isBlank(value)) return "–";
  return kind ? kind.words(value, app, { unit }) : number(value);
}
