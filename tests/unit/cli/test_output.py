"""What a command says on which stream."""

from __future__ import annotations

import io
import json

from lamplighter.cli.output import Console
from lamplighter.domain.errors import BadInput, Exit
from lamplighter.domain.events import Stage, StageStarted


def console(as_json: bool) -> tuple[Console, io.StringIO, io.StringIO]:
    out, err = io.StringIO(), io.StringIO()
    return Console(as_json, out, err), out, err


def test_events_are_json_lines_on_stdout_and_words_on_stderr() -> None:
    said, out, err = console(as_json=True)
    said.event(StageStarted(Stage.SCAFFOLD))
    assert json.loads(out.getvalue()) == {"event": "StageStarted", "stage": "scaffold"}
    assert err.getvalue() == "  scaffold …\n"


def test_events_leave_stdout_alone_without_json() -> None:
    said, out, err = console(as_json=False)
    said.event(StageStarted(Stage.SCAFFOLD))
    assert out.getvalue() == ""
    assert "scaffold" in err.getvalue()


def test_the_result_carries_ok_and_exit() -> None:
    said, out, _ = console(as_json=True)
    assert said.result({"name": "x"}, "words", Exit.NOT_RUN) == 4
    assert json.loads(out.getvalue()) == {"ok": False, "exit": 4, "name": "x"}


def test_a_failure_keeps_the_lists_a_script_counts_on() -> None:
    said, out, err = console(as_json=True)
    assert said.failure(BadInput("No.", "Try yes."), {"findings": []}) == 2
    body = json.loads(out.getvalue())
    assert body == {"ok": False, "exit": 2, "error": {"message": "No.", "hint": "Try yes."}, "findings": []}
    assert err.getvalue() == ""


def test_a_failure_for_a_person_is_a_sentence_and_a_hint() -> None:
    said, out, err = console(as_json=False)
    said.failure(BadInput("No.", "Try yes."), {})
    assert out.getvalue() == ""
    assert err.getvalue() == "No.\nTry yes.\n"


def test_every_line_is_one_line_whatever_the_text() -> None:
    said, out, _ = console(as_json=True)
    said.result({"name": "two\nlines\u2028three"}, "")
    assert len(out.getvalue().splitlines()) >= 1
    assert json.loads(out.getvalue().split("\n")[0])["name"] == "two\nlines\u2028three"
