// What stands in the way of saving, in words: refusals at their fields, warnings, two versions, no connection.
import { button, h, icon, uniqueId } from "./dom.js";
import { texts } from "../../texts.js";
import { say } from "./text.js";

// look: late, soon, good or info.
export function banner(look, head, lines, actions = []) {
  const mark = { late: "late", soon: "warning", good: "check", info: "info" }[look];
  const body = h("div", {}, h("p", {}, head && h("b", {}, head, " "), lines[0]), lines.slice(1).map((line) => h("p", {}, line)));
  if (actions.length) body.append(h("p", { class: "banner-actions" }, actions));
  return h("div", { class: `banner ${look}`, role: look === "late" ? "alert" : "status", tabindex: "-1" }, icon(mark), body);
}

// Puts a refusal under its field and ties the two together.
export function refuseField(part, say) {
  const id = uniqueId("refusal");
  part.refusal.replaceChildren(icon("late"), h("span", { id }, say));
  part.refusal.hidden = false;
  part.node.classList.add("refused");
  const target = part.control.group ?? part.control.input;
  target.setAttribute("aria-invalid", "true");
  target.setAttribute("aria-describedby", id);
}

export function clearField(part) {
  part.refusal.replaceChildren();
  part.refusal.hidden = true;
  part.node.classList.remove("refused");
  const target = part.control.group ?? part.control.input;
  target.removeAttribute("aria-invalid");
  target.removeAttribute("aria-describedby");
}

// "One field needs a change: People" with links to the fields.
export function refusedSummary(parts) {
  const links = parts.flatMap((part, i) => [i ? ", " : "", h("button", { type: "button", class: "link", on: { click: () => part.control.input.focus() } }, part.field.label)]);
  return h("p", { class: "refused-summary", role: "alert" }, icon("late"), h("span", {}, say(texts.fields_to_change, { n: parts.length }), " ", links));
}

export function warned(warnings) {
  return banner("soon", texts.check_this, warnings.map((warning) => warning.say));
}

// Each differing field with both values; `keep` sends mine over theirs, `take` puts theirs into the form.
export function twoVersions(app, { who, when, fields }, { keep, take }) {
  const head = who ? say(texts.changed_by, { who, when }) : texts.changed_meanwhile;
  const lines = fields.map(({ field, mine, theirs }) =>
    h("span", {}, say(texts.yours_now, { label: field.label, mine: field.kind.words(mine, app, field) || "–", theirs: field.kind.words(theirs, app, field) || "–" }), " ",
      button("quiet", { on: { click: () => take(field) } }, texts.take_theirs)));
  return banner("soon", head, lines, [button("quiet", { on: { click: keep } }, texts.keep_mine)]);
}
