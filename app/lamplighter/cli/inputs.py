"""Reads what a person gives `build`: an idea, an idea file, a blueprint, answers. Bad input gets one clear sentence."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.schema import loads
from lamplighter.domain.errors import BadInput
from lamplighter.engine.job import Order
from lamplighter.services.store import JSON

IDEA_BYTES = 1 << 20  # more is no idea but a book; it is refused before it is read whole


def order_from(arguments: argparse.Namespace) -> Order:
    """The order the arguments describe. Raises BadInput with what to do next."""
    if arguments.model != "none":
        raise BadInput(
            f"No language model is connected, so “{arguments.model}” cannot be used.", "Build with --model none."
        )
    sources = [bool(arguments.idea), arguments.idea_file is not None, arguments.blueprint is not None]
    if sum(sources) != 1:
        raise BadInput(
            "Give exactly one of: the idea itself, --idea-file F, --blueprint F.", 'For example: build "A tool library"'
        )
    return Order(
        idea=_idea(arguments),
        blueprint=_blueprint(arguments.blueprint) if arguments.blueprint else None,
        answers=_answers(arguments.answers) if arguments.answers else {},
        pack=arguments.pack,
        run=not arguments.no_run,
    )


def _idea(arguments: argparse.Namespace) -> str:
    if arguments.idea_file == "-":
        return _decoded(sys.stdin.buffer.read(IDEA_BYTES + 1), "standard input")
    if arguments.idea_file:
        return _decoded(_read(Path(arguments.idea_file)), arguments.idea_file)
    words = " ".join(arguments.idea)
    return words.encode("utf-8", "replace").decode("utf-8")  # a byte the terminal could not decode becomes "?"


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(IDEA_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.", "Check the name of the file.") from error


def _decoded(text: bytes, name: str) -> str:
    if len(text) > IDEA_BYTES:
        raise BadInput(f"{name} is larger than 1 MB.", "Give the part that says who needs what.")
    for encoding in ("utf-16", "utf-8-sig") if text[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return text.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(f"{name} is not text.", "Save it as plain text (UTF-8) and try again.")


def _blueprint(path: Path) -> Blueprint:
    return loads(_decoded(_read(path), str(path)))


def _answers(path: Path) -> dict[str, JSON]:
    try:
        answers = json.loads(_decoded(_read(path), str(path)))
    except json.JSONDecodeError as error:
        raise BadInput(f"{path}, line {error.lineno}: {error.msg}.", "Answers are one JSON object.") from error
    if not isinstance(answers, dict):
        raise BadInput(f"{path} holds no answers.", 'Answers are one JSON object: {"A1": "business", …}.')
    return answers
