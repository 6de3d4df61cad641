"""Features and measures: what the app is for, what proves it, what is counted."""

from __future__ import annotations

from lamplighter.domain.blueprint.app import Check, FeaturePlan, MeasurePlan
from lamplighter.domain.blueprint.catalog import Catalog
from lamplighter.domain.blueprint.lines import items
from lamplighter.domain.blueprint.model import Blueprint, Feature, Measure
from lamplighter.domain.blueprint.phrases import phrase
from lamplighter.domain.blueprint.problems import Fault, Notes, Place, known
from lamplighter.domain.blueprint.rows import Rows
from lamplighter.domain.blueprint.steps import read_check

_EVENTS = ("added", "edited", "deleted")
MUST = "must"


def planned(blueprint: Blueprint, catalog: Catalog, rows: Rows, notes: Notes) -> tuple[FeaturePlan, ...]:
    """Every feature with its checks; what means nothing is noted."""
    pains = [pain.id for pain in blueprint.pains]
    parts = (*catalog.entities, *catalog.rules, *catalog.screens)
    plans: list[FeaturePlan] = []
    for feature in blueprint.features:
        place = Place("feature", feature.id)
        if feature.pain not in pains:
            notes.add(place.at("pain"), f"unknown pain {feature.pain!r}", known(feature.pain, pains))
        uses = tuple(dict.fromkeys(items(feature.uses)))
        for used in uses:
            if used not in parts:
                notes.add(Place("feature", feature.id, "uses", used), f"uses unknown {used!r}", known(used, parts))
        plans.append(_plan(feature, uses, _checks(feature, catalog, rows, notes)))
    return tuple(plans)


def _plan(feature: Feature, uses: tuple[str, ...], checks: tuple[Check, ...]) -> FeaturePlan:
    label = feature.label.strip() or phrase(feature.id)
    return FeaturePlan(feature.id, label, feature.pain, feature.when, uses, checks)


def _checks(feature: Feature, catalog: Catalog, rows: Rows, notes: Notes) -> tuple[Check, ...]:
    found: list[Check] = []
    for number, text in enumerate(feature.checks, 1):
        with notes.at(Place("feature", feature.id, f"check {number}")):
            found.append(read_check(text, catalog, rows, catalog.person()))
    return tuple(found)


def measures(blueprint: Blueprint, catalog: Catalog, notes: Notes) -> tuple[MeasurePlan, ...]:
    """Every measure whose event is known."""
    plans: list[MeasurePlan] = []
    for measure in blueprint.measures:
        with notes.at(Place("measure", measure.id, "on")):
            _check_event(measure, catalog)
            plans.append(MeasurePlan(measure.id, measure.on, measure.label.strip() or phrase(measure.id)))
    return tuple(plans)


def _check_event(measure: Measure, catalog: Catalog) -> None:
    """An id may name an entity, a rule and a screen at once: then all their events count."""
    head, _, event = measure.on.partition(".")
    events: list[str] = []
    if head in catalog.entities:
        events += _EVENTS
    if head in catalog.uses:
        events += [a.name for a in catalog.uses[head].actions]
    if head in catalog.screens:
        events.append("seen")
    if not events:
        parts = (*catalog.entities, *catalog.rules, *catalog.screens)
        raise Fault(f"unknown {head!r}", known(head, parts) + "; or it has no events")
    if event not in events:
        raise Fault(f"no event {event!r} of {head}", known(event, events))
