"""The shape of `loan`: its parameters, actions and the fields it gives."""

from __future__ import annotations

from lamplighter.domain.blueprint.signature import ActionSignature, ConstructSignature, Given, Parameter

SIGNATURE = ConstructSignature(
    "loan",
    parameters=(
        Parameter("what", "field", "ref", required=True),
        Parameter("who", "field", required=True),
        Parameter("out", "field", "date|datetime", required=True),
        Parameter("due", "field", "date|datetime"),
        Parameter("back", "field", "date|datetime", required=True),
        Parameter("days", "num", default="14"),
        Parameter("max", "expr", "num"),
        Parameter("say", "text"),
        Parameter("as", "prefix"),
    ),
    actions=(ActionSignature("lend", takes="*", on_row=False), ActionSignature("give_back")),
    gives_target=(Given("available", "bool"), Given("holder", "text")),
    target_via=("what",),
    writes=("what", "who", "out", "due", "back"),
    differ=(("what", "who", "out", "due", "back"),),
    example="loan: what=tool; who=member; out=out_on; due=due_on; back=back_on; days=14; max=3",
)
