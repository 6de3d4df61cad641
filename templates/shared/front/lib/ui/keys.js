// The keyboard: "/" searches, "n" is the main action, "?" lists the keys. Single letters count only outside fields.
import { h } from "./dom.js";
import { texts } from "../../texts.js";
import { ask } from "./overlay.js";
import { openSearch } from "./search.js";

const SWITCH = "single-keys";

export function keyPressed(app, event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, dialog, [role=menu]")) return;
  if (localStorage.getItem(SWITCH) === "off" && event.key !== "?") return;
  const run = { "/": () => search(app), n: mainAction, "?": () => showKeys() }[event.key];
  if (!run) return;
  event.preventDefault();
  run();
}

function search(app) {
  const field = document.querySelector("input[type=search]");
  if (field) field.focus();
  else openSearch(app);
}

function mainAction() {
  document.querySelector("[data-main]")?.click();
}

const key = (name, words) => h("span", { class: "key-row" }, h("kbd", {}, name), words);

export async function showKeys() {
  const off = localStorage.getItem(SWITCH) === "off";
  const lines = [key("/", texts.key_search), key("n", texts.key_main), key("m", texts.key_move), key("?", texts.key_list), key("Esc", texts.key_close)];
  const answers = [
    { label: off ? texts.keys_on : texts.keys_off, value: "switch", look: "plain" },
    { label: texts.close, value: null, look: "main" },
  ];
  const answer = await ask({ title: texts.keys, lines, answers });
  if (answer === "switch") localStorage.setItem(SWITCH, off ? "on" : "off");
}
