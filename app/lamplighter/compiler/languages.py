"""How the two languages of compiled apps spell the same things."""

from __future__ import annotations

import json
from dataclasses import dataclass

from lamplighter.compiler.names import attribute, camel


@dataclass(frozen=True, slots=True)
class Python:
    """Python 3.11."""

    name: str = "python"
    none: str = "None"
    yes: str = "True"
    no: str = "False"
    conjunction: str = "and"
    disjunction: str = "or"
    equal: str = "=="
    unequal: str = "!="
    boolean: str = "bool"
    end: str = ""

    def when(self, condition: str, body: list[str]) -> list[str]:
        """The lines, run only under a condition."""
        return [f"if {condition}:", *("    " + line for line in body)]

    def spelled(self, name: str) -> str:
        return name

    def text(self, text: str) -> str:
        """A quoted text: double quotes where that needs no escape, as a formatter would write it."""
        if text.isprintable() and '"' not in text and "\\" not in text:
            return f'"{text}"'
        return ascii(text) if any("\ud800" <= c <= "\udfff" or not c.isprintable() for c in text) else repr(text)

    def number(self, micros: int) -> str:
        return _grouped(micros)

    def attribute(self, row: str, field: str) -> str:
        return f"{row}.{attribute(field)}"

    def is_none(self, code: str) -> str:
        return f"{code} is None"

    def is_some(self, code: str) -> str:
        return f"{code} is not None"

    def negated(self, code: str) -> str:
        return f"not {code}"

    def choice(self, condition: str, then: str, other: str) -> str:
        return f"{then} if {condition} else {other}"

    def row_list(self, rows: str, variable: str, condition: str) -> str:
        """The rows that hold a condition, to count."""
        return f"{variable} for {variable} in {rows} if {condition}" if condition else rows

    def imported(self, module: str, names: str, folder: str) -> str:
        return wrapped(f"from {'' if folder == '.' else folder}.{module} import ", names, "")

    def values(self, rows: str, variable: str, condition: str, value: str) -> str:
        """A value of each row that holds a condition."""
        return f"{value} for {variable} in {rows}" + (f" if {condition}" if condition else "")


@dataclass(frozen=True, slots=True)
class JavaScript:
    """ECMAScript 2022 modules."""

    name: str = "javascript"
    none: str = "null"
    yes: str = "true"
    no: str = "false"
    conjunction: str = "&&"
    disjunction: str = "||"
    equal: str = "==="
    unequal: str = "!=="
    boolean: str = "Boolean"
    end: str = ";"

    def when(self, condition: str, body: list[str]) -> list[str]:
        """The lines, run only under a condition."""
        return (
            [f"if ({condition}) {body[0]}"]
            if len(body) == 1
            else [f"if ({condition}) {{", *("  " + b for b in body), "}"]
        )

    def spelled(self, name: str) -> str:
        return camel(name)

    def text(self, text: str) -> str:
        """A quoted text; also safe inside a script element of a page."""
        quoted = json.dumps(text, ensure_ascii=any("\ud800" <= c <= "\udfff" for c in text))
        for mark, escape in (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("\x7f", "\\u007f")):
            quoted = quoted.replace(mark, escape)
        return quoted

    def number(self, micros: int) -> str:
        return _grouped(micros) + "n"

    def attribute(self, row: str, field: str) -> str:
        return f"{row}.{field}" if field.isidentifier() else f"{row}[{self.text(field)}]"

    def is_none(self, code: str) -> str:
        return f"{code} === null"

    def is_some(self, code: str) -> str:
        return f"{code} !== null"

    def negated(self, code: str) -> str:
        return f"!{code}"

    def choice(self, condition: str, then: str, other: str) -> str:
        return f"{condition} ? {then} : {other}"

    def row_list(self, rows: str, variable: str, condition: str) -> str:
        """The rows that hold a condition, to count."""
        return f"{rows}.filter(({variable}) => {condition})" if condition else rows

    def imported(self, module: str, names: str, folder: str) -> str:
        return f'import {{ {names} }} from "{folder}/{module}.js";'

    def values(self, rows: str, variable: str, condition: str, value: str) -> str:
        """A value of each row that holds a condition."""
        return f"{self.row_list(rows, variable, condition)}.map(({variable}) => {value})"


Language = Python | JavaScript


def wrapped(head: str, names: str, tail: str) -> str:
    """A Python line of names, broken in brackets when it grows long."""
    if len(head) + len(names) + len(tail) <= 120:
        return head + names + tail
    return head + "(\n" + "".join(f"    {name},\n" for name in names.split(", ")) + ")" + tail


def _grouped(micros: int) -> str:
    """Millionths with a mark where the point of the number stands: 12.5 is 12_500000."""
    whole, part = divmod(abs(micros), 1_000_000)
    size = f"{whole}_{part:06d}" if whole else str(part)
    return f"-{size}" if micros < 0 else size
