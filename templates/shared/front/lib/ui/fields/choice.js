// Yes or no, one of several, and stars.
import { h, icon } from "../dom.js";
import { texts } from "../../../texts.js";
import { capitalised } from "../text.js";

function yesnoControl(setup) {
  const input = h("input", { id: setup.id, type: "checkbox", checked: Boolean(setup.value) });
  return { node: input, input, inline: true, read: () => ({ value: input.checked }) };
}

export const yesno = {
  name: "yesno",
  show: (value) => (value ? texts.yes : texts.no),
  words: (value) => (value ? texts.yes : texts.no),
  control: yesnoControl,
};

// choice({ hand: "Hand", power: "Power" }): up to four short options stand side by side, more in a list.
export function choice(given) {
  const options = Object.fromEntries(Object.entries(given).map(([id, label]) => [id, capitalised(label)]));
  const ids = Object.keys(options);
  const short = ids.length <= 4 && Object.values(options).join("").length <= 36;
  const words = (value) => options[value] ?? "";
  return { name: "choice", options, words, show: words, order: (value) => ids.indexOf(value), control: short ? segments(options) : select(options) };
}

function select(options) {
  return (setup) => {
    const entries = Object.entries(options).map(([id, label]) => h("option", { value: id, selected: id === setup.value }, label));
    const none = (!setup.field.required || !setup.value) && h("option", { value: "", selected: !setup.value }, setup.field.required ? texts.choose : "–");
    const input = h("select", { id: setup.id }, none, entries);
    return { node: input, input, read: () => ({ value: input.value || null }) };
  };
}

function segments(options) {
  return (setup) => {
    const all = Object.entries(options).map(([id, label]) => segment(setup, id, label));
    if (!setup.field.required) all.push(segment(setup, "", texts.none));
    const node = h("span", { class: "segments", role: "radiogroup" }, all);
    const read = () => ({ value: node.querySelector("input:checked")?.value || null });
    return { node, input: node.querySelector("input:checked") ?? node.querySelector("input"), group: node, read };
  };
}

function segment(setup, id, label) {
  const chosen = (setup.value ?? "") === id;
  const input = h("input", { type: "radio", name: setup.id, value: id, checked: chosen });
  return h("label", {}, input, h("span", {}, icon("check"), label));
}

function starsControl(setup) {
  const chosen = setup.value ? Number(setup.value / 1000000n) : 0;
  const stars = [1, 2, 3, 4, 5].map((count) => {
    const input = h("input", { type: "radio", name: setup.id, value: count, checked: count === chosen, "aria-label": starWords(count) });
    return h("label", {}, input, icon("star"));
  });
  const word = h("output", { class: "hint" }, chosen ? starWords(chosen) : "");
  const node = h("span", { class: "stars", role: "radiogroup" }, stars, word);
  const now = () => node.querySelector("input:checked");
  node.addEventListener("change", () => (word.textContent = starWords(now().value)));
  return { node, input: now() ?? node.querySelector("input"), group: node, read: () => ({ value: now() ? BigInt(now().value) * 1000000n : null }) };
}

function starWords(count) {
  return texts.stars.replace("{n}", count);
}

export const stars = {
  name: "stars",
  show: (value) => (value ? h("span", { class: "starred", role: "img", "aria-label": starWords(value / 1000000n) }, "★".repeat(Number(value / 1000000n))) : ""),
  words: (value) => (value ? starWords(value / 1000000n) : ""),
  control: starsControl,
};
