"""Writes the rules of `lookup`: the first fitting row of another entity, and the values copied from it."""

from __future__ import annotations

from lamplighter.compiler.construct import Emission, Phase, Piece, Scribe, Source
from lamplighter.compiler.constructs.prose import blank, both, filled, keyed, nothing, refusal, remark, source
from lamplighter.domain.blueprint.app import App, CopyPair, MatchKey, RulePlan
from lamplighter.domain.blueprint.tree import Base, Hop, Path, Root, Type


def emit(rule: RulePlan, app: App, python: Scribe, javascript: Scribe) -> Emission:
    """A helper that finds the row, a function that copies, and one that makes a missing row."""

    def text(template: str) -> Source:
        return source(f"lookup/{template}", python, javascript, lambda scribe: _words(rule, app, scribe))

    fill = Piece(Phase.FILL, rule.on, python.named("fill", rule.id), text("fill"), order=10, seeds=True)
    pieces = [fill]
    if rule.with_.word("missing") == "make":
        pieces.append(Piece(Phase.AFTER, rule.on, python.named("make", rule.id), text("make")))
    return Emission(helpers=((python.named("find", rule.id), text("find")),), pieces=tuple(pieces))


def source_of(rule: RulePlan) -> str:
    """The entity values are looked up in."""
    return rule.with_.word("from")


def band_of(rule: RulePlan) -> MatchKey | None:
    """The key that takes the nearest row, not an equal one."""
    return next((key for key in rule.with_.matches("match") if key.operator != "="), None)


def _words(rule: RulePlan, app: App, scribe: Scribe) -> dict[str, object]:
    row = scribe.variable(rule.on)
    found = scribe.variable(source_of(rule), row)
    say, always = rule.with_.template("say"), rule.with_.word("at") == "save"
    fields = [scribe.attribute(row, pair.field) for pair in rule.with_.pairs("set")]
    text = scribe.template(say, row) if say else scribe.say("lookup.missing")
    return {
        "rule_id": rule.id,
        "row": row,
        "found": found,
        "remark": remark(scribe, _sentence(rule)),
        "always": always,
        "refuse": rule.with_.word("missing") == "refuse",
        "refusal": refusal(scribe, rule.id, text, _input_field(rule)),
        "clear": [f"{field} = {nothing(scribe)}" for field in fields] if always else [],
        "copies": [_copy(pair, scribe, row, found) for pair in rule.with_.pairs("set")],
        "id_of": _by_id(rule, scribe, row),
        **_search(rule, app, scribe, row, found),
        **_making(rule, scribe, row),
    }


def _sentence(rule: RulePlan) -> str:
    keys = ", ".join(f"{key.field} {key.operator} {key.value.source}" for key in rule.with_.matches("match"))
    return f"The first {source_of(rule)} where {keys}."


def _input_field(rule: RulePlan) -> str:
    """The field of the row that the last key reads: a refusal is shown there."""
    for key in reversed(rule.with_.matches("match")):
        if isinstance(key.value.tree, Path) and key.value.tree.hops:
            return key.value.tree.hops[0].field
    return ""


def hop_path(rule: RulePlan, app: App, field: str) -> Path:
    """The path to a field of the row that is looked at; `id` is the row itself."""
    entity = source_of(rule)
    if field == "id":
        return Path(Root.ROW, entity, (), Type(Base.REF, entity))
    known = app.entities[entity].fields[field]
    hop = Hop(entity, field, known.type, derived=known.derived is not None, given_by=known.given_by)
    return Path(Root.ROW, entity, (hop,), known.type)


def _by_id(rule: RulePlan, scribe: Scribe, row: str) -> str:
    """The one row a reference leads to, when that is all there is to match."""
    keys = rule.with_.matches("match")
    if len(keys) == 1 and keys[0].field == "id" and keys[0].operator == "=":
        return f"db.get({scribe.text(source_of(rule))}, {scribe.expression(keys[0].value, row)})"
    return ""


def _search(rule: RulePlan, app: App, scribe: Scribe, row: str, found: str) -> dict[str, object]:
    band = band_of(rule)
    equal: list[str] = []
    wanted: list[tuple[str, str]] = []
    for key in (k for k in rule.with_.matches("match") if k.operator == "="):
        name = scribe.variable(key.field if key.field != "id" else "wanted", row, found, *(w[0] for w in wanted))
        wanted.append((name, scribe.expression(key.value, row)))
        equal.append(f"{scribe.path(hop_path(rule, app, key.field), found)} {_same(scribe)} {name}")
    at = scribe.path(hop_path(rule, app, band.field), found) if band else ""
    return {
        "wanted": wanted,
        "rows": f"db.all({scribe.text(source_of(rule))})",
        "equal": both(scribe, *equal),
        "at": at,
        "limit": scribe.expression(band.value, row) if band else "",
        "inside": f"{at} {band.operator} limit" if band else "",
        "at_known": filled(scribe, at),
        "limit_unknown": blank(scribe, "limit"),
        "falling": band is not None and band.operator == "<=",
        "nothing": nothing(scribe),
    }


def _same(scribe: Scribe) -> str:
    return "==" if scribe.language == "python" else "==="


def _copy(pair: CopyPair, scribe: Scribe, row: str, found: str) -> str:
    value = f"{found}.id" if _is_id(pair) else scribe.path(pair.source, found)
    return f"{scribe.attribute(row, pair.field)} = {value}"


def _is_id(pair: CopyPair) -> bool:
    return not pair.source or pair.source[-1].field == "id"


def _making(rule: RulePlan, scribe: Scribe, row: str) -> dict[str, object]:
    """The row that is made when none fits: its keys, and the copied fields the other way round."""
    values = {key.field: scribe.expression(key.value, row) for key in rule.with_.matches("match") if key.field != "id"}
    for pair in rule.with_.pairs("set"):
        if len(pair.source) == 1 and not _is_id(pair):
            values.setdefault(pair.source[0].field, scribe.attribute(row, pair.field))
    wanted = [scribe.expression(key.value, row) for key in rule.with_.matches("match") if key.field != "id"]
    linked = [keyed(scribe, pair.field) for pair in rule.with_.pairs("set") if _is_id(pair)]
    return {
        "values": [(keyed(scribe, field), value) for field, value in values.items()],
        "entity": scribe.text(source_of(rule)),
        "known": both(scribe, *(filled(scribe, value) for value in wanted)),
        "unknown": " || ".join(blank(scribe, value) for value in wanted),
        "linked": linked,
    }
