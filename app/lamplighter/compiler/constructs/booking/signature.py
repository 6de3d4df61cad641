"""The shape of `booking`: its parameters, actions and the fields it gives."""

from __future__ import annotations

from lamplighter.domain.blueprint.signature import ConstructSignature, Parameter

SIGNATURE = ConstructSignature(
    "booking",
    parameters=(
        Parameter("what", "field", "ref", default="all"),
        Parameter("from", "field", "date|datetime", required=True),
        Parameter("to", "expr", "date|datetime"),
        Parameter("minutes", "expr", "num"),
        Parameter("places", "expr", "num", default="1"),
        Parameter("gap", "num", default="0"),
        Parameter("open", "opening"),
        Parameter("where", "expr", "bool"),
        Parameter("mode", "opt", default="block", options=("block", "warn")),
        Parameter("say", "text"),
        Parameter("say_open", "text"),
    ),
    one_of=(("to", "minutes"),),
    example=(
        "visit: what=desk; from=start; minutes=60; places=desk.seats; gap=10; "
        "open=mon-fri 08:00-18:00, sat 09:00-12:00; where=state != 'off'; "
        "say=That desk is taken then.; say_open=Closed then."
    ),
)
