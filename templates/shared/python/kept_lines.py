"""The kept history as a file that names its day and a hash over all its lines, so that a changed copy is noticed."""

from __future__ import annotations

import hashlib
from typing import Any

from .delimited import escaped, joined_lines
from .sheets import Sheet, visible_rows


def write_history(commit: Any, sheet: Sheet) -> str:
    """Every kept change of the rows the person may see, then a line with the day and the hash of the lines above.

    Without roles that includes rows that are gone.
    """
    seen = {row.id: fields for row, fields in visible_rows(commit, sheet.entity)}
    rows = [["number", "at", "who", "row", "field", "old", "new"]]
    for line in commit.db.lines:
        if line.entity != sheet.entity or not (commit.db.role is None or shown(seen, line)):
            continue
        cells = (line.number, line.at, line.who, line.id, line.field, plain(line.old), plain(line.new))
        rows.append([escaped(str(cell)) for cell in cells])
    text = joined_lines(rows, ",")
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return text + f"{commit.db.today},SHA-256,{digest}\r\n"


def shown(seen: dict[int, Any], line: Any) -> bool:
    if line.id not in seen:
        return False
    fields = seen[line.id]
    return fields is None or line.field == "" or line.field in fields


def plain(value: object) -> str:
    """A kept value as a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " + ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
