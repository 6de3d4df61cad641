"""What a construct asks for beyond the kinds of its parameters: rules about how they fit together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

from lamplighter.domain.blueprint.app import RulePlan
from lamplighter.domain.blueprint.catalog import Catalog, said
from lamplighter.domain.blueprint.lines import items
from lamplighter.domain.blueprint.lowering import fits
from lamplighter.domain.blueprint.problems import Notes, Place
from lamplighter.domain.blueprint.tree import Base, Type

ANYTHING = Type(Base.ANY)


class Case(msgspec.Struct, frozen=True):
    """A rule that was read without a fault, and where to say what does not fit."""

    plan: RulePlan
    texts: Mapping[str, str]
    catalog: Catalog
    notes: Notes
    place: Place

    def say(self, fault: str, repair: str) -> None:
        """Note a fault of the whole rule."""
        self.notes.add(self.place, fault, repair)

    def type(self, name: str, entity: str = "") -> Type:
        """The type of the field a parameter names; ANY when it names none."""
        text = self.texts.get(name, "")
        if not text:
            return ANYTHING
        fields = self.catalog.entities.get(entity or self.plan.on, {})
        head = fields.get(text)
        if head is not None:
            return head.type
        path = self.plan.with_.path(name)
        return path.type if path is not None else ANYTHING


def check_meaning(plan: RulePlan, texts: Mapping[str, str], catalog: Catalog, notes: Notes, place: Place) -> None:
    """Note what does not fit together in a rule."""
    check = _CHECKS.get(plan.use)
    if check is not None:
        check(Case(plan, texts, catalog, notes, place))


def _booking(case: Case) -> None:
    if case.type("from").base is Base.DATE and ("open" in case.texts or "minutes" in case.texts):
        case.say(
            "open and minutes need a date with time",
            "make `from` a datetime field, or use to=last_day + 1 (the leaving day)",
        )
    until = case.plan.with_.expression("to")
    if until is not None and until.type.base not in (case.type("from").base, Base.ANY, Base.BLANK):
        case.say(f"from is {said(case.type('from'))}, to is {said(until.type)}", "make both the same type")


def _assign(case: Case) -> None:
    mode, field = case.texts.get("mode", "warn"), case.type("field")
    if mode in ("warn", "block") and "from" not in case.texts and "away" not in case.texts:
        case.say("warn and block need from and to", "from=start; to=ends, or mode=least / rotate / draw")
    if mode == "draw" and field != Type(Base.REF, case.plan.on):
        case.say("draw needs a reference to its own entity", f"{case.texts['field']} ref({case.plan.on})")
    if "need" in case.texts and field.base is not Base.REFS:
        case.say("need works on refs only", f"make {case.texts['field']} refs(…)")


def _split(case: Case) -> None:
    payer, among = case.type("payer"), case.type("among")
    if "payer" in case.texts and payer.target != among.target:
        case.say("payer and among must be the same entity", f"both {among.target}")


def _lookup(case: Case) -> None:
    if case.texts.get("from") == case.plan.on:
        case.say("looks up its own entity", "name the price or rate entity")


def _streak(case: Case) -> None:
    if case.texts.get("unit") == "row" and "where" not in case.texts:
        case.say("unit=row needs where", "where=the condition that counts")


def _csv(case: Case) -> None:
    read = {path.hops[-1].field for path in case.plan.with_.paths("in")}
    for path in case.plan.with_.paths("key"):
        if "in" in case.texts and path.hops[-1].field not in read:
            case.say(f"key: {path.hops[-1].field} is not in `in`", "add it there")


def _classify(case: Case) -> None:
    value, target = case.type("value", case.texts.get("from", "")), case.type("set")
    if not fits(value, target):
        case.say(f"value gives {said(value)}, {case.texts['set']} is {said(target)}", "make both the same type")


def _make(case: Case) -> None:
    into = case.texts.get("into", "")
    if "update" in case.texts:
        return
    done = {item.partition("=")[0].strip() for item in items(case.texts.get("set", ""))}
    missing = [name for name in needed(case.catalog, into) if name not in done]
    if missing:
        fix = ", ".join(f"{name}=…" for name in missing)
        case.say(f"set leaves {', '.join(missing)} of {into} empty", f"add {fix}")


def needed(catalog: Catalog, entity: str) -> list[str]:
    """Required fields of an entity that nothing fills: no default, no rule."""
    filled = filled_by_rules(catalog, entity)
    return [
        line.id
        for line in catalog.entities.get(entity, {}).values()
        if line.required and line.stored and line.default is None and line.id not in filled
        and line.type.base is not Base.BOOL
    ]  # fmt: skip


def filled_by_rules(catalog: Catalog, entity: str) -> set[str]:
    """Fields of a new row that rules fill by themselves."""
    filled: set[str] = set()
    for rule_id, texts in catalog.texts.items():
        if catalog.rules[rule_id].on != entity:
            continue
        match catalog.uses[rule_id].name:
            case "number" | "assign":
                filled.add(texts.get("field", ""))
            case "lookup":
                filled |= {item.partition("=")[0].strip() for item in items(texts.get("set", ""))}
            case "classify":
                filled.add(texts.get("set", ""))
            case "loan":
                filled.add(texts.get("due", ""))
    return filled


_CHECKS: Mapping[str, Callable[[Case], None]] = MappingProxyType(
    {
        "booking": _booking,
        "assign": _assign,
        "split": _split,
        "lookup": _lookup,
        "streak": _streak,
        "csv": _csv,
        "classify": _classify,
        "make": _make,
    }
)
