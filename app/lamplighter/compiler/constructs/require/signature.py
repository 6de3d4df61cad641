"""The shape of `require`: its parameters, actions and the fields it gives."""

from __future__ import annotations

from lamplighter.domain.blueprint.signature import ConstructSignature, Parameter

SIGNATURE = ConstructSignature(
    "require",
    parameters=(
        Parameter("check", "expr", "bool", required=True),
        Parameter("at", "moments", default="save"),
        Parameter("mode", "opt", default="block", options=("block", "warn")),
        Parameter("say", "text"),
        Parameter("not_for", "roles"),
    ),
    example="line: check=order.state = 'draft'; at=add, edit, delete; say=The order is placed.; not_for=boss",
)
