// A page with one form that stays open: after saving, a line says what was kept, and the next can be typed.
import { h } from "./dom.js";
import { texts } from "../../texts.js";
import { openFields, startValues, tell } from "./change.js";
import { buildForm } from "./form.js";
import { banner } from "./notices.js";
import { line } from "./row.js";
import { sortKeys } from "./list.js";
import { sorted } from "./sort.js";
import { say } from "./text.js";

export function formScreen(spec) {
  return { ...spec, render: (app) => render(app, spec) };
}

function render(app, spec) {
  const state = app.state(spec.id, () => ({ count: 0, saved: "" }));
  const head = h("div", { class: "head" }, h("h1", { tabindex: "-1" }, spec.label));
  const note = state.saved && banner("good", "", [state.saved]);
  const form = app.mayAdd(spec.of.id) ? page(app, spec, state) : h("p", { class: "sheet empty" }, texts.not_allowed);
  return { title: spec.label, body: [h("div", { class: "narrow" }, head, note, form, latest(app, spec))] };
}

function page(app, spec, state) {
  const fields = openFields(spec.of, app.view.can.add[spec.of.id]).filter((field) => !spec.show || spec.show.includes(field.id) || field.required);
  const { node } = buildForm(app, {
    fields,
    values: startValues(app, spec.of),
    submit: spec.of.add,
    send: (values, confirm) => app.store.commit({ kind: "add", entity: spec.of.id, values }, { confirm }),
    done(outcome) {
      const made = outcome.made?.find((row) => row.entity === spec.of.id);
      const row = made && app.db.get(spec.of.id, made.id);
      state.saved = row ? say(texts.saved, { name: app.title(spec.of, row) }) : texts.saved_plain;
      state.count += 1;
      tell(app, state.saved, outcome.undo);
      app.refresh();
      document.querySelector(".form-page input, .form-page select, .form-page textarea")?.focus();
    },
  });
  return h("div", { class: "sheet form-page", "data-keep": `${spec.id}-${state.count}` }, node);
}

function latest(app, spec) {
  const rows = spec.rows ? spec.rows(app.db) : app.db.all(spec.of.id);
  const keys = spec.sort ? sortKeys(app, spec.sort) : [{ of: (row) => row.id, falling: true }];
  const shown = sorted(rows, keys).slice(0, spec.limit ?? 5);
  return shown.length > 0 && h("section", { class: "sheet" }, h("div", { class: "section-head" }, h("h2", {}, texts.latest)), h("ul", { class: "lines" }, shown.map((row) => line(app, spec.of, row))));
}
