"""Text files with one line a row: which bytes they are in, which mark parts the cells, and writing them back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .fields import Unreadable
from .messages import say

MARKS = (";", "\t", ",")
FORMULA = re.compile(r"'*[=+\-@\t\r]")
ESCAPED = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file; `number` is the line it begins at, counted from 1."""

    number: int
    cells: tuple[str, ...]


def decoded(raw: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252; raises Unreadable for anything else."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    if b"\0" in raw:
        even, odd = raw[::2].count(0), raw[1::2].count(0)
        if len(raw) % 2 or min(even, odd):
            raise Unreadable(say("sheets.not_a_table"))
        return raw.decode("utf-16-be" if even else "utf-16-le", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)


def lines_of(text: str) -> list[Line]:
    """The rows of the text; those without any value are left out."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    mark = mark_of(text)
    found: list[Line] = []
    cells, cell, quoted, begun, number = [], [], False, 1, 1
    at = 0
    while at < len(text):
        char = text[at]
        if quoted and char == '"' and text[at + 1 : at + 2] == '"':
            cell.append('"')
            at += 1
        elif char == '"' and (quoted or not "".join(cell).strip()):
            quoted = not quoted
            cell = cell if not quoted else []
        elif char == mark and not quoted:
            cells.append("".join(cell))
            cell = []
        elif char == "\n" and not quoted:
            found.append(Line(begun, (*cells, "".join(cell))))
            cells, cell, number = [], [], number + 1
            begun = number
        else:
            cell.append(char)
            number += char == "\n"
        at += 1
    found.append(Line(begun, (*cells, "".join(cell))))
    return [line for line in found if any(each.strip() for each in line.cells)]


def mark_of(text: str) -> str:
    """The mark between the cells: the one most frequent in the first line that has any value, outside quotes."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    plain = re.sub(r'"[^"]*"', "", first)
    return max(MARKS, key=plain.count) if any(mark in plain for mark in MARKS) else ","


def unescaped(cell: str) -> str:
    """The text a cell stands for: the mark that keeps it from being a formula is taken off."""
    return cell[1:] if ESCAPED.match(cell) else cell


def escaped(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return "'" + text if FORMULA.match(text) else text


def joined_lines(rows: Iterable[Sequence[str]], mark: str) -> str:
    """The text of a file that spreadsheets open as it is meant."""
    return "\ufeff" + "".join(mark.join(quoted(cell, mark) for cell in row) + "\r\n" for row in rows)


def quoted(cell: str, mark: str) -> str:
    if any(sign in cell for sign in (mark, '"', "\n", "\r")) or cell != cell.strip():
        return '"' + cell.replace('"', '""') + '"'
    return cell
