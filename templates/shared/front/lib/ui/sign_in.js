// Who is there: signing in, the first account, a one-time link, joining, and signing out.
import { button, h, icon } from "./dom.js";
import { texts } from "../../texts.js";
import { banner } from "./notices.js";
import { ask, openDialog, showToast } from "./overlay.js";
import { brand, outline } from "./shell.js";
import { say } from "./text.js";

export function accountEntries(app) {
  if (!app.view.role) return [];
  if (app.view.role.id === "public") return [{ label: texts.sign_in, icon: "person", run: () => signInAgain(app) }];
  return [{ label: texts.sign_out, icon: "next", run: () => leave(app) }];
}

async function leave(app) {
  await app.store.session("DELETE");
  await app.store.load();
}

function signInAgain(app) {
  app.store.signedOut = true;
  app.refresh();
}

// The page that stands while nobody is signed in. It asks the server what is possible and fills itself.
export function signInPage(app) {
  const sheet = h("div", { class: "sheet" });
  const hero = h("div", { class: "page" }, h("div", { class: "hero" }, h("h1", { tabindex: "-1" }, texts.welcome)));
  const band = h("header", { class: "band tall" }, outline(app), h("div", { class: "page band-row" }, brand(app)), hero);
  const page = h("div", {}, band, h("main", { id: "main", class: "page lifted" }, h("div", { class: "narrow" }, sheet)));
  fill(app, sheet);
  return page;
}

async function fill(app, sheet) {
  const [, link] = location.hash.match(/^#\/link\/([\w-]+)$/) ?? [];
  const state = await app.store.session("GET");
  if (!state) return sheet.replaceChildren(h("div", { class: "padded" }, banner("info", texts.no_connection, [texts.saving_waits])));
  if (link) return sheet.replaceChildren(accountForm(app, { title: texts.set_password, path: "/link", given: { token: link } }));
  if (state.first) return sheet.replaceChildren(accountForm(app, { title: texts.first_account, lines: [texts.first_code_line], code: true, path: "/first" }));
  const joins = (state.join ?? []).map((join) => joinForm(app, join));
  sheet.replaceChildren(accountForm(app, { title: texts.sign_in, path: "" }), ...become(app, state.demo ?? []), ...joins);
}

function line(name, label, type, complete, required = true) {
  const input = h("input", { id: `account-${name}`, name, type, autocomplete: complete, required });
  return h("div", { class: "field" }, h("label", { for: `account-${name}` }, label), input);
}

function accountForm(app, { title, lines = [], code = false, fields = [], path, given = {} }) {
  const notices = h("div", { class: "notices" });
  const complete = path === "" ? "current-password" : "new-password";
  const parts = [code && line("code", texts.code, "text", "one-time-code"), ...fields.map(({ node }) => node), line("name", texts.your_name, "text", "username", !given.token), line("password", texts.password, "password", complete)];
  const form = h("form", { class: "form" }, h("div", { class: "fields" }, h("h2", {}, title), lines.map((words) => h("p", {}, words)), parts), h("footer", {}, notices, h("div", { class: "buttons" }, button("main", { type: "submit" }, title))));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = Object.fromEntries(["code", "name", "password"].map((name) => [name, form.elements[name]?.value ?? ""]));
    if (fields.length) typed.values = Object.fromEntries(fields.map(({ id, read }) => [id, read()]));
    const answer = await app.store.session("POST", path, { ...given, ...typed });
    if (answer?.ok) return enter(app);
    const words = answer ? (answer.refusals ?? [{ say: answer.title ?? texts.not_done }]).map((refusal) => refusal.say) : [texts.no_connection];
    notices.replaceChildren(banner("late", "", words));
  });
  return form;
}

function joinForm(app, { role, label, fields }) {
  const inputs = fields.map((field) => joinField(`${role}-${field.id}`, field));
  return h("details", { class: "padded" }, h("summary", {}, say(texts.join_as, { role: label })), accountForm(app, { title: texts.join, fields: inputs, path: "/join", given: { role } }));
}

const TYPES = { yesno: "checkbox", date: "date", datetime: "datetime-local", time: "time", email: "email", phone: "tel", link: "url", color: "color" };

// One question to somebody who joins: { id, node, read() }.
function joinField(key, { id, label, kind, options }) {
  const choices = Object.entries(options).map(([value, words]) => h("option", { value }, words));
  const input = kind === "choice" ? h("select", { id: `join-${key}` }, choices) : h("input", { id: `join-${key}`, type: TYPES[kind] ?? "text", required: kind !== "yesno", autocomplete: "off" });
  const node = h("div", { class: "field" }, h("label", { for: input.id }, label), input);
  return { id, node, read: () => (kind === "yesno" ? input.checked : input.value) };
}

// In the preview one may act as any of the example people.
function become(app, people) {
  if (!people.length) return [];
  const act = async (person) => {
    const answer = await app.store.session("POST", "/become", { role: person.role, id: person.id });
    if (answer?.ok) enter(app);
  };
  const buttons = people.map((person) => button("plain", { on: { click: () => act(person) } }, icon("person"), person.name));
  return [h("section", { class: "padded" }, h("h2", {}, texts.try_as), h("p", { class: "buttons" }, buttons))];
}

async function enter(app) {
  if (location.hash.startsWith("#/link/")) history.replaceState(null, "", "#/");
  await app.store.load();
}

// A one-time link for a person, to set a password with: one entry for each role one may let people into.
export function inviteEntries(app) {
  const roles = (app.view.can.invite ?? []).filter(({ entity }) => !entity || app.db.all(entity).length > 0);
  return roles.map((role) => ({ label: `${texts.invite}: ${role.label}`, icon: "person", run: () => (role.entity ? choosePerson(app, role) : invite(app, role, null)) }));
}

function choosePerson(app, role) {
  const rows = app.db.all(role.entity).map((row) => h("option", { value: String(row.id) }, row.$name));
  const person = h("select", { id: "invited" }, rows);
  const field = h("div", { class: "field" }, h("label", { for: "invited" }, role.label), person);
  const { node, close } = openDialog({ title: texts.invite, body: h("div", { class: "dialog-body" }, field) });
  const chosen = () => {
    close(null);
    invite(app, role, Number(person.value));
  };
  node.append(h("footer", {}, button("quiet", { on: { click: () => close(null) } }, texts.cancel), button("main", { on: { click: chosen } }, texts.invite)));
}

async function invite(app, { role }, id) {
  const answer = await app.store.session("POST", "/invite", { role, id });
  if (!answer?.ok) {
    const lines = answer ? (answer.refusals ?? []).map((refusal) => refusal.say) : [texts.no_connection];
    return ask({ title: texts.not_done, lines, answers: [{ label: texts.understood, value: null, look: "main" }] });
  }
  const link = new URL(answer.link, location.href).href;
  const copy = await ask({ title: texts.invite, lines: [texts.invite_line, link], answers: [{ label: texts.copy, value: true, look: "main" }] });
  if (!copy) return;
  await navigator.clipboard?.writeText(link);
  showToast(say(texts.copied, { n: 1 }));
}
