// What one person sees: the rows, what can be done with them, what is due.

import { storedFields } from "./fields.js";
import { EVERY, canDo, grantedFields, may } from "./rights.js";
import { nothing } from "./values.js";

const ruleOf = (action) => action.split(".")[0];

/** The whole view of the person set in `db`. */
export function view(db, rules) {
  const shown = new Map(Object.keys(rules.entities).map((name) => [name, visible(db, rules, name)]));
  const rows = Object.fromEntries([...shown].map(([name, found]) => [name, found.map((row) => rowView(db, rules, name, row))]));
  for (const [name, row] of namedOnly(db, rules, shown)) rows[name].push(row);
  const role = rules.roles?.[db.role];
  return {
    now: db.now,
    today: db.today,
    me: db.me ? { entity: db.meEntity, id: db.meId, name: db.nameOf(db.meEntity, db.me) } : null,
    role: role ? { id: db.role, label: role.label } : null,
    roles: rules.roles !== undefined,
    rows,
    can: { add: addable(db, rules), do: withoutRow(db, rules) },
    alerts: alerts(db, rules),
    due: due(db, rules),
  };
}

const visible = (db, rules, entity) => db.all(entity).filter((row) => may(db, rules, "see", entity, row));

/** One row with everything of it that may be seen, and what may be done with it. */
function rowView(db, rules, entity, row) {
  const granted = grantedFields(db, rules, "see", entity, row);
  const fields = Object.keys(rules.entities[entity].fields).filter((name) => granted === EVERY || granted.has(name));
  return {
    ...Object.fromEntries(fields.map((name) => [name, db.value(entity, row, name)])),
    id: row.id,
    created: row.created,
    $v: db.version(entity, row.id),
    $name: db.nameOf(entity, row),
    $can: {
      edit: listed(grantedFields(db, rules, "edit", entity, row)),
      delete: entity !== "settings" && may(db, rules, "delete", entity, row),
      do: Object.keys(rules.actions ?? {}).filter((name) => pressable(db, rules, name, entity, row)),
    },
  };
}

function pressable(db, rules, name, entity, row) {
  const action = rules.actions[name];
  if (action.entity !== entity || !action.onRow) return false;
  return canDo(db, rules, ruleOf(name), action.roles ?? [], row) && (!action.shown || Boolean(action.shown(db, row)));
}

/** True for all fields, their names, or false for none. */
const listed = (granted) => (granted === EVERY ? true : granted.size > 0 ? [...granted].sort() : false);

/** Rows one may not see but that a visible row refers to: their name and nothing more. */
function namedOnly(db, rules, shown) {
  const hidden = new Map();
  for (const [entity, found] of shown)
    for (const row of found)
      for (const { to, id } of references(db, rules, entity, row)) {
        const other = db.get(to, id);
        if (other !== null && !may(db, rules, "see", to, other))
          hidden.set(`${to}\0${id}`, [to, { id, $name: db.nameOf(to, other), $hidden: true }]);
      }
  return hidden.values();
}

function references(db, rules, entity, row) {
  if (nothing(db.role)) return [];
  const granted = grantedFields(db, rules, "see", entity, row);
  return storedFields(rules.entities[entity])
    .filter((field) => field.to && (granted === EVERY || granted.has(field.name)))
    .flatMap((field) => [row[field.name]].flat().map((id) => ({ to: field.to, id })));
}

function addable(db, rules) {
  const kinds = Object.keys(rules.entities).filter((name) => name !== "settings");
  const granted = kinds.map((name) => [name, listed(grantedFields(db, rules, "add", name, null))]);
  return Object.fromEntries(granted.filter(([, fields]) => fields));
}

/** The buttons that need no row. */
const withoutRow = (db, rules) =>
  Object.entries(rules.actions ?? {})
    .filter(([name, action]) => (!action.onRow || action.many) && canDo(db, rules, ruleOf(name), action.roles ?? [], null))
    .map(([name]) => name);

const alerts = (db, rules) =>
  (rules.alerts ?? [])
    .filter((one) => !one.roles || nothing(db.role) || one.roles.includes(db.role))
    .flatMap((one) =>
      [...one.rows(db)]
        .filter(([row]) => may(db, rules, "see", one.entity, row))
        .map(([row, say]) => ({ rule: one.rule, entity: one.entity, id: row.id, say })),
    );

const due = (db, rules) =>
  (rules.dues ?? []).flatMap((one) =>
    visible(db, rules, one.entity)
      .map((row) => ({ row, state: db.value(one.entity, row, one.state) }))
      .filter(({ state }) => state === "overdue" || state === "soon")
      .map(({ row, state }) => ({ rule: one.rule, entity: one.entity, id: row.id, state, date: one.date(db, row) })),
  );
