"""Writes the rules of `number`: the next free number of its group, drawn once, never used again."""

from __future__ import annotations

import re

from lamplighter.compiler.construct import Emission, Phase, Piece, Scribe, Source
from lamplighter.compiler.constructs.prose import ONE, blank, filled, met, remark, source
from lamplighter.domain.blueprint.app import App, RulePlan
from lamplighter.domain.blueprint.tree import Base, Path

TOKEN = re.compile(r"\{(0+|code\d|yyyy|yy|mm|dd)\}")
DATE_PARTS = {"yyyy": (0, 4), "yy": (2, 4), "mm": (5, 7), "dd": (8, 10)}


def emit(rule: RulePlan, _app: App, python: Scribe, javascript: Scribe) -> Emission:
    """How a number is written, the next one, and when a row gets it."""

    def text(template: str) -> Source:
        return source(f"number/{template}", python, javascript, lambda scribe: _words(rule, scribe))

    fill = Piece(Phase.FILL, rule.on, python.named("fill", rule.id), text("fill"), order=20)
    kept = Piece(Phase.DELETE, rule.on, python.named("keep", rule.id), text("keep"))
    pieces = [fill, kept]
    if rule.with_.expression("when"):
        pieces.append(Piece(Phase.SWEEP, "", python.named("number", rule.id), text("sweep")))
    helpers = ((python.named("write", rule.id), text("write")), (python.named("next", rule.id), text("next")))
    return Emission(helpers=helpers, pieces=tuple(pieces))


def field_of(rule: RulePlan) -> Path:
    """The field that holds the number."""
    path = rule.with_.path("field")
    assert path is not None, "field is required"
    return path


def _words(rule: RulePlan, scribe: Scribe) -> dict[str, object]:
    row, field = scribe.variable(rule.on), field_of(rule).hops[0].field
    when = rule.with_.expression("when")
    value = scribe.attribute(row, field)
    groups = {"year": "db.today[:4]", "day": "db.today"}
    group = groups.get(rule.with_.word("per"), scribe.text(""))
    return {
        "rule_id": rule.id,
        "row": row,
        "remark": remark(scribe, f"Numbers like {rule.with_.word('form')}, without gaps."),
        "written": written(rule, scribe),
        "rows": f"db.all({scribe.text(rule.on)})",
        "counter": scribe.text(rule.id),
        "group": group if scribe.language == "python" else group.replace("[:4]", ".slice(0, 4)"),
        "since": {"year": 4, "day": 10}.get(rule.with_.word("per"), 0),
        "value": value,
        "empty": blank(scribe, value),
        "numbered": filled(scribe, value),
        "when": met(scribe, when, row) if when else "",
        "on_add": blank(scribe, "old"),
        "field": scribe.text(field),
        "entity": scribe.text(rule.on),
    }


def written(rule: RulePlan, scribe: Scribe) -> str:
    """Source text that writes `number` in the form of the rule."""
    if field_of(rule).type.base is not Base.TEXT:
        return (
            f"number * {scribe.number(ONE)}"
            if scribe.language == "python"
            else f"BigInt(number) * {scribe.number(ONE)}"
        )
    pieces, at, form = [], 0, rule.with_.word("form")
    for token in TOKEN.finditer(form):
        if token.start() > at:
            pieces.append(scribe.text(form[at : token.start()]))
        pieces.append(_token(token[1], scribe))
        at = token.end()
    if at < len(form):
        pieces.append(scribe.text(form[at:]))
    return " + ".join(pieces)


def _token(token: str, scribe: Scribe) -> str:
    if token in DATE_PARTS:
        begin, end = DATE_PARTS[token]
        return f"db.today[{begin}:{end}]" if scribe.language == "python" else f"db.today.slice({begin}, {end})"
    if token.startswith("code"):
        return _code(int(token[4:]), scribe)
    width = len(token)
    return f'f"{{number:0{width}}}"' if scribe.language == "python" else f'String(number).padStart({width}, "0")'


def _code(digits: int, scribe: Scribe) -> str:
    """A code that does not show how many came before: a full walk through all codes of this length."""
    if scribe.language == "python":
        return f'f"{{number * 2654435761 % 16**{digits}:0{digits}x}}"'
    return f'((BigInt(number) * 2654435761n) % 16n ** {digits}n).toString(16).padStart({digits}, "0")'
