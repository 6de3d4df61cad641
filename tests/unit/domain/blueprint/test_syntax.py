"""The grammar: what is an expression, what is not, and that no text can hurt the parser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamplighter.domain.blueprint.problems import Fault
from lamplighter.domain.blueprint.syntax import (
    Raw,
    RawAggregate,
    RawCall,
    RawNumber,
    RawOne,
    RawPair,
    RawPath,
    RawRow,
    RawText,
    parsed,
)

from .conftest import fault_of

A, B, C = RawPath(("a",)), RawPath(("b",)), RawPath(("c",))
ONE, TWO, THREE = RawNumber("1"), RawNumber("2"), RawNumber("3")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1", ONE),
        ("12.50", RawNumber("12.50")),
        ("'it''s'", RawText("it's")),
        ("''", RawText("")),
        ("a.b.c", RawPath(("a", "b", "c"))),
        ("größe", RawPath(("größe",))),
        ("名前.長さ", RawPath(("名前", "長さ"))),
        ("1 + 2 * 3", RawPair("+", ONE, RawPair("*", TWO, THREE))),
        ("(1 + 2) * 3", RawPair("*", RawPair("+", ONE, TWO), THREE)),
        ("1 - 2 - 3", RawPair("-", RawPair("-", ONE, TWO), THREE)),
        ("a & b & c", RawPair("&", RawPair("&", A, B), C)),
        ("-a", RawOne("-", A)),
        ("--a", RawOne("-", RawOne("-", A))),
        ("1 - -2", RawPair("-", ONE, RawOne("-", TWO))),
        ("a or b and c", RawPair("or", A, RawPair("and", B, C))),
        ("not a and b", RawPair("and", RawOne("not", A), B)),
        ("not not a", RawOne("not", RawOne("not", A))),
        ("not a = b", RawOne("not", RawPair("=", A, B))),
        ("a >= 1", RawPair(">=", A, ONE)),
        ("a!=b", RawPair("!=", A, B)),
        ("if(a, 1, 2)", RawCall("if", (A, ONE, TWO))),
        ("round(a)", RawCall("round", (A,))),
        ("round(a, 2)", RawCall("round", (A, TWO))),
        ("count(line)", RawAggregate("count", False, ("line",), "", None)),
        ("sum(all line.x)", RawAggregate("sum", True, ("line", "x"), "", None)),
        ("sum(line.x via b)", RawAggregate("sum", False, ("line", "x"), "b", None)),
        ("list(line.x where a)", RawAggregate("list", False, ("line", "x"), "", A)),
        ("first(all line via b where a)", RawAggregate("first", True, ("line",), "b", A)),
        ("tool[Long ladder].available", RawRow("tool", "Long ladder", ("available",))),
        ("tool[#1]", RawRow("tool", "#1", ())),
        ("'x[y]' = a", RawPair("=", RawText("x[y]"), A)),
        ("count", RawPath(("count",))),
    ],
)
def test_a_text_gives_its_tree(text: str, tree: Raw) -> None:
    assert parsed(text) == tree
    assert parsed(f"  {text}\n") == tree


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "ends too early"),
        ("1 +", "ends too early"),
        ("(1", ") expected"),
        ("1)", "nothing may follow"),
        ("1 2", "nothing may follow"),
        ("a b", "nothing may follow"),
        ("a = b = c", "nothing may follow"),
        ("'open", "no closing quote"),
        ("a $ b", "cannot read '$ b'"),
        ("a; b", "cannot read '; b'"),
        ("a == b", "unexpected '='"),
        ("a <> b", "unexpected '>'"),
        ("f(1)", "unknown function f()"),
        ("rond(1)", "did you mean round?"),
        ("if(a)", "if() takes 3 arguments, not 1"),
        ("round(1, 2, 3)", "round() takes 1 to 2 arguments, not 3"),
        ("blank()", "unexpected ')'"),
        ("count()", "needs a collection"),
        ("count(1)", "needs a collection"),
        ("count(where a)", "needs a collection"),
        ("count(line via)", "via needs a reference"),
        ("count(line via a.b)", "via needs a reference"),
        ("count(line where)", "unexpected ')'"),
        ("count(line, a)", ") expected"),
        ("where", "unexpected 'where'"),
        ("a and", "ends too early"),
        ("a not b", "nothing may follow"),
        ("__import__('os')", "unknown function __import__()"),
        ("a.1", "cannot read '.1'"),
        ("{a}", "cannot read '{a}'"),
    ],
)
def test_what_is_no_expression_is_refused_with_its_reason(text: str, fault: str) -> None:
    with pytest.raises(Fault) as caught:
        parsed(text)
    assert fault in f"{caught.value.fault}. {caught.value.repair}"
    assert caught.value.repair


@pytest.mark.parametrize("depth", [50, 1_000, 20_000])
@pytest.mark.parametrize(
    ("opening", "closing"), [("(", ")"), ("not ", ""), ("-", ""), ("abs(", ")"), ("count(a where ", ")")]
)
def test_a_thousand_levels_are_refused_plainly(opening: str, closing: str, depth: int) -> None:
    with pytest.raises(Fault, match=r"deeply|long"):
        parsed(opening * depth + "1" + closing * depth)


@pytest.mark.parametrize("operator", ["+", "and", "&", "*"])
def test_a_chain_that_would_nest_too_deep_when_compiled_is_refused(operator: str) -> None:
    assert isinstance(parsed(f" {operator} ".join(["a"] * 50)), RawPair)
    with pytest.raises(Fault, match="too many parts"):
        parsed(f" {operator} ".join(["a"] * 90))
    with pytest.raises(Fault, match="too long"):
        parsed(f" {operator} ".join(["a"] * 9_000))


@given(st.text(alphabet="abcx01 .,()[]'<>=!+-*/&\\\"\n\0é日not and or if count where all", max_size=80))
def test_any_text_gives_a_tree_or_one_fault(text: str) -> None:
    fault = fault_of(lambda: parsed(text))
    assert fault is None or (fault.fault and fault.repair)
