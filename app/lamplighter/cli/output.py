"""What a command says: plain words for a person, or JSON lines for a script. Progress goes to stderr."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TextIO

import msgspec

from lamplighter.domain.errors import Exit, LamplighterError
from lamplighter.domain.events import JobEvent, sentence
from lamplighter.services.store import JSON


class Console:
    """Prints events and the one result of a command. `as_json` decides the form, never the content."""

    def __init__(self, as_json: bool, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self.as_json = as_json
        self._out = out or sys.stdout
        self._err = err or sys.stderr

    def event(self, event: JobEvent) -> None:
        """Tell a step of long work."""
        if self.as_json:
            self._line({"event": type(event).__name__, **msgspec.to_builtins(event)})
        self._err.write(f"  {sentence(event)}\n")
        self._err.flush()

    def line(self, text: str, body: Mapping[str, JSON]) -> None:
        """Tell something at once, before the command ends."""
        if self.as_json:
            self._line(body)
        else:
            self._write(text)

    def result(self, body: Mapping[str, JSON], text: str, code: int = Exit.DONE) -> int:
        """The result of a command that came to its end."""
        if self.as_json:
            self._line({"ok": code == Exit.DONE, "exit": int(code), **body})
        else:
            self._write(text)
        return int(code)

    def failure(self, error: LamplighterError, body: Mapping[str, JSON]) -> int:
        """The result of a command that was refused or failed."""
        if self.as_json:
            told = {"message": error.message, "hint": error.hint}
            self._line({"ok": False, "exit": int(error.exit), "error": told, **body})
        else:
            self._err.write(f"{error.message}\n{error.hint}\n" if error.hint else f"{error.message}\n")
        return int(error.exit)

    def _line(self, body: Mapping[str, JSON]) -> None:
        self._out.write(msgspec.json.encode(body).decode() + "\n")
        self._out.flush()

    def _write(self, text: str) -> None:
        if text:
            self._out.write(text.rstrip("\n") + "\n")
            self._out.flush()
