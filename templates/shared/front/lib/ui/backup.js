// A copy of all data as one file, and back again: for an app whose data lies on this device only.
import { texts } from "../../texts.js";
import { ask, showToast } from "./overlay.js";

export function backupEntries(app) {
  return [
    { label: texts.save_copy, icon: "download", run: () => saveCopy(app) },
    { label: texts.load_copy, icon: "upload", run: () => chooseCopy(app) },
  ];
}

async function saveCopy(app) {
  saveFile(`${app.id}-${app.db.today}.json`, "application/json", await app.store.backup());
  showToast(texts.copy_saved);
}

export function saveFile(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function chooseCopy(app) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".json,application/json";
  input.addEventListener("change", () => input.files[0] && loadCopy(app, input.files[0]));
  input.click();
}

async function loadCopy(app, file) {
  const answers = [{ label: texts.cancel, value: null, look: "quiet" }, { label: texts.load_copy, value: true, look: "main" }];
  if (!(await ask({ title: texts.load_copy, lines: [texts.load_line], answers }))) return;
  const outcome = await app.store.restore(await file.text());
  if (outcome.ok) return showToast(texts.copy_loaded);
  await ask({ title: texts.not_done, lines: outcome.refusals.map((refusal) => refusal.say), answers: [{ label: texts.understood, value: null, look: "main" }] });
}
