"""Names in compiled source."""

from __future__ import annotations

import keyword

import pytest
from hypothesis import given
from hypothesis.strategies import lists, text

from lamplighter.compiler.library import BASE
from lamplighter.compiler.names import attribute, camel, distinct, is_reserved, snake
from lamplighter.compiler.toolkit import Toolkit


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("tool", "available"), "tool_available"),
        (("ToolLoan",), "tool_loan"),
        (("out on!",), "out_on"),
        (("__proto__",), "proto"),
        (("2nd",), "n2nd"),
        (("",), "thing"),
        (("Straße",), "straße"),
        (("本",), "本"),
    ],
)
def test_words_become_snake_case(words: tuple[str, ...], name: str) -> None:
    assert snake(*words) == name


@given(lists(text(max_size=12), min_size=1, max_size=3))
def test_any_words_become_an_identifier(words: list[str]) -> None:
    name = snake(*words)
    assert name.isidentifier()
    assert camel(name).isidentifier()


def test_a_name_is_spelled_as_each_language_does() -> None:
    assert camel("plus_days") == "plusDays"
    assert camel("Refusal") == "Refusal"


def test_a_field_keeps_its_name_unless_python_needs_the_word() -> None:
    assert attribute("due_on") == "due_on"
    assert attribute("class") == "class_"
    assert attribute("ﬁx") == "fix"


@pytest.mark.parametrize("word", [*keyword.kwlist, "db", "row", "match", "function", "let", "list", "new"])
def test_words_of_the_languages_are_reserved(word: str) -> None:
    assert is_reserved(word)


def test_two_names_are_kept_apart_in_both_spellings() -> None:
    assert distinct("a_b", ["aB"]) == "a_b_2"
    assert distinct("a_b", ["a_b", "a_b_2"]) == "a_b_3"
    assert distinct("free", ["taken"]) == "free"


@pytest.mark.parametrize("name", sorted(BASE))
def test_the_library_offers_every_name_in_both_languages(name: str, tools: Toolkit) -> None:
    shared = tools.templates.shared
    python = shared.get(f"python/{BASE[name]}.py", shared.get(f"python/{BASE[name]}.py.j2", ""))
    javascript = shared.get(f"javascript/{BASE[name]}.js", shared.get(f"javascript/{BASE[name]}.js.j2", ""))
    only_python = {"given", "Entity", "Field", "Role", "Action", "Alert", "Due", "Rules"}
    assert (
        f"def {name}(" in python
        or f"class {name}" in python
        or f"\n{name} = " in python
        or f"\n{name}: " in python
        or name == "alike"
    )
    if name not in only_python:
        spelled = camel(name)
        assert any(f"export {kind} {spelled}" in javascript for kind in ("function", "const", "class"))
