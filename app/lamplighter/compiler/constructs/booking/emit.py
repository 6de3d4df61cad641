"""Writes the rules of `booking`: the span of a row, its order, the places at every moment, and the open hours."""

from __future__ import annotations

from lamplighter.compiler.construct import Emission, Phase, Picker, Piece, Scribe
from lamplighter.compiler.constructs.prose import ONE, blank, both, keyed, met, refusal, remark, source, unmet
from lamplighter.domain.blueprint.app import App, RulePlan
from lamplighter.domain.blueprint.tree import Arithmetic, Base, Call, Expression, Number, Path, Type


def emit(rule: RulePlan, app: App, python: Scribe, javascript: Scribe) -> Emission:
    """A helper for the span; functions for its order, the places and the hours; a picker of what is free."""

    def judge(template: str, *name: str, standing: bool = True) -> Piece:
        text = source(f"booking/{template}", python, javascript, lambda scribe: _words(rule, app, scribe, *name))
        return Piece(Phase.JUDGE, rule.on, python.named(*name), text, standing=standing)

    helper = source("booking/span", python, javascript, lambda scribe: _words(rule, app, scribe, rule.id, "span"))
    pieces = [judge("places", "check", rule.id, "places")]
    if not always_after(rule, app):
        pieces.insert(0, judge("order", "check", rule.id, "order"))
    imports = [("spans", "most_at_once")]
    if rule.with_.opening("open"):
        pieces.append(judge("hours", "check", rule.id, "hours", standing=False))
        imports.append(("spans", "inside_hours"))
    return Emission(
        pieces=tuple(pieces),
        helpers=((python.named(rule.id, "span"), helper),),
        pickers=_pickers(rule, python, javascript),
        imports=tuple(imports),
        library=frozenset({"spans"}),
    )


def what_of(rule: RulePlan) -> Path | None:
    """The reference to what is booked, or None when every row books the one thing there is."""
    return rule.with_.path("what")


def from_of(rule: RulePlan) -> Path:
    """The field a span begins at."""
    path = rule.with_.path("from")
    assert path is not None, "from is required"
    return path


def end_of(rule: RulePlan) -> Expression | Arithmetic:
    """The end of a span, as written or as its beginning and some minutes."""
    minutes = rule.with_.expression("minutes")
    to = rule.with_.expression("to")
    if minutes is None:
        assert to is not None, "one of to and minutes is required"
        return to
    return Arithmetic("+", from_of(rule), minutes.tree, Type(Base.DATETIME))


def _words(rule: RulePlan, app: App, scribe: Scribe, *name: str) -> dict[str, object]:
    row = scribe.variable(rule.on)
    other = scribe.variable("other", row)
    where, what, begin = rule.with_.expression("where"), what_of(rule), from_of(rule)
    field = begin.hops[0].field
    closed, reversed_ = _say(rule, scribe, row, "say_open", "booking.closed"), scribe.say("booking.reversed")
    skips = [blank(scribe, "span")]
    skips += [unmet(scribe, where, row)] if where else []
    skips += [blank(scribe, scribe.path(what, row))] if what else []
    return {
        "name": scribe.named(*name),
        "span": scribe.named(rule.id, "span"),
        "row": row,
        "other": other,
        "minute_of": scribe.use("minute_of"),
        "unordered": not always_after(rule, app),
        "begin": scribe.path(begin, row),
        "end": scribe.expression(end_of(rule), row),
        "gap": (rule.with_.number("gap") or 0) // ONE,
        "skips": skips,
        "rows": _rows(rule, scribe, row),
        "others": both(
            scribe,
            f"{other}.id != {row}.id" if scribe.language == "python" else f"{other}.id !== {row}.id",
            met(scribe, where, other) if where else "",
        ),
        "over": _over(rule, scribe, row),
        "hours": _hours(rule, scribe),
        "taken": refusal(scribe, rule.id, _say(rule, scribe, row, "say", "booking.taken"), field, _mode(rule)),
        "closed": refusal(scribe, rule.id, closed, field),
        "reversed": refusal(scribe, rule.id, reversed_, field),
        "remark": remark(scribe, _sentence(rule)),
    }


def always_after(rule: RulePlan, app: App) -> bool:
    """Whether the end cannot lie before the beginning: so many minutes, a number or a field that is above zero."""
    minutes = rule.with_.expression("minutes")
    if minutes is None:
        return False
    if isinstance(minutes.tree, Number):
        return minutes.tree.micros > 0
    if not isinstance(minutes.tree, Path) or len(minutes.tree.hops) != 1:
        return False
    field = app.entities[rule.on].fields[minutes.tree.hops[0].field]
    return field.stored and isinstance(field.minimum, int) and field.minimum > 0


def _mode(rule: RulePlan) -> str:
    return rule.with_.word("mode") or "block"


def _say(rule: RulePlan, scribe: Scribe, row: str, own: str, standard: str) -> str:
    say = rule.with_.template(own)
    return scribe.template(say, row) if say else scribe.say(standard)


def _rows(rule: RulePlan, scribe: Scribe, row: str) -> str:
    what, entity = what_of(rule), scribe.text(rule.on)
    if what is None:
        return f"db.all({entity})"
    return f"db.having({entity}, {scribe.text(what.hops[0].field)}, {scribe.path(what, row)})"


def _over(rule: RulePlan, scribe: Scribe, row: str) -> str:
    """The condition that no place is left; a blank number of places counts as one."""
    places = rule.with_.expression("places")
    beside = f"{scribe.named('most_at_once')}(span, taken)"
    if places is None:
        return f"{beside} >= 1"
    if isinstance(places.tree, Number):
        return f"{beside} >= {places.tree.micros // ONE}"
    count = scribe.expression(Call("or_else", (places.tree, Number(ONE)), places.type), row)
    beside = beside if scribe.language == "python" else f"BigInt({beside})"
    return f"({beside} + {'1' if scribe.language == 'python' else '1n'}) * {scribe.number(ONE)} > {count}"


def _hours(rule: RulePlan, scribe: Scribe) -> list[tuple[int, str]]:
    """Weekday → its openings as source text, in minutes since midnight."""
    opening = rule.with_.opening("open")
    left, right = "()" if scribe.language == "python" else "[]"
    rows = []
    for day, spans in sorted(opening.spans.items()) if opening else ():
        pairs = [f"{left}{begin // 60} * 60{_plus(begin)}, {end // 60} * 60{_plus(end)}{right}" for begin, end in spans]
        rows.append((day, f"[{', '.join(pairs)}]"))
    return rows


def _plus(minute: int) -> str:
    return f" + {minute % 60}" if minute % 60 else ""


def _sentence(rule: RulePlan) -> str:
    what, places = what_of(rule), rule.with_.expression("places")
    at = f" of one {what.hops[-1].field}" if what else ""
    return f"At every moment at most {places.source if places else '1'}{at}; touching is free."


def _pickers(rule: RulePlan, python: Scribe, javascript: Scribe) -> tuple[Picker, ...]:
    what = what_of(rule)
    if what is None or _mode(rule) == "warn":
        return ()
    field = what.hops[0].field

    def words(scribe: Scribe) -> dict[str, object]:
        row = scribe.variable(rule.on)
        return {
            "name": scribe.named("free", "for", rule.id),
            "places": scribe.named("check", rule.id, "places"),
            "changed": scribe.use("changed"),
            "field": keyed(scribe, field),
            "row": row,
        }

    text = source("booking/picker", python, javascript, words)
    return (Picker(rule.on, field, python.named("free", "for", rule.id), text),)
