"""What a part of the app looks at: (entity, field) pairs in the values of its parameters."""

from __future__ import annotations

from collections.abc import Iterator

from lamplighter.domain.blueprint.app import (
    Assignment,
    CopyPair,
    ForStates,
    MatchKey,
    MeasureOf,
    Parameters,
    Part,
    RulePlan,
    SortKey,
    TextTemplate,
    Value,
)
from lamplighter.domain.blueprint.tree import Expression, Hop, Path

Pair = tuple[str, str]


def reads_of(parameters: Parameters, *, texts: bool = True) -> frozenset[Pair]:
    """Every field the parameters name; without `texts` those inside sentences for people are left out."""
    found: set[Pair] = set()
    for value in parameters.values.values():
        if texts or not isinstance(value, TextTemplate):
            found |= set(_of_value(value))
    return frozenset(found)


def _of_value(value: Value) -> Iterator[Pair]:
    if isinstance(value, tuple):
        for item in value:
            yield from _of_item(item)
    else:
        yield from _of_item(value)


def _of_item(item: object) -> Iterator[Pair]:
    match item:
        case Expression(reads=reads):
            yield from reads
        case Path(hops=hops) | CopyPair(source=hops):
            yield from _pairs(hops)
        case TextTemplate(parts=parts):
            for part in parts:
                yield from _of_item(part)
        case SortKey(expression=expression) | MatchKey(value=expression):
            yield from expression.reads
        case Assignment(target=target, value=expression):
            yield from _pairs(target)
            yield from expression.reads
        case MeasureOf(expression=expression) if expression is not None:
            yield from expression.reads
        case ForStates(condition=condition) if condition is not None:
            yield from condition.reads
        case Part(entity=entity, via=via, columns=columns) if via:
            yield entity, via
            for column in columns:
                yield from _pairs(column.hops)


def _pairs(hops: tuple[Hop, ...]) -> Iterator[Pair]:
    for hop in hops:
        yield hop.entity, hop.field


def gift_reads(plan: RulePlan) -> frozenset[Pair]:
    """What the fields a rule gives depend on: all its parameters but the sentences."""
    return reads_of(plan.with_, texts=False)
