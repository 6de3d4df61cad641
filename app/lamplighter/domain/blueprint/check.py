"""The checker: everything that is wrong with a blueprint, each with its place, the fault and the repair."""

from __future__ import annotations

from lamplighter.domain.blueprint.honesty import check_honesty
from lamplighter.domain.blueprint.model import Blueprint
from lamplighter.domain.blueprint.problems import Place, Problem
from lamplighter.domain.blueprint.reading import read
from lamplighter.domain.blueprint.signature import Vocabulary
from lamplighter.domain.blueprint.visibility import check_visibility

__all__ = ["Place", "Problem", "problems"]


def problems(blueprint: Blueprint, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """Every problem in the order of the file; severity `error` must be mended, `warning` probably was not meant.

    Rights and honesty are looked at only where every line means something.
    """
    reading = read(blueprint, vocabulary)
    if not reading.notes.faulty:
        check_visibility(reading, reading.notes)
        check_honesty(reading, reading.notes)
    return tuple(reading.notes.problems)
