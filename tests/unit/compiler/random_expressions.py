"""Random well-typed expressions over the invoice app, deep enough to mix every operator, function and aggregate."""

from __future__ import annotations

import random
from collections.abc import Callable

DEEPEST = 3
NUMBERS = ("qty", "rate", "0", "1", "2.5", "0.333333", "17", "1000000", "count(line)", "len(nr)", "weekday(due)",
           "year(start)", "hour_of(ends)", "count(all line)", "bucket(nr)",
           "count(line where blank(amount))")  # fmt: skip
MONEY = ("price", "net", "x", "sum(line.amount)", "avg(line.amount)", "max(line.amount)", "min(all line.amount)",
         "last(line.amount)", "first(line.amount)", "sum(line.amount where kind = 'a')",
         "sum(line.amount where day > this.due - 60)")  # fmt: skip
TEXTS = ("nr", "note", "owner.name", "owner.boss.name", "'Ä b'", "''", "'日本🙂'", "month(due)", "week(start)",
         "hour(ends)",
         "(first(line.kind) & 'z')", "lower(nr)", "'\U0001f642'", "'\uff5a'")  # fmt: skip
DATES = ("due", "today", "day(start)", "min(line.day)", "max(line.day)", "(day(ends) + 31)", "add_months(due, 13)")
MOMENTS = ("start", "ends", "now", "(start + 1441)")
CONDITIONS = ("flag", "yes", "no", "blank(rate)", "state = 'in work'", "state != 'open'", "owner = 'Ana'",
              "owner.boss = blank",
              "rate = blank", "has(owner.tags, first(all tag))", "count(line where inv = 'A1') = 3", "flag = no",
              "has('Café', 'CAFE')", "state < 'open'")  # fmt: skip


def typed_expression(chance: random.Random) -> str:
    """One expression of any type."""
    return chance.choice((number, money, text, date, moment, condition))(chance, DEEPEST)


def _either(chance: random.Random, depth: int, leaves: tuple[str, ...], branches: tuple[Callable[[], str], ...]) -> str:
    if depth == 0 or chance.random() < 0.25:
        return chance.choice(leaves)
    return chance.choice(branches)()


def number(chance: random.Random, depth: int) -> str:
    inner = depth - 1
    return _either(
        chance,
        depth,
        NUMBERS,
        (
            lambda: f"({number(chance, inner)} {chance.choice('+-*/')} {number(chance, inner)})",
            lambda: f"({money(chance, inner)} / {money(chance, inner)})",
            lambda: f"({date(chance, inner)} - {date(chance, inner)})",
            lambda: f"({moment(chance, inner)} - {moment(chance, inner)})",
            lambda: f"{chance.choice(('floor', 'ceil', 'abs'))}({number(chance, inner)})",
            lambda: f"round({number(chance, inner)}, {chance.randrange(7)})",
            lambda: f"{chance.choice(('lesser', 'greater'))}({number(chance, inner)}, {number(chance, inner)})",
            lambda: f"if({condition(chance, inner)}, {number(chance, inner)}, {number(chance, inner)})",
            lambda: f"or_else({number(chance, inner)}, {number(chance, inner)})",
            lambda: f"workdays({date(chance, inner)}, {date(chance, inner)})",
            lambda: f"-{number(chance, inner)}",
            lambda: f"count(line where {line_condition(chance, inner)})",
            lambda: f"len({text(chance, inner)})",
            lambda: f"bucket({text(chance, inner)})",
            lambda: f"weekday({date(chance, inner)})",
        ),
    )


def money(chance: random.Random, depth: int) -> str:
    inner = depth - 1
    return _either(
        chance,
        depth,
        MONEY,
        (
            lambda: f"({money(chance, inner)} {chance.choice('+-')} {money(chance, inner)})",
            lambda: f"({money(chance, inner)} {chance.choice('*/')} {number(chance, inner)})",
            lambda: f"round({money(chance, inner)}, {chance.randrange(3)})",
            lambda: f"if({condition(chance, inner)}, {money(chance, inner)}, {money(chance, inner)})",
            lambda: f"sum(line.amount where {line_condition(chance, inner)})",
        ),
    )


def text(chance: random.Random, depth: int) -> str:
    inner = depth - 1
    return _either(
        chance,
        depth,
        TEXTS,
        (
            lambda: f"({text(chance, inner)} & {text(chance, inner)})",
            lambda: f"({text(chance, inner)} & {number(chance, inner)})",
            lambda: f"({date(chance, inner)} & {moment(chance, inner)})",
            lambda: f"lower({text(chance, inner)})",
            lambda: f"{chance.choice(('month', 'week'))}({date(chance, inner)})",
            lambda: f"if({condition(chance, inner)}, {text(chance, inner)}, {text(chance, inner)})",
            lambda: f"or_else({text(chance, inner)}, {text(chance, inner)})",
            lambda: f"{chance.choice(('lesser', 'greater'))}({text(chance, inner)}, {text(chance, inner)})",
        ),
    )


def date(chance: random.Random, depth: int) -> str:
    inner = depth - 1
    return _either(
        chance,
        depth,
        DATES,
        (
            lambda: f"({date(chance, inner)} {chance.choice('+-')} {number(chance, inner)})",
            lambda: f"add_months({date(chance, inner)}, {number(chance, inner)})",
            lambda: f"day({moment(chance, inner)})",
            lambda: f"if({condition(chance, inner)}, {date(chance, inner)}, {date(chance, inner)})",
        ),
    )


def moment(chance: random.Random, depth: int) -> str:
    inner = depth - 1
    return _either(
        chance,
        depth,
        MOMENTS,
        (
            lambda: f"({moment(chance, inner)} {chance.choice('+-')} {number(chance, inner)})",
            lambda: f"or_else({moment(chance, inner)}, {moment(chance, inner)})",
        ),
    )


def condition(chance: random.Random, depth: int) -> str:
    inner = depth - 1
    kind = chance.choice((number, money, text, date, moment))
    sign = chance.choice(("=", "!=", "<", "<=", ">", ">="))
    return _either(
        chance,
        depth,
        CONDITIONS,
        (
            lambda: f"({kind(chance, inner)} {sign} {kind(chance, inner)})",
            lambda: f"({condition(chance, inner)} {chance.choice(('and', 'or'))} {condition(chance, inner)})",
            lambda: f"(not {condition(chance, inner)})",
            lambda: f"blank({kind(chance, inner)})",
            lambda: f"has({text(chance, inner)}, {text(chance, inner)})",
            lambda: f"(({condition(chance, inner)}) = ({condition(chance, inner)}))",
        ),
    )


def line_condition(chance: random.Random, depth: int) -> str:
    """A condition on a line, which may also look at the invoice around it."""
    leaves = (
        "kind = 'a'",
        "blank(amount)",
        "amount > 10",
        "day < this.due",
        "this.flag",
        "inv = this",
        "inv.state = 'in work'",
    )
    if depth <= 0:
        return chance.choice(leaves)
    return f"({line_condition(chance, depth - 1)} {chance.choice(('and', 'or'))} {chance.choice(leaves)})"
