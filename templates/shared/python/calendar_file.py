"""Rows with a day as a calendar other programs can read; a row keeps its identity from one export to the next."""

from __future__ import annotations

from typing import Any

from .sheets import Sheet, visible_rows
from .values import ONE, plus_days

ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def write_calendar(commit: Any, sheet: Sheet, app: str, begin: str, end: str) -> str:
    """One event a row; `begin` and `end` name fields, `end` may be empty."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{app}//EN"]
    for row, seen in visible_rows(commit, sheet.entity):
        first = commit.db.value(sheet.entity, row, begin)
        if first is None or (seen is not None and begin not in seen):
            continue
        last = commit.db.value(sheet.entity, row, end) if end else None
        name = commit.db.name_of(sheet.entity, row).translate(ESCAPES)
        lines += ["BEGIN:VEVENT", f"UID:{sheet.entity}-{row.id}@{app}", f"DTSTAMP:{moment(commit.db.now)}Z"]
        lines += [stamp("DTSTART", first), *([stamp("DTEND", last)] if last else [])]
        lines += [f"SUMMARY:{name}", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(folded_line(line) + "\r\n" for line in lines)


def stamp(name: str, text: str) -> str:
    """A day ends on the day after it, as calendars count."""
    if len(text) > 10:
        return f"{name}:{moment(text)}"
    day = plus_days(text, ONE) if name == "DTEND" else text
    return f"{name};VALUE=DATE:{(day or text).replace('-', '')}"


def moment(text: str) -> str:
    return text.replace("-", "").replace(":", "") + "00"


def folded_line(line: str) -> str:
    """No line is longer than 75 bytes; the rest goes on in the next one after a space."""
    parts, size = [""], 0
    for char in line:
        width = len(char.encode("utf-8", "replace"))
        if size + width > (75 if len(parts) == 1 else 74):
            parts.append("")
            size = 0
        parts[-1] += char
        size += width
    return "\r\n ".join(parts)
