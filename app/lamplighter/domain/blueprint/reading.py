"""Reads a whole blueprint once: the linked app and every problem on the way. Checker and resolver both stand on it."""

from __future__ import annotations

import msgspec

from lamplighter.domain.blueprint import demo, entities, features, roles, rules, screens
from lamplighter.domain.blueprint.app import App, EntityPlan, RulePlan
from lamplighter.domain.blueprint.catalog import Catalog
from lamplighter.domain.blueprint.flows import check_flows
from lamplighter.domain.blueprint.limits import check_limits
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.problems import Notes
from lamplighter.domain.blueprint.reads import Pair, gift_reads
from lamplighter.domain.blueprint.rows import Rows
from lamplighter.domain.blueprint.signature import Vocabulary


class Reading(msgspec.Struct, frozen=True):
    """The app as far as it could be read, the names it knows, its example rows, and the problems."""

    app: App
    catalog: Catalog
    rows: Rows
    notes: Notes


def read(blueprint: Blueprint, vocabulary: Vocabulary) -> Reading:
    """Read everything; never raises for anything a blueprint says."""
    notes, catalog = Notes(), _catalog(blueprint)
    check_limits(blueprint, notes)
    entities.declare(blueprint, catalog, notes)
    rules.declare(blueprint, vocabulary, catalog, notes)
    plans = entities.planned(blueprint, catalog, notes)
    rule_plans = rules.planned(blueprint, catalog, notes)
    check_flows(rule_plans, catalog, notes)
    screen_plans = screens.planned(blueprint, vocabulary, catalog, notes)
    role_plans = roles.planned(blueprint, catalog, notes)
    rows = demo.planned(blueprint, catalog, notes)
    feature_plans = features.planned(blueprint, catalog, rows, notes)
    app = App(
        blueprint=blueprint,
        id=blueprint.id,
        name=blueprint.name,
        pitch=blueprint.pitch,
        lang=blueprint.lang,
        kind=blueprint.kind,
        entities=plans,
        rules=rule_plans,
        screens=screen_plans,
        roles=role_plans,
        demo=tuple(row for of in rows.by_entity.values() for row in of),
        features=feature_plans,
        measures=features.measures(blueprint, catalog, notes),
        derived_order=entities.derived_order(plans, _gifts(plans, rule_plans), notes),
        skipped=_skipped(blueprint, vocabulary),
        cut=tuple(f.label for f in feature_plans if f.when != features.MUST),
    )
    return Reading(app, catalog, rows, notes)


def _catalog(blueprint: Blueprint) -> Catalog:
    """The names of the parts; where an id stands twice the first row counts."""
    roles = {role.id: role for role in reversed(blueprint.roles)}
    rules = {rule.id: rule for rule in reversed(blueprint.rules)}
    screens = {screen.id: screen for screen in reversed(blueprint.screens)}
    return Catalog(
        roles=dict(reversed(roles.items())),
        rules=dict(reversed(rules.items())),
        screens=dict(reversed(screens.items())),
    )


def _gifts(plans: dict[str, EntityPlan], rule_plans: tuple[RulePlan, ...]) -> dict[Pair, frozenset[Pair]]:
    reads = {plan.id: gift_reads(plan) for plan in rule_plans}
    return {
        (entity.id, line.id): reads.get(line.given_by, frozenset())
        for entity in plans.values()
        for line in entity.fields.values()
        if line.given_by
    }


def _skipped(blueprint: Blueprint, vocabulary: Vocabulary) -> tuple[str, ...]:
    skipped = [r.id for r in blueprint.rules if r.use not in vocabulary.compiled_constructs]
    return (*skipped, *(s.id for s in blueprint.screens if s.type not in vocabulary.compiled_screens))
