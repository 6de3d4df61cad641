"""The rules of types: what operators, functions and aggregates take and give, and what to say when they do not."""

from __future__ import annotations

from lamplighter.domain.blueprint.catalog import Catalog, said, said_any
from lamplighter.domain.blueprint.functions import ORDERED
from lamplighter.domain.blueprint.problems import Fault, known
from lamplighter.domain.blueprint.syntax import RawAggregate
from lamplighter.domain.blueprint.tree import Aggregate, Base, Hop, Node, Number, Path, Type, Word

NUM, MONEY, TEXT, BOOL, DATE, DATETIME = Base.NUM, Base.MONEY, Base.TEXT, Base.BOOL, Base.DATE, Base.DATETIME
ARITHMETIC = {
    ("+", NUM, NUM): NUM,
    ("+", MONEY, MONEY): MONEY,
    ("+", MONEY, NUM): MONEY,
    ("+", NUM, MONEY): MONEY,
    ("+", DATE, NUM): DATE,
    ("+", DATETIME, NUM): DATETIME,
    ("-", NUM, NUM): NUM,
    ("-", MONEY, MONEY): MONEY,
    ("-", MONEY, NUM): MONEY,
    ("-", NUM, MONEY): MONEY,
    ("-", DATE, NUM): DATE,
    ("-", DATETIME, NUM): DATETIME,
    ("-", DATE, DATE): NUM,
    ("-", DATETIME, DATETIME): NUM,
    ("*", NUM, NUM): NUM,
    ("*", MONEY, NUM): MONEY,
    ("*", NUM, MONEY): MONEY,
    ("/", NUM, NUM): NUM,
    ("/", MONEY, NUM): MONEY,
    ("/", MONEY, MONEY): NUM,
}
COUNTED = frozenset({NUM, MONEY, DATE, DATETIME, Base.ANY, Base.BLANK})
JOINED = frozenset({NUM, MONEY, TEXT, DATE, DATETIME, Base.TIME, Base.CHOICE, Base.REF, *(Base.BLANK, Base.ANY)})

KNOWN_WHERE = {
    "this": "`this` is the row a rule or a field stands on",
    "old": "`old`, the row before the change, is known only in `check` of a require rule",
    "it": "`it` is the candidate of a `pick` or of a picker's `where`",
    "each": "`each` is the child row in `set` of a make rule with `each=`",
}


def is_role(node: Node) -> bool:
    return isinstance(node, Word) and node.word == "role"


def spelled(node: Node) -> str:
    match node:
        case Path(hops=hops) | Aggregate(hops=hops) if hops:
            return f"{hops[-1].entity}.{hops[-1].field}"
    return "this choice"


def mixed(left: Node, right: Node) -> str:
    bases = {left.type.base, right.type.base}
    if bases == {DATE, DATETIME}:
        return "take day(x) of the date with time"
    if bases == {BOOL, TEXT}:
        return "write yes or no without quotes"
    return "make both sides the same type"


def expect(function: str, argument: Node, takes: tuple[Base, ...]) -> None:
    base = argument.type.base
    if not takes or base in takes or base in (Base.ANY, Base.BLANK) or (base is Base.CHOICE and TEXT in takes):
        return
    raise Fault(f"{function}() needs {said_any(takes)}, found {said(argument.type)}", "give it another value")


def check_round_digits(arguments: tuple[Node, ...]) -> None:
    if len(arguments) < 2:
        return
    digits = arguments[1]
    if not isinstance(digits, Number) or digits.micros % 1_000_000 or not 0 <= digits.micros <= 6_000_000:
        raise Fault("the second argument of round() is a whole number from 0 to 6", "write round(x, 2)")


def check_same_rows(left: Node, right: Node) -> None:
    targets = {n.type.target for n in (left, right) if n.type.base is Base.REFS and n.type.target}
    if len(targets) > 1:
        raise Fault(f"common() compares rows of {' and '.join(sorted(targets))}", "both lists must hold the same rows")


def aggregate_type(raw: RawAggregate, entity: str, hops: tuple[Hop, ...], catalog: Catalog) -> Type:
    function = raw.function
    if function == "count":
        if hops:
            raise Fault("count() counts rows, not fields", f"write count({entity} where not blank({hops[0].field}))")
        return Type(NUM)
    if not hops:
        if function in ("first", "last"):
            return Type(Base.REF, entity)
        raise Fault(
            f"{function}({entity}) needs a field",
            f"write {function}({entity}.field); " + known("", catalog.stored(entity)),
        )
    type_ = hops[-1].type
    if function == "list":
        return Type(Base.REFS, type_.target if type_.base in (Base.REF, Base.REFS) else "")
    if function in ("sum", "avg") and type_.base not in (NUM, MONEY):
        raise Fault(f"{function}() needs numbers, {'.'.join(raw.names)} is {said(type_)}", "name a number field")
    if function in ("min", "max") and type_.base not in (*ORDERED, Base.ANY):
        raise Fault(f"{function}() has no meaning for {said(type_)}", "it takes numbers, texts, dates or times")
    return type_
