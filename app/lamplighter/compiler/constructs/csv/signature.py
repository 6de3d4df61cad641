"""The shape of `csv`: its parameters, actions and the fields it gives."""

from __future__ import annotations

from lamplighter.domain.blueprint.signature import ActionSignature, ConstructSignature, Parameter

SIGNATURE = ConstructSignature(
    "csv",
    parameters=(
        Parameter("in", "fields"),
        Parameter("key", "fields"),
        Parameter("same", "opt", default="skip", options=("skip", "update")),
        Parameter("out", "formats", default="csv"),
        Parameter("dates", "opt", default="ymd", options=("ymd", "dmy", "mdy")),
        Parameter("decimal", "opt", default="point", options=("point", "comma")),
    ),
    actions=(ActionSignature("import", on_row=False), ActionSignature("export", on_row=False)),
    writes=("in",),
    any_of=(("in", "out"),),
    example=("entry: in=day, text, amount; key=day, text, amount; dates=dmy; decimal=comma; out=csv, history"),
)
