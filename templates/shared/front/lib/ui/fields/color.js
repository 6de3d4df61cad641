// A colour: a swatch and its hex value. It is shown as a dot with a rim, never as the ground of a text.
import { h } from "../dom.js";
import { texts } from "../../../texts.js";
import { say } from "../text.js";

function control(setup) {
  const swatch = h("input", { type: "color", "aria-label": setup.field.label, value: setup.value ?? "#808080" });
  const input = h("input", { id: setup.id, type: "text", maxlength: 7, placeholder: "#3366cc", value: setup.value ?? "" });
  swatch.addEventListener("input", () => (input.value = swatch.value));
  input.addEventListener("input", () => isColor(input.value) && (swatch.value = input.value));
  const read = () => {
    const value = input.value.trim().toLowerCase() || null;
    return value && !isColor(value) ? { error: say(texts.not_a_color, { label: setup.field.label, text: value }) } : { value };
  };
  return { node: h("span", { class: "pair swatch" }, swatch, input), input, read };
}

function isColor(value) {
  return /^#[0-9a-f]{6}$/i.test(value);
}

export function dot(value) {
  const mark = h("span", { class: "dot" });
  if (isColor(value)) mark.style.background = value;
  return mark;
}

export const color = {
  name: "color",
  show: (value) => (value ? h("span", { class: "dotted" }, dot(value), value) : ""),
  words: (value) => value ?? "",
  control,
};
