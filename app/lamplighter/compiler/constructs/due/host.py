"""What `due` gives, as an expression over stored rows: for searches on the host only."""

from __future__ import annotations

from collections.abc import Mapping

from lamplighter.compiler.constructs.due.emit import date_of
from lamplighter.domain.blueprint.app import App, RulePlan
from lamplighter.domain.blueprint.tree import (
    Arithmetic,
    Base,
    Call,
    Compare,
    Expression,
    Node,
    Number,
    Text,
    Type,
    Word,
)

TEXT, DATE = Type(Base.TEXT), Type(Base.DATE)


def on_host(rule: RulePlan, _app: App) -> Mapping[tuple[str, str], Expression]:
    """The state of a row by its day."""
    date, done = date_of(rule), rule.with_.expression("done")
    timed = date.type.base is Base.DATETIME
    now = Word("now" if timed else "today", date.type)
    soon = Arithmetic("+", now, Number(rule.with_.number("soon") or 0), DATE)
    tree: Node = Text("ok")
    if not timed:
        tree = _if(Compare("<=", date.tree, soon, date.type), "soon", tree)
    tree = _if(Compare("<", date.tree, now, date.type), "overdue", tree)
    tree = _if(Call("blank", (date.tree,), Type(Base.BOOL)), "none", tree)
    if done is not None:
        tree = _if(done.tree, "done", tree)
    reads = date.reads | (done.reads if done else frozenset())
    return {(rule.on, rule.prefix + "due_state"): Expression("due_state", tree, reads)}


def _if(condition: Node, word: str, other: Node) -> Call:
    return Call("if", (condition, Text(word), other), TEXT)
