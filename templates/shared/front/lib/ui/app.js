// Starts the app: keeps the page equal to the data and to the address, and answers the keyboard.
import { h, update } from "./dom.js";
import { texts } from "../../texts.js";
import { banner } from "./notices.js";
import { addRow } from "./change.js";
import { clockTime } from "./format.js";
import { say } from "./text.js";
import { keyPressed } from "./keys.js";
import { fitTabs, shell, useTheme } from "./shell.js";
import { viewDb } from "./view_db.js";

// things: what rows are, by entity; screens: in the order of the menu; pages: one row of a thing each.
export async function start({ id, name, icon, store, things, screens, pages, currency, signIn, extras = [] }) {
  const app = { id, name, icon, store, things, pages, extras, signIn, allScreens: screens, memory: new Map(), route: { path: [] } };
  Object.defineProperties(app, {
    view: { get: () => store.view },
    screens: { get: () => (app.view ? screens.filter((screen) => mayOpen(app, screen)) : []) },
    currency: { get: () => app.db.settings?.currency || currency },
  });
  app.title = (thing, row) => titleOf(app, thing, row);
  app.about = (thing, row) => aboutOf(app, thing, row);
  app.link = (entity, row) => `#/${entity}/${row}`;
  app.mayAdd = (entity) => Boolean(app.view.can.add[entity]);
  app.refresh = () => draw(app);
  app.go = (path) => (location.hash = `#/${path}`);
  app.state = (key, first) => app.memory.get(key) ?? app.memory.set(key, first()).get(key);
  app.addNew = (entity, text) => addNamed(app, things[entity], text);

  useTheme(app);
  const root = h("div", { class: "app" });
  document.body.replaceChildren(root);
  app.root = root;
  store.subscribe(() => refreshed(app));
  await store.load();
  if (!store.view && !store.signedOut) return unreachable(app);
  addEventListener("hashchange", () => navigate(app));
  addEventListener("keydown", (event) => keyPressed(app, event));
  addEventListener("resize", () => fitTabs(app));
  navigate(app);
  return app;
}

// A thing without a name of its own goes by the name of what it refers to, or by its day.
function titleOf(app, thing, row) {
  const field = thing?.titled_by && thing.field[thing.titled_by];
  const words = field && !row.$hidden ? field.kind.words(row[field.id], app, field) : "";
  if (!words) return row.$name ?? "";
  return field.kind.entity ? words : `${thing.one}, ${words}`;
}

function aboutOf(app, thing, row) {
  const fields = (thing.second ?? []).map((id) => thing.field[id]);
  return fields.map((field) => field.kind.words(row[field.id], app, field)).filter(Boolean).join(", ");
}

async function addNamed(app, thing, text) {
  const given = text && thing.named_by ? { [thing.named_by]: text } : {};
  const prefilled = { ...thing, fields: thing.fields.map((field) => (field.id in given ? { ...field, start: () => given[field.id] } : field)) };
  return addRow(app, prefilled);
}

function mayOpen(app, screen) {
  if (screen.roles && !screen.roles.includes(app.view.role?.id)) return false;
  if (!screen.of || !app.view.roles) return true;
  return app.view.rows[screen.of.id]?.length > 0 || app.mayAdd(screen.of.id);
}

function refreshed(app) {
  app.db = viewDb(app.store.view ?? { rows: {}, can: { add: {}, do: [] } });
  if (app.route.missing) navigate(app);
  else if (app.route.screen || app.store.signedOut) draw(app);
}

// -- addresses: #/out, #/tool/3 ------------------------------------------------------------------------------------------

function navigate(app) {
  const path = location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
  const [first = "", row] = path;
  const page = row === undefined ? null : app.pages.find((each) => each.id === first);
  const screen = page ?? (first ? app.screens.find((each) => each.id === first) : app.screens[0]);
  app.route = { path, screen, row: row === undefined ? null : Number(row), missing: !screen };
  draw(app, true);
}

function draw(app, fresh = false) {
  const { screen } = app.route;
  if (app.store.signedOut || (app.signIn && app.route.path[0] === "link")) return drawSignIn(app);
  app.door = null;
  const content = screen ? screen.render(app, app.route) : missing(app);
  const page = shell(app, content, notes(app));
  if (fresh) {
    app.root.replaceChildren(...page.childNodes);
    scrollTo(0, 0);
  } else {
    const holder = h("div", { class: "app" });
    holder.append(...page.childNodes);
    update(app.root, holder);
  }
  document.title = content.title === app.name ? app.name : `${content.title} · ${app.name}`;
  fitTabs(app);
  if (fresh && app.moved) document.querySelector("h1")?.focus();
  app.moved = true;
  keepLive(app, screen);
}

// Nothing was ever read: one sentence and a way on.
function unreachable(app) {
  const again = h("p", {}, h("a", { href: "" }, texts.try_again));
  app.root.replaceChildren(h("main", { class: "page" }, h("div", { class: "sheet empty" }, h("h1", {}, app.name), banner("info", texts.no_connection, [texts.saving_waits]), again)));
  document.title = app.name;
  return app;
}

// What is typed there stays when the page is looked at again.
function drawSignIn(app) {
  if (app.door === location.hash && app.root.querySelector("form")) return;
  app.door = location.hash;
  app.root.replaceChildren(app.signIn(app));
  document.title = app.name;
}

function notes(app) {
  if (!app.store.offlineSince) return [];
  return [banner("info", texts.no_connection, [say(texts.state_of, { time: clockTime(app.store.offlineSince) })])];
}

function missing() {
  const back = h("p", {}, h("a", { href: "#/" }, texts.back_to_start));
  return { title: texts.not_found, body: [h("div", { class: "sheet empty" }, h("h1", { tabindex: "-1" }, texts.not_found), h("p", {}, texts.not_found_line), back)] };
}

// A screen that is watched loads again every few seconds while it is shown.
function keepLive(app, screen) {
  if (app.live?.screen === screen) return;
  clearInterval(app.live?.timer);
  app.live = { screen, timer: screen?.live && setInterval(() => document.hidden || app.store.load(), screen.live * 1000) };
}

export function notFound() {
  return missing();
}
