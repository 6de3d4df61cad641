"""The shape of `number`: its parameters, actions and the fields it gives."""

from __future__ import annotations

from lamplighter.domain.blueprint.signature import ConstructSignature, Parameter

SIGNATURE = ConstructSignature(
    "number",
    parameters=(
        Parameter("field", "field", "text|num", required=True),
        Parameter("form", "pattern", required=True),
        Parameter("per", "opt", default="none", options=("year", "day", "none")),
        Parameter("when", "expr", "bool"),
        Parameter("keep", "opt", default="no", options=("yes", "no")),
    ),
    writes=("field",),
    auto=("field",),
    example="order: field=nr; form={yyyy}-{0000}; per=year; when=state = 'placed'",
)
