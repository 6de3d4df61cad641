"""From a blueprint to the linked app that compilers read."""

from __future__ import annotations

from lamplighter.domain.blueprint.app import App
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.problems import Problem
from lamplighter.domain.blueprint.reading import read
from lamplighter.domain.blueprint.signature import Vocabulary
from lamplighter.domain.errors import BlueprintInvalid
from lamplighter.domain.findings import Severity


def resolved(blueprint: Blueprint, vocabulary: Vocabulary) -> App:
    """The linked app; raises BlueprintInvalid with every error of the checker."""
    reading = read(blueprint, vocabulary)
    errors = [p for p in reading.notes.problems if p.severity is Severity.ERROR]
    if errors:
        raise invalid(errors)
    return reading.app


def invalid(errors: list[Problem]) -> BlueprintInvalid:
    """The error that carries these problems as sentences."""
    return BlueprintInvalid(tuple(str(p) for p in errors), "Mend the named lines.")
