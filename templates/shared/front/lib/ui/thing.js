// What the screens know of one kind of thing: its model with a control for every field, and its buttons.

// kinds: the controls by name of the kind (text, money, ref …); choices and references are made for their options.
export function thing(entity, { kinds, actions = [], limits = {}, ...rest }) {
  const fields = Object.values(entity.fields).map((field) => uiField(field, kinds, limits[field.name] ?? {}));
  const stored = fields.filter((field) => !field.derived);
  return {
    ...rest,
    id: entity.name,
    one: entity.one,
    many: entity.many,
    named_by: entity.shown,
    all: fields,
    fields: stored,
    field: Object.fromEntries(fields.map((field) => [field.id, field])),
    actions: actions.map((action) => ({ asks: [], ...action })),
  };
}

// A field can stand as a column: it has a label, a kind and a value.
function uiField(field, kinds, limits) {
  const made = kinds[field.kind];
  const kind = field.options ? made(field.options) : field.to ? made(field.to) : made;
  const start = field.default === undefined || field.default === null ? undefined : (db) => (typeof field.default === "function" ? field.default(db) : field.default);
  return {
    id: field.name,
    label: field.label,
    kind,
    unit: field.unit,
    required: field.required,
    unique: field.unique,
    auto: field.auto,
    private: field.private,
    derived: field.derived,
    min: typeof field.least === "bigint" ? field.least : undefined,
    max: typeof field.most === "bigint" ? field.most : undefined,
    start,
    ...limits,
    value: (row) => row[field.name],
  };
}
