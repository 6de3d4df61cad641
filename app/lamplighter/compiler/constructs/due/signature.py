"""The shape of `due`: its parameters, actions and the fields it gives."""

from __future__ import annotations

from lamplighter.domain.blueprint.signature import ConstructSignature, Given, Parameter

SIGNATURE = ConstructSignature(
    "due",
    parameters=(
        Parameter("date", "expr", "date|datetime", required=True),
        Parameter("done", "expr", "bool", default="no"),
        Parameter("soon", "num", default="3"),
        Parameter("as", "prefix"),
    ),
    gives=(Given("due_state", "text"),),
    example="loan: date=due_on; done=not blank(back_on); soon=2",
)
