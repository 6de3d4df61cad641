"""Screens: read like rules, against the signature of their kind."""

from __future__ import annotations

from lamplighter.domain.blueprint.app import Parameters, ScreenPlan
from lamplighter.domain.blueprint.catalog import Catalog
from lamplighter.domain.blueprint.model import Blueprint, Screen
from lamplighter.domain.blueprint.parameters import Stand, texts_of, values_of
from lamplighter.domain.blueprint.phrases import given_phrase, phrase
from lamplighter.domain.blueprint.problems import Notes, Place, known
from lamplighter.domain.blueprint.signature import ScreenSignature, Vocabulary


def place_of(screen: Screen) -> Place:
    """Where a screen stands."""
    return Place("screen", screen.id, note=screen.type)


def planned(blueprint: Blueprint, vocabulary: Vocabulary, catalog: Catalog, notes: Notes) -> tuple[ScreenPlan, ...]:
    """Every screen whose kind and entity are known, read in full."""
    plans: list[ScreenPlan] = []
    for screen in blueprint.screens:
        signature = vocabulary.screens.get(screen.type)
        if signature is None:
            notes.add(place_of(screen), f"unknown type {screen.type!r}", known(screen.type, vocabulary.screens))
        elif signature.of and screen.of not in catalog.entities:
            notes.add(place_of(screen), f"of: unknown entity {screen.of!r}", known(screen.of, catalog.entities))
        elif all(plan.id != screen.id for plan in plans):
            values = _values(screen, signature, catalog, notes)
            plan = ScreenPlan(screen.id, screen.type, screen.of, _label(screen, blueprint.lang), values)
            _check_label(plan, plans, notes)
            plans.append(plan)
    return tuple(plans)


def _check_label(plan: ScreenPlan, before: list[ScreenPlan], notes: Notes) -> None:
    """Two screens of one name cannot be told apart; slips to print lie on no tab."""
    twin = next((p for p in before if p.label == plan.label and "print" not in (p.type, plan.type)), None)
    if twin is not None:
        place = Place("screen", plan.id, "label", note=plan.type)
        notes.warn(place, f"is called “{plan.label}”, as is the screen {twin.id}", "give one of them another label")


def _values(screen: Screen, signature: ScreenSignature, catalog: Catalog, notes: Notes) -> Parameters:
    texts = texts_of(screen.with_, signature.parameters, place_of(screen), notes)
    return values_of(Stand(place_of(screen), screen.of, texts, signature), catalog, notes)


def _label(screen: Screen, lang: str) -> str:
    return screen.label.strip() or (given_phrase("today", lang) if screen.type == "today" else phrase(screen.id))
