"""Expressions in plain words, for the names of generated tests."""

from __future__ import annotations

from lamplighter.domain.blueprint.numbers import decimal
from lamplighter.domain.blueprint.tree import (
    Aggregate,
    Arithmetic,
    Call,
    Compare,
    Logic,
    Negative,
    Node,
    Not,
    Number,
    Path,
    Root,
    Text,
    Word,
)

_SIGNS = {
    "=": "is",
    "!=": "is not",
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
    "+": "plus",
    "-": "minus",
    "*": "times",
    "/": "by",
    "&": "with",
}
_STARTS = {Root.OLD: "old ", Root.SETTINGS: "settings ", Root.ME: "my ", Root.IT: "its "}


def said(node: Node) -> str:
    """The words of an expression."""
    match node:
        case Number(micros=micros):
            return decimal(micros).replace("-", "minus ")
        case Text(value=text):
            return text or "nothing"
        case Word(word=word):
            return word
        case Path(root=root, hops=hops):
            return _STARTS.get(root, "") + (" ".join(hop.field for hop in hops) or ("me" if root is Root.ME else "it"))
        case Call(function=name, arguments=arguments):
            return f"{name} of {' and '.join(said(one) for one in arguments)}"
        case Aggregate(function=name, entity=entity, hops=hops):
            return " ".join([name, "of", entity, *(hop.field for hop in hops)])
        case Arithmetic() | Compare():
            return f"{said(node.left)} {_SIGNS[node.operator]} {said(node.right)}"
        case Logic(operator=operator):
            return f"{said(node.left)} {operator} {said(node.right)}"
        case Not(inner=inner):
            return f"not {said(inner)}"
        case Negative(inner=inner):
            return f"minus {said(inner)}"
