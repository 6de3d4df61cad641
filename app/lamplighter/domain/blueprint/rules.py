"""Rules: declared first (what they give, what only they write), then read, parameter by parameter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lamplighter.domain.blueprint.app import RulePlan
from lamplighter.domain.blueprint.catalog import Catalog, FieldLine
from lamplighter.domain.blueprint.lines import entries
from lamplighter.domain.blueprint.model import Blueprint, Rule
from lamplighter.domain.blueprint.parameters import Stand, texts_of, values_of
from lamplighter.domain.blueprint.phrases import given_phrase
from lamplighter.domain.blueprint.problems import Fault, Notes, Place, known
from lamplighter.domain.blueprint.signature import ConstructSignature, Given, Vocabulary
from lamplighter.domain.blueprint.special import check_meaning
from lamplighter.domain.blueprint.tree import Base, Type


def place_of(rule: Rule) -> Place:
    """Where a rule stands."""
    return Place("rule", rule.id, note=rule.use)


def declare(blueprint: Blueprint, vocabulary: Vocabulary, catalog: Catalog, notes: Notes) -> None:
    """Parameters as text, and the fields every rule gives, into the catalog."""
    uses: dict[str, ConstructSignature] = {}
    for rule in blueprint.rules:
        construct = vocabulary.constructs.get(rule.use)
        if construct is None:
            notes.add(place_of(rule), f"unknown construct {rule.use!r}", known(rule.use, vocabulary.constructs))
        elif rule.on not in catalog.entities:
            notes.add(place_of(rule), f"unknown entity {rule.on!r}", known(rule.on, catalog.entities))
        elif rule.id not in uses:
            uses[rule.id] = construct
            catalog.texts[rule.id] = texts_of(rule.with_, construct.parameters, place_of(rule), notes)
    catalog.uses = uses
    for rule in first_of_each(blueprint.rules):
        if rule.id in uses:
            _give(rule, uses[rule.id], blueprint.lang, catalog, notes)


def first_of_each(rules: Iterable[Rule]) -> list[Rule]:
    """The rules without those whose id stood before."""
    return list({rule.id: rule for rule in reversed(list(rules))}.values())[::-1]


def _give(rule: Rule, construct: ConstructSignature, lang: str, catalog: Catalog, notes: Notes) -> None:
    texts = catalog.texts[rule.id]
    for entity, given, side in _gifts(rule, construct, catalog):
        name = prefix_of(texts) + given.name
        there = catalog.entities[entity].get(name)
        if there is not None:
            notes.add(
                place_of(rule),
                f"{side} {entity} already has {name}" + ("" if there.given_by else " as a field"),
                f"rename the field, or give the rule `as=prefix` (then {rule.id}_{given.name})",
            )
            continue
        type_ = _given_type(given, rule, texts, catalog)
        raw = "yesno" if type_.base is Base.BOOL else type_.base.value
        catalog.give(entity, FieldLine(name, given_phrase(given.name, lang), raw, type_, given_by=rule.id))
    for name in _written_alone(construct, texts):
        catalog.mark_auto(rule.on, name)


def _gifts(rule: Rule, construct: ConstructSignature, catalog: Catalog) -> Iterator[tuple[str, Given, str]]:
    for given in construct.gives:
        yield rule.on, given, "entity"
    target = _target(rule, construct, catalog)
    if target:
        for given in construct.gives_target:
            yield target, given, "target"


def prefix_of(texts: Mapping[str, str]) -> str:
    """What stands before the names a rule gives."""
    return texts["as"] + "_" if texts.get("as") else ""


def _given_type(given: Given, rule: Rule, texts: Mapping[str, str], catalog: Catalog) -> Type:
    if given.type != "same":
        return Type(Base(given.type))
    line = catalog.entities[rule.on].get(texts.get("amount", ""))
    return Type(Base.MONEY) if line is not None and line.type.base is Base.MONEY else Type(Base.NUM)


def _target(rule: Rule, construct: ConstructSignature, catalog: Catalog) -> str:
    """The entity that gets the target's fields: where the first parameter given leads to."""
    for name in construct.target_via:
        text = catalog.texts[rule.id].get(name, "").partition(":")[0].strip()
        try:
            type_ = catalog.hops(rule.on, text.split("."))[-1].type
        except Fault:
            continue
        if type_.base in (Base.REF, Base.REFS):
            return type_.target
    return ""


def _written_alone(construct: ConstructSignature, texts: Mapping[str, str]) -> Iterator[str]:
    if texts.get("keep") == "yes":
        return
    for name in construct.auto:
        parameter = construct.parameter(name)
        if parameter is not None and parameter.kind.startswith("map_"):
            yield from (value for _, value in entries(texts.get(name, "")) if value)
        elif name in texts:
            yield texts[name]


def planned(blueprint: Blueprint, catalog: Catalog, notes: Notes) -> tuple[RulePlan, ...]:
    """Every rule whose construct and entity are known, read in full."""
    plans: list[RulePlan] = []
    for rule in first_of_each(blueprint.rules):
        construct = catalog.uses.get(rule.id)
        if construct is None:
            continue
        texts = catalog.texts[rule.id]
        before = len(notes.problems)
        values = values_of(Stand(place_of(rule), rule.on, texts, construct), catalog, notes)
        plan = RulePlan(rule.id, rule.use, rule.on, values, prefix_of(texts))
        if len(notes.problems) == before:
            check_meaning(plan, texts, catalog, notes, place_of(rule))
        plans.append(plan)
    return tuple(plans)
