"""The shape of `limit`: its parameters, actions and the fields it gives."""

from __future__ import annotations

from lamplighter.domain.blueprint.signature import ConstructSignature, Parameter

SIGNATURE = ConstructSignature(
    "limit",
    parameters=(
        Parameter("max", "expr", "num|money", required=True),
        Parameter("sum", "field", "num|money"),
        Parameter("per", "exprs"),
        Parameter("where", "expr", "bool"),
        Parameter("mode", "opt", default="block", options=("block", "warn")),
        Parameter("say", "text"),
    ),
    example=("stay: max=3; sum=nights; per=flat, month(from_day); where=state != 'off'; say=Three nights a month."),
)
