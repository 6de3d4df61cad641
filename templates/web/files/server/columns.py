"""How rows lie in the data file: money in the smallest coin, other numbers in millionths, lists as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .fields import NUMBERS, Entity, Field, attribute, value_of
from .messages import MINOR_DIGITS

COIN = 10 ** (6 - MINOR_DIGITS)


def sql_name(name: str) -> str:
    """A name that is safe in a statement."""
    return '"' + name.replace('"', '""') + '"'


def column_type(one: Field) -> str:
    return "INTEGER" if one.kind in (*NUMBERS, "yesno", "ref") else "TEXT"


def row_values(entity: Entity, row: Any, version: int) -> dict[str, object]:
    """The columns of a row; those the app itself needs begin with _, as no field does."""
    own = {"id": row.id, "_v": version, "_created": row.created, "_created_by": row.created_by}
    return {**own, **{one.name: to_column(one, value_of(row, one.name)) for one in entity.stored}}


def row_from(entity: Entity, cells: Mapping[str, Any]) -> tuple[Any, int]:
    """The row of its columns, and its version."""
    values = {attribute(one.name): from_column(one, cells[one.name]) for one in entity.stored}
    row = entity.row(id=cells["id"], created=cells["_created"], created_by=cells["_created_by"], **values)
    return row, cells["_v"]


def to_column(one: Field, value: Any) -> object:
    if value is None:
        return None
    if one.kind == "money":
        return value // COIN
    if one.kind == "refs":
        return json.dumps(value)
    return int(value) if one.kind == "yesno" else value


def from_column(one: Field, cell: Any) -> Any:
    if cell is None:
        return one.blank
    if one.kind == "money":
        return cell * COIN
    if one.kind == "refs":
        return tuple(json.loads(cell))
    return bool(cell) if one.kind == "yesno" else cell
