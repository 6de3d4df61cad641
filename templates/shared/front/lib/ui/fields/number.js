// Whole numbers, numbers, money and durations: typed as people write them, kept as exact millionths.
import { h, icon } from "../dom.js";
import { texts } from "../../../texts.js";
import { minutes as inMinutes, money as inMoney, moneyFormat, number, readMinutes, readNumber, typed, typedMinutes } from "../format.js";
import { say } from "../text.js";

const MILLION = 1000000n;

// `read` gives millionths or null; `unit` is shown inside the field; `echo` is the value as it was understood.
function entry({ read, write, unit, echo, mode }) {
  return (setup) => {
    const input = h("input", { id: setup.id, type: "text", inputmode: mode, autocomplete: "off" });
    input.value = setup.value === null || setup.value === undefined ? "" : write(setup.value);
    const understood = h("output", { class: "hint", for: setup.id });
    const shown = unit(setup);
    const value = () => (input.value.trim() ? read(input.value) : null);
    input.addEventListener("input", () => {
      const now = value();
      const same = now === null || write(now) === input.value.trim();
      understood.textContent = same ? "" : say(texts.reads_as, { value: echo(now, setup) });
    });
    const steps = stepping(setup.field) ? [step(input, setup, -1n), step(input, setup, 1n)] : [];
    const box = h("span", { class: "boxed" }, input, shown && h("span", { class: "unit" }, shown), steps);
    const node = h("span", { class: "stack" }, box, understood);
    const wrong = () => ({ error: say(texts.not_a_number, { label: setup.field.label, text: input.value.trim() }) });
    return { node, input, read: () => (input.value.trim() && value() === null ? wrong() : { value: value() }) };
  };
}

function stepping(field) {
  return field.kind.name === "int" && field.max !== undefined && field.max <= 50n * MILLION;
}

function step(input, setup, by) {
  const label = say(by < 0n ? texts.less : texts.more_of, { label: setup.field.label });
  const press = () => {
    const next = (readNumber(input.value) ?? 0n) + by * MILLION;
    if (next > setup.field.max || next < (setup.field.min ?? 0n)) return;
    input.value = typed(next);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  return h("button", { type: "button", class: "bare", "aria-label": label, on: { click: press } }, icon(by < 0n ? "minus" : "plus"));
}

function shownNumber(value, app, { unit } = {}) {
  if (value === null || value === undefined) return "";
  return unit ? `${number(value)} ${unit}` : number(value);
}

const asNumber = { read: readNumber, write: typed, unit: (setup) => setup.field.unit, echo: (value) => number(value), mode: "decimal" };

export const num = { name: "num", number: true, show: shownNumber, words: shownNumber, control: entry(asNumber) };

export const int = {
  ...num,
  name: "int",
  control: entry({ ...asNumber, mode: "numeric", read: (text) => whole(readNumber(text)) }),
};

function whole(value) {
  return value !== null && value % MILLION === 0n ? value : null;
}

function shownMoney(value, app) {
  return value === null || value === undefined ? "" : inMoney(value, app.currency);
}

export const money = {
  name: "money",
  number: true,
  show: shownMoney,
  words: shownMoney,
  control: entry({ ...asNumber, write: (value) => typedMoney(value), unit: (setup) => symbol(setup.app.currency), echo: (value, setup) => shownMoney(value, setup.app) }),
};

// Cents are always written out: "12,50".
function typedMoney(value) {
  const [whole, cents = ""] = typed(value).split(/[.,]/);
  const mark = typed(1500000n)[1];
  return cents ? whole + mark + cents.padEnd(2, "0") : whole;
}

function symbol(currency) {
  return moneyFormat(currency).formatToParts(1).find((part) => part.type === "currency").value;
}

function shownMinutes(value) {
  return value === null || value === undefined ? "" : inMinutes(value);
}

export const minutes = {
  name: "minutes",
  number: true,
  show: shownMinutes,
  words: shownMinutes,
  control: entry({ read: readMinutes, write: typedMinutes, unit: () => texts.minutes_unit, echo: shownMinutes, mode: "text" }),
};

