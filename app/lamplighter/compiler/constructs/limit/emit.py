"""Writes the rule of `limit`: rows alike in every key are counted, or a field of them is summed, and compared."""

from __future__ import annotations

from collections.abc import Mapping

from lamplighter.compiler.construct import Emission, Phase, Piece, Scribe
from lamplighter.compiler.constructs.prose import (
    ONE,
    all_of,
    equals,
    filled,
    first_field,
    met,
    refusal,
    remark,
    source,
    unmet,
    whole,
)
from lamplighter.domain.blueprint.app import App, RulePlan, SortKey
from lamplighter.domain.blueprint.tree import Base, Expression, Number, Path


def emit(rule: RulePlan, app: App, python: Scribe, javascript: Scribe) -> Emission:
    """One function that judges a row with all rows of its group."""
    text = source("limit/rule", python, javascript, lambda scribe: _words(rule, app, scribe))
    return Emission(pieces=(Piece(Phase.JUDGE, rule.on, python.named("check", rule.id), text),))


def _words(rule: RulePlan, app: App, scribe: Scribe) -> Mapping[str, object]:
    row = scribe.variable(rule.on)
    other = scribe.variable("other", row)
    where, keys, most = rule.with_.expression("where"), rule.with_.keys("per"), _most(rule)
    hoisted = {number: scribe.named("key", str(number)) for number, key in enumerate(keys, 1) if not _plain(key)}
    same = [met(scribe, where, other)] if where else []
    for number, key in enumerate(keys, 1):
        mine = hoisted.get(number) or scribe.expression(key.expression, row)
        same.append(_alike(scribe, key, scribe.expression(key.expression, other), mine))
    return {
        "name": scribe.named("check", rule.id),
        "row": row,
        "other": other,
        "remark": remark(scribe, _sentence(rule)),
        "outside": unmet(scribe, where, row) if where else "",
        "keys": [(hoisted[n], scribe.expression(k.expression, row)) for n, k in enumerate(keys, 1) if n in hoisted],
        "rows": _rows(rule, app, scribe, row),
        "same": all_of(scribe, same),
        "amount": scribe.path(path, other) if (path := rule.with_.path("sum")) else "",
        "most": "" if isinstance(most, Number) else scribe.expression(most, row),
        "over": _over(rule, scribe, most),
        "refusal": _refusal(rule, app, scribe),
    }


def _rows(rule: RulePlan, app: App, scribe: Scribe, row: str) -> str:
    """The rows to look through: by the index of the first key that is a field of the row."""
    fields = app.entities[rule.on].fields
    entity = scribe.text(rule.on)
    for key in rule.with_.keys("per"):
        tree = key.expression.tree
        if not isinstance(tree, Path) or len(tree.hops) != 1 or not fields[tree.hops[0].field].stored:
            continue
        field = fields[tree.hops[0].field]
        if field.type.base is not Base.REFS:
            having = "having" if field.type.base is Base.REF and field.required else "alike"
            return f"db.{having}({entity}, {scribe.text(field.id)}, {scribe.attribute(row, field.id)})"
    return f"db.all({entity})"


def _most(rule: RulePlan) -> Number | Expression:
    most = rule.with_.expression("max")
    assert most is not None, "max is required"
    return most.tree if isinstance(most.tree, Number) else most


def _plain(key: SortKey) -> bool:
    return bool(key.expression.reads) and len(key.expression.reads) == 1 and key.expression.source.isidentifier()


def _alike(scribe: Scribe, key: SortKey, left: str, right: str) -> str:
    if key.expression.type.base is Base.REFS and scribe.language == "javascript":
        return equals(scribe, f"String({left})", f"String({right})")
    return equals(scribe, left, right)


def _over(rule: RulePlan, scribe: Scribe, most: Number | Expression) -> str:
    summed = rule.with_.path("sum") is not None
    if isinstance(most, Number):
        count = whole(most)
        if summed or count is None:
            return f"{'together' if summed else _counted(scribe)} > {scribe.number(most.micros)}"
        return f"together > {count}"
    counted = "together" if summed else _counted(scribe)
    return all_of(scribe, [filled(scribe, "most"), f"{counted} > most"])


def _counted(scribe: Scribe) -> str:
    together = "together" if scribe.language == "python" else "BigInt(together)"
    return f"{together} * {scribe.number(ONE)}"


def _refusal(rule: RulePlan, app: App, scribe: Scribe) -> str:
    say = rule.with_.template("say")
    row = scribe.variable(rule.on)
    keys = [key.expression for key in rule.with_.keys("per")]
    text = scribe.template(say, row) if say else scribe.say("limit.full")
    return refusal(scribe, rule.id, text, first_field(app, rule.on, *keys), rule.with_.word("mode") or "block")


def _sentence(rule: RulePlan) -> str:
    most = rule.with_.expression("max")
    path = rule.with_.path("sum")
    what = f"{path.hops[-1].field} together" if path and path.hops else "rows"
    parts = [f"At most {most.source if most else ''} {what}"]
    if keys := rule.with_.keys("per"):
        parts.append("per " + ", ".join(key.expression.source for key in keys))
    if where := rule.with_.expression("where"):
        parts.append(f"where {where.source}")
    return " ".join(parts) + "."
