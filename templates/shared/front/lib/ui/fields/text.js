// Lines, long texts, and texts that open something: e-mail, telephone, link.
import { h, icon } from "../dom.js";
import { texts } from "../../../texts.js";
import { say } from "../text.js";

function line(attributes) {
  return (setup) => {
    const input = h("input", { id: setup.id, type: "text", maxlength: 200, autocomplete: "off", ...attributes, value: setup.value ?? "" });
    return { node: input, input, read: () => ({ value: input.value.trim() || null }) };
  };
}

function area(setup) {
  const input = h("textarea", { id: setup.id, rows: 3, maxlength: 20000, value: setup.value ?? "" });
  return { node: input, input, read: () => ({ value: input.value.trim() || null }) };
}

const plain = { show: (value) => value ?? "", words: (value) => value ?? "" };

export const text = { ...plain, name: "text", control: line() };

export const long = { ...plain, name: "long", wide: true, show: (value) => (value ? h("span", { class: "long" }, value) : ""), control: area };

export const email = {
  ...plain,
  name: "email",
  show: (value) => (value ? contact("mail", `mailto:${value}`, value) : ""),
  control: line({ type: "email", inputmode: "email" }),
};

export const phone = {
  ...plain,
  name: "phone",
  show: (value) => (value ? contact("phone", `tel:${value.replace(/[^\d+*#]/g, "")}`, value) : ""),
  control: line({ type: "tel", inputmode: "tel" }),
};

export const link = {
  ...plain,
  name: "link",
  show: (value) => (isWeb(value) ? h("a", { href: value, target: "_blank", rel: "noopener noreferrer" }, bare(value)) : (value ?? "")),
  control(setup) {
    const control = line({ type: "url", inputmode: "url", placeholder: "https://" })(setup);
    const read = () => {
      const { value } = control.read();
      return value && !isWeb(value) ? { error: say(texts.not_a_link, { label: setup.field.label, text: value }) } : { value };
    };
    return { ...control, read };
  },
};

function contact(name, href, value) {
  return h("a", { class: "contact", href }, icon(name), value);
}

function isWeb(value) {
  return /^https?:\/\/\S+$/i.test(value ?? "");
}

function bare(value) {
  return value.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "");
}
