// The rows of one view, looked up as the rules look them up. Rows one may not see hold only an id and a name.
import { ENTITIES } from "../../model.js";

export function viewDb(view) {
  const tables = new Map();
  const table = (entity) => {
    if (!tables.has(entity)) tables.set(entity, new Map((view.rows[entity] ?? []).map((row) => [row.id, row])));
    return tables.get(entity);
  };
  const shown = new Map();
  const links = new Map();
  const db = {
    today: view.today,
    now: view.now,
    role: view.role?.id ?? "",
    all(entity) {
      if (!shown.has(entity)) shown.set(entity, [...table(entity).values()].filter((row) => !row.$hidden));
      return shown.get(entity);
    },
    get(entity, id) {
      return id === null || id === undefined ? null : (table(entity).get(id) ?? null);
    },
    having(entity, field, id) {
      const key = `${entity}.${field}`;
      if (!links.has(key)) links.set(key, linked(db.all(entity), field));
      return links.get(key).get(id) ?? [];
    },
    row: (entity, id) => db.get(entity, id) ?? {},
    name: (entity, id) => db.get(entity, id)?.$name ?? null,
    option: (entity, field, value) => ENTITIES[entity].fields[field].options[value] ?? null,
    get settings() {
      return db.all("settings")[0] ?? null;
    },
    get me() {
      return view.me ? db.get(view.me.entity, view.me.id) : null;
    },
  };
  return db;
}

function linked(rows, field) {
  const links = new Map();
  for (const row of rows) {
    for (const id of Array.isArray(row[field]) ? row[field] : [row[field]]) {
      if (!links.has(id)) links.set(id, []);
      links.get(id).push(row);
    }
  }
  return links;
}
