// Sheets for the printer: one table of rows, or a page, card or label for each row. On screen it is a preview.
import { button, h, icon } from "./dom.js";
import { texts } from "../../texts.js";
import { columnKey, sortKeys } from "./list.js";
import { measured } from "./measure.js";
import { dueChip } from "./row.js";
import { compareWords, isBlank, sorted } from "./sort.js";
import { momentWords } from "./format.js";
import { counted, say } from "./text.js";

// layout: sheet, letter, card, receipt or labels; head, to, show, parts, total, foot: what stands where.
export function printScreen(spec) {
  return { ...spec, render: (app, route) => render(app, spec, route.row ?? rowOf(route)) };
}

function rowOf(route) {
  return route.path[1] === undefined ? null : Number(route.path[1]);
}

function render(app, spec, id) {
  const all = spec.rows(app.db);
  const rows = id === null ? sorted(all, sortKeys(app, spec.sort)) : all.filter((row) => row.id === id);
  const press = () => printAs(app, spec, rows);
  const head = h("div", { class: "head no-print" }, h("h1", { tabindex: "-1" }, spec.label), h("div", { class: "head-actions" }, button("main", { "data-main": true, on: { click: press } }, icon("print"), texts.print)));
  const paper = () => (spec.single ? rows.map((row) => single(app, spec, row)) : table(app, spec, rows));
  const nothing = () => h("p", { class: "sheet empty" }, say(texts.empty_title, { things: spec.of.many_in }));
  return { title: spec.label, body: [head, h("div", { class: `paper print-${spec.layout}` }, rows.length ? paper() : nothing())] };
}

// The name of the file is the title of the page while it prints.
function printAs(app, spec, rows) {
  const title = document.title;
  if (spec.file && rows.length === 1) document.title = spec.file(rows[0], app.db);
  print();
  document.title = title;
}

function words(app, column, row) {
  if (column.due) return wordsOfState(app, column, row);
  return column.kind.words(column.value(row, app.db), app, column);
}

function wordsOfState(app, column, row) {
  const value = column.value(row, app.db);
  return column.due(row) === "overdue" ? dueChip("overdue", value, app.db.today).textContent : column.kind.words(value, app, column);
}

function top(app, title) {
  return h("header", {}, h("p", { class: "from" }, icon(app.icon), app.name), h("h2", {}, title));
}

function bottom(app) {
  return h("footer", {}, say(texts.printed_at, { time: momentWords(app.db.now, "0000-00-00") }));
}

// -- one table ------------------------------------------------------------------------------------------------------------

function table(app, spec, rows) {
  const groups = spec.group ? grouped(app, spec, rows) : [{ name: "", members: rows }];
  const lines = (spec.head ?? []).map((column) => words(app, column, rows[0])).filter((text) => !isBlank(text));
  const foot = (spec.foot ?? []).map((column) => words(app, column, rows[0])).filter((text) => !isBlank(text));
  return h("article", { class: "page-sheet" }, top(app, spec.label), lines.length > 0 && h("p", {}, lines.join(", ")), groups.map((group) => groupTable(app, spec, group)), foot.length > 0 && h("p", { class: "print-foot" }, foot.join(" · ")), bottom(app));
}

function grouped(app, spec, rows) {
  const key = columnKey(app, spec.group);
  const groups = new Map();
  for (const row of sorted(rows, [{ of: key }, ...sortKeys(app, spec.sort)])) {
    const name = words(app, spec.group, row) || texts.none;
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(row);
  }
  return [...groups].sort(([a], [b]) => compareWords(a, b)).map(([name, members]) => ({ name, members }));
}

function groupTable(app, spec, { name, members }) {
  const head = h("tr", {}, spec.show.map((column) => h("th", { scope: "col", class: column.kind.number ? "number" : null }, column.label)));
  const body = members.map((row) => h("tr", {}, spec.show.map((column) => h("td", { class: column.kind.number ? "number" : null }, words(app, column, row)))));
  const total = spec.total && h("p", { class: "print-total" }, spec.total.label, " ", h("b", {}, measured(app, spec.total, members)));
  return h("section", {}, name && h("h3", {}, name), h("table", { class: "print-rows" }, h("thead", {}, head), h("tbody", {}, body)), h("p", { class: "count" }, counted(spec.of, members.length)), total);
}

// -- one page, card or label a row --------------------------------------------------------------------------------------------

function single(app, spec, row) {
  const lines = (columns) => (columns ?? []).map((column) => words(app, column, row)).filter((text) => !isBlank(text)).map((text) => h("p", {}, text));
  const facts = spec.show.filter((column) => ![app.title(spec.of, row), "", null].includes(words(app, column, row))).map((column) => h("div", {}, h("dt", {}, column.label), h("dd", {}, words(app, column, row))));
  const label = spec.layout === "labels" || spec.layout === "card";
  const title = label ? app.title(spec.of, row) : `${spec.label} ${app.title(spec.of, row)}`;
  const total = spec.total && h("p", { class: "print-total" }, spec.total.label, " ", h("b", {}, measured(app, spec.total, [row])));
  return h("article", { class: "page-sheet" }, !label && top(app, title), label && h("h3", {}, title), spec.head && h("div", { class: "sender" }, lines(spec.head)), spec.to && h("address", {}, lines(spec.to)), h("dl", { class: "facts" }, facts), (spec.parts ?? []).map((part) => partTable(app, part, row)), total, spec.foot && h("div", { class: "print-foot" }, lines(spec.foot)), !label && bottom(app));
}

function partTable(app, part, row) {
  const rows = sorted(app.db.having(part.of.id, part.via, row.id), sortKeys(app, part.sort));
  const cells = (tag, text) => part.columns.map((column) => h(tag, { class: column.kind.number ? "number" : null }, text(column)));
  return h("section", {}, h("h3", {}, part.label), h("table", { class: "print-rows" }, h("thead", {}, h("tr", {}, cells("th", (column) => column.label))), h("tbody", {}, rows.map((child) => h("tr", {}, cells("td", (column) => words(app, column, child)))))), part.total && h("p", { class: "print-total" }, part.total.label, " ", h("b", {}, measured(app, part.total, rows))));
}

