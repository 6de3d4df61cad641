// The frame of every page: the band with the sign of the app and its tabs, the bar at the bottom of a phone.
import { h, icon, iconButton } from "./dom.js";
import { texts } from "../../texts.js";
import { icons } from "../../icons.js";
import { showKeys } from "./keys.js";
import { openMenu } from "./overlay.js";
import { openSearch } from "./search.js";
import { initials } from "./row.js";

const TABS = 5;
const PHONE_TABS = 4;

// content: { title, hero?, body } of a screen.
export function shell(app, content, notes) {
  const band = h("header", { class: content.hero ? "band tall" : "band" }, content.hero && outline(app), h("div", { class: "page band-row" }, brand(app), tabs(app), tools(app)), content.hero && h("div", { class: "page" }, content.hero));
  const skip = h("a", { class: "skip", href: "#main", on: { click: skipToMain } }, texts.skip);
  const main = h("main", { id: "main", class: `page ${content.hero ? "lifted" : ""}`, tabindex: "-1" }, notes, content.body);
  return h("div", {}, skip, band, main, phoneBar(app));
}

function skipToMain(event) {
  event.preventDefault();
  document.getElementById("main").focus();
}

function sign(app, className) {
  return app.icon in icons ? icon(app.icon, className) : h("span", { class: "letter" }, app.icon);
}

export function outline(app) {
  return app.icon in icons && icon(app.icon, "outline");
}

export function brand(app) {
  return h("a", { class: "brand", href: "#/" }, h("span", { class: "badge" }, sign(app, "icon")), h("span", {}, app.name));
}

// Sheets that print one row are opened from that row.
function menu(app) {
  return app.screens.filter((screen) => !screen.single);
}

function isCurrent(app, screen) {
  const { screen: shown } = app.route;
  return screen === shown || (shown?.of && !app.screens.includes(shown) && screen.of === shown.of && screen.home);
}

function entry(app, screen, className) {
  const current = isCurrent(app, screen);
  return h("a", { class: className, href: `#/${screen.id}`, "aria-current": current ? "page" : null }, screen.label);
}

function tabs(app) {
  const shown = menu(app).slice(0, TABS).map((screen) => entry(app, screen, "tab"));
  const more = h("button", { type: "button", class: "tab more", "aria-haspopup": "menu", "aria-expanded": "false", on: { click: (event) => openRest(app, event.currentTarget, restOfTabs(app)) } }, texts.more, icon("down"));
  return h("nav", { class: "tabs", "aria-label": texts.screens }, shown, more);
}

function restOfTabs(app) {
  const hidden = [...document.querySelectorAll(".tabs a.tab")].filter((tab) => tab.hidden).length;
  return menu(app).slice(Math.min(TABS, menu(app).length) - hidden);
}

// Tabs that do not fit go behind "More".
export function fitTabs(app) {
  const bar = app.root.querySelector(".tabs");
  if (!bar) return;
  const all = [...bar.querySelectorAll("a.tab")];
  const more = bar.querySelector(".more");
  all.forEach((tab) => (tab.hidden = false));
  more.hidden = menu(app).length <= all.length;
  while (bar.scrollWidth > bar.clientWidth + 1 && all.length) {
    all.pop().hidden = true;
    more.hidden = false;
  }
}

function openRest(app, anchor, screens) {
  openMenu(anchor, screens.map((screen) => ({ label: screen.label, icon: screen.icon, href: `#/${screen.id}` })), { label: texts.more });
}

function tools(app) {
  const person = app.view?.me?.name || app.view?.role?.label;
  const open = (event) => openMenu(event.currentTarget, moreEntries(app), { label: texts.more });
  const properties = { "aria-haspopup": "menu", "aria-expanded": "false", on: { click: open } };
  const more = person
    ? h("button", { type: "button", class: "person", title: person, "aria-label": person, ...properties }, initials(person))
    : iconButton("more", texts.more, properties);
  const dark = isDark();
  const theme = iconButton(dark ? "sun" : "moon", dark ? texts.light : texts.dark, { on: { click: () => switchTheme(app) } });
  return h("div", { class: "tools" }, iconButton("search", texts.search, { on: { click: () => openSearch(app) } }), theme, more);
}

function moreEntries(app) {
  const extras = app.extras.flatMap((extra) => extra(app));
  return [...extras, { label: texts.keys, icon: "info", run: showKeys }];
}

function phoneBar(app) {
  const shown = menu(app).slice(0, PHONE_TABS);
  const rest = menu(app).slice(PHONE_TABS);
  const links = shown.map((screen) => h("a", { href: `#/${screen.id}`, "aria-current": isCurrent(app, screen) ? "page" : null }, h("span", { class: "pill" }, icon(screen.icon in icons ? screen.icon : "list")), h("span", {}, screen.label)));
  const more = rest.length > 0 && h("button", { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", on: { click: (event) => openRest(app, event.currentTarget, rest) } }, h("span", { class: "pill" }, icon("more")), h("span", {}, texts.more));
  return h("nav", { class: "phone-bar", "aria-label": texts.screens }, links, more);
}

// -- light and dark ---------------------------------------------------------------------------------------------------

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export function useTheme(app) {
  const kept = localStorage.getItem(`${app.id}.theme`);
  if (kept) document.documentElement.dataset.theme = kept;
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => app.db && app.refresh());
}

function switchTheme(app) {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  localStorage.setItem(`${app.id}.theme`, theme);
  app.refresh();
}
