// A filter for every column whose values repeat: options, yes or no, and references.
import { button, h, icon } from "./dom.js";
import { texts } from "../../texts.js";
import { openMenu } from "./overlay.js";
import { compareWords, isBlank } from "./sort.js";
import { say } from "./text.js";

const MOST = 3;

function filterable(column) {
  return column.filter !== false && ["choice", "yesno", "ref"].includes(column.kind.name);
}

// state.filters: label of the column -> set of chosen words.
export function passes(app, spec, state, row) {
  return spec.columns.filter(filterable).every((column) => {
    const chosen = state.filters.get(column.label);
    return !chosen?.size || chosen.has(wordsOf(app, column, row));
  });
}

function wordsOf(app, column, row) {
  const value = column.value(row, app.db);
  return isBlank(value) ? texts.none : column.kind.words(value, app, column);
}

export function filterButtons(app, spec, state, rows) {
  const columns = spec.columns.filter(filterable).map((column) => ({ column, words: [...new Set(rows.map((row) => wordsOf(app, column, row)))].sort(compareWords) }));
  const useful = columns.filter(({ column, words }) => words.length > 1 || state.filters.get(column.label)?.size);
  if (useful.length <= MOST) return useful.map(({ column, words }) => filterButton(app, state, column, words));
  return [...useful.slice(0, MOST - 1).map(({ column, words }) => filterButton(app, state, column, words)), otherFilters(app, state, useful.slice(MOST - 1))];
}

function entries(app, state, column, words) {
  const chosen = state.filters.get(column.label) ?? new Set();
  return words.map((word) => ({
    label: word,
    chosen: chosen.has(word),
    run() {
      chosen.has(word) ? chosen.delete(word) : chosen.add(word);
      state.filters.set(column.label, chosen);
      app.refresh();
    },
  }));
}

function filterButton(app, state, column, words) {
  const chosen = state.filters.get(column.label) ?? new Set();
  const open = (event) => openMenu(event.currentTarget, entries(app, state, column, words), { label: column.label, stays: true });
  const clear = () => {
    state.filters.delete(column.label);
    app.refresh();
  };
  if (!chosen.size) return button("filter", { "aria-haspopup": "menu", "aria-expanded": "false", on: { click: open } }, column.label, icon("down"));
  const words_ = chosen.size === 1 ? [...chosen][0] : say(texts.chosen, { n: chosen.size });
  return h("span", { class: "filter set" }, h("button", { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", on: { click: open } }, `${column.label}: ${words_}`), h("button", { type: "button", "aria-label": say(texts.clear_named, { name: column.label }), on: { click: clear } }, icon("cross")));
}

function otherFilters(app, state, columns) {
  const all = columns.flatMap(({ column, words }, at) => [...(at ? [null] : []), ...entries(app, state, column, words).map((entry) => ({ ...entry, label: `${column.label}: ${entry.label}` }))]);
  const set = columns.reduce((sum, { column }) => sum + (state.filters.get(column.label)?.size ?? 0), 0);
  const open = (event) => openMenu(event.currentTarget, all, { label: texts.filters, stays: true });
  return button(set ? "filter set" : "filter", { "aria-haspopup": "menu", "aria-expanded": "false", on: { click: open } }, icon("filter"), set ? say(texts.filters_set, { n: set }) : texts.filters);
}
