// One row with everything that belongs to it: its facts, its history, and its child rows, which can be added in place.
import { button, h, icon } from "./dom.js";
import { texts } from "../../texts.js";
import { addRow, editRow, openFields, startValues, tell } from "./change.js";
import { fieldPart } from "./form.js";
import { cell, sortKeys } from "./list.js";
import { banner, clearField, refuseField } from "./notices.js";
import { chip, dueChip, mainAction, moreButton, tile } from "./row.js";
import { isBlank, sorted } from "./sort.js";
import { momentWords, readNumber } from "./format.js";
import { counted, say } from "./text.js";

// facts: columns; parts: [{ label, of, via, columns, sort }]; charts: chart screens; history: whether changes are kept.
const MOST = 40;

export function detailPage(spec) {
  return { ...spec, id: spec.of.id, render: (app, route) => render(app, spec, route.row) };
}

function render(app, spec, id) {
  const thing = spec.of;
  const row = app.db.get(thing.id, id);
  if (!row || row.$hidden) return gone(app, spec);
  const title = app.title(thing, row);
  const head = h("div", { class: "head detail-head" }, h("div", { class: "titled" }, tile(app, thing, row, "large"), h("div", {}, h("h1", { tabindex: "-1" }, title), h("p", { class: "lead" }, states(app, spec, row)))), h("div", { class: "head-actions" }, edit(app, thing, row), mainAction(app, thing, row, "main"), moreButton(app, thing, row, { open: false })));
  const left = h("div", { class: "column" }, facts(app, spec, row), spec.history && history(app, spec, row));
  const parts = (spec.parts ?? []).filter((part) => part.of.id in app.view.rows);
  const right = [...parts.map((part) => children(app, part, row)), ...(spec.charts ?? []).map((chart) => chart.drawn(app, row))];
  const columns = h("div", { class: right.length ? "columns detail" : "columns single" }, left, right.length > 0 && h("div", { class: "column" }, right));
  return { title, body: [backLink(app, spec), head, columns] };
}

function backLink(app, spec) {
  const home = app.screens.find((screen) => screen.of === spec.of && screen.home) ?? app.screens.find((screen) => screen.of === spec.of) ?? app.screens[0];
  return h("a", { class: "back", href: `#/${home.id}` }, icon("back"), home.label);
}

function gone(app, spec) {
  return { title: texts.not_found, body: [backLink(app, spec), h("div", { class: "sheet empty" }, h("h1", { tabindex: "-1" }, texts.not_found), h("p", {}, texts.not_found_line))] };
}

function edit(app, thing, row) {
  return row.$can?.edit && button("plain", { on: { click: () => editRow(app, thing, row) } }, icon("edit"), texts.edit);
}

function states(app, spec, row) {
  const due = spec.facts.filter((column) => column.due).map((column) => dueChip(column.due(row), column.value(row, app.db), app.db.today));
  const about = app.about(spec.of, row);
  return [...due, about && h("span", {}, about)];
}

function facts(app, spec, row) {
  const filled = spec.facts.filter((column) => !isBlank(column.value(row, app.db)));
  const entries = filled.map((column) => h("div", {}, h("dt", {}, column.label), h("dd", {}, column.kind.entity ? column.kind.show(column.value(row, app.db), app, column) : cell(app, column, row))));
  return h("section", { class: "sheet padded" }, h("h2", {}, texts.about), entries.length ? h("dl", { class: "facts" }, entries) : h("p", {}, texts.nothing_yet));
}

// -- child rows ------------------------------------------------------------------------------------------------------------

function children(app, part, row) {
  const keys = sortKeys(app, part.sort);
  const rows = sorted(app.db.having(part.of.id, part.via, row.id), keys);
  const head = h("tr", {}, part.columns.map((column) => h("th", { scope: "col", class: column.kind.number ? "number" : null }, column.label)), h("td", {}));
  const body = rows.map((child) => childRow(app, part, child));
  const table = rows.length > 0 && h("table", { class: "rows children" }, h("thead", {}, head), h("tbody", {}, body));
  const title = h("div", { class: "section-head" }, h("h2", {}, part.label), h("span", { class: "count" }, counted(part.of, rows.length)));
  return h("section", { class: "sheet", "data-key": `part-${part.of.id}-${part.via}` }, title, table || h("p", { class: "padded-line" }, say(texts.empty_line, { things: part.of.many_in })), app.mayAdd(part.of.id) && entry(app, part, row));
}

function childRow(app, part, child) {
  const [first, ...rest] = part.columns;
  const name = h("a", { class: "name", href: app.link(part.of.id, child.id) }, first.kind.words(first.value(child, app.db), app, first) || app.title(part.of, child));
  const actions = h("span", { class: "row-actions" }, mainAction(app, part.of, child), moreButton(app, part.of, child));
  return h("tr", { "data-key": `${part.of.id}-${child.id}` }, h("th", { scope: "row", class: first.kind.number ? "number" : null }, name), rest.map((column, at) => h("td", { class: `${column.kind.number ? "number " : ""}${at < 2 ? "second" : "extra"}`, "data-label": column.label }, cell(app, column, child))), h("td", { class: "act" }, actions));
}

// A row to type the next child row into, when its fields fit; else a button that opens its form.
function entry(app, part, row) {
  const shown = part.entry ?? [];
  const fields = openFields(part.of, app.view.can.add[part.of.id]).filter((field) => shown.includes(field.id));
  if (fields.length !== shown.length || !shown.length) return h("div", { class: "foot" }, button("quiet", { on: { click: () => addRow(app, part.of, { [part.via]: row.id }) } }, icon("plus"), part.of.add));
  return entryForm(app, part, row, fields);
}

function entryForm(app, part, row, fields) {
  const starting = startValues(app, part.of);
  const form = { label: (id) => fields.find((field) => field.id === id)?.label ?? id, changed: () => {} };
  const parts = fields.map((field) => fieldPart(app, form, field, starting[field.id]));
  form.row = () => ({ ...starting, [part.via]: row.id, ...Object.fromEntries(parts.map(({ field, control }) => [field.id, control.read().value ?? null])) });
  const notice = h("div", { class: "notices" });
  let confirm = null;
  const add = h("button", { class: "button main", type: "submit" }, texts.add);
  const node = h("form", { class: "entry", novalidate: true, "data-keep": `entry-${part.of.id}-${row.id}-${app.view.rows[part.of.id].length}` }, parts.map((each) => each.node), add, notice);
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    parts.forEach(clearField);
    const unread = parts.map(({ field, control }) => ({ field: field.id, say: control.read().error })).filter((each) => each.say);
    const values = Object.fromEntries(Object.entries(form.row()).filter(([, value]) => !isBlank(value)));
    const outcome = unread.length ? { refusals: unread } : await app.store.commit({ kind: "add", entity: part.of.id, values }, { confirm });
    confirm = outcome.confirm ?? null;
    if (outcome.ok) tell(app, texts.saved_plain, outcome.undo);
    else answer(outcome, parts, notice);
  });
  return node;
}

function answer(outcome, parts, notice) {
  const tied = (outcome.refusals ?? []).filter(({ field }) => parts.some((part) => part.field.id === field));
  tied.forEach((refusal) => refuseField(parts.find((part) => part.field.id === refusal.field), refusal.say));
  const rest = (outcome.refusals ?? outcome.warnings ?? []).filter((refusal) => !tied.includes(refusal));
  const lines = outcome.offline ? [texts.no_connection] : rest.map((refusal) => refusal.say);
  notice.replaceChildren(...(lines.length ? [banner(outcome.warnings ? "soon" : "late", outcome.warnings ? texts.add_again : "", lines)] : []));
  (tied.length ? parts.find((part) => part.field.id === tied[0].field).control.input : notice.firstChild)?.focus();
}

// -- history ------------------------------------------------------------------------------------------------------------------

// Changes are [{ at, who, field, old, new }], newest first; they are fetched once for each state of the data.
function keptChanges(app, thing, row) {
  const state = app.state(`history ${thing.id} ${row.id}`, () => ({ version: null, changes: [] }));
  if (state.version !== app.view.version) {
    state.version = app.view.version;
    app.store.history(thing.id, row.id).then((changes) => {
      state.changes = changes;
      app.refresh();
    });
  }
  return state.changes;
}

function history(app, spec, row) {
  const lines = keptChanges(app, spec.of, row).slice(0, MOST).map((change) => h("li", {}, h("small", {}, `${momentWords(change.at, app.db.today)}${change.who ? `, ${change.who}` : ""}`), h("span", {}, changed(app, spec.of, change))));
  return h("section", { class: "sheet padded" }, h("h2", {}, texts.history), lines.length ? h("ul", { class: "history" }, lines) : h("p", {}, texts.no_changes));
}

function changed(app, thing, change) {
  const field = thing.fields.find((each) => each.id === change.field);
  if (!field) return chip(isBlank(change.new) ? "late" : "good", isBlank(change.new) ? texts.deleted_plain : texts.added);
  const words = (value) => (isBlank(value) ? "–" : field.kind.words(field.kind.number ? readNumber(String(value)) : value, app, field));
  return [`${field.label}: `, !isBlank(change.old) && [h("del", {}, words(change.old)), " → "], h("b", {}, words(change.new))];
}
