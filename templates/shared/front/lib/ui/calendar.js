// Rows by their day: a week with hours, a month, and an agenda on a phone. Dragging to another day changes the field.
import { button, h, icon, iconButton } from "./dom.js";
import { texts } from "../../texts.js";
import { addRow, changeField } from "./change.js";
import { exampleNote } from "./first_run.js";
import { addDays, clockTime, daysBetween, weekday, written } from "./format.js";
import { starts } from "./list.js";
import { isBlank } from "./sort.js";
import { capitalised, counted, say } from "./text.js";

const HOUR = 54;
const ROWS_A_DAY = 3;

// date, to: (row, db) => day or moment; show: columns; color: a column; moves, moves_to: the fields dragging changes.
export function calendarScreen(spec) {
  return { ...spec, render: (app) => render(app, spec) };
}

function render(app, spec) {
  const state = app.state(spec.id, () => ({ day: app.db.today, month: !timed(app, spec) }));
  const entries = entriesOf(app, spec);
  const [first] = starts(app, spec.of);
  const add = first && button("main", { "data-main": true, on: { click: first.run } }, icon("plus"), first.label);
  const head = h("div", { class: "head" }, h("h1", { tabindex: "-1" }, spec.label), h("div", { class: "head-actions" }, add));
  const days = state.month ? monthDays(state.day) : weekDays(state.day);
  const bar = h("div", { class: "head calendar-bar" }, h("h2", {}, spanWords(state, days)), h("div", { class: "head-actions" }, modes(app, state), steps(app, state)));
  const drawn = state.month ? month(app, spec, state, days, entries) : week(app, spec, days, entries);
  return { title: spec.label, body: [head, exampleNote(app), bar, h("div", { class: "sheet wide-only" }, drawn, legend(app, spec, entries)), agenda(app, spec, days, entries)] };
}

// -- what stands in it ----------------------------------------------------------------------------------------------------

function timed(app, spec) {
  return spec.rows(app.db).some((row) => (spec.date(row, app.db) ?? "").length > 10);
}

function entriesOf(app, spec) {
  const found = [];
  for (const row of spec.rows(app.db)) {
    const from = spec.date(row, app.db);
    if (isBlank(from)) continue;
    const to = spec.to?.(row, app.db) || from;
    const shown = (spec.show ?? []).map((column) => column.kind.words(column.value(row, app.db), app, column)).filter((words) => !isBlank(words));
    const title = shown[0] ?? app.title(spec.of, row);
    found.push({ row, from, to: to < from ? from : to, title, lines: shown.slice(1), color: colorOf(app, spec, row) });
  }
  return found.sort((a, b) => (a.from < b.from ? -1 : 1));
}

function colorOf(app, spec, row) {
  if (!spec.color) return { number: 1, word: "" };
  const { kind, value } = spec.color;
  const raw = value(row, app.db);
  const word = kind.words(raw, app, spec.color);
  const place = kind.options ? Object.keys(kind.options).indexOf(raw) : kind.entity ? app.db.all(kind.entity).findIndex((each) => each.id === raw) : kind.name === "yesno" ? Number(!raw) : [...word].reduce((sum, char) => sum + char.codePointAt(0), 0);
  return { number: (Math.max(0, place) % 8) + 1, word };
}

function onDay(entries, day) {
  return entries.filter(({ from, to }) => from.slice(0, 10) <= day && (to.slice(0, 10) > day || to.slice(0, 10) === day || from.slice(0, 10) === day));
}

function legend(app, spec, entries) {
  const words = new Map(entries.filter(({ color }) => color.word).map(({ color }) => [color.word, color.number]));
  return words.size > 0 && h("div", { class: "foot legend" }, [...words].map(([word, number]) => h("span", {}, h("i", { class: `key-${number}` }), word)));
}

// -- the frame --------------------------------------------------------------------------------------------------------------

function weekDays(day) {
  const monday = addDays(day, 1 - weekday(day));
  return Array.from({ length: 7 }, (_, at) => addDays(monday, at));
}

function monthDays(day) {
  const first = `${day.slice(0, 8)}01`;
  const monday = addDays(first, 1 - weekday(first));
  const weeks = Math.ceil((daysBetween(monday, `${day.slice(0, 8)}01`) + daysInMonth(first)) / 7);
  return Array.from({ length: weeks * 7 }, (_, at) => addDays(monday, at));
}

function daysInMonth(first) {
  const next = addDays(first, 31);
  return daysBetween(first, `${next.slice(0, 8)}01`);
}

function spanWords(state, days) {
  if (state.month) return capitalised(written(state.day, "month"));
  const [from, to] = [days[0], days[6]];
  return say(texts.from_to, { from: written(from, from.slice(0, 7) === to.slice(0, 7) ? "dayOnly" : "long"), to: written(to, "long") });
}

function modes(app, state) {
  const choose = (month) => () => {
    state.month = month;
    app.refresh();
  };
  const mode = (month, label) => h("button", { type: "button", "aria-pressed": String(state.month === month), on: { click: choose(month) } }, label);
  return h("span", { class: "modes" }, mode(true, texts.month_view), mode(false, texts.week_view));
}

function steps(app, state) {
  const go = (count) => () => {
    const first = `${state.day.slice(0, 8)}01`;
    state.day = !count ? app.db.today : state.month ? addDays(first, count > 0 ? daysInMonth(first) : -1) : addDays(state.day, 7 * count);
    app.refresh();
  };
  return [button("plain", { on: { click: go(0) } }, capitalised(texts.today)), iconButton("back", texts.earlier, { on: { click: go(-1) } }), iconButton("next", texts.later, { on: { click: go(1) } })];
}

function dayHead(app, day) {
  const number = h("b", { class: day === app.db.today ? "is-today" : null }, String(Number(day.slice(8))));
  return h("span", { class: "day-head" }, written(day, "weekdayShort"), " ", number);
}

// One entry is a link that can be dragged; arrows go through the entries, Enter opens.
function event(app, spec, entry, style = {}) {
  const time = entry.from.length > 10 && h("b", {}, clockTime(entry.from), " ");
  const drag = spec.moves && entry.row.$can?.edit ? { draggable: "true" } : {};
  const start = (dragged) => dragged.dataTransfer.setData("text/plain", String(entry.row.id));
  const node = h("a", { class: `event key-${entry.color.number}`, href: app.link(spec.of.id, entry.row.id), "data-key": `event-${entry.row.id}-${entry.from}`, title: [entry.title, ...entry.lines, entry.color.word].filter(Boolean).join(", "), ...drag, on: { dragstart: start, keydown: eventKey } }, h("span", {}, time, entry.title), entry.lines.map((words) => h("small", {}, words)));
  Object.assign(node.style, style);
  return node;
}

function eventKey(pressed) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[pressed.key];
  if (!step) return;
  const all = [...document.querySelectorAll(".wide-only .event")];
  all[all.indexOf(pressed.currentTarget) + step]?.focus();
  pressed.preventDefault();
}

// A day takes what is dragged to it, and a press on its ground adds a row there.
function dropping(app, spec, day) {
  const drop = (dropped) => {
    dropped.preventDefault();
    const row = app.db.get(spec.of.id, Number(dropped.dataTransfer.getData("text/plain")));
    if (row) moveTo(app, spec, row, day);
  };
  const add = (pressed) => pressed.target === pressed.currentTarget && spec.moves && app.mayAdd(spec.of.id) && addRow(app, onThatDay(spec, day));
  return { dragover: (over) => over.preventDefault(), drop, dblclick: add };
}

function onThatDay(spec, day) {
  const start = (field) => (field.id === spec.moves ? { ...field, start: () => (field.kind.name === "datetime" ? `${day}T09:00` : day) } : field);
  return { ...spec.of, fields: spec.of.fields.map(start) };
}

function moveTo(app, spec, row, day) {
  const by = daysBetween(row[spec.moves].slice(0, 10), day);
  if (!by) return;
  const shifted = (value) => value && addDays(value, by) + value.slice(10);
  const values = { [spec.moves]: shifted(row[spec.moves]), ...(spec.moves_to && row[spec.moves_to] ? { [spec.moves_to]: shifted(row[spec.moves_to]) } : {}) };
  changeField(app, spec.of, row, values);
}

// -- week, month, agenda ------------------------------------------------------------------------------------------------------

function week(app, spec, days, entries) {
  const heads = h("div", { class: "week-heads" }, h("span", {}), days.map((day) => dayHead(app, day)));
  const whole = days.map((day) => onDay(entries, day).filter((entry) => entry.from.length <= 10 || entry.from.slice(0, 10) !== entry.to.slice(0, 10)));
  const allDay = whole.some((found) => found.length) && h("div", { class: "week-all" }, h("span", {}), days.map((day, at) => h("div", { on: dropping(app, spec, day) }, whole[at].map((entry) => event(app, spec, entry)))));
  const hours = hoursOf(entries, days);
  if (!hours) return h("div", { class: "week" }, heads, allDay || h("div", { class: "week-all" }, h("span", {}), days.map((day) => h("div", { on: dropping(app, spec, day) }))));
  const names = h("div", { class: "hours" }, Array.from({ length: hours.to - hours.from }, (_, at) => h("span", {}, `${hours.from + at}:00`)));
  const grid = h("div", { class: "week-grid" }, names, days.map((day) => dayColumn(app, spec, day, entries, hours)));
  return h("div", { class: "week" }, heads, allDay, grid);
}

function hoursOf(entries, days) {
  const within = entries.filter((entry) => entry.from.length > 10 && days.includes(entry.from.slice(0, 10)));
  if (!within.length) return null;
  const from = Math.min(9, ...within.map((entry) => Number(entry.from.slice(11, 13))));
  const to = Math.max(17, ...within.map((entry) => Number(entry.to.slice(11, 13)) + 1));
  return { from, to: Math.min(24, to) };
}

function minutesOf(moment) {
  return Number(moment.slice(11, 13)) * 60 + Number(moment.slice(14, 16));
}

function dayColumn(app, spec, day, entries, hours) {
  const own = entries.filter((entry) => entry.from.length > 10 && entry.from.slice(0, 10) === day && entry.to.slice(0, 10) === day);
  const lanes = lanesOf(own);
  const nodes = own.map((entry, at) => {
    const top = ((minutesOf(entry.from) - hours.from * 60) / 60) * HOUR;
    const height = Math.max(24, ((minutesOf(entry.to) - minutesOf(entry.from)) / 60) * HOUR - 3);
    const { lane, of } = lanes[at];
    return event(app, spec, entry, { insetBlockStart: `${top}px`, height: `${height}px`, insetInlineStart: `calc(${(100 * lane) / of}% + 4px)`, width: `calc(${100 / of}% - 8px)` });
  });
  const now = day === app.db.today && nowLine(app, hours);
  const column = h("div", { class: day === app.db.today ? "day now-day" : "day", on: dropping(app, spec, day) }, nodes, now);
  column.style.height = `${(hours.to - hours.from) * HOUR}px`;
  return column;
}

// Entries that overlap stand side by side.
function lanesOf(entries) {
  const ends = [];
  const lanes = entries.map((entry) => {
    const free = ends.findIndex((end) => end <= entry.from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = entry.to > entry.from ? entry.to : `${entry.from}~`;
    return lane;
  });
  return lanes.map((lane) => ({ lane, of: ends.length }));
}

function nowLine(app, hours) {
  const minutes = minutesOf(app.db.now) - hours.from * 60;
  if (minutes < 0 || minutes > (hours.to - hours.from) * 60) return null;
  const line = h("i", { class: "now" });
  line.style.insetBlockStart = `${(minutes / 60) * HOUR}px`;
  return line;
}

function month(app, spec, state, days, entries) {
  const heads = h("div", { class: "month-heads" }, days.slice(0, 7).map((day) => h("span", {}, written(day, "weekdayShort"))));
  const more = (day) => () => {
    Object.assign(state, { day, month: false });
    app.refresh();
  };
  const cells = days.map((day) => {
    const found = onDay(entries, day);
    const shown = found.length > ROWS_A_DAY + 1 ? found.slice(0, ROWS_A_DAY) : found;
    const rest = found.length > shown.length && h("button", { type: "button", class: "link", on: { click: more(day) } }, say(texts.n_more, { n: found.length - shown.length }));
    const number = h("span", { class: day === app.db.today ? "day-number is-today" : "day-number" }, String(Number(day.slice(8))));
    return h("div", { class: day.slice(0, 7) === state.day.slice(0, 7) ? "cell" : "cell other", on: dropping(app, spec, day) }, number, shown.map((entry) => event(app, spec, entry)), rest);
  });
  return h("div", { class: "month" }, heads, h("div", { class: "cells" }, cells));
}

// On a phone: the days that hold something, one below the other.
function agenda(app, spec, days, entries) {
  const filled = days.map((day) => ({ day, found: onDay(entries, day) })).filter(({ found }) => found.length);
  const sections = filled.map(({ day, found }) => h("section", {}, h("h3", { class: day === app.db.today ? "is-today" : null }, capitalised(written(day, "full"))), found.map((entry) => event(app, spec, entry))));
  return h("div", { class: "sheet agenda" }, sections.length ? sections : h("p", { class: "padded" }, counted(spec.of, 0)));
}
