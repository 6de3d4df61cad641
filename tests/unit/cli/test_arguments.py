"""The command line is a contract: its words, its refusals and its one JSON line at the end."""

from __future__ import annotations

import json

import pytest

from lamplighter.cli import main
from lamplighter.cli.arguments import COMMANDS, parser


def last_line(text: str) -> dict[str, object]:
    value = json.loads(text.strip().splitlines()[-1])
    assert isinstance(value, dict)
    return value


def test_every_command_of_the_contract_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    told = capsys.readouterr().out
    assert [command for command in COMMANDS if f"    {command}" not in told] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself_with_the_exit_codes(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    told = capsys.readouterr().out
    assert left.value.code == 0
    assert "--json" in told
    assert "130  cancelled" in told


@pytest.mark.parametrize(
    "words",
    [
        ["build", "--json", "--pack"],
        ["--json", "build", "--nonsense"],
        ["restore", "some-idea", "not-a-number", "--json"],
        ["nonsense", "--json"],
        ["--json"],
        ["export", "id", "place", "--zip", "--kit", "--json"],
    ],
)
def test_a_wrong_command_line_is_answered_in_json_with_a_hint(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    said = last_line(capsys.readouterr().out)
    assert said["ok"] is False
    assert said["exit"] == 2
    error = said["error"]
    assert isinstance(error, dict)
    assert error["message"]
    assert "--help" in error["hint"]


def test_a_wrong_command_line_without_json_keeps_stdout_empty(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    assert told.err.strip()


def test_json_and_home_may_stand_before_the_command(capsys: pytest.CaptureFixture[str], tmp_path: object) -> None:
    assert main(["--home", str(tmp_path), "--json", "ideas"]) == 0
    assert last_line(capsys.readouterr().out)["ideas"] == []


def test_build_takes_its_words_together() -> None:
    found = parser().parse_args(["build", "a", "tool", "library"])
    assert found.idea == ["a", "tool", "library"]
    assert found.pack == "auto"
    assert found.model == "none"


def test_an_empty_home_is_a_slip(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ideas", "--home", "", "--json"]) == 2
    assert last_line(capsys.readouterr().out)["ok"] is False
