"""The shape of `act`: its parameters, actions and the fields it gives."""

from __future__ import annotations

from lamplighter.domain.blueprint.signature import ActionSignature, ConstructSignature, Parameter

SIGNATURE = ConstructSignature(
    "act",
    parameters=(
        Parameter("label", "text", required=True),
        Parameter("when", "expr", "bool"),
        Parameter("who", "roles"),
        Parameter("set", "set"),
        Parameter("add", "entity"),
        Parameter("ask", "fields"),
        Parameter("many", "expr", "bool"),
    ),
    actions=(ActionSignature("run", takes="ask"),),
    writes=("ask",),
    any_of=(("set", "add", "ask"),),
    example="job: label=Give to; when=state = 'new'; who=boss; ask=worker; set=state='given'",
)
