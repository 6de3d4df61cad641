// A chart drawn as lines and boxes, the same numbers as a table, and above both the finding in words.
import { h, svg } from "./dom.js";
import { language, texts } from "../../texts.js";
import { exampleNote } from "./first_run.js";
import { written } from "./format.js";
import { columnKey, sortKeys } from "./list.js";
import { measure, measuredWords } from "./measure.js";
import { isBlank, sorted } from "./sort.js";
import { capitalised, say } from "./text.js";

const WIDTH = 640;
const HEIGHT = 280;
const LEFT = 64;
const BELOW = 34;
const MOST_VALUES = 12;
const MOST_SLICES = 6;
const MOST_STEPS = 36;

// by: what the groups are; step: month, week, day … when by is a time; series: a column; value: a measure.
export function chartScreen(spec) {
  return { ...spec, render: (app) => render(app, spec), drawn: (app, row) => within(app, spec, row) };
}

function render(app, spec) {
  const found = numbers(app, spec, spec.rows(app.db));
  const head = h("div", { class: "head" }, h("h1", { tabindex: "-1" }, spec.label));
  return { title: spec.label, body: [head, exampleNote(app), h("div", { class: "columns" }, picture(app, spec, found), table(app, spec, found))] };
}

// The same chart over the child rows of one row.
function within(app, spec, row) {
  const via = spec.of.fields.filter((field) => field.kind.entity);
  const rows = spec.rows(app.db).filter((child) => via.some((field) => app.db.get(field.kind.entity, child[field.id]) === row));
  return picture(app, spec, numbers(app, spec, rows), spec.label);
}

// -- numbers: groups in order, a value for each group and series --------------------------------------------------------------

function numbers(app, spec, rows) {
  const key = columnKey(app, spec.by);
  const ordered = spec.sort ? sorted(rows, sortKeys(app, spec.sort)) : sorted(rows, [{ of: key, falling: false }]);
  const groups = new Map();
  for (const row of ordered) {
    const name = spec.by.kind.words(spec.by.value(row, app.db), app, spec.by);
    if (isBlank(name)) continue;
    const label = spec.value.of === "each" ? `${name}\0${row.id}` : name;
    if (!groups.has(label)) groups.set(label, []);
    groups.get(label).push(row);
  }
  const series = spec.series ? seriesOf(app, spec, rows) : [{ name: "", holds: () => true }];
  let names = spec.step ? withGaps(spec.step, [...groups.keys()]) : [...groups.keys()];
  if (spec.limit) names = spec.step ? names.slice(-spec.limit) : names.slice(0, spec.limit);
  const valueOf = (name, { holds }) => {
    const own = (groups.get(name) ?? []).filter(holds);
    return own.length || spec.value.of === "count" ? measure(app, spec.value, own) : null;
  };
  return { series, groups: names.map((name) => ({ name: groupWords(spec.step, name.split("\0")[0]), long: groupWords(spec.step, name.split("\0")[0], "monthLong"), values: series.map((each) => valueOf(name, each)) })) };
}

function seriesOf(app, spec, rows) {
  const words = (row) => spec.series.kind.words(spec.series.value(row, app.db), app, spec.series) || texts.none;
  const names = [...new Set(sorted(rows, [{ of: columnKey(app, spec.series) }]).map(words))];
  return names.map((name) => ({ name, holds: (row) => words(row) === name }));
}

// Months and years without any row are shown as gaps, not left out, unless there are too many.
function withGaps(step, names) {
  const next = { month: nextMonth, year: (name) => String(Number(name.replace(/\D/g, "")) + 1) }[step];
  if (!next || names.length < 2) return names;
  const filled = [names[0]];
  while (filled.at(-1) < names.at(-1) && filled.length <= MOST_STEPS) filled.push(next(filled.at(-1)));
  return filled.length > MOST_STEPS ? names : filled;
}

function nextMonth(name) {
  const [year, month] = name.split("-").map(Number);
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, "0")}`;
}

function groupWords(step, name, form = "monthShort") {
  if (step === "month" && /^\d{4}-\d{2}$/.test(name)) return capitalised(written(`${name}-01`, form));
  if (step === "weekday" && /^[1-7]$/.test(name)) return written(`2026-11-${15 + Number(name)}`, "weekdayShort");
  return name;
}

// -- the finding ----------------------------------------------------------------------------------------------------------------

function finding(app, spec, { groups, series }) {
  const totals = groups.map((group) => ({ name: group.long, value: totalOf(spec, group.values) })).filter(({ value }) => value !== null);
  if (!totals.length) return texts.no_numbers;
  const best = totals.reduce((high, each) => (each.value > high.value ? each : high));
  const words = measuredWords(app, spec.value, best.value);
  if (totals.length === 1 || totals.every(({ value }) => value === best.value)) return say(texts.same_numbers, { name: best.name, value: words });
  return say(series.length > 1 ? texts.most_together : texts.most, { name: best.name, value: words });
}

function totalOf(spec, values) {
  const known = values.filter((value) => value !== null);
  if (!known.length) return null;
  return ["sum", "count", "each"].includes(spec.value.of) ? known.reduce((sum, value) => sum + value, 0n) : known.reduce((high, value) => (value > high ? value : high));
}

function picture(app, spec, found, title) {
  const drawing = found.groups.length ? (spec.kind === "pie" ? pie(app, spec, found) : axes(app, spec, found)) : null;
  const gap = found.groups.some((group) => group.values.includes(null));
  const names = spec.kind === "pie" ? [] : found.series.filter(({ name }) => name).map(({ name }, at) => h("span", {}, h("i", { class: `key-${(at % 8) + 1}` }), name));
  const legend = (names.length > 0 || gap) && h("p", { class: "legend" }, names, gap && spec.kind !== "pie" && h("span", {}, h("i", { class: "gap" }), texts.no_number_yet));
  return h("figure", { class: "sheet padded chart" }, title && h("p", { class: "count" }, title), h("figcaption", {}, h("h2", {}, finding(app, spec, found))), drawing, legend);
}

// -- bars and lines ---------------------------------------------------------------------------------------------------------------

function scale(groups) {
  const values = groups.flatMap((group) => group.values).filter((value) => value !== null).map((value) => Number(value) / 1e6);
  const top = Math.max(0, ...values);
  const low = Math.min(0, ...values);
  const step = niceStep((top - low) / 4 || 1);
  const [from, to] = [Math.floor(low / step) * step, Math.max(step, Math.ceil(top / step) * step)];
  const marks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, at) => from + at * step);
  return { marks, y: (value) => 12 + (HEIGHT - 12) * (1 - (value - from) / (to - from)) };
}

function niceStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? 10 * power;
}

const plain = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });

function axes(app, spec, found) {
  const { marks, y } = scale(found.groups);
  const room = (WIDTH - LEFT) / found.groups.length;
  const lines = marks.map((mark) => svg("g", {}, svg("path", { class: "rule", d: `M${LEFT} ${y(mark)}H${WIDTH}` }), svg("text", { x: LEFT - 12, y: y(mark) + 4, "text-anchor": "end" }, plain.format(mark))));
  const every = Math.ceil(found.groups.length / 12);
  const names = found.groups.map((group, at) => at % every === 0 && svg("text", { x: LEFT + room * (at + 0.5), y: HEIGHT + 22, "text-anchor": "middle" }, shortened(group.name, (room * every) / 7)));
  const drawn = spec.kind === "line" ? linesOf(found, y, room) : bars(app, spec, found, y, room);
  return svg("svg", { class: "drawing", viewBox: `0 0 ${WIDTH} ${HEIGHT + BELOW}`, role: "img", "aria-label": finding(app, spec, found) }, lines, drawn, names);
}

function shortened(name, most) {
  return name.length > most ? `${name.slice(0, Math.max(1, most - 1))}…` : name;
}

function bars(app, spec, { groups, series }, y, room) {
  const between = Math.min(4, room / 10);
  const width = Math.max(1, Math.min(56, (room * 0.8) / series.length - between));
  const corner = Math.min(3, width / 2);
  const written = groups.length * series.length <= MOST_VALUES;
  return groups.flatMap((group, at) =>
    group.values.map((value, order) => {
      const x = LEFT + room * (at + 0.5) + (order - series.length / 2) * (width + between) + between / 2;
      if (value === null) return width > 8 && svg("rect", { class: "gap", x, y: y(0) - 26, width, height: 26, rx: 4 });
      const size = Number(value) / 1e6;
      const [top, bottom] = [Math.min(y(0), y(size)), Math.max(y(0), y(size))];
      const box = svg("path", { class: `fill key-${(order % 8) + 1}`, d: `M${x} ${bottom}V${top + corner}q0-${corner} ${corner}-${corner}h${width - 2 * corner}q${corner} 0 ${corner} ${corner}V${bottom}z` });
      return svg("g", {}, box, written && svg("text", { class: "value", x: x + width / 2, y: top - 7, "text-anchor": "middle" }, plain.format(size)));
    }),
  );
}

function linesOf({ groups, series }, y, room) {
  return series.map((_, order) => {
    const points = groups.map((group, at) => group.values[order] !== null && [LEFT + room * (at + 0.5), y(Number(group.values[order]) / 1e6)]);
    const path = points.map((point, at) => point && `${points[at - 1] ? "L" : "M"}${point[0]} ${point[1]}`).filter(Boolean).join("");
    const dots = points.filter(Boolean).map(([x, top]) => svg("circle", { class: `fill key-${(order % 8) + 1}`, cx: x, cy: top, r: 4 }));
    return svg("g", {}, svg("path", { class: `line key-${(order % 8) + 1}`, d: path }), dots);
  });
}

// -- pie: up to six slices, the rest together ------------------------------------------------------------------------------------------

function pie(app, spec, found) {
  const all = found.groups.map((group) => ({ name: group.name, value: totalOf(spec, group.values) ?? 0n })).filter(({ value }) => value > 0n).sort((a, b) => (a.value > b.value ? -1 : 1));
  const rest = all.slice(MOST_SLICES - 1);
  const slices = all.length > MOST_SLICES ? [...all.slice(0, MOST_SLICES - 1), { name: texts.others, value: rest.reduce((sum, each) => sum + each.value, 0n) }] : all;
  const whole = Number(slices.reduce((sum, each) => sum + each.value, 0n));
  let turned = 0;
  const drawn = slices.map(({ value }, at) => {
    const share = Number(value) / whole;
    const path = share > 0.9999 ? "M100 6a94 94 0 1 1-.1 0z" : slice(turned, turned + share);
    turned += share;
    return svg("path", { class: `fill key-${at + 1} slice`, d: path });
  });
  const legend = slices.map(({ name, value }, at) => h("li", {}, h("i", { class: `key-${at + 1}` }), h("span", {}, name), h("b", {}, measuredWords(app, spec.value, value))));
  return h("div", { class: "pie" }, svg("svg", { class: "drawing", viewBox: "0 0 200 200", role: "img", "aria-label": finding(app, spec, found) }, drawn), h("ul", {}, legend));
}

function slice(from, to) {
  const at = (turn) => [100 + 94 * Math.sin(turn * 2 * Math.PI), 100 - 94 * Math.cos(turn * 2 * Math.PI)].map((place) => place.toFixed(2)).join(" ");
  return `M100 100L${at(from)}A94 94 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)}z`;
}

// -- the same numbers -------------------------------------------------------------------------------------------------------------------

function table(app, spec, { groups, series }) {
  const names = series.map(({ name }) => name || spec.value.label);
  const rows = groups.map((group) => h("tr", {}, h("th", { scope: "row" }, group.name), group.values.map((value) => h("td", { class: "number" }, measuredWords(app, spec.value, value)))));
  const sums = ["sum", "count", "each"].includes(spec.value.of) && groups.length > 1 && h("tr", { class: "sums" }, h("th", { scope: "row" }, texts.sum), series.map((_, at) => h("td", { class: "number" }, measuredWords(app, spec.value, totalOf(spec, groups.map((group) => group.values[at]))))));
  const head = h("tr", {}, h("th", { scope: "col" }, spec.by.label), names.map((name) => h("th", { scope: "col", class: "number" }, name)));
  return h("section", { class: "sheet numbers" }, h("div", { class: "section-head" }, h("h2", {}, texts.same_in_numbers)), h("table", { class: "rows children plain" }, h("thead", {}, head), h("tbody", {}, rows, sums)));
}
