// The start page: what is true now in a sentence, who to call, what is due, and how the whole stands.
import { button, h, icon } from "./dom.js";
import { language, texts } from "../../texts.js";
import { startEmpty, stepList } from "./first_run.js";
import { starts } from "./list.js";
import { dueChip, line } from "./row.js";
import { addDays, dayWords, written } from "./format.js";
import { showToast } from "./overlay.js";
import { capitalised, say } from "./text.js";

const MOST = 8;

// spec.dues: sentences by entity; spec.figure: one number with a meter; spec.coming: what is planned; spec.steps: first steps.
export function todayScreen(spec) {
  return { ...spec, today: true, render: (app) => render(app, spec) };
}

function render(app, spec) {
  const calls = app.view.alerts.filter(({ entity, id }) => app.db.get(entity, id));
  const called = new Set(calls.map(({ entity, id }) => `${entity}/${id}`));
  const due = app.view.due.filter(({ entity, id }) => app.db.get(entity, id));
  const late = due.filter(({ state, entity, id }) => state === "overdue" && !called.has(`${entity}/${id}`));
  const soon = due.filter(({ state, entity, id }) => state === "soon" && !called.has(`${entity}/${id}`));
  const title = sentence(app, spec, due, calls);
  const [first] = spec.of ? starts(app, spec.of) : [];
  const hero = h("div", { class: "hero" }, h("div", {}, h("p", { class: "date" }, capitalised(written(app.db.today, "full"))), h("h1", { tabindex: "-1" }, title)), first && button("onband", { "data-main": true, on: { click: first.run } }, icon("plus"), first.label));
  const groups = [callGroup(app, calls), dueGroup(app, spec.late_title ?? texts.late_title, late), dueGroup(app, spec.soon_title ?? texts.soon_title, soon), spec.coming && comingGroup(app, spec.coming)].filter(Boolean);
  if (!groups.length && spec.of) groups.push(...[latestGroup(app, spec.of)].filter(Boolean));
  const left = h("div", { class: "sheet stacked" }, groups.length ? groups : quiet(app, spec));
  const right = [figure(app, spec), newHere(app, spec)].filter(Boolean);
  return { title: spec.label, hero, body: [h("div", { class: right.length ? "columns" : "" }, left, right.length > 0 && h("div", { class: "column" }, right))] };
}

// -- the sentence -------------------------------------------------------------------------------------------------------

function counted(n) {
  return texts.numbers[n] ?? String(n);
}

function sentence(app, spec, due, calls) {
  const clauses = [];
  for (const words of spec.dues ?? []) {
    const rows = due.filter((each) => each.rule === words.rule);
    const late = rows.filter((each) => each.state === "overdue").length;
    const soon = rows.filter((each) => each.state === "soon");
    if (late) clauses.push(say(words.late, { n: late, number: counted(late) }));
    if (soon.length) clauses.push(say(late ? words.soon_too : words.soon, { n: soon.length, number: counted(soon.length), day: soonDay(app, soon) }));
  }
  if (!clauses.length && calls.length) clauses.push(say(texts.hero_calls, { n: calls.length, number: counted(calls.length) }));
  if (!clauses.length) return spec.calm ? spec.calm(app.db) || texts.hero_calm : texts.hero_calm;
  return clauses.slice(0, 2).map(capitalised).join(language === "ja" ? "" : " ");
}

// "on Sunday" when all fall on one day, else until when.
function soonDay(app, soon) {
  const days = soon.map((each) => each.date.slice(0, 10)).sort();
  const last = days.at(-1);
  const words = dayWords(last, app.db.today);
  if (last <= addDays(app.db.today, 1)) return words;
  return say(days[0] === last ? texts.on_day : texts.until_day, { day: words });
}

// -- groups of rows -------------------------------------------------------------------------------------------------------

function group(title, action, rows) {
  return h("section", {}, h("div", { class: "section-head" }, h("h2", {}, title), action), h("ul", { class: "lines" }, rows));
}

function callGroup(app, calls) {
  if (!calls.length) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(calls.map((call) => call.say).join("\n"));
    showToast(say(texts.copied, { n: calls.length }));
  };
  const rows = calls.slice(0, MOST).map((call) => {
    const thing = app.things[call.entity];
    const row = app.db.get(call.entity, call.id);
    const due = app.view.due.find((each) => each.entity === call.entity && each.id === call.id);
    return line(app, thing, row, { second: call.say, state: due && dueChip(due.state, due.date, app.db.today) });
  });
  return group(texts.calls_title, navigator.clipboard && button("quiet", { on: { click: copy } }, texts.copy_all), rows);
}

function dueGroup(app, title, due) {
  if (!due.length) return null;
  const rows = [...due].sort((a, b) => (a.date < b.date ? -1 : 1)).slice(0, MOST);
  return group(title, null, rows.map((each) => line(app, app.things[each.entity], app.db.get(each.entity, each.id), { state: dueChip(each.state, each.date, app.db.today) })));
}

// coming: { title, link, of, date, rows }: what is planned for today and the week after.
function comingGroup(app, { title, link, of, date, rows }) {
  const last = addDays(app.db.today, 7);
  const planned = rows(app.db).map((row) => ({ row, at: date(row, app.db) })).filter(({ at }) => at && at.slice(0, 10) >= app.db.today && at.slice(0, 10) <= last);
  if (!planned.length) return null;
  planned.sort((a, b) => (a.at < b.at ? -1 : 1));
  const more = h("a", { href: `#/${link}` }, say(texts.all_rows, { n: planned.length }));
  return group(title, planned.length > MOST && more, planned.slice(0, MOST).map(({ row, at }) => line(app, of, row, { state: dueChip("ok", at, app.db.today) })));
}

// The rows added last, when nothing else is to say.
function latestGroup(app, of) {
  const rows = app.db.all(of.id).slice(-5).reverse();
  return rows.length ? group(texts.latest, null, rows.map((row) => line(app, of, row))) : null;
}

function quiet(app, spec) {
  const [first] = spec.of ? starts(app, spec.of) : [];
  const empty = spec.of && !app.db.all(spec.of.id).length;
  const title = empty ? say(texts.empty_title, { things: spec.of.many_in }) : texts.quiet_title;
  const words = empty ? say(texts.empty_line, { things: spec.of.many_in }) : texts.quiet_line;
  return h("section", { class: "empty" }, h("h2", {}, title), h("p", {}, words), empty && spec.steps && stepList(app, spec.steps), empty && first && h("p", { class: "buttons" }, button("main", { on: { click: first.run } }, icon("plus"), first.label)));
}

// -- beside -----------------------------------------------------------------------------------------------------------------

function figure(app, spec) {
  if (!spec.figure) return null;
  const part = spec.figure.part(app.db);
  const whole = spec.figure.whole(app.db);
  if (!whole) return null;
  return h("div", { class: "sheet padded" }, h("h2", {}, spec.figure.title), h("p", { class: "figure" }, h("b", {}, String(part)), " ", say(spec.figure.words, { n: whole, rest: whole - part })), meter(part, whole));
}

// Up to 24 there is a box for each, then a bar.
function meter(part, whole) {
  const boxes = whole <= 24 ? whole : 24;
  const filled = Math.round((part / whole) * boxes);
  return h("span", { class: "meter", "aria-hidden": "true" }, Array.from({ length: boxes }, (_, at) => h("i", { class: at < filled ? "full" : null })));
}

function newHere(app, spec) {
  if (!app.view.demo) return null;
  const imports = spec.of?.actions.find((action) => action.file === "import" && app.view.can.do.includes(action.name));
  return h("div", { class: "sheet padded" }, h("h2", {}, texts.new_here), h("p", {}, texts.example_rows), h("p", { class: "buttons start" }, button("plain", { on: { click: () => startEmpty(app) } }, texts.start_empty), imports && button("quiet", { on: { click: () => spec.of.files.import(app, spec.of, imports) } }, texts.import_list)));
}
