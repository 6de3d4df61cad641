"""The shape of `lookup`: its parameters, actions and the fields it gives."""

from __future__ import annotations

from lamplighter.domain.blueprint.signature import ConstructSignature, Parameter

SIGNATURE = ConstructSignature(
    "lookup",
    parameters=(
        Parameter("from", "entity", required=True),
        Parameter("match", "match", required=True),
        Parameter("set", "pairs", required=True),
        Parameter("at", "opt", default="add", options=("add", "save")),
        Parameter("missing", "opt", default="blank", options=("refuse", "blank", "make")),
        Parameter("say", "text"),
    ),
    example=(
        "quote: from=rate; match=zone=zone, up_to_kg>=kg; set=price=price; missing=refuse; say=No price for that."
    ),
)
