"""Small pieces of source text that are more than an expression: comments, tests, lines and their indent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lamplighter.compiler.scribe import AppScribe


def remark(language: str, text: str) -> str:
    """A docstring, or a line of comment, that no text can break out of."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if language == "javascript":
        return f"// {line}"
    return f'"""{line}"""' if '"' not in line and "\\" not in line else repr(line)


def comment(language: str, text: str) -> str:
    """A line of comment."""
    return ("# " if language == "python" else "// ") + remark("javascript", text)[3:]


def one_of(scribe: AppScribe, value: str, choices: Sequence[str]) -> str:
    """A test whether a value is one of some texts."""
    quoted = [scribe.text(choice) for choice in choices]
    if len(quoted) == 1:
        return f"{value} {scribe.spelling.equal} {quoted[0]}"
    listed = ", ".join(quoted)
    return f"{value} in ({listed})" if scribe.language == "python" else f"[{listed}].includes({value})"


def indented(lines: Iterable[str], width: int) -> str:
    """The lines, each moved in."""
    return "\n".join(" " * width + line if line else line for text in lines for line in text.split("\n"))
