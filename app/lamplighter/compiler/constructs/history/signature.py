"""The shape of `history`: its parameters, actions and the fields it gives."""

from __future__ import annotations

from lamplighter.domain.blueprint.signature import ConstructSignature, Given, Parameter

SIGNATURE = ConstructSignature(
    "history",
    parameters=(
        Parameter("fields", "fields", default="*"),
        Parameter("as", "prefix"),
    ),
    gives=(Given("changes", "num"), Given("changed_at", "datetime")),
    example="item: fields=state, price",
)
