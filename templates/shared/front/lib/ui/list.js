// A list of rows: searched, filtered, sorted, with the most likely action of each row in the row.
import { button, h, icon, iconButton } from "./dom.js";
import { texts } from "../../texts.js";
import { addRow, runAction } from "./change.js";
import { filterButtons, passes } from "./filters.js";
import { exampleNote } from "./first_run.js";
import { openMenu } from "./overlay.js";
import { dueChip, mainAction, moreButton, tile } from "./row.js";
import { compareWords, sorted } from "./sort.js";
import { counted, found, say } from "./text.js";
import { measured } from "./measure.js";

const WIDEST = 6;

// columns: [{ label, kind, value: (row, db) => …, unit?, due? }]; sort: [{ of, falling }]; the rest may be left out.
export function listScreen(spec) {
  return { ...spec, render: (app) => render(app, spec) };
}

function render(app, spec) {
  const state = app.state(spec.id, () => ({ search: "", filters: new Map(), sort: null, all: false }));
  const all = spec.rows(app.db);
  const fitting = all.filter((row) => passes(app, spec, state, row) && matches(app, spec, state.search, row));
  const rows = inOrder(app, spec, state, fitting);
  const head = h("div", { class: "head" }, h("div", {}, h("h1", { tabindex: "-1" }, spec.label), h("p", { class: "lead" }, summary(app, spec, all, rows))), h("div", { class: "head-actions" }, startActions(app, spec)));
  const bar = all.length > 0 && h("div", { class: "filters" }, searchField(app, spec, state, rows), filterButtons(app, spec, state, all), pageMenu(app, spec));
  const body = rows.length ? table(app, spec, state, rows) : nothing(app, spec, state, all);
  return { title: spec.label, body: [head, exampleNote(app), bar, body] };
}

function summary(app, spec, all, rows) {
  if (!all.length) return "";
  const shown = rows.length === all.length ? counted(spec.of, rows.length) : say(texts.rows_of, { n: rows.length, all: counted(spec.of, all.length) });
  const late = rows.filter((row) => spec.columns.some((column) => column.due?.(row) === "overdue")).length;
  return late ? `${shown}, ${say(texts.of_them_late, { n: late })}` : shown;
}

// -- order and search -------------------------------------------------------------------------------------------------

export function columnKey(app, column) {
  const order = column.kind.order ?? (column.kind.entity && ((value) => column.kind.words(value, app)));
  return (row) => {
    const value = column.value(row, app.db);
    return value === null || value === undefined ? null : order ? order(value) : value;
  };
}

export function sortKeys(app, columns) {
  return (columns ?? []).map((column) => ({ of: columnKey(app, column), falling: column.falling }));
}

function inOrder(app, spec, state, rows) {
  const keys = sortKeys(app, spec.sort);
  const chosen = state.sort && { of: columnKey(app, spec.columns[state.sort.column]), falling: state.sort.falling };
  if (chosen) return sorted(rows, [chosen, ...keys]);
  return keys.length ? sorted(rows, keys) : [...rows].sort((a, b) => compareWords(app.title(spec.of, a), app.title(spec.of, b)));
}

function cellWords(app, column, row) {
  return column.kind.words(column.value(row, app.db), app, column);
}

function matches(app, spec, search, row) {
  if (!search) return true;
  const words = [...spec.columns, ...(spec.search ?? [])].map((column) => cellWords(app, column, row));
  return found(search, [app.title(spec.of, row), ...words].join(" "));
}

function searchField(app, spec, state, rows) {
  const type = (event) => {
    state.search = event.target.value;
    app.refresh();
  };
  const open = (event) => {
    const exact = event.key === "Enter" && rows.find((row) => spec.of.fields.some((field) => field.unique && row[field.id] === state.search.trim()));
    if (exact) app.go(`${spec.of.id}/${exact.id}`);
  };
  const input = h("input", { type: "search", "aria-label": texts.search, placeholder: spec.search ? spec.search.map((column) => column.label).join(", ") : texts.search, autocomplete: "off", value: state.search, on: { input: type, keydown: open } });
  return h("span", { class: "search" }, icon("search"), input);
}

// -- actions of the page -------------------------------------------------------------------------------------------------

// What can be started here: a rule's own button first, else adding a row.
export function starts(app, thing) {
  const own = thing.actions.filter((action) => !action.on_row && app.view.can.do.includes(action.name) && !action.file);
  const entries = own.map((action) => ({ label: action.label, run: () => runAction(app, thing, action, null) }));
  const replaces = own.some((action) => action.adds);
  if (app.mayAdd(thing.id) && !replaces) entries.unshift({ label: thing.add, run: () => addRow(app, thing) });
  return entries;
}

function startActions(app, spec) {
  const [first, ...rest] = starts(app, spec.of);
  const others = rest.map((entry) => button("plain", { on: { click: entry.run } }, entry.label));
  return [others, first && button("main", { "data-main": true, on: { click: first.run } }, icon("plus"), first.label)];
}

function pageMenu(app, spec) {
  const files = spec.of.actions.filter((action) => action.file && app.view.can.do.includes(action.name));
  const all = spec.of.actions.filter((action) => action.many && app.view.can.do.includes(action.name));
  const entries = [
    ...all.map((action) => ({ label: say(texts.for_all, { label: action.label }), icon: "check", run: () => runAction(app, spec.of, action, null) })),
    ...files.map((action) => ({ label: action.label, icon: action.file === "import" ? "upload" : "download", run: () => spec.of.files[action.file](app, spec.of, action) })),
    ...app.screens.filter((screen) => screen.prints === spec.of.id).map((screen) => ({ label: screen.label, icon: "print", href: `#/${screen.id}` })),
    { label: texts.print, icon: "print", run: () => print() },
  ];
  if (entries.length === 1) return iconButton("print", texts.print, { on: { click: () => print() } });
  return iconButton("more", texts.more, { "aria-haspopup": "menu", "aria-expanded": "false", on: { click: (event) => openMenu(event.currentTarget, entries, { label: texts.more }) } });
}

// -- the sheet -----------------------------------------------------------------------------------------------------------

function table(app, spec, state, rows) {
  const columns = spec.columns.slice(0, WIDEST);
  const shown = spec.limit && !state.all ? rows.slice(0, spec.limit) : rows;
  const head = h("tr", {}, columns.map((column, at) => headCell(app, state, column, at)), h("td", {}));
  const body = grouped(app, spec, shown).flatMap(({ name, members }) => [
    name !== null && h("tr", { class: "group" }, h("th", { colspan: columns.length + 1, scope: "rowgroup" }, name)),
    ...members.map((row) => rowOf(app, spec, columns, row)),
  ]);
  const more = shown.length < rows.length && button("quiet", { on: { click: () => showAll(app, state) } }, texts.show_all);
  const count = h("span", {}, counted(spec.of, rows.length), more);
  const total = spec.total && h("span", {}, spec.total.label, " ", h("b", {}, measured(app, spec.total, rows)));
  return h("div", { class: "sheet" }, h("table", { class: "rows" }, h("thead", {}, head), h("tbody", {}, body)), h("div", { class: "foot" }, count, total));
}

function showAll(app, state) {
  state.all = true;
  app.refresh();
}

function headCell(app, state, column, at) {
  const sort = state.sort?.column === at ? (state.sort.falling ? "descending" : "ascending") : null;
  const press = () => {
    state.sort = sort === "descending" ? null : { column: at, falling: sort === "ascending" };
    app.refresh();
  };
  const mark = sort && icon(sort === "ascending" ? "up" : "falling");
  return h("th", { scope: "col", class: at ? cellClass(column, at - 1) : null, "aria-sort": sort }, h("button", { type: "button", on: { click: press } }, column.label, mark));
}

function grouped(app, spec, rows) {
  if (!spec.group) return [{ name: null, members: rows }];
  const groups = new Map();
  for (const row of rows) {
    const name = spec.group.kind.words(spec.group.value(row, app.db), app, spec.group) || texts.none;
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(row);
  }
  return [...groups].map(([name, members]) => ({ name, members }));
}

function rowOf(app, spec, columns, row) {
  const name = h("a", { class: "name", href: app.link(spec.of.id, row.id) }, cellWords(app, columns[0], row) || app.title(spec.of, row));
  const cells = columns.slice(1).map((column, at) => h("td", { class: cellClass(column, at), "data-label": column.label }, cell(app, column, row)));
  const actions = h("span", { class: "row-actions" }, mainAction(app, spec.of, row), moreButton(app, spec.of, row));
  return h("tr", { "data-key": `${spec.of.id}-${row.id}` }, h("th", { scope: "row" }, h("span", { class: "named" }, tile(app, spec.of, row), name)), cells, h("td", { class: "act" }, actions));
}

function cellClass(column, at) {
  const look = column.due || column.states ? "state" : at < 2 ? "second" : "extra";
  return column.kind.number ? `number ${look}` : look;
}

export function cell(app, column, row) {
  const value = column.value(row, app.db);
  if (column.kind.entity) return column.kind.words(value, app, column);
  if (column.due) return dueChip(column.due(row), value, app.db.today, "short") || column.kind.show(value, app, column);
  return column.kind.show(value, app, column);
}

function nothing(app, spec, state, all) {
  if (!all.length) return empty(app, spec);
  const clear = () => {
    app.memory.delete(spec.id);
    app.refresh();
  };
  const words = state.search ? say(texts.none_fits, { text: state.search }) : texts.nothing_fits;
  return h("div", { class: "sheet empty" }, h("p", {}, words, " ", h("button", { type: "button", class: "link", on: { click: clear } }, texts.clear_filter)));
}

export function empty(app, spec) {
  const [first] = starts(app, spec.of);
  const imports = spec.of.actions.find((action) => action.file === "import" && app.view.can.do.includes(action.name));
  return h("div", { class: "sheet empty" }, h("h2", {}, say(texts.empty_title, { things: spec.of.many_in })), h("p", {}, spec.empty ?? say(texts.empty_line, { things: spec.of.many_in })),
    h("p", { class: "buttons" }, first && button("main", { on: { click: first.run } }, icon("plus"), first.label), imports && button("quiet", { on: { click: () => spec.of.files.import(app, spec.of, imports) } }, texts.import_list)));
}
