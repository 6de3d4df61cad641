"""What one person sees: the rows, what can be done with them, what is due. Nothing else leaves the server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .clock import zone_of
from .fields import Entity, Field, value_of, written
from .rights import EVERY, can_do, granted_fields, may, seen_by
from .rulebook import Alert
from .rules import RULES
from .tables import Row, Tables

Json = dict[str, Any]


def view(db: Tables) -> Json:
    """The whole view of the person set in `db`."""
    seen = seen_by(db, RULES)
    shown = {name: list(visible(db, entity)) for name, entity in RULES.entities.items()}
    rows = {name: [row_view(seen, RULES.entities[name], row) for row in found] for name, found in shown.items()}
    for name, hidden in named_only(db, shown).items():
        rows[name] += hidden
    return {
        "now": db.now,
        "today": db.today,
        "me": me(db),
        "role": {"id": db.role, "label": RULES.roles[db.role].label} if db.role in RULES.roles else None,
        "roles": bool(RULES.roles),
        "zone": zone_of(db),
        "rows": rows,
        "can": {"add": addable(db), "do": without_row(db)},
        "alerts": list(alerts(db)),
        "due": list(due(db)),
    }


def visible(db: Tables, entity: Entity) -> Iterator[Row]:
    return (row for row in db.all(entity.name) if may(db, RULES, "see", entity.name, row))


def row_view(seen: Tables, entity: Entity, row: Row) -> Json:
    """One row with everything of it that may be seen, and what may be done with it.

    What is worked out for the screen is worked out from the rows of `seen`: from those that may be seen.
    """
    db = seen.whole
    fields = granted_fields(db, RULES, "see", entity.name, row)
    values = {one.name: sent(seen, entity, row, one) for one in entity.fields if fields is EVERY or one.name in fields}
    own = {"id": row.id, "$v": db.version(entity.name, row.id), "$name": db.name_of(entity.name, row)}
    return {**own, "$can": abilities(db, entity, row), "created": row.created, **values}


def sent(db: Tables, entity: Entity, row: Row, one: Field) -> object:
    return written(one, db.value(entity.name, row, one.name) if one.derived else value_of(row, one.name))


def abilities(db: Tables, entity: Entity, row: Row) -> Json:
    return {
        "edit": fields_json(granted_fields(db, RULES, "edit", entity.name, row)),
        "delete": entity.name != "settings" and may(db, RULES, "delete", entity.name, row),
        "do": [name for name in RULES.actions if pressable(db, name, entity, row)],
    }


def pressable(db: Tables, name: str, entity: Entity, row: Row) -> bool:
    action = RULES.actions[name]
    if action.entity != entity.name or not action.on_row:
        return False
    allowed = can_do(db, RULES, name.split(".", 1)[0], action.roles, row)
    return allowed and (action.shown is None or bool(action.shown(db, row)))


def fields_json(fields: frozenset[str] | None) -> bool | list[str]:
    return True if fields is EVERY else sorted(fields) or False


def named_only(db: Tables, shown: dict[str, list[Row]]) -> dict[str, list[Json]]:
    """Rows one may not see but that a visible row refers to: their name and nothing more."""
    seen = {(name, row.id) for name, found in shown.items() for row in found}
    hidden: dict[str, dict[int, Json]] = {}
    for name, found in shown.items():
        for row in found:
            for to, row_id in references(db, RULES.entities[name], row):
                other = db.get(to, row_id)
                if other is not None and (to, row_id) not in seen:
                    hidden.setdefault(to, {})[row_id] = {
                        "id": row_id,
                        "$name": db.name_of(to, other),
                        "$hidden": True,
                    }
    return {name: list(found.values()) for name, found in hidden.items()}


def references(db: Tables, entity: Entity, row: Row) -> Iterator[tuple[str, int]]:
    fields = granted_fields(db, RULES, "see", entity.name, row)
    for one in entity.stored:
        if one.to and (fields is EVERY or one.name in fields):
            value = value_of(row, one.name)
            for each in value if isinstance(value, tuple) else (value,):
                if each is not None:
                    yield one.to, each


def addable(db: Tables) -> Json:
    found = {name: fields_json(granted_fields(db, RULES, "add", name, None)) for name in RULES.entities}
    return {name: fields for name, fields in found.items() if fields and name != "settings"}


def without_row(db: Tables) -> list[str]:
    """The buttons that need no row."""
    return [
        name
        for name, action in RULES.actions.items()
        if (not action.on_row or action.many) and can_do(db, RULES, name.split(".")[0], action.roles, None)
    ]


def alerts(db: Tables) -> Iterator[Json]:
    for one in RULES.alerts:
        if one.roles and db.role is not None and db.role not in one.roles:
            continue
        for row, text in one.rows(db):
            if told(db, one, row):
                yield {"rule": one.rule, "entity": one.entity, "id": row.id, "say": text}


def told(db: Tables, alert: Alert, row: Row) -> bool:
    """A text may speak of any field: it is for the roles it names, and else for who may see the whole row."""
    fields = granted_fields(db, RULES, "see", alert.entity, row)
    return fields is EVERY or (bool(fields) and db.role in alert.roles)


def due(db: Tables) -> Iterator[Json]:
    for one in RULES.dues:
        for row in visible(db, RULES.entities[one.entity]):
            if not may(db, RULES, "see", one.entity, row, (one.state,)):
                continue
            state = db.value(one.entity, row, one.state)
            if state in ("overdue", "soon"):
                yield {"rule": one.rule, "entity": one.entity, "id": row.id, "state": state, "date": one.date(db, row)}


def me(db: Tables) -> Json | None:
    person = db.me
    if person is None:
        return None
    return {"entity": db.me_entity, "id": person.id, "name": db.name_of(db.me_entity, person)}


def history(db: Tables, entity: str, row_id: int) -> list[Json]:
    """What was kept of a row one may see, the newest first."""
    row = db.get(entity, row_id) if entity in RULES.entities else None
    if row is None or not may(db, RULES, "see", entity, row):
        return []
    fields = granted_fields(db, RULES, "see", entity, row)
    return [
        {"at": line.at, "who": line.who, "field": line.field, "old": line.old, "new": line.new}
        for line in reversed(db.changes(entity, row_id))
        if fields is EVERY or not line.field or line.field in fields
    ]
