"""The shape of `alert`: its parameters, actions and the fields it gives."""

from __future__ import annotations

from lamplighter.domain.blueprint.signature import ConstructSignature, Parameter

SIGNATURE = ConstructSignature(
    "alert",
    parameters=(
        Parameter("when", "expr", "bool", required=True),
        Parameter("say", "text", required=True),
        Parameter("to", "roles"),
    ),
    example="item: when=balance < least; say={name}: only {balance} left; to=keeper",
)
