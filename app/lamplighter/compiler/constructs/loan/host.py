"""What `loan` gives, as expressions over stored rows: for searches on the host only."""

from __future__ import annotations

from collections.abc import Mapping

from lamplighter.compiler.constructs.loan.emit import field_of, path_of, target_of
from lamplighter.domain.blueprint.app import App, RulePlan
from lamplighter.domain.blueprint.tree import Aggregate, Base, Call, Compare, Expression, Hop, Number, Path, Root, Type

NUMBER, BOOL = Type(Base.NUM), Type(Base.BOOL)


def on_host(rule: RulePlan, app: App) -> Mapping[tuple[str, str], Expression]:
    """Whether a thing is free, and who has it."""
    back = path_of(rule, "back")
    out = Call("blank", (Path(Root.ROW, rule.on, back.hops, back.type),), BOOL)
    thing = Path(Root.ROW, target_of(rule), (), Type(Base.REF, target_of(rule)))
    count = Aggregate("count", rule.on, field_of(rule, "what"), False, thing, (), out, NUMBER)
    hops = _name_hops(rule, app)
    holder = Aggregate("first", rule.on, field_of(rule, "what"), False, thing, hops, out, hops[-1].type)
    reads = frozenset({(rule.on, field_of(rule, "what")), (rule.on, back.hops[0].field)})
    free = Compare("=", count, Number(0), NUMBER)
    return {
        (target_of(rule), rule.prefix + "available"): Expression("available", free, reads),
        (target_of(rule), rule.prefix + "holder"): Expression("holder", holder, reads),
    }


def _name_hops(rule: RulePlan, app: App) -> tuple[Hop, ...]:
    """From a loan to the name of who has it."""
    who = path_of(rule, "who")
    if who.type.base is not Base.REF:
        return who.hops
    shown = app.entities[who.type.target].shown
    return (*who.hops, Hop(who.type.target, shown, Type(Base.TEXT))) if shown else who.hops
