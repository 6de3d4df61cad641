// Search over everything that has a name, opened from the band.
import { h, icon } from "./dom.js";
import { texts } from "../../texts.js";
import { openDialog } from "./overlay.js";
import { tile } from "./row.js";
import { found, say } from "./text.js";

const LONGEST = 30;

export function openSearch(app) {
  const input = h("input", { type: "search", "aria-label": texts.search, placeholder: texts.search, autocomplete: "off" });
  const results = h("ul", { class: "results" });
  const body = h("div", { class: "dialog-body" }, h("span", { class: "search" }, icon("search"), input), results);
  const { close } = openDialog({ title: texts.search, body });
  const show = () => results.replaceChildren(...hits(app, input.value.trim(), close));
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => event.key === "Enter" && results.querySelector("a")?.click());
  input.focus();
}

function hits(app, search, close) {
  if (!search) return [];
  const all = app.pages.flatMap((page) => rowsNamed(app, page.of, search));
  if (!all.length) return [h("li", { class: "note" }, say(texts.none_fits, { text: search }))];
  return all.slice(0, LONGEST).map(({ thing, row }) =>
    h("li", {}, h("a", { href: app.link(thing.id, row.id), on: { click: () => close() } }, tile(app, thing, row), h("span", {}, h("b", {}, app.title(thing, row)), h("small", {}, thing.one)))));
}

function rowsNamed(app, thing, search) {
  const rows = app.db.all(thing.id).filter((row) => found(search, `${app.title(thing, row)} ${app.about(thing, row)}`));
  return rows.map((row) => ({ thing, row }));
}
