"""Ideas, blueprints and answers come from files of every kind; bad ones get one clear sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lamplighter.cli.arguments import parser
from lamplighter.cli.inputs import order_from
from lamplighter.domain.errors import BadInput
from lamplighter.engine.job import Order


def order(*words: str) -> Order:
    return order_from(parser().parse_args(["build", *words]))


def test_words_are_one_idea() -> None:
    assert order("a", "tool", "library").idea == "a tool library"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_an_idea_file_may_have_any_common_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "idea.txt"
    file.write_bytes("Getränkeliste für den Verein".encode(encoding))
    assert order("--idea-file", str(file)).idea == "Getränkeliste für den Verein"


@pytest.mark.parametrize(
    "words",
    [(), ("idea", "--idea-file", "x"), ("--blueprint", "x", "idea"), ("idea", "--model", "some-model")],
)
def test_none_or_several_sources_or_a_model_are_refused_with_a_hint(words: tuple[str, ...]) -> None:
    with pytest.raises(BadInput) as refused:
        order(*words)
    assert refused.value.hint


@pytest.mark.parametrize("text", [b"\xff\xfe\x00", bytes(range(128, 160)) * 3])
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "idea.txt"
    file.write_bytes(text)
    with pytest.raises(BadInput, match="not text"):
        order("--idea-file", str(file))


def test_a_book_is_refused_before_it_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "book.txt"
    file.write_bytes(b"a" * ((1 << 20) + 1))
    with pytest.raises(BadInput, match="1 MB"):
        order("--idea-file", str(file))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nowhere\.txt"):
        order("--idea-file", str(tmp_path / "nowhere.txt"))


@pytest.mark.parametrize("text", ["[1, 2]", "{", '"A1"'])
def test_answers_that_are_no_object_are_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "answers.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="answers"):
        order("idea", "--answers", str(file))


def test_answers_are_read(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"A1": "business"}), encoding="utf-8")
    assert order("idea", "--answers", str(file)).answers == {"A1": "business"}


def test_the_same_order_has_the_same_fingerprint_and_another_has_another() -> None:
    assert order("a", "b").fingerprint == order("a b").fingerprint
    assert order("a", "b").fingerprint != order("a b", "--no-run").fingerprint


def test_an_order_survives_being_saved() -> None:
    asked = order("a", "b", "--no-run", "--pack", "web")
    assert Order.read(asked.saved()) == asked
