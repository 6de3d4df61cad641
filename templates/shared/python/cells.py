"""What a cell of a file means for a field, and how a value is written into a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .delimited import escaped, unescaped
from .fields import NUMBERS, Field, Unreadable, said
from .messages import say
from .rights import may
from .tables import Tables
from .values import Value, cleaned, decimal, folded

SIGNS = re.compile("^(?:[€$£¥]|[A-Z]{3})|(?:[€$£¥]|[A-Z]{3})$")
GROUPED = {
    ".": re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII),
    ",": re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?", re.ASCII),
}
SPACES = re.compile("[ \u00a0\u2009\u202f'’]")
DURATION = re.compile(r"(\d+)(?::|h)([0-5]\d)?", re.ASCII)
TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?", re.ASCII)
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
LOCAL = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
DAY_FORMS = {"ymd": "{y}-{m}-{d}", "dmy": "{d}.{m}.{y}", "mdy": "{m}/{d}/{y}"}
YES, NO = ("yes", "true", "1", "x"), ("no", "false", "0")


@dataclass(slots=True)
class Paper:
    """How days and numbers are written in a file; `named` remembers which rows a name can mean."""

    db: Tables
    rules: Any
    dates: str = "ymd"
    point: str = "."
    named: dict[str, dict[str, list[int]]] = field(default_factory=dict)


def raw_of(paper: Paper, one: Field, cell: str) -> object:
    """The value a cell stands for, as it comes from a form; raises Unreadable."""
    text = cleaned(unescaped(cell))
    if text == "":
        return None
    if one.kind in NUMBERS:
        return number_of(paper, one, text)
    if one.kind in ("date", "datetime"):
        return moment_of(paper, one, text)
    if one.kind in ("ref", "refs"):
        return rows_of(paper, one, text)
    if one.kind == "yesno":
        return yes_or_no(one, text)
    if one.kind == "choice":
        return option_of(one, text)
    if one.kind == "time" and (time := TIME.fullmatch(text)):
        return f"{int(time[1]):02d}:{time[2]}"
    return unescaped(cell) if one.kind == "long" else text


def unread(one: Field, text: str) -> Unreadable:
    return Unreadable(say("sheets.not_read", label=one.label, value=text))


def number_of(paper: Paper, one: Field, text: str) -> str:
    if one.kind == "minutes" and (duration := DURATION.fullmatch(text)):
        return str(int(duration[1]) * 60 + int(duration[2] or 0))
    plain = SPACES.sub("", SIGNS.sub("", text)).replace("−", "-")
    if GROUPED[paper.point].fullmatch(plain) is None:
        raise unread(one, text)
    group = "," if paper.point == "." else "."
    return plain.replace(group, "").replace(paper.point, ".")


def moment_of(paper: Paper, one: Field, text: str) -> str:
    day, _, clock = text.replace("T", " ").partition(" ")
    time = TIME.fullmatch(clock.strip())
    if bool(clock.strip()) != (one.kind == "datetime") or (clock.strip() and time is None):
        raise unread(one, text)
    the_day = day_of_cell(paper, one, day, text)
    return f"{the_day}T{int(time[1]):02d}:{time[2]}" if time else the_day


def day_of_cell(paper: Paper, one: Field, day: str, text: str) -> str:
    if found := ISO.fullmatch(day):
        year, month, number = found.groups()
    elif paper.dates != "ymd" and (found := LOCAL.fullmatch(day)):
        first, second, year = found.groups()
        number, month = (first, second) if paper.dates == "dmy" else (second, first)
    else:
        raise unread(one, text)
    return f"{year}-{int(month):02d}-{int(number):02d}"


def yes_or_no(one: Field, text: str) -> bool:
    word = folded(text)
    if word in (*YES, folded(say("yes"))):
        return True
    if word in (*NO, folded(say("no"))):
        return False
    raise unread(one, text)


def option_of(one: Field, text: str) -> str:
    for option, label in one.options.items():
        if folded(text) in (folded(option), folded(label)):
            return option
    raise Unreadable(say("not_an_option", label=one.label, value=text, known=", ".join(one.options.values())))


def rows_of(paper: Paper, one: Field, text: str) -> object:
    """The row with this name; several are parted by a plus sign."""
    if one.kind == "ref":
        return row_of(paper, one, text)
    whole = paper_names(paper, one.to).get(folded(text))
    names = [text] if whole else [part.strip() for part in text.split("+")]
    return [row_of(paper, one, name) for name in names if name]


def row_of(paper: Paper, one: Field, name: str) -> int:
    found = paper_names(paper, one.to).get(folded(name), [])
    if len(found) == 1:
        return found[0]
    key = "sheets.several_rows" if found else "sheets.unknown_row"
    raise Unreadable(say(key, label=one.label, value=name))


def paper_names(paper: Paper, entity: str) -> dict[str, list[int]]:
    """Name → ids, of the rows the person may see."""
    if entity not in paper.named:
        names = paper.named.setdefault(entity, {})
        for row in paper.db.all(entity):
            if may(paper.db, paper.rules, "see", entity, row):
                names.setdefault(folded(paper.db.name_of(entity, row)), []).append(row.id)
    return paper.named[entity]


def cell_of(paper: Paper, one: Field, value: Value) -> str:
    """A value as it is written into a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if one.kind in NUMBERS and isinstance(value, int):
        return decimal(value).replace(".", paper.point)
    if one.kind == "ref" or isinstance(value, tuple):
        ids = value if isinstance(value, tuple) else (value,)
        return escaped(" + ".join(paper.db.name(one.to, each) or "" for each in ids))  # type: ignore[arg-type]
    if one.kind in ("date", "datetime"):
        return written_moment(paper, str(value))
    return escaped(said(one, value) if one.kind == "choice" else str(value))


def written_moment(paper: Paper, text: str) -> str:
    day = DAY_FORMS[paper.dates].format(y=text[:4], m=text[5:7], d=text[8:10])
    return f"{day} {text[11:]}" if len(text) > 10 else day
