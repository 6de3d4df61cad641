// Makes one change from a button or a menu: asks where a warning stands, says what happened, offers to take it back.
import { texts } from "../../texts.js";
import { ask, openDialog, showToast } from "./overlay.js";
import { buildForm } from "./form.js";
import { button } from "./dom.js";
import { say } from "./text.js";

// Gives the outcome when it was kept, else null: then the reason was shown.
export async function perform(app, change, done) {
  let outcome = await app.store.commit(change, { confirm: null });
  if (outcome.warnings) {
    const go = await ask({
      title: texts.check_this,
      lines: outcome.warnings.map((warning) => warning.say),
      answers: [{ label: texts.cancel, value: null, look: "quiet" }, { label: texts.go_on, value: true, look: "main" }],
    });
    if (!go) return null;
    outcome = await app.store.commit(change, { confirm: outcome.confirm });
  }
  if (outcome.ok) {
    tell(app, typeof done === "function" ? done(outcome) : done, outcome.undo);
    return outcome;
  }
  await ask({ title: texts.not_done, lines: reasons(outcome), answers: [{ label: texts.understood, value: null, look: "main" }] });
  return null;
}

function reasons(outcome) {
  if (outcome.refusals) return outcome.refusals.map((refusal) => refusal.say);
  if (outcome.offline) return [texts.no_connection, texts.saving_waits];
  return [texts.changed_meanwhile];
}

export function tell(app, text, undo) {
  showToast(text, undo && (() => takeBack(app, undo)));
}

async function takeBack(app, token) {
  const outcome = await app.store.undo(token);
  showToast(outcome.ok ? texts.taken_back : (outcome.refusals?.[0]?.say ?? texts.not_taken_back));
}

// Opens a form in a dialog; gives the outcome when it was saved, else null.
export function openForm(app, { title, fields, values, given, all, submit, send, said }) {
  return new Promise((resolve) => {
    const cancel = button("quiet", { on: { click: () => node.dispatchEvent(new Event("cancel", { cancelable: true })) } }, texts.cancel);
    const done = (outcome) => {
      close(outcome);
      tell(app, said(outcome), outcome.undo);
    };
    const form = buildForm(app, { fields, values, given, all, submit, quiet: [cancel], send, done });
    const mayClose = async () => !form.typed() || discard();
    const { node, close, closed } = openDialog({ title, body: form.node, mayClose });
    form.focus();
    closed.then(resolve);
  });
}

function discard() {
  return ask({
    title: texts.discard_title,
    lines: [texts.discard_line],
    answers: [{ label: texts.discard, value: true, look: "delete" }, { label: texts.keep_typing, value: false, look: "main" }],
  });
}

// -- adding, editing, deleting, doing -----------------------------------------------------------------------------------

// The fields of a thing a person may fill in: `allowed` is true for all, or a list of ids.
export function openFields(thing, allowed) {
  return thing.fields.filter((field) => !field.auto && (allowed === true || allowed.includes(field.id)));
}

export function startValues(app, thing) {
  const fields = thing.fields.filter((field) => field.start);
  return Object.fromEntries(fields.map((field) => [field.id, field.start(app.db)]));
}

export async function addRow(app, thing, given = {}) {
  const fields = openFields(thing, app.view.can.add[thing.id] ?? []).filter((field) => !(field.id in given));
  const outcome = await openForm(app, {
    title: thing.add,
    fields,
    values: startValues(app, thing),
    given,
    submit: thing.add,
    send: (values, confirm) => app.store.commit({ kind: "add", entity: thing.id, values: { ...given, ...values } }, { confirm }),
    said: (outcome) => saidSaved(app, thing, outcome),
  });
  const made = outcome?.made?.find((row) => row.entity === thing.id);
  return made ? app.db.get(thing.id, made.id) : null;
}

function saidSaved(app, thing, outcome) {
  const made = outcome.made?.find((row) => row.entity === thing.id);
  const row = made && app.db.get(thing.id, made.id);
  return row ? say(texts.saved, { name: app.title(thing, row) }) : texts.saved_plain;
}

export function editRow(app, thing, row) {
  return openForm(app, {
    title: say(texts.edit_named, { name: app.title(thing, row) }),
    fields: openFields(thing, row.$can.edit),
    values: row,
    all: false,
    submit: texts.save,
    send: (values, confirm, form) => app.store.commit({ kind: "edit", entity: thing.id, id: row.id, v: form.version ?? row.$v, values }, { confirm }),
    said: () => say(texts.saved, { name: app.title(thing, app.db.get(thing.id, row.id) ?? row) }),
  });
}

export function changeField(app, thing, row, values) {
  const change = { kind: "edit", entity: thing.id, id: row.id, v: row.$v, values };
  return perform(app, change, say(texts.saved, { name: app.title(thing, row) }));
}

export function deleteRow(app, thing, row) {
  const change = { kind: "delete", entity: thing.id, id: row.id, v: row.$v };
  return perform(app, change, say(texts.deleted, { name: app.title(thing, row) }));
}

// Presses a button of a rule. `row` is null for one that starts without a row; `set` holds what is known already.
export async function runAction(app, thing, action, row, set = {}) {
  const change = (args) => ({ kind: "do", action: action.name, id: row?.id ?? null, args: { ...set, ...args } });
  const label = set.to ? action.states[set.to] : action.label;
  const said = (outcome) => {
    const made = outcome.made?.find((each) => each.entity === thing.id);
    const about = row ?? (made && app.db.get(thing.id, made.id));
    return about ? say(texts.done_with, { action: label, name: app.title(thing, about) }) : label;
  };
  if (action.opens) return openFollowing(app, action, row, change, said);
  if (!action.asks.length) return perform(app, change({}), said);
  return openForm(app, {
    title: row ? `${label}: ${app.title(thing, row)}` : label,
    fields: action.asks.map((id) => thing.fields.find((field) => field.id === id)),
    values: row ?? startValues(app, thing),
    given: row ? {} : set,
    submit: action.label,
    send: (values, confirm) => app.store.commit(change(values), { confirm }),
    said,
  });
}

async function openFollowing(app, action, row, change, said) {
  const outcome = await perform(app, change({}), said);
  return outcome && addRow(app, app.things[action.opens], { [action.opens_via]: row.id });
}
