// One form: a field for everything that may be filled in, and an honest answer when it cannot be saved as it is.
import { button, h, icon, uniqueId } from "./dom.js";
import { texts } from "../../texts.js";
import { banner, clearField, refuseField, refusedSummary, twoVersions, warned } from "./notices.js";
import { isBlank } from "./sort.js";
import { clockTime } from "./format.js";
import { say } from "./text.js";

// fields: those of a thing; `values`: what stands in them at first; `given`: values of the row that have no field here;
// `send(values, confirm)` gives the outcome; `done(outcome)` is called when it was kept.
export function buildForm(app, { fields, values, given = {}, all = true, submit, quiet = [], send, done }) {
  const form = { label: (id) => labelOf(fields, id) };
  let confirm = null;
  let busy = false;
  let typed = false;
  let mine = new Set();

  form.row = () => ({ ...values, ...given, ...current(parts) });
  form.changed = () => {
    typed = true;
    if (confirm) settle(null);
  };
  const parts = fields.map((field) => fieldPart(app, form, field, values[field.id]));
  const notices = h("div", { class: "notices" });
  const main = button("main", { type: "submit" }, submit);
  const node = h("form", { class: "form", novalidate: true }, h("div", { class: "fields" }, parts.map((part) => part.node)), h("footer", {}, notices, h("div", { class: "buttons" }, quiet, main)));

  const settle = (token) => {
    confirm = token;
    main.textContent = token ? say(texts.anyway, { label: submit }) : submit;
    if (!token) notices.replaceChildren();
  };
  const show = (...nodes) => notices.replaceChildren(...nodes);

  const refuse = (refusals) => {
    settle(null);
    const tied = refusals.filter(({ field }) => parts.some((part) => part.field.id === field));
    tied.forEach((refusal) => refuseField(parts.find((part) => part.field.id === refusal.field), refusal.say));
    const rest = refusals.filter((refusal) => !tied.includes(refusal));
    const wrong = parts.filter((part) => part.node.classList.contains("refused"));
    show(...(wrong.length ? [refusedSummary(wrong)] : []), ...(rest.length ? [banner("late", "", rest.map((refusal) => refusal.say))] : []));
    (wrong[0]?.control.input ?? notices.firstChild).focus();
  };

  const outcomes = {
    ok: (outcome) => done(outcome, form),
    refusals: (outcome) => refuse(outcome.refusals),
    warnings(outcome) {
      settle(outcome.confirm);
      show(warned(outcome.warnings));
      notices.firstChild.focus();
    },
    conflict: (outcome) => showConflict(outcome.conflict),
    offline() {
      show(banner("info", texts.no_connection, [texts.kept_here]));
      notices.firstChild.focus();
    },
  };

  const showConflict = ({ row, who, when }) => {
    const differing = parts.filter(({ field, control }) => !same(control.read().value, row[field.id]) && !mine.has(field.id));
    const take = (field) => {
      values = { ...values, [field.id]: row[field.id] };
      rebuild(parts, field.id, fieldPart(app, form, field, row[field.id]));
      mine.add(field.id);
      showConflict({ row, who, when });
    };
    const keep = () => {
      form.version = row.$v;
      settle(null);
      node.requestSubmit();
    };
    form.version = row.$v;
    const fields = differing.map(({ field, control }) => ({ field, mine: control.read().value, theirs: row[field.id] }));
    show(twoVersions(app, { who, when: when && clockTime(when), fields }, { keep, take }));
    notices.firstChild.focus();
  };

  const save = async () => {
    parts.forEach(clearField);
    const wrong = unreadable(parts);
    if (wrong.length) return refuse(wrong);
    const outcome = await send(chosenValues(parts, values, all), confirm, form);
    outcomes[Object.keys(outcomes).find((name) => outcome[name])](outcome);
  };

  node.addEventListener("input", form.changed);
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const slow = setTimeout(() => main.replaceChildren(icon("soon"), texts.saving), 300);
    try {
      await save();
    } finally {
      busy = false;
      clearTimeout(slow);
      main.textContent = confirm ? say(texts.anyway, { label: submit }) : submit;
    }
  });
  return Object.assign(form, { node, parts, focus: () => parts.find((part) => part.control.input)?.control.input.focus(), typed: () => typed });
}

function labelOf(fields, id) {
  return fields.find((field) => field.id === id)?.label ?? id;
}

export function fieldPart(app, form, field, value) {
  const id = uniqueId(field.id);
  const control = field.kind.control({ app, form, field, id, value });
  const refusal = h("p", { class: "refusal", hidden: true });
  const marks = [field.private && icon("lock"), !field.required && !control.inline && h("small", {}, texts.optional)];
  const label = h("label", { for: id, id: `${id}-label` }, field.label, marks);
  const target = control.group ?? control.input;
  if (control.group) target.setAttribute("aria-labelledby", `${id}-label`);
  if (field.required) target.setAttribute("aria-required", "true");
  const node = h("div", { class: control.inline ? "field inline" : "field" }, control.inline ? [control.node, label] : [label, control.node], refusal);
  return { field, control, node, refusal };
}

function rebuild(parts, id, fresh) {
  const at = parts.findIndex((part) => part.field.id === id);
  parts[at].node.replaceWith(fresh.node);
  parts[at] = fresh;
}

function current(parts) {
  return Object.fromEntries(parts.map(({ field, control }) => [field.id, control.read().value ?? null]));
}

// What cannot even be read: "Due: that is not a date." and what must not be empty.
function unreadable(parts) {
  return parts.flatMap(({ field, control }) => {
    const { value, error } = control.read();
    if (error) return [{ field: field.id, say: error }];
    return field.required && isBlank(value) ? [{ field: field.id, say: say(texts.missing, { label: field.label }) }] : [];
  });
}

// A new row sends what was filled in, and what was emptied although something stood there; an edit what differs.
function chosenValues(parts, values, all) {
  const read = Object.entries(current(parts));
  const differs = ([id, value]) => !same(value, values[id]);
  return Object.fromEntries(read.filter((entry) => (all ? !isBlank(entry[1]) || differs(entry) : differs(entry))));
}

export function same(one, other) {
  if (isBlank(one) && isBlank(other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((item, i) => item === other[i]);
  if (one && other && typeof one === "object") return one.id === other.id;
  return one === other || (typeof one === "boolean" && one === Boolean(other));
}
