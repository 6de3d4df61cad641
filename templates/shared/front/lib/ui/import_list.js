// Lists from a spreadsheet: chosen, looked at first, and taken over in one step; and lists for a spreadsheet.
import { button, h, icon } from "./dom.js";
import { decoded } from "../delimited.js";
import { texts } from "../../texts.js";
import { saveFile } from "./backup.js";
import { tell } from "./change.js";
import { ask, openDialog } from "./overlay.js";
import { banner } from "./notices.js";
import { say } from "./text.js";

const MOST_SHOWN = 20;

export function importList(app, thing, action) {
  const input = h("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv", "aria-label": texts.drop_file });
  const found = h("div", { class: "preview" });
  const drop = h("span", { class: "drop" }, icon("upload"), h("span", {}, texts.drop_file), input);
  const body = h("div", { class: "dialog-body" }, drop, found);
  const { node, close } = openDialog({ title: action.label, body });
  const foot = h("footer", {}, button("quiet", { on: { click: () => close(null) } }, texts.cancel));
  node.append(foot);
  const read = async (file) => {
    const text = readable(new Uint8Array(await file.arrayBuffer()));
    const outcome = await app.store.commit(request(action, text, true), { confirm: null });
    const take = outcome.ok && outcome.result.good + outcome.result.changed > 0 && button("main", { on: { click: () => keep(text) } }, say(texts.take_rows, { n: outcome.result.good + outcome.result.changed }));
    found.replaceChildren(...preview(outcome));
    foot.replaceChildren(...[foot.firstChild, take].filter(Boolean));
  };
  const keep = async (text) => {
    const outcome = await app.store.commit(request(action, text, false), { confirm: null });
    if (!outcome.ok) return found.replaceChildren(...preview(outcome));
    close(outcome);
    tell(app, say(texts.rows_taken, { n: outcome.result.good + outcome.result.changed }), outcome.undo);
  };
  input.addEventListener("change", () => input.files[0] && read(input.files[0]));
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files[0]) read(event.dataTransfer.files[0]);
  });
}

function request(action, text, preview) {
  return { kind: "do", action: action.name, id: null, args: { text, preview } };
}

// Bytes that are no text come back as a text without any line, and the preview says so.
function readable(bytes) {
  try {
    return decoded(bytes);
  } catch {
    return "";
  }
}

function preview(outcome) {
  if (!outcome.ok) return [banner("late", "", (outcome.refusals ?? [{ say: texts.no_connection }]).map((refusal) => refusal.say))];
  const { good, known, changed, bad } = outcome.result;
  const counts = [say(texts.rows_good, { n: good }), changed && say(texts.rows_changed, { n: changed }), known && say(texts.rows_known, { n: known }), bad.length && say(texts.rows_bad, { n: bad.length })];
  const lines = bad.slice(0, MOST_SHOWN).map((each) => h("tr", {}, h("th", { scope: "row", class: "number" }, String(each.line)), h("td", {}, each.column), h("td", {}, each.value), h("td", {}, each.say)));
  const table = bad.length > 0 && h("table", { class: "rows children plain" }, h("tbody", {}, lines));
  const save = bad.length > 0 && button("quiet", { on: { click: () => saveBad(bad) } }, icon("download"), texts.save_bad);
  return [banner(bad.length ? "soon" : "good", "", counts.filter(Boolean)), table, save].filter(Boolean);
}

function saveBad(bad) {
  const quoted = (value) => `"${String(value ?? "").replace(/"/g, '""').replace(/^([=+\-@\t\r])/, "'$1")}"`;
  const lines = bad.map((each) => [each.line, each.column, each.value, each.say].map(quoted).join(";"));
  saveFile("lines.csv", "text/csv", `\ufeff${lines.join("\r\n")}\r\n`);
}

export async function exportList(app, thing, action) {
  const outcome = await app.store.commit({ kind: "do", action: action.name, id: null, args: action.form ? { form: action.form } : {} }, { confirm: null });
  if (outcome.ok) return saveFile(outcome.result.name, outcome.result.type, outcome.result.text);
  await ask({ title: texts.not_done, lines: (outcome.refusals ?? [{ say: texts.no_connection }]).map((refusal) => refusal.say), answers: [{ label: texts.understood, value: null, look: "main" }] });
}
