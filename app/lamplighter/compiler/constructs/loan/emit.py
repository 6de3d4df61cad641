"""Writes the rules of `loan`: what is free and who holds it, the days, the refusals, and the two buttons."""

from __future__ import annotations

from lamplighter.compiler.construct import Action, Computed, Emission, Phase, Picker, Piece, Scribe, Source
from lamplighter.compiler.constructs.prose import (
    ONE,
    blank,
    both,
    equals,
    filled,
    keyed,
    nothing,
    refusal,
    remark,
    source,
)
from lamplighter.domain.blueprint.app import App, RulePlan, TextTemplate
from lamplighter.domain.blueprint.tree import Arithmetic, Base, Call, Node, Number, Path, Type

DATE = Type(Base.DATE)


def emit(rule: RulePlan, app: App, python: Scribe, javascript: Scribe) -> Emission:
    """Two given fields of the thing, the filled due day, the refusals, a picker of what is free, two buttons."""

    def text(template: str) -> Source:
        return source(f"loan/{template}", python, javascript, lambda scribe: _words(rule, app, scribe))

    pieces = [Piece(Phase.JUDGE, rule.on, python.named("check", rule.id), text("check"))]
    if rule.with_.has("due"):
        fill = text("due")
        pieces.append(Piece(Phase.FILL, rule.on, python.named("fill", rule.id, "due"), fill, order=15, seeds=True))
    thing, available, holder = target_of(rule), rule.prefix + "available", rule.prefix + "holder"
    return Emission(
        helpers=((python.named("open", rule.id), text("open")),),
        computed=(
            Computed(thing, available, Type(Base.BOOL), python.computed(thing, available), text("available")),
            Computed(thing, holder, Type(Base.TEXT), python.computed(thing, holder), text("holder")),
        ),
        pieces=tuple(pieces),
        actions=(_lend(rule, python, text("lend")), _give_back(rule, python, text("give_back"), text("shown"))),
        pickers=(Picker(rule.on, field_of(rule, "what"), python.named("free", "for", rule.id), text("picker")),),
    )


def path_of(rule: RulePlan, name: str) -> Path:
    """The field named by a parameter."""
    path = rule.with_.path(name)
    assert path is not None, f"{name} is required"
    return path


def field_of(rule: RulePlan, name: str) -> str:
    """The id of the field named by a parameter."""
    return path_of(rule, name).hops[0].field


def target_of(rule: RulePlan) -> str:
    """The entity that is lent."""
    return path_of(rule, "what").type.target


def _lend(rule: RulePlan, python: Scribe, run: Source) -> Action:
    return Action(
        rule=rule.id,
        name="lend",
        entity=rule.on,
        label=python.message("loan.lend"),
        run_name=python.named("run", rule.id, "lend"),
        run=run,
        on_row=False,
        open_form=True,
    )


def _give_back(rule: RulePlan, python: Scribe, run: Source, shown: Source) -> Action:
    return Action(
        rule=rule.id,
        name="give_back",
        entity=rule.on,
        label=python.message("loan.give_back"),
        run_name=python.named("run", rule.id, "give_back"),
        run=run,
        shown_name=python.named("can", "give_back", rule.id),
        shown=shown,
    )


def _words(rule: RulePlan, app: App, scribe: Scribe) -> dict[str, object]:
    thing = scribe.variable(target_of(rule))
    row = scribe.variable(rule.on, thing)
    other = scribe.variable("other", row, thing)
    back = field_of(rule, "back")
    return {
        "rule_id": rule.id,
        "thing": thing,
        "row": row,
        "other": other,
        "available": scribe.computed(target_of(rule), rule.prefix + "available"),
        "holder": scribe.computed(target_of(rule), rule.prefix + "holder"),
        "open": scribe.named("open", rule.id),
        "rows_of_thing": _having(rule, scribe, "what", f"{thing}.id"),
        "out_now": blank(scribe, scribe.attribute(other, back)),
        "is_back": filled(scribe, scribe.attribute(row, back)),
        "is_out": blank(scribe, scribe.attribute(row, back)),
        "holder_text": scribe.template(TextTemplate("", (path_of(rule, "who"),)), row),
        "nothing": nothing(scribe),
        "entity": scribe.text(rule.on),
        "back_field": keyed(scribe, back),
        "today": _now(rule, app, "back"),
        **_refusals(rule, scribe, row, other),
        **_due(rule, scribe, row),
        **_out(rule, app, scribe),
    }


def _having(rule: RulePlan, scribe: Scribe, name: str, value: str) -> str:
    return f"db.having({scribe.text(rule.on)}, {scribe.text(field_of(rule, name))}, {value})"


def _now(rule: RulePlan, app: App, name: str) -> str:
    field = app.entities[rule.on].fields[field_of(rule, name)]
    return "db.today" if field.type.base is Base.DATE else "db.now"


def _refusals(rule: RulePlan, scribe: Scribe, row: str, other: str) -> dict[str, object]:
    say, most = rule.with_.template("say"), rule.with_.expression("max")
    double = scribe.template(say, row) if say else scribe.say("loan.out_already")
    what, who, back = (field_of(rule, name) for name in ("what", "who", "back"))
    return {
        "remark": remark(scribe, _sentence(rule)),
        "early": _early(rule, scribe, row),
        "refuse_early": refusal(scribe, rule.id, scribe.say("loan.early"), back),
        "rows_of_same": _having(rule, scribe, "what", scribe.attribute(row, what)),
        "refuse_double": refusal(scribe, rule.id, double, what),
        "rows_of_borrower": _borrowed(rule, scribe, row, other),
        "borrower": filled(scribe, scribe.attribute(row, who)),
        "most": scribe.expression(most, row) if most and not isinstance(most.tree, Number) else "",
        "over": _over(most.tree if most else None, scribe),
        "refuse_many": refusal(scribe, rule.id, scribe.say("loan.too_many"), who),
    }


def _sentence(rule: RulePlan) -> str:
    most = rule.with_.expression("max")
    many = f", at most {most.source} for each {field_of(rule, 'who')}" if most else ""
    return f"Each {field_of(rule, 'what')} is out once at a time{many}."


def _borrowed(rule: RulePlan, scribe: Scribe, row: str, other: str) -> tuple[str, str]:
    """The rows to look at and the condition that they are the borrower's."""
    who = path_of(rule, "who")
    value = scribe.attribute(row, who.hops[0].field)
    if who.type.base is Base.REF:
        return _having(rule, scribe, "who", value), ""
    return f"db.all({scribe.text(rule.on)})", equals(scribe, scribe.attribute(other, who.hops[0].field), value)


def _over(most: Node | None, scribe: Scribe) -> str:
    """The condition that the borrower holds too many; empty without a limit."""
    if most is None:
        return ""
    count = "len(held)" if scribe.language == "python" else "held.length"
    if isinstance(most, Number):
        return f"{count} > {most.micros // ONE}"
    exact = count if scribe.language == "python" else f"BigInt({count})"
    return both(scribe, filled(scribe, "most"), f"{exact} * {scribe.number(ONE)} > most")


def _early(rule: RulePlan, scribe: Scribe, row: str) -> str:
    """The condition that it came back before it went out, by the day where one of the two has no time."""
    out, back = path_of(rule, "out"), path_of(rule, "back")
    ends = [scribe.path(back, row), scribe.path(out, row)]
    if out.type != back.type:
        cut = "[:10]" if scribe.language == "python" else ".slice(0, 10)"
        ends = [end + cut for end in ends]
    return both(scribe, filled(scribe, scribe.path(out, row)), " < ".join(ends))


def _due(rule: RulePlan, scribe: Scribe, row: str) -> dict[str, object]:
    """Nothing when no due field is named."""
    due = rule.with_.path("due")
    if due is None:
        return {}
    value = scribe.expression(later(rule, due), row)
    if due.type.base is Base.DATETIME and path_of(rule, "out").type.base is Base.DATE:
        value = f"{scribe.use('joined')}({value}, {scribe.text('T23:59')})"
    field = scribe.attribute(row, due.hops[0].field)
    return {
        "due_name": scribe.named("fill", rule.id, "due"),
        "due": field,
        "due_blank": blank(scribe, field),
        "out_known": filled(scribe, scribe.path(path_of(rule, "out"), row)),
        "later": value,
        "days": days_of(rule),
    }


def days_of(rule: RulePlan) -> int:
    """After how many days a loan is due."""
    days = rule.with_.number("days")
    return 14 if days is None else days // ONE


def later(rule: RulePlan, due: Path) -> Node:
    """The day it went out and the days it may stay out; to the minute where both fields have a time."""
    out = path_of(rule, "out")
    if out.type.base is Base.DATETIME and due.type.base is Base.DATETIME:
        return Arithmetic("+", out, Number(days_of(rule) * 1440 * ONE), out.type)
    day = out if out.type.base is Base.DATE else Call("day", (out,), DATE)
    return Arithmetic("+", day, Number(days_of(rule) * ONE), DATE)


def _out(rule: RulePlan, app: App, scribe: Scribe) -> dict[str, object]:
    """What `lend` fills in by itself: the day it goes out, where the field has no default of its own."""
    field = field_of(rule, "out")
    own = app.entities[rule.on].fields[field].default is not None
    return {"out_field": "" if own else keyed(scribe, field), "out_today": _now(rule, app, "out")}
