"""The questions that an export names when nobody has answered them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from lamplighter.services.discover import RESOURCES, bundled
from lamplighter.services.questions import Question, read_questions


def test_every_file_is_a_question_named_by_its_id() -> None:
    questions = read_questions()
    files = {path.stem for path in (bundled(RESOURCES) / "wizard").glob("*.json")}
    assert {question.id.lower() for question in questions} == files
    assert all(question.ask.strip() for question in questions)


def test_they_come_in_the_order_of_their_chapters() -> None:
    ids = [question.id for question in read_questions()]
    assert ids == sorted(ids)
    assert ids[0] == "A1"
    assert {found[0] for found in ids} == set("ABCDEFGH")


def test_one_more_file_is_one_more_question(tmp_path: Path) -> None:
    for name in ("b2", "a1"):
        (tmp_path / f"{name}.json").write_text(f'{{"id": "{name.upper()}", "ask": "Why {name}?"}}')
    assert read_questions(tmp_path) == (Question("A1", "Why a1?"), Question("B2", "Why b2?"))


@pytest.mark.parametrize("text", ["{}", '{"id": "A1"}', '{"id": "A1", "ask": "x", "more": 1}', "[]"])
def test_a_file_that_is_no_question_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a1.json").write_text(text)
    with pytest.raises(msgspec.ValidationError):
        read_questions(tmp_path)
