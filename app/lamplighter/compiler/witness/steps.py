"""What one side of an operator or a function must be, when the whole is to have a wanted value."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

from lamplighter.domain.blueprint.numbers import rounded_half_even
from lamplighter.domain.blueprint.tree import Arithmetic, Base, Call, Node
from lamplighter.domain.blueprint.values import Value, between, shifted

ONE = 1_000_000
CENT = ONE // 100
Known = Callable[[Node], tuple[Value, ...]]


def nearby(node: Node, around: Value) -> tuple[list[Value], list[Value]]:
    """Values just below and just above another one, the nearest first."""
    if isinstance(around, bool):
        return [], []
    if isinstance(around, int):
        units = (CENT, ONE) if node.type.base is Base.MONEY else (ONE, CENT)
        return [around - unit for unit in units], [around + unit for unit in units]
    if isinstance(around, str) and node.type.base in (Base.DATE, Base.DATETIME):
        return [shifted(around, -ONE)], [shifted(around, ONE)]
    if isinstance(around, str) and node.type.base is Base.TIME:
        return ["00:00"], ["23:59"]
    return (["A"], [f"{around}z"]) if isinstance(around, str) else ([], [])


def steps_of(node: Arithmetic, wanted: Value, known: Known) -> Iterator[tuple[Node, Value]]:
    """Which side of an operator to set to what; `known` gives the other side's value."""
    left, right = known(node.left), known(node.right)
    if right:
        target = _left(node, wanted, right[0])
        if target is not None or wanted is None:
            yield node.left, target
    if left:
        target = _right(node, wanted, left[0])
        if target is not None or wanted is None:
            yield node.right, target


def _left(node: Arithmetic, wanted: Value, right: Value) -> Value:
    if isinstance(wanted, str) and isinstance(right, int):
        return shifted(wanted, -right if node.operator == "+" else right) if node.operator in "+-" else None
    if isinstance(wanted, int) and isinstance(right, str) and node.operator == "-":
        return shifted(right, wanted)
    if not isinstance(wanted, int) or not isinstance(right, int):
        return None
    match node.operator:
        case "+":
            return wanted - right
        case "-":
            return wanted + right
        case "*":
            return rounded_half_even(wanted * ONE, right) if right else None
        case "/":
            return rounded_half_even(wanted * right, ONE)
    return None


def _right(node: Arithmetic, wanted: Value, left: Value) -> Value:
    if isinstance(wanted, str) and isinstance(left, str) and node.operator in "+-":
        gap = between(wanted, left)
        return gap if node.operator == "+" else -gap
    if isinstance(wanted, int) and isinstance(left, str) and node.operator == "-":
        return shifted(left, -wanted)
    if not isinstance(wanted, int) or not isinstance(left, int):
        return None
    match node.operator:
        case "+":
            return wanted - left
        case "-":
            return left - wanted
        case "*":
            return rounded_half_even(wanted * ONE, left) if left else None
        case "/":
            return rounded_half_even(left * ONE, wanted) if wanted else None
    return None


def inverse_call(node: Call, wanted: Value) -> Iterator[tuple[Node, Value]]:
    """Which argument of a function to set to what."""
    first = node.arguments[0]
    match node.function, wanted:
        case (("or_else" | "round" | "floor" | "ceil" | "abs" | "lower"), _):
            yield first, wanted
        case (("lesser" | "greater"), _):
            yield first, wanted
            yield node.arguments[1], wanted
        case "day", str() if len(wanted) == 10:
            yield first, f"{wanted}T08:00"
        case "month", str() if re.fullmatch(r"\d{4}-\d\d", wanted):
            yield from ((first, _moment(f"{wanted}-{day}", first)) for day in ("15", "20"))
        case "week", str() if re.fullmatch(r"\d{4}-W\d\d", wanted):
            yield first, _moment(_monday(wanted), first)
        case "hour", str() if re.fullmatch(r"[-\d]{10}T\d\d", wanted):
            yield first, f"{wanted}:00"
        case "year", int():
            yield first, _moment(f"{wanted // ONE:04d}-06-15", first)
        case "weekday", int():
            # 2026-11-16 is a Monday
            yield first, _moment(f"2026-11-{15 + wanted // ONE:02d}", first)
        case "hour_of", int():
            yield first, f"2026-11-20T{wanted // ONE:02d}:00"
        case "add_months", str():
            yield first, f"{int(wanted[:4]) - 1}{wanted[4:]}"
        case "len", int() if 0 <= wanted <= 200 * ONE:
            yield first, "x" * (wanted // ONE)


def _moment(day: str, node: Node) -> str:
    return f"{day}T08:00" if node.type.base is Base.DATETIME else day


def _monday(week: str) -> str:
    """The Monday of an ISO week such as 2026-W47."""
    return dt.date.fromisocalendar(int(week[:4]), int(week[6:]), 1).isoformat()
