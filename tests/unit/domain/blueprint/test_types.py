"""The rules of types in full: every operator and function with every pair of types, as the format says."""

from __future__ import annotations

import itertools

import pytest

from lamplighter.domain.blueprint.app import App
from lamplighter.domain.blueprint.catalog import Catalog, said, said_any
from lamplighter.domain.blueprint.evaluate import Unknowable, value
from lamplighter.domain.blueprint.expressions import expression
from lamplighter.domain.blueprint.functions import AGGREGATES, FUNCTIONS
from lamplighter.domain.blueprint.lowering import agreed_type, fits, is_one_of
from lamplighter.domain.blueprint.problems import Fault
from lamplighter.domain.blueprint.reading import read
from lamplighter.domain.blueprint.scopes import row_scope
from lamplighter.domain.blueprint.signature import Vocabulary
from lamplighter.domain.blueprint.tree import Base, Type
from lamplighter.domain.blueprint.values import Value
from lamplighter.domain.blueprint.worlds import demo_world

from .conftest import made

SAMPLES = {
    "num": "n", "money": "m", "text": "t", "bool": "b", "date": "d", "datetime": "dt", "time": "ti", "choice": "c",
    "ref": "r", "refs": "rs", "blank": "blank",
}  # fmt: skip
FIELDS = ["name text!", "n num", "m money", "t text", "b yesno", "d date", "dt datetime", "ti time", "c choice(x,y)",
          "r ref(thing)", "rs refs(thing)"]  # fmt: skip
DEMO = {"thing": ("name,n,m,t,b,d,dt,ti,c,r,rs", ["A|3|2.50|abc|yes|today|now|08:30|x|A|A+B", "B||||||||||"])}
PAIRS = list(itertools.product(SAMPLES, SAMPLES))
NUMBERS = ("num", "money")
COUNTED = ("num", "money", "date", "datetime")
ORDERED = ("num", "money", "text", "date", "datetime", "time", "choice")


@pytest.fixture(scope="module")
def things(words: Vocabulary) -> App:
    return read(made(entities={"thing": FIELDS}, demo=DEMO), words).app


@pytest.fixture(scope="module")
def catalog(things: App, words: Vocabulary) -> Catalog:
    return read(things.blueprint, words).catalog


def typed(text: str, catalog: Catalog) -> str | None:
    """The type of an expression, or None when it is refused."""
    try:
        return expression(text, catalog, row_scope("thing")).type.base.value
    except Fault:
        return None


def summed(operator: str, left: str, right: str) -> str | None:
    """What `+ - * /` give, written down from the table of the format."""
    if "blank" in (left, right):
        other = right if left == "blank" else left
        return other if other in (*COUNTED, "blank") else None
    numbers = left in NUMBERS and right in NUMBERS
    money = "money" in (left, right)
    match operator:
        case "+" | "-" if numbers:
            return "money" if money else "num"
        case "*" if numbers:
            return None if left == right == "money" else "money" if money else "num"
        case "/" if numbers:
            if left == right == "money":
                return "num"
            return None if right == "money" else "money" if money else "num"
        case "+" | "-" if left in ("date", "datetime") and right == "num":
            return left
        case "-" if left == right and left in ("date", "datetime"):
            return "num"
    return None


@pytest.mark.parametrize("operator", "+-*/")
@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_sums_of_every_pair_of_types(operator: str, left: str, right: str, catalog: Catalog) -> None:
    assert typed(f"{SAMPLES[left]} {operator} {SAMPLES[right]}", catalog) == summed(operator, left, right)


def alike(left: str, right: str) -> bool:
    if "blank" in (left, right) or left == right:
        return True
    pair = {left, right}
    return pair <= {"num", "money"} or pair <= {"text", "choice"} or pair == {"ref", "text"}


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_equality_of_every_pair_of_types(left: str, right: str, catalog: Catalog) -> None:
    for operator in ("=", "!="):
        assert typed(f"{SAMPLES[left]} {operator} {SAMPLES[right]}", catalog) == (
            "bool" if alike(left, right) else None
        )


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_order_of_every_pair_of_types(left: str, right: str, catalog: Catalog) -> None:
    common = right if left == "blank" else left
    named = {left, right} == {"ref", "text"}
    wanted = alike(left, right) and (common in (*ORDERED, "blank") or named)
    for operator in ("<", "<=", ">", ">="):
        assert typed(f"{SAMPLES[left]} {operator} {SAMPLES[right]}", catalog) == ("bool" if wanted else None)


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_type_in_a_text(kind: str, catalog: Catalog) -> None:
    joined = typed(f"{SAMPLES[kind]} & 'x'", catalog)
    assert joined == (None if kind in ("bool", "refs") else "text")


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_type_as_a_condition(kind: str, catalog: Catalog) -> None:
    wanted = "bool" if kind == "bool" else None
    for text in ("not {}", "{} and yes", "{} or no", "count(all thing where {}) > 0", "if({}, yes, no)"):
        if text.startswith("if") and kind == "blank":
            continue
        assert typed(text.format(SAMPLES[kind]), catalog) == wanted, text


TAKES = {
    "round": NUMBERS, "floor": NUMBERS, "ceil": NUMBERS, "abs": NUMBERS, "year": ("date", "datetime"),
    "month": ("date", "datetime"), "week": ("date", "datetime"), "weekday": ("date", "datetime"),
    "day": ("date", "datetime"), "hour": ("datetime",), "hour_of": ("datetime",), "len": ("text", "choice"),
    "lower": ("text", "choice"), "bucket": ("text", "choice"), "blank": tuple(SAMPLES),
}  # fmt: skip
GIVES = {
    "floor": "num", "ceil": "num", "year": "num", "month": "text", "week": "text", "weekday": "num", "day": "date",
    "hour": "text", "hour_of": "num", "len": "num", "lower": "text", "bucket": "num", "blank": "bool",
}  # fmt: skip


@pytest.mark.parametrize("function", TAKES)
@pytest.mark.parametrize("kind", SAMPLES)
def test_functions_of_one_argument_with_every_type(function: str, kind: str, catalog: Catalog) -> None:
    fine = kind in TAKES[function] or kind == "blank"
    wanted = GIVES.get(function, kind) if fine else None
    assert typed(f"{function}({SAMPLES[kind]})", catalog) == wanted


@pytest.mark.parametrize("function", ["or_else", "lesser", "greater"])
@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_functions_whose_sides_must_agree(function: str, left: str, right: str, catalog: Catalog) -> None:
    found = typed(f"{function}({SAMPLES[left]}, {SAMPLES[right]})", catalog)
    if not alike(left, right):
        assert found is None
    elif function == "or_else":
        assert found is not None
    else:
        kind = right if left == "blank" else left
        named = {left, right} == {"ref", "text"}
        assert (found is not None) == (kind in (*ORDERED, "blank") or named)


AGGREGATED = {
    "sum": NUMBERS, "avg": NUMBERS, "min": ORDERED, "max": ORDERED, "first": tuple(SAMPLES), "last": tuple(SAMPLES),
    "list": tuple(SAMPLES), "count": (),
}  # fmt: skip


@pytest.mark.parametrize("function", sorted(AGGREGATES))
@pytest.mark.parametrize("kind", [kind for kind in SAMPLES if kind != "blank"])
def test_aggregates_of_every_type(function: str, kind: str, catalog: Catalog) -> None:
    found = typed(f"{function}(all thing.{SAMPLES[kind]})", catalog)
    if kind not in AGGREGATED[function]:
        assert found is None
    else:
        assert found == ("refs" if function == "list" else kind)


def test_every_function_of_the_language_is_in_these_tables() -> None:
    elsewhere = {"if", "add_months", "workdays", "has", "common", "random", "or_else", "lesser", "greater"}
    assert set(FUNCTIONS) == set(TAKES) | elsewhere
    assert len(FUNCTIONS) - len({"random"}) == 23


def of_type(found: Value, base: str) -> bool:
    match base:
        case "num" | "money" | "ref":
            return isinstance(found, int) and not isinstance(found, bool)
        case "bool":
            return isinstance(found, bool)
        case "refs":
            return isinstance(found, tuple)
        case "blank":
            return found is None
    return isinstance(found, str)


ATOMS = [*SAMPLES.values(), "1", "'x'", "today", "now", "yes", "id", "name", "r.n", "r.r.t", "count(all thing)"]
SHAPES = [
    "{} + {}", "{} - {}", "{} * {}", "{} / {}", "{} & {}", "{} = {}", "{} != {}", "{} < {}", "{} >= {}", "{} and {}",
    "{} or {}", "or_else({}, {})", "lesser({}, {})", "greater({}, {})", "has({}, {})", "add_months({}, {})",
    "workdays({}, {})", "common({}, {})", "if(b, {}, {})",
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_typed_has_a_value_of_that_type_or_none(shape: str, things: App, catalog: Catalog) -> None:
    """The typer never promises what the evaluator does not keep, on a full row and on a blank one."""
    world = demo_world(things)
    for left, right in itertools.product(ATOMS, ATOMS):
        text = shape.format(left, right)
        base = typed(text, catalog)
        if base is None:
            continue
        tree = expression(text, catalog, row_scope("thing"))
        for row in world.of("thing"):
            found = value(tree, world, row)
            assert found is None or found == () or of_type(found, base), (text, base, found)


def test_types_are_named_in_words() -> None:
    assert [said(Type(base)) for base in (Base.BOOL, Base.NUM, Base.TIME)] == ["yes/no", "a number", "a time of day"]
    assert said(Type(Base.REF, "tool")) == "a reference to tool"
    assert said(Type(Base.REFS)) == "a list"
    assert said_any([Base.DATE, Base.DATETIME]) == "a date or a date with time"


@pytest.mark.parametrize(("left", "right"), list(itertools.product(Base, Base)))
def test_what_agrees_agrees_both_ways(left: Base, right: Base) -> None:
    one, other = agreed_type(Type(left), Type(right)), agreed_type(Type(right), Type(left))
    assert (one is None) == (other is None)
    if one is not None and Base.ANY not in (left, right):
        assert one == other
    if fits(Type(left), Type(right)):
        assert one is not None
    assert is_one_of(Type(left), frozenset())


def test_chance_has_no_value_on_the_host(things: App, catalog: Catalog) -> None:
    tree = expression("random(1, 6)", catalog, row_scope("thing", random=True))
    with pytest.raises(Unknowable):
        value(tree, demo_world(things), demo_world(things).of("thing")[0])
