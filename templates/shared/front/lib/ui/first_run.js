// The first minutes with the app: example rows that can be cleared, then the first steps.
import { button, h, icon } from "./dom.js";
import { texts } from "../../texts.js";
import { banner } from "./notices.js";
import { tell } from "./change.js";

export async function startEmpty(app) {
  const outcome = await app.store.startEmpty();
  if (outcome.ok) tell(app, texts.cleared, outcome.undo);
}

// On lists: one line while the example rows are there and no start page says it.
export function exampleNote(app) {
  if (!app.view.demo || app.allScreens[0].today || app.route.screen !== app.screens[0]) return null;
  return banner("info", "", [texts.example_rows], [button("quiet", { on: { click: () => startEmpty(app) } }, texts.start_empty)]);
}

// steps: [{ label, done: (db) => boolean }]
export function stepList(app, steps) {
  return h("ol", { class: "steps" }, steps.map(({ label, done }, at) => h("li", { class: done(app.db) ? "done" : null }, h("span", { class: "step" }, done(app.db) ? icon("check") : String(at + 1)), label)));
}
