"""Flows beside the rules that set their field: a value written by a rule must be a move the flow knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from lamplighter.domain.blueprint.app import Assignment, RulePlan
from lamplighter.domain.blueprint.catalog import Catalog
from lamplighter.domain.blueprint.lowering import option_id
from lamplighter.domain.blueprint.problems import Fault, Notes, Place
from lamplighter.domain.blueprint.tree import Base, Compare, Expression, Logic, Node, Path, Text

Flows = dict[tuple[str, str], RulePlan]


class _Write(msgspec.Struct, frozen=True):
    """A rule writes `state` to a flow's field; `before` are the states it may come from, empty = any."""

    rule: RulePlan
    flow: RulePlan
    field: str
    state: str
    before: frozenset[str]


def start_state(catalog: Catalog, entity: str, field: str) -> str:
    """The state a new row of a flow has: its default, else the first option."""
    line = catalog.entities[entity][field]
    if line.default is not None:
        try:
            return option_id(line.default.strip("'"), line.options, field)
        except Fault:
            return ""
    return line.options[0].id if line.options else ""


def check_flows(plans: tuple[RulePlan, ...], catalog: Catalog, notes: Notes) -> None:
    """Note every rule that sets a state its flow cannot move to, and every state a new row cannot start in."""
    flows = _flows(plans)
    for plan in plans:
        place = Place("rule", plan.id, note=plan.use)
        for write in _writes(plan, flows):
            moves = write.flow.with_.moves("moves")
            if not any(to == write.state and _from(before, write.before) for before, to in moves):
                source = "/".join(sorted(write.before)) or "…"
                notes.add(
                    place,
                    f"{write.flow.id} (flow) has no move {source}>{write.state}",
                    f"moves: {catalog.texts[write.flow.id].get('moves', '')}; add one or set another state",
                )
        for entity, field, state in _starts(plan, flows):
            start = start_state(catalog, entity, field)
            if start and state != start:
                notes.add(place, f"a new {entity} cannot start as {state}", f"it starts as {start}; move it afterwards")


def _flows(plans: Iterable[RulePlan]) -> Flows:
    found: Flows = {}
    for plan in plans:
        path = plan.with_.path("field") if plan.use == "flow" else None
        if path is not None:
            found[plan.on, path.hops[-1].field] = plan
    return found


def _from(before: str, allowed: frozenset[str]) -> bool:
    return not allowed or before == "*" or before in allowed


def _writes(plan: RulePlan, flows: Flows) -> Iterator[_Write]:
    if plan.use not in ("act", "share", "expire"):
        return
    when = plan.with_.expression("where" if plan.use == "expire" else "when")
    for assignment, state in _constants(plan.with_.assignments("do" if plan.use == "expire" else "set")):
        hop = assignment.target[-1]
        flow = flows.get((hop.entity, hop.field))
        if flow is not None:
            before = states_before(when, hop.field) if len(assignment.target) == 1 else frozenset[str]()
            yield _Write(plan, flow, hop.field, state, before)


def _starts(plan: RulePlan, flows: Flows) -> Iterator[tuple[str, str, str]]:
    if plan.use != "make" or plan.with_.has("update"):
        return
    for assignment, state in _constants(plan.with_.assignments("set")):
        hop = assignment.target[-1]
        if (hop.entity, hop.field) in flows:
            yield hop.entity, hop.field, state


def _constants(assignments: Iterable[Assignment]) -> Iterator[tuple[Assignment, str]]:
    for assignment in assignments:
        tree = assignment.value.tree
        if isinstance(tree, Text) and tree.type.base is Base.CHOICE:
            yield assignment, tree.value


def states_before(when: Expression | None, field: str) -> frozenset[str]:
    """The states `when` allows, where it says so by `field = 'x'` alone, joined by and; else empty."""
    return _required(when.tree, field) if when is not None else frozenset()


def _required(node: Node, field: str) -> frozenset[str]:
    match node:
        case Logic(operator="and", left=left, right=right):
            return _required(left, field) or _required(right, field)
        case Logic(operator="or", left=left, right=right):
            one, other = _required(left, field), _required(right, field)
            return one | other if one and other else frozenset()
        case Compare(operator="=", left=Path(hops=(hop,)), right=Text(value=value)) if hop.field == field:
            return frozenset({value})
    return frozenset()
