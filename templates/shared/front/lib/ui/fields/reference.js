// References: a field that searches while one types, tells rows apart, and offers to add what is missing.
import { h, icon, uniqueId } from "../dom.js";
import { texts } from "../../../texts.js";
import { found, folded, listed, say } from "../text.js";
import { compareWords } from "../sort.js";

const LONGEST = 50;

// The rows one may choose now; a text when something else must be chosen first.
function candidates(setup, entity) {
  const { app, field, form } = setup;
  const row = form.row();
  const missing = (field.needs ?? []).find((other) => row[other] === null || row[other] === undefined);
  if (missing) return say(texts.choose_first, { label: form.label(missing) });
  const thing = app.things[entity];
  const fitting = app.db.all(entity).filter((other) => other.id === setup.value || !field.where || field.where(other, row, app.db));
  return fitting.sort((a, b) => compareWords(app.title(thing, a), app.title(thing, b)));
}

// A text field with a list below it. `choose(row)` is called with the row taken; it gives the text to show then.
function combobox(setup, entity, { shown, choose, clear, taken }) {
  const { app } = setup;
  const thing = app.things[entity];
  const listId = uniqueId("options");
  const list = h("ul", { id: listId, role: "listbox", class: "options", hidden: true });
  const input = h("input", {
    id: setup.id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", value: shown,
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId,
  });
  let active = -1;

  const entries = () => [...list.querySelectorAll("[role=option]")];
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (row) => {
    input.value = choose(row);
    close();
    setup.form.changed();
  };
  const point = (index) => {
    const all = entries();
    active = all.length && index !== null ? (index + all.length) % all.length : -1;
    all.forEach((entry, i) => entry.setAttribute("aria-selected", String(i === active)));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  };
  const open = (search) => {
    list.replaceChildren(...options(setup, entity, { search, taken: taken(), take, add: () => addNew(search) }));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    point(search ? 0 : null);
  };
  const addNew = async (search) => {
    close();
    const made = await app.addNew(entity, search);
    if (made) take(made);
    input.focus();
  };

  const keys = {
    ArrowDown: () => (list.hidden ? open("") : point(active + 1)),
    ArrowUp: () => (list.hidden ? open("") : point(active - 1)),
    Enter: () => !list.hidden && active >= 0 && entries()[active].click(),
  };
  input.addEventListener("focus", () => {
    input.select();
    open("");
  });
  input.addEventListener("click", () => list.hidden && open(""));
  input.addEventListener("input", () => {
    clear();
    open(input.value.trim());
  });
  input.addEventListener("blur", () => setTimeout(close, 0));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (keys[event.key] && (event.key !== "Enter" || !list.hidden)) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  const opener = h("span", { class: "opener" }, icon("down"));
  return { node: h("span", { class: "combobox" }, input, opener, list), input, thing };
}

function options(setup, entity, { search, taken, take, add }) {
  const { app } = setup;
  const thing = app.things[entity];
  const rows = candidates(setup, entity);
  if (typeof rows === "string") return [h("li", { class: "note" }, rows)];
  const fitting = rows.filter((row) => !taken.includes(row.id) && found(search, app.title(thing, row)));
  const entries = fitting.slice(0, LONGEST).map((row) => option(marked(app.title(thing, row), search), app.about(thing, row), () => take(row)));
  if (fitting.length > LONGEST) entries.push(h("li", { class: "note" }, say(texts.more_rows, { n: fitting.length - LONGEST })));
  const exact = rows.some((row) => folded(app.title(thing, row)) === folded(search));
  if (app.mayAdd(entity) && !exact) {
    const words = search ? say(texts.add_named, { text: search, thing: thing.one_in }) : thing.add;
    entries.push(option([icon("plus"), h("b", {}, words)], "", add, "adds"));
  }
  return entries.length ? entries : [h("li", { class: "note" }, say(texts.none_fits, { text: search }))];
}

function option(name, about, press, className = "") {
  return h("li", { role: "option", id: uniqueId("option"), class: className, "aria-selected": "false", on: { click: press } }, name, about && h("small", {}, about));
}

function marked(text, search) {
  const at = search ? folded(text).indexOf(folded(search)) : -1;
  if (at < 0 || folded(text).length !== text.length) return h("span", {}, text);
  const end = at + folded(search).length;
  return h("span", {}, text.slice(0, at), h("mark", {}, text.slice(at, end)), text.slice(end));
}

function name(app, entity, id) {
  const row = app.db.get(entity, id);
  return row ? app.title(app.things[entity], row) : "";
}

function shownLink(app, entity, id) {
  const words = name(app, entity, id);
  const row = app.db.get(entity, id);
  return row && !row.$hidden && app.things[entity] ? h("a", { href: app.link(entity, id) }, words) : words;
}

export function ref(entity) {
  return {
    name: "ref",
    entity,
    show: (value, app) => (value === null || value === undefined ? "" : shownLink(app, entity, value)),
    words: (value, app) => name(app, entity, value),
    control(setup) {
      let chosen = setup.value ?? null;
      const box = combobox(setup, entity, {
        shown: name(setup.app, entity, chosen),
        taken: () => [],
        clear: () => (chosen = null),
        choose(row) {
          chosen = row.id;
          return setup.app.title(setup.app.things[entity], row);
        },
      });
      const unknown = () => ({ error: say(texts.not_chosen, { label: setup.field.label, text: box.input.value.trim() }) });
      return { node: box.node, input: box.input, read: () => (chosen === null && box.input.value.trim() ? unknown() : { value: chosen }) };
    },
  };
}

export function refs(entity) {
  const names = (value, app) => (value ?? []).map((id) => name(app, entity, id));
  return {
    name: "refs",
    entity,
    show: (value, app) => names(value, app).join(", "),
    words: (value, app) => listed(names(value, app)),
    control(setup) {
      let chosen = [...(setup.value ?? [])];
      const chips = h("span", { class: "chosen" });
      const draw = () => chips.replaceChildren(...chosen.map((id) => chip(setup, entity, id, () => drop(id))));
      const drop = (id) => {
        chosen = chosen.filter((other) => other !== id);
        draw();
        setup.form.changed();
      };
      const box = combobox(setup, entity, {
        shown: "",
        taken: () => chosen,
        clear: () => {},
        choose(row) {
          chosen = [...chosen, row.id];
          draw();
          return "";
        },
      });
      draw();
      const unknown = () => ({ error: say(texts.not_chosen, { label: setup.field.label, text: box.input.value.trim() }) });
      return { node: h("span", { class: "stack" }, chips, box.node), input: box.input, read: () => (box.input.value.trim() ? unknown() : { value: chosen }) };
    },
  };
}

function chip(setup, entity, id, drop) {
  const words = name(setup.app, entity, id);
  return h("span", { class: "chip" }, words, h("button", { type: "button", "aria-label": say(texts.take_away, { name: words }), on: { click: drop } }, icon("cross")));
}
