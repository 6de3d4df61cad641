// Days, times, and moments: the browser's own pickers, with the order of the parts said below.
import { h } from "../dom.js";
import { texts } from "../../../texts.js";
import { clockTime, dateOrder, dayWords, momentWords } from "../format.js";
import { capitalised, say } from "../text.js";

function wrong(setup, key) {
  return { error: say(key, { label: setup.field.label }) };
}

function dateControl(setup) {
  const input = h("input", { id: setup.id, type: "date", max: "9999-12-31", value: setup.value ?? "" });
  const node = h("span", { class: "stack" }, input, h("span", { class: "hint" }, dateOrder()));
  const read = () => (input.validity.badInput ? wrong(setup, texts.not_a_date) : { value: input.value || null });
  return { node, input, read };
}

function timeControl(setup) {
  const input = h("input", { id: setup.id, type: "time", value: setup.value ?? "" });
  const read = () => (input.validity.badInput ? wrong(setup, texts.not_a_time) : { value: input.value || null });
  return { node: input, input, read };
}

function momentControl(setup) {
  const [day = "", time = ""] = (setup.value ?? "").split("T");
  const date = h("input", { id: setup.id, type: "date", max: "9999-12-31", value: day });
  const clock = h("input", { type: "time", value: time, "aria-label": say(texts.time_of, { label: setup.field.label }) });
  const read = () => {
    if (date.validity.badInput || (clock.value && !date.value)) return wrong(setup, texts.not_a_date);
    if (clock.validity.badInput || (date.value && !clock.value)) return wrong(setup, texts.not_a_time);
    return { value: date.value ? `${date.value}T${clock.value}` : null };
  };
  const pair = h("span", { class: "pair" }, date, clock);
  return { node: h("span", { class: "stack" }, pair, h("span", { class: "hint" }, dateOrder())), input: date, read };
}

function shownDate(value, app) {
  return value ? capitalised(dayWords(value, app.db.today)) : "";
}

export const date = { name: "date", show: shownDate, words: shownDate, control: dateControl };

function shownMoment(value, app) {
  return value ? momentWords(value, app.db.today) : "";
}

export const datetime = { name: "datetime", show: shownMoment, words: shownMoment, control: momentControl };

function shownTime(value) {
  return value ? clockTime(value) : "";
}

export const time = { name: "time", show: shownTime, words: shownTime, control: timeControl };
