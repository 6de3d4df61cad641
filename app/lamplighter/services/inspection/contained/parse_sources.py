"""Parse the named files by real parsers, without running a line of them: one JSON object a line for what is found.

Run inside the sandbox, since a hostile file can make a parser take all time or memory. Names come as a JSON list on
stdin. `{"at": path}` is printed before each file, so that the one that never ends is known.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import warnings
from collections.abc import Iterator
from importlib.util import decode_source
from pathlib import Path
from typing import NamedTuple

TEMPLATE_FILE = ("{%", "{{")
COMMENTED_JSON = re.compile(r"(^|/)(tsconfig[^/]*|jsconfig|\.eslintrc|devcontainer|settings|launch)\.json$")
LINE = re.compile(r"line (\d+)")
TEMPLATE_ELEMENT = re.compile(r"<template\b.*?</template\s*>", re.DOTALL | re.IGNORECASE)
CSS_IGNORED = re.compile(r"/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)

# What browsers and validators of today accept, or what no reader of a page ever notices.
HTML_TOLERATED = {
    "expected-doctype-but-got-start-tag",
    "expected-doctype-but-got-chars",
    "expected-doctype-but-got-end-tag",
    "expected-doctype-but-got-eof",
    "unknown-doctype",
    "non-void-element-with-trailing-solidus",
    "named-entity-without-semicolon",
    "expected-named-entity",
    "unexpected-hidden-input-in-table",
}


class Problem(NamedTuple):
    """What is wrong in a file; `line` is 1-based."""

    line: int | None
    message: str
    proof: str = ""


def python_problems(path: Path) -> Iterator[Problem]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            source = path.read_bytes()
            decode_source(source)  # compile alone lets bytes pass in comments that the interpreter refuses
            compile(source, str(path), "exec", dont_inherit=True)
    except SyntaxError as error:
        yield Problem(error.lineno, f"{error.msg}", (error.text or "").rstrip())
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        yield Problem(None, str(error) or f"nested too deeply ({type(error).__name__})")


def json_problems(path: Path) -> Iterator[Problem]:
    if COMMENTED_JSON.search(path.as_posix()):
        return
    try:
        json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        yield Problem(error.lineno, error.msg, _line_of(path, error.lineno))
    except (UnicodeDecodeError, RecursionError) as error:
        yield Problem(None, str(error))


def toml_problems(path: Path) -> Iterator[Problem]:
    try:
        tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        found = LINE.search(str(error))
        line = int(found[1]) if found else None
        yield Problem(line, str(error).split(" (at ")[0], _line_of(path, line))
    except (UnicodeDecodeError, RecursionError) as error:
        yield Problem(None, str(error))


def html_problems(path: Path) -> Iterator[Problem]:
    import html5lib
    from html5lib.constants import E

    text = path.read_text(encoding="utf-8-sig", errors="replace")
    if any(mark in text for mark in TEMPLATE_FILE):
        return  # a template of another engine: its pieces are no page yet
    parser = html5lib.HTMLParser()
    parser.parse(TEMPLATE_ELEMENT.sub(_only_lines, text))
    for (line, _column), code, words in parser.errors:
        if code not in HTML_TOLERATED:
            yield Problem(line, E.get(code, code) % words, _line_of(path, line))


def css_problems(path: Path) -> Iterator[Problem]:
    import tinycss2  # type: ignore[import-untyped]  # it brings no types

    rules, _encoding = tinycss2.parse_stylesheet_bytes(path.read_bytes(), skip_comments=True, skip_whitespace=True)
    waiting = list(rules)
    while waiting:
        rule = waiting.pop(0)
        if rule.type == "error":
            yield Problem(rule.source_line, rule.message, _line_of(path, rule.source_line))
        elif rule.type in ("qualified-rule", "at-rule") and rule.content is not None:
            waiting += tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    yield from _open_blocks(path)


def _open_blocks(path: Path) -> Iterator[Problem]:
    """By the rules of CSS the end of a file closes every block; in a file that was cut off that hides the damage."""
    text = CSS_IGNORED.sub(_only_lines, path.read_text(encoding="utf-8", errors="replace"))
    opened: list[int] = []
    for number, line in enumerate(text.splitlines(), 1):
        for character in line:
            if character == "{":
                opened.append(number)
            elif character == "}" and opened:
                opened.pop()
    if opened:
        yield Problem(opened[-1], "this block is never closed", _line_of(path, opened[-1]))


def _only_lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _line_of(path: Path, line: int | None) -> str:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return lines[line - 1].strip()[:200] if line and line <= len(lines) else ""


PARSERS = {
    ".py": python_problems,
    ".pyi": python_problems,
    ".json": json_problems,
    ".webmanifest": json_problems,
    ".toml": toml_problems,
    ".html": html_problems,
    ".htm": html_problems,
    ".css": css_problems,
}


def main() -> None:
    for name in json.load(sys.stdin):
        print(json.dumps({"at": name}), flush=True)
        path = Path(name)
        for problem in PARSERS[path.suffix.lower()](path):
            print(json.dumps({"path": name, **problem._asdict()}), flush=True)


if __name__ == "__main__":
    main()
