"""The shape of `flow`: its parameters, actions and the fields it gives."""

from __future__ import annotations

from lamplighter.domain.blueprint.signature import ActionSignature, ConstructSignature, Parameter

SIGNATURE = ConstructSignature(
    "flow",
    parameters=(
        Parameter("field", "field", "choice", required=True),
        Parameter("moves", "moves", required=True),
        Parameter("who", "map_roles"),
        Parameter("when", "map_expr", "bool"),
        Parameter("stamp", "map_field", "date|datetime"),
        Parameter("lock", "map_lock"),
    ),
    actions=(ActionSignature("move", {"to": "state"}),),
    writes=("field",),
    auto=("stamp",),
    example=(
        "order: field=state; moves=draft>placed>shipped, *>void; who=placed: boss | shipped: boss clerk; "
        "when=placed: total > 0; stamp=placed: placed_on | shipped: shipped_on; lock=placed shipped: *, line"
    ),
)
