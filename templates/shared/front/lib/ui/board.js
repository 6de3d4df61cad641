// Cards in columns: dragging a card, or "Move to" in its menu, changes the field the board goes by.
import { button, h, icon, iconButton } from "./dom.js";
import { texts } from "../../texts.js";
import { changeField, runAction } from "./change.js";
import { exampleNote } from "./first_run.js";
import { empty, sortKeys, starts } from "./list.js";
import { measured } from "./measure.js";
import { openMenu } from "./overlay.js";
import { moreButton } from "./row.js";
import { isBlank, sorted } from "./sort.js";
import { say } from "./text.js";

// by: the field of the columns; show: columns on a card.
export function boardScreen(spec) {
  return { ...spec, render: (app) => render(app, spec) };
}

function render(app, spec) {
  const state = app.state(spec.id, () => ({ shown: 0 }));
  const [first] = starts(app, spec.of);
  const add = first && button("main", { "data-main": true, on: { click: first.run } }, icon("plus"), first.label);
  const head = h("div", { class: "head" }, h("h1", { tabindex: "-1" }, spec.label), h("div", { class: "head-actions" }, add));
  const rows = spec.sort ? sorted(spec.rows(app.db), sortKeys(app, spec.sort)) : spec.rows(app.db);
  if (!rows.length) return { title: spec.label, body: [head, exampleNote(app), empty(app, spec)] };
  const columns = columnsOf(app, spec, rows);
  const names = h("div", { class: "board-names", role: "tablist" }, columns.map((column, at) => tab(app, state, column, at)));
  const board = h("div", { class: "board" }, columns.map((column, at) => columnOf(app, spec, column, columns, at === state.shown)));
  return { title: spec.label, body: [head, exampleNote(app), names, board] };
}

// A column for every option, yes and no, or every row referred to; "none" when a card has no value.
function columnsOf(app, spec, rows) {
  const { kind } = spec.by;
  const values = kind.options ? Object.keys(kind.options) : kind.entity ? app.db.all(kind.entity).map((row) => row.id) : [true, false];
  const place = (row) => (kind.name === "yesno" ? Boolean(spec.by.value(row)) : (spec.by.value(row) ?? null));
  const columns = values.map((value) => ({ value, name: kind.words(value, app, spec.by), rows: rows.filter((row) => place(row) === value) }));
  const none = rows.filter((row) => place(row) === null);
  return none.length || (kind.entity && !spec.by.required) ? [{ value: null, name: texts.none, rows: none }, ...columns] : columns;
}

function tab(app, state, column, at) {
  const choose = () => {
    state.shown = at;
    app.refresh();
  };
  return h("button", { type: "button", role: "tab", "aria-selected": String(at === state.shown), on: { click: choose } }, column.name, " ", h("small", {}, String(column.rows.length)));
}

function columnOf(app, spec, column, columns, shown) {
  const total = spec.total && h("span", { class: "count" }, measured(app, spec.total, column.rows));
  const head = h("h2", {}, column.name, h("span", { class: "count" }, String(column.rows.length)), total);
  const cards = column.rows.map((row, at) => card(app, spec, row, column, columns, at));
  return h("section", { class: shown ? "board-column shown" : "board-column", "data-key": `column-${column.value}`, "data-value": String(column.value) }, head, h("ul", {}, cards));
}

function card(app, spec, row, column, columns, at) {
  const title = app.title(spec.of, row);
  const lines = spec.show.map((shown) => shown.kind.words(shown.value(row, app.db), app, shown)).filter((words) => !isBlank(words));
  const targets = targetsOf(app, spec, row, column, columns);
  const label = say(texts.move_named, { name: title });
  const open = (event) => openMoves(app, spec, row, targets, event.currentTarget);
  const grip = targets.length > 0 && iconButton("grip", label, { class: "grip", "aria-haspopup": "menu", "aria-expanded": "false", on: { click: open, pointerdown: (event) => lift(event, app, spec, row, targets) } });
  const keys = (event) => cardKey(event, grip);
  const name = h("a", { class: "name", href: app.link(spec.of.id, row.id), on: { keydown: keys } }, title);
  return h("li", { class: `card key-${(columns.indexOf(column) % 8) + 1}`, "data-key": `card-${row.id}`, "data-at": at }, h("div", {}, name, lines.map((words) => h("p", {}, words))), h("span", { class: "card-tools" }, moreButton(app, spec.of, row, { all: true, open: false }), grip));
}

// Where a card may go: by the steps of its rule, or anywhere when the field may be edited.
function targetsOf(app, spec, row, column, columns) {
  const others = columns.filter((other) => other !== column && !(other.value === null && spec.by.required));
  const action = stepAction(spec);
  if (action) {
    const allowed = row.$can?.do?.includes(action.name) ? (action.step.moves[column.value] ?? []) : [];
    return others.filter((other) => allowed.includes(other.value));
  }
  const editable = row.$can?.edit === true || row.$can?.edit?.includes?.(spec.by.id);
  return editable && !spec.by.derived ? others : [];
}

function stepAction(spec) {
  return spec.of.actions.find((action) => action.step?.field === spec.by.id);
}

function move(app, spec, row, value) {
  const action = stepAction(spec);
  return action ? runAction(app, spec.of, { ...action, states: action.step.states, asks: [] }, row, { to: value }) : changeField(app, spec.of, row, { [spec.by.id]: value });
}

function openMoves(app, spec, row, targets, anchor) {
  openMenu(anchor, targets.map((target) => ({ label: target.name, icon: "next", run: () => move(app, spec, row, target.value) })), { label: texts.move_to });
}

// Arrows go from card to card, "m" opens "Move to".
function cardKey(event, grip) {
  const here = event.currentTarget.closest(".card");
  const beside = (column) => column?.querySelectorAll(".card")[Math.min(Number(here.dataset.at), column.querySelectorAll(".card").length - 1)];
  const column = here.closest(".board-column");
  const goals = { ArrowDown: here.nextElementSibling, ArrowUp: here.previousElementSibling, ArrowRight: beside(column.nextElementSibling), ArrowLeft: beside(column.previousElementSibling) };
  if (event.key === "m" && grip) grip.click();
  else if (event.key in goals) goals[event.key]?.querySelector(".name").focus();
  else return;
  event.preventDefault();
}

// -- dragging: the card follows the hand; columns that would refuse are dimmed ---------------------------------------------

function lift(event, app, spec, row, targets) {
  if (event.button !== 0) return;
  const grip = event.currentTarget;
  const card = grip.closest(".card");
  const start = { x: event.clientX, y: event.clientY };
  let lifted = false;
  grip.setPointerCapture(event.pointerId);
  const over = (moved) => columnAt(moved, card);
  const drag = (moved) => {
    const [dx, dy] = [moved.clientX - start.x, moved.clientY - start.y];
    if (!lifted && Math.hypot(dx, dy) < 6) return;
    if (!lifted) begin(card, targets);
    lifted = true;
    card.style.transform = `translate(${dx}px, ${dy}px) rotate(1.2deg)`;
    document.querySelectorAll(".board-column").forEach((column) => column.classList.toggle("target", column === over(moved) && isTarget(column, targets)));
  };
  const drop = (moved) => {
    grip.removeEventListener("pointermove", drag);
    grip.removeEventListener("pointerup", drop);
    grip.removeEventListener("pointercancel", drop);
    if (!lifted) return;
    const goal = over(moved);
    const target = targets.find((each) => String(each.value) === goal?.dataset.value);
    end(card);
    grip.addEventListener("click", (click) => click.stopImmediatePropagation(), { capture: true, once: true });
    if (target && moved.type === "pointerup") move(app, spec, row, target.value);
  };
  grip.addEventListener("pointermove", drag);
  grip.addEventListener("pointerup", drop);
  grip.addEventListener("pointercancel", drop);
}

function isTarget(column, targets) {
  return targets.some((target) => String(target.value) === column.dataset.value);
}

function columnAt(event, card) {
  return document.elementsFromPoint(event.clientX, event.clientY).find((node) => !card.contains(node) && node.closest(".board-column"))?.closest(".board-column");
}

function begin(card, targets) {
  card.classList.add("lifted-card");
  const own = card.closest(".board-column");
  document.querySelectorAll(".board-column").forEach((column) => column.classList.toggle("refuses", column !== own && !isTarget(column, targets)));
}

function end(card) {
  card.classList.remove("lifted-card");
  card.style.transform = "";
  document.querySelectorAll(".board-column").forEach((column) => column.classList.remove("target", "refuses"));
}
