// What a row looks like wherever it stands: its tile, its state as a chip, its most likely action, and the rest behind "…".
import { button, h, icon, iconButton } from "./dom.js";
import { icons } from "../../icons.js";
import { texts } from "../../texts.js";
import { deleteRow, editRow, runAction } from "./change.js";
import { picture } from "./picture.js";
import { capitalised, say } from "./text.js";
import { dayWords, daysAway, daysBetween, momentWords } from "./format.js";
import { openMenu } from "./overlay.js";

export function tile(app, thing, row, size = "") {
  const entity = thing.titled_by && thing.field[thing.titled_by].kind.entity;
  const named = entity && app.db.get(entity, row[thing.titled_by]);
  if (named && !named.$hidden) return tile(app, app.things[entity], named, size);
  if (thing.photo && row[thing.photo]) return h("span", { class: `tile ${size}` }, picture(app, row[thing.photo], ""));
  const drawn = iconOf(thing, row);
  const inside = drawn in icons ? icon(drawn) : h("span", { class: "initials" }, initials(app.title(thing, row)));
  return h("span", { class: `tile ${size}`, "aria-hidden": "true" }, inside);
}

function iconOf(thing, row) {
  const [field] = Object.keys(thing.icons ?? {});
  return (field && thing.icons[field][row[field]]) || thing.icon;
}

export function initials(name) {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join("") || "•";
}

// look: late, soon, good, info or "" (neutral).
export function chip(look, words, mark) {
  const name = mark ?? { late: "late", soon: "soon", good: "check", info: "info" }[look];
  return h("span", { class: `chip ${look}` }, name && icon(name), words);
}

// state: overdue, soon, ok, done or none, as a rule with a day gives it.
export function dueChip(state, date, today, size = "long") {
  if (state === "none" || !date) return "";
  if (state === "done") return chip("good", capitalised(dayWords(date, today, "short")));
  if (state === "overdue") return chip("late", lateWords(date, today));
  if (state === "soon") return chip("soon", soonWords(date, today, size));
  return chip("", date.length > 10 ? momentWords(date, today) : capitalised(dayWords(date, today, "short")), "calendar");
}

function lateWords(date, today) {
  const days = daysBetween(date, today);
  return days > 0 ? say(texts.days_late, { n: days }) : texts.late;
}

function soonWords(date, today, size) {
  if (date.length > 10) return momentWords(date, today);
  const words = capitalised(dayWords(date, today));
  return size === "long" && daysBetween(today, date) > 1 ? `${words}, ${daysAway(date, today)}` : words;
}

// A step of a row: every state it can go to is an entry of its own.
function steps(app, thing, row, action) {
  const { field, moves, states } = action.step;
  return (moves[row[field]] ?? []).map((to) => ({
    label: states[to],
    icon: "next",
    run: () => runAction(app, thing, { ...action, states, asks: [] }, row, { to }),
  }));
}

// Everything that can be done with a row now, the most likely first.
export function rowActions(app, thing, row) {
  const names = row.$can?.do ?? [];
  return thing.actions
    .filter((action) => action.on_row && names.includes(action.name))
    .flatMap((action) => (action.step ? steps(app, thing, row, action) : [{ label: action.label, run: () => runAction(app, thing, action, row) }]));
}

export function mainAction(app, thing, row, look = "plain") {
  const [first] = rowActions(app, thing, row);
  return first && button(look, { on: { click: first.run } }, first.icon && icon(first.icon), first.label);
}

export function moreButton(app, thing, row, { all = false, open = true } = {}) {
  const entries = () => rowEntries(app, thing, row, { all, open });
  const label = say(texts.more_for, { name: app.title(thing, row) });
  if (!entries().length) return null;
  return iconButton("more", label, {
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    on: { click: (event) => openMenu(event.currentTarget, entries(), { label }) },
  });
}

function rowEntries(app, thing, row, { all, open }) {
  const actions = rowActions(app, thing, row).slice(all ? 0 : 1);
  const prints = app.screens.filter((screen) => screen.prints === thing.id).map((screen) => ({ label: screen.label, icon: "print", href: `#/${screen.id}/${row.id}` }));
  const own = [
    open && { label: texts.open, icon: "next", href: app.link(thing.id, row.id) },
    row.$can?.edit && { label: texts.edit, icon: "edit", run: () => editRow(app, thing, row) },
    row.$can?.delete && { label: texts.delete, icon: "trash", look: "late", run: () => deleteRow(app, thing, row) },
  ].filter(Boolean);
  return [...actions, ...prints, ...own];
}

// A row as a line of a sheet: tile, name, second line, chip, a way to reach the person, actions.
export function line(app, thing, row, { second, state } = {}) {
  const reach = reachOf(app, thing, row);
  const name = h("a", { class: "name", href: app.link(thing.id, row.id) }, app.title(thing, row));
  return h("li", { "data-key": `${thing.id}-${row.id}` }, tile(app, thing, row), h("span", { class: "line-text" }, name, h("span", { class: "second" }, second ?? app.about(thing, row))), state, reach, h("span", { class: "row-actions" }, mainAction(app, thing, row), moreButton(app, thing, row)));
}

function reachOf(app, thing, row) {
  if (!thing.reach) return null;
  const { via, field } = thing.reach;
  const owner = via ? app.things[thing.field[via].kind.entity] : thing;
  const value = (via ? app.db.get(owner.id, row[via]) : row)?.[field];
  return value ? h("span", { class: "reach" }, owner.field[field].kind.show(value, app)) : null;
}
