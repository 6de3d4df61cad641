"""Looks at expression trees: their nodes, their single tests, and what must hold around a test so that it decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lamplighter.domain.blueprint.tree import (
    Aggregate,
    Arithmetic,
    Call,
    Compare,
    Logic,
    Negative,
    Node,
    Not,
)


@dataclass(frozen=True, slots=True)
class Deciding:
    """One test inside a condition, and the other parts with what they must be so that this test alone decides."""

    test: Node
    others: tuple[tuple[Node, bool], ...]


def nodes(node: Node) -> Iterator[Node]:
    """Every node of a tree, in the order it was written."""
    yield node
    for inner in inner_nodes(node):
        yield from nodes(inner)


def inner_nodes(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node."""
    match node:
        case Call(arguments=arguments):
            return arguments
        case Arithmetic() | Compare() | Logic():
            return (node.left, node.right)
        case Not() | Negative():
            return (node.inner,)
        case Aggregate(where=inner) if inner is not None:
            return (inner,)
    return ()


def deciding(node: Node, others: tuple[tuple[Node, bool], ...] = ()) -> Iterator[Deciding]:
    """The single tests of a condition: through `and`, `or` and `not`."""
    match node:
        case Not(inner=inner):
            yield from deciding(inner, others)
        case Logic(operator=operator, left=left, right=right):
            neutral = operator == "and"
            yield from deciding(left, (*others, (right, neutral)))
            yield from deciding(right, (*others, (left, neutral)))
        case _:
            yield Deciding(node, others)
