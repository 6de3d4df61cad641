"""Literals of compiled modules are laid out as a person would, and hold nothing but data."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from lamplighter.compiler.front.javascript import WIDTH, Code, Literal, Module, comment, literal
from lamplighter.compiler.front.menu import list_id
from lamplighter.compiler.front.plan import file_stem
from lamplighter.domain.blueprint.app import EntityPlan


def test_what_fits_stands_in_one_line() -> None:
    assert literal({"id": "out", "of": Code("loan"), "home": True}) == '{ id: "out", of: loan, home: true }'


def test_what_does_not_fit_is_broken_by_entries() -> None:
    long: dict[str, Literal] = {"columns": ["x" * 60, "y" * 60], "of": Code("loan")}
    lines = literal(long).splitlines()
    assert lines[0] == "{"
    assert lines[-1] == "}"
    assert "  of: loan," in lines
    assert max(map(len, lines)) <= WIDTH


def test_what_is_not_said_is_left_out() -> None:
    assert literal({"a": None, "b": False, "c": 0, "d": ""}) == '{ c: 0, d: "" }'


def test_a_name_that_is_its_own_value_is_said_once() -> None:
    assert literal({"tool": Code("tool"), "...": Code("rest")}) == "{ tool, ...rest }"


def test_a_name_that_is_no_identifier_is_quoted() -> None:
    assert literal({"a-b": 1, "ä": 2}) == '{ "a-b": 1, ä: 2 }'


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    source = literal(text)
    assert "<" not in source
    assert "\n" not in source
    assert json.loads(source) == text


@given(st.text())
def test_a_comment_is_one_line_whatever_it_holds(text: str) -> None:
    line = comment(text)
    assert line.startswith("// ")
    assert len(line.splitlines()) == 1
    assert not {"\u2028", "\u2029"} & set(line)


def test_imports_are_sorted_and_written_from_the_folder_of_the_module() -> None:
    module = Module(depth=1)
    module.use("things/tool.js", "tool")
    module.use("lib/ui/list.js", "listScreen")
    assert module.source("Tools", "export const tools = 1;").splitlines() == [
        "// Tools",
        'import { listScreen } from "../lib/ui/list.js";',
        'import { tool } from "../things/tool.js";',
        "",
        "export const tools = 1;",
    ]


def entity(entity_id: str, many: str) -> EntityPlan:
    return EntityPlan(id=entity_id, one=many, many=many, icon="", fields={}, shown="")


def test_a_list_has_the_plural_as_its_address_where_that_is_a_plain_word() -> None:
    assert list_id(entity("tool", "Tools"), []) == "tools"
    assert list_id(entity("tool", "Tools"), ["tools"]) == "tool_list"
    assert list_id(entity("uten", "道具"), []) == "uten_list"
    assert list_id(entity("aux", "Aux"), []) == "aux_list"


def test_names_of_files_are_taken_by_every_computer() -> None:
    assert file_stem("tool_loan", "x") == "tool_loan"
    assert file_stem("CON", "thing_1") == "thing_1"
    assert file_stem("会員", "thing_2") == "thing_2"
